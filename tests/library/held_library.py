"""Locks a library as another program would, so that it cannot be written or read."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

from t2v_desktop.library.database import Database

MOMENTS = {"begin": "BEGIN IMMEDIATE", "commit": "BEGIN"}


@contextmanager
def held(database: Database, moment: str) -> Iterator[None]:
    """Inside, every transaction fails at `moment`: at "begin", or only at "commit"."""
    with _locked(database, MOMENTS[moment]):
        yield


@contextmanager
def unreadable(database: Database) -> Iterator[None]:
    """Inside, reading fails too."""
    with _locked(database, "BEGIN EXCLUSIVE"):
        yield


@contextmanager
def _locked(database: Database, begin: str) -> Iterator[None]:
    database.rows("PRAGMA busy_timeout = 0")
    with closing(sqlite3.connect(database.file, isolation_level=None)) as other:
        other.execute(begin)
        other.execute("SELECT count(*) FROM jobs").fetchall()
        yield
        other.execute("ROLLBACK")
    database.rows("PRAGMA busy_timeout = 5000")
