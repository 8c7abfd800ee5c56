"""A library that cannot be written to, or not even read, for a while, because another program is using it."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

from t2v_desktop.library.database import Database

MOMENTS = {"begin": "BEGIN IMMEDIATE", "commit": "BEGIN"}


@contextmanager
def held(database: Database, moment: str) -> Iterator[None]:
    """In here every transaction fails at its `moment`: at "begin", or at "commit" once everything in it was done."""
    with _in_use(database, MOMENTS[moment]):
        yield


@contextmanager
def unreadable(database: Database) -> Iterator[None]:
    """In here reading fails, too."""
    with _in_use(database, "BEGIN EXCLUSIVE"):
        yield


@contextmanager
def _in_use(database: Database, begin: str) -> Iterator[None]:
    database.rows("PRAGMA busy_timeout = 0")
    with closing(sqlite3.connect(database.file, isolation_level=None)) as other:
        other.execute(begin)
        other.execute("SELECT count(*) FROM jobs").fetchall()
        yield
        other.execute("ROLLBACK")
    database.rows("PRAGMA busy_timeout = 5000")
