"""A library that takes no writing for a while, because another program is at it."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

from t2v_desktop.library.database import Database

MOMENTS = {"begin": "BEGIN IMMEDIATE", "commit": "BEGIN"}


@contextmanager
def held(database: Database, moment: str) -> Iterator[None]:
    """In here every transaction fails at its `moment`: at "begin", or at "commit" once everything in it was done."""
    database.rows("PRAGMA busy_timeout = 0")
    with closing(sqlite3.connect(database.file, isolation_level=None)) as other:
        other.execute(MOMENTS[moment])
        other.execute("SELECT count(*) FROM jobs").fetchall()
        yield
        other.execute("ROLLBACK")
    database.rows("PRAGMA busy_timeout = 5000")
