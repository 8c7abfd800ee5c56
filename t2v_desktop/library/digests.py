"""A digest beside every row, so that a row which changed by itself is noticed and one that vanished is missed.

Triggers of the connection write them in the transaction that writes the row: no statement can forget to. The triggers are
temporary because they need a function of ours, and because they follow the columns that a table has now.
"""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from hashlib import blake2b
from typing import Any

# tables whose rows have one, with the column that says which row of a backup is the same thing; what others refer to is first
TABLES = {"folders": "path", "clips": "path", "jobs": "id", "prompts": "prompt", "saved_prompts": "prompt", "draft": "only", "runs": "id"}
VERSION = "version"  # the row that says the schema's version a second time
AT_ONCE = 5_000  # rows that are read in one go: a reader keeps writers waiting

Value = int | float | str | bytes | None
Row = tuple[Any, ...]  # a row's number and its Values


def digest(*values: Value) -> int:
    """64 bits of a row's number and values. Text and its bytes are the same."""
    parts = [v if isinstance(v, bytes) else v.encode() if isinstance(v, str) else repr(v).encode() for v in values]
    told = b"".join([b"%d:%b" % (len(part), part) for part in parts])
    return int.from_bytes(blake2b(told, digest_size=8).digest(), "big", signed=True)


def columns_of(connection: sqlite3.Connection, table: str) -> dict[str, str]:
    """A table's columns with their types; none where there is no such table."""
    return {text_of(name): text_of(kind) for _, name, kind, *_ in connection.execute(f"PRAGMA main.table_info({table})")}


def guard(connection: sqlite3.Connection) -> None:
    """From here on, what this connection writes is digested."""
    connection.create_function("row_digest", -1, digest, deterministic=True)
    for table in TABLES:
        new = ", ".join(f"NEW.{name}" for name in ("rowid", *columns_of(connection, table)))
        forget = f"DELETE FROM digests WHERE of = '{table}' AND row = "
        keep = f"INSERT INTO digests (of, row, digest) VALUES ('{table}', NEW.rowid, row_digest({new}));"
        connection.executescript(
            f"CREATE TEMP TRIGGER {table}_added AFTER INSERT ON main.{table} BEGIN {forget} NEW.rowid; {keep} END;"
            f"CREATE TEMP TRIGGER {table}_changed AFTER UPDATE ON main.{table} BEGIN {forget} OLD.rowid; {forget} NEW.rowid; {keep} END;"
            f"CREATE TEMP TRIGGER {table}_removed AFTER DELETE ON main.{table} BEGIN {forget} OLD.rowid; END;"
        )


def fill(connection: sqlite3.Connection, version: int) -> None:
    """Digest every row anew, after a migration; part of the caller's transaction. Nothing where the schema has no digests yet."""
    if not columns_of(connection, "digests"):
        return
    connection.execute("DELETE FROM digests")
    connection.execute("INSERT INTO digests (of, row, digest) VALUES (?, 0, ?)", (VERSION, version))
    before, connection.text_factory = connection.text_factory, bytes
    try:
        for table in TABLES:
            found = [(table, row[0], digest(*row)) for row in rows_of(connection, table)]
            connection.executemany("INSERT INTO digests (of, row, digest) VALUES (?, ?, ?)", found)
    finally:
        connection.text_factory = before


def wrong(connection: sqlite3.Connection, tables: Sequence[str] = tuple(TABLES), stopped: Callable[[], bool] = lambda: False) -> str:
    """In words, which tables hold rows that changed or vanished by themselves; "" if none, or once `stopped`.

    `connection` gives text as bytes.
    """
    found = []
    known = ", ".join(f"'{table}'" for table in (VERSION, *TABLES))
    if connection.execute(f"SELECT 1 FROM digests WHERE of NOT IN ({known}) LIMIT 1").fetchone():
        found.append("digests")
    for table in tables:
        names = ", ".join(f"t.{name}" for name in ("rowid", *columns_of(connection, table)))
        joined = f"{table} AS t LEFT JOIN digests AS d ON d.of = '{table}' AND d.row = t.rowid"
        bad = 0
        for place, row in enumerate(_in_parts(connection, joined, f"{names}, d.digest", "t.rowid")):
            bad += row[-1] != digest(*row[:-1])
            if place % 500 == 0 and stopped():
                return ""
        missing = f"SELECT count(*) FROM digests AS d WHERE d.of = '{table}' AND d.row NOT IN (SELECT rowid FROM {table})"
        bad += connection.execute(missing).fetchone()[0]
        if bad:
            found.append(f"{bad} of {table.replace('_', ' ')}")
    return f"rows have changed by themselves: {', '.join(found)}" if found else ""


def rows_of(connection: sqlite3.Connection, table: str) -> Iterator[Row]:
    """Every row, its number first."""
    return _in_parts(connection, table, ", ".join(("rowid", *columns_of(connection, table))), "rowid")


def _in_parts(connection: sqlite3.Connection, source: str, names: str, number: str) -> Iterator[Row]:
    """What a query finds, in parts, so that a writer has its turn between them; each part is of one moment."""
    last = -(2**63)
    ask = f"SELECT {names} FROM {source} WHERE {number} > ? ORDER BY {number} LIMIT ?"
    while rows := connection.execute(ask, (last, AT_ONCE)).fetchall():
        yield from rows
        last = rows[-1][0]


def text_of(value: str | bytes) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else value
