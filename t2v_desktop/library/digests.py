"""A digest of every row, to detect rows that were changed or lost by damage to the file.

Temporary triggers of the connection write the digests in the transaction that writes the row, so no statement can forget to. They
are temporary because they call a Python function, and because they depend on the columns that a table has now.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import blake2b
from typing import Any

# tables with digests, and the column that identifies a row in a backup; tables that others refer to come first
TABLES = {
    "folders": "path", "clips": "path", "jobs": "id", "prompts": "prompt", "prompt_folders": "path", "saved_prompts": "prompt", "draft": "only", "runs": "id",
}  # fmt: skip
VERSION = "version"  # the row that repeats the schema version
AT_ONCE = 5_000  # rows per read: a reader blocks writers

Value = int | float | str | bytes | None
Row = tuple[Any, ...]  # a rowid and its Values


def digest(*values: Value) -> int:
    """A 64-bit digest of a rowid and values. Text and its UTF-8 bytes have the same digest."""
    parts = [v if isinstance(v, bytes) else v.encode() if isinstance(v, str) else repr(v).encode() for v in values]
    content = b"".join([b"%d:%b" % (len(part), part) for part in parts])
    return int.from_bytes(blake2b(content, digest_size=8).digest(), "big", signed=True)


def columns_of(connection: sqlite3.Connection, table: str) -> dict[str, str]:
    """A table's columns with their types; empty if there is no such table."""
    return {text_of(name): text_of(kind) for _, name, kind, *_ in connection.execute(f"PRAGMA main.table_info({table})")}


def tables_of(connection: sqlite3.Connection, tables: Iterable[str] = TABLES) -> list[str]:
    """Those of `tables` that a library has; earlier versions lack some."""
    return [table for table in tables if columns_of(connection, table)]


def install_triggers(connection: sqlite3.Connection) -> None:
    """Install the triggers that digest all rows this connection writes. Does nothing if the schema has no digests."""
    if not columns_of(connection, "digests"):
        return
    connection.create_function("row_digest", -1, digest, deterministic=True)
    for table in tables_of(connection):
        new = ", ".join(f"NEW.{name}" for name in ("rowid", *columns_of(connection, table)))
        forget = f"DELETE FROM digests WHERE of = '{table}' AND row = "
        keep = f"INSERT INTO digests (of, row, digest) VALUES ('{table}', NEW.rowid, row_digest({new}));"
        connection.executescript(
            f"CREATE TEMP TRIGGER {table}_added AFTER INSERT ON main.{table} BEGIN {forget} NEW.rowid; {keep} END;"
            f"CREATE TEMP TRIGGER {table}_changed AFTER UPDATE ON main.{table} BEGIN {forget} OLD.rowid; {forget} NEW.rowid; {keep} END;"
            f"CREATE TEMP TRIGGER {table}_removed AFTER DELETE ON main.{table} BEGIN {forget} OLD.rowid; END;"
        )


def rebuild(connection: sqlite3.Connection, version: int) -> None:
    """Digest every row again after a migration, inside the caller's transaction. Does nothing if the schema has no digests yet."""
    if not columns_of(connection, "digests"):
        return
    connection.execute("DELETE FROM digests")
    connection.execute("INSERT INTO digests (of, row, digest) VALUES (?, 0, ?)", (VERSION, version))
    before, connection.text_factory = connection.text_factory, bytes
    try:
        for table in tables_of(connection):
            found = [(table, row[0], digest(*row)) for row in rows_of(connection, table)]
            connection.executemany("INSERT INTO digests (of, row, digest) VALUES (?, ?, ?)", found)
    finally:
        connection.text_factory = before


def find_changed_rows(connection: sqlite3.Connection, tables: Sequence[str] = tuple(TABLES), stopped: Callable[[], bool] = lambda: False) -> str:
    """A message on which tables have rows that changed or vanished through damage; "" if none, or if `stopped`.

    `connection` has to return text as bytes.
    """
    found = []
    known = ", ".join(f"'{table}'" for table in (VERSION, *TABLES))
    if connection.execute(f"SELECT 1 FROM digests WHERE of NOT IN ({known}) LIMIT 1").fetchone():
        found.append("digests")
    for table in tables_of(connection, tables):
        names = ", ".join(f"t.{name}" for name in ("rowid", *columns_of(connection, table)))
        joined = f"{table} AS t LEFT JOIN digests AS d ON d.of = '{table}' AND d.row = t.rowid"
        bad = 0
        for place, row in enumerate(_in_batches(connection, joined, f"{names}, d.digest", "t.rowid")):
            bad += row[-1] != digest(*row[:-1])
            if place % 500 == 0 and stopped():
                return ""
        missing = f"SELECT count(*) FROM digests AS d WHERE d.of = '{table}' AND d.row NOT IN (SELECT rowid FROM {table})"
        bad += connection.execute(missing).fetchone()[0]
        if bad:
            found.append(f"{bad} of {table.replace('_', ' ')}")
    return f"rows have changed or are missing: {', '.join(found)}" if found else ""


def rows_of(connection: sqlite3.Connection, table: str) -> Iterator[Row]:
    """Every row, its rowid first."""
    return _in_batches(connection, table, ", ".join(("rowid", *columns_of(connection, table))), "rowid")


def _in_batches(connection: sqlite3.Connection, source: str, names: str, number: str) -> Iterator[Row]:
    """The rows of a query, read in batches so that writers can go in between. Each batch is consistent in itself."""
    last = -(2**63)
    query = f"SELECT {names} FROM {source} WHERE {number} > ? ORDER BY {number} LIMIT ?"
    while rows := connection.execute(query, (last, AT_ONCE)).fetchall():
        yield from rows
        last = rows[-1][0]


def text_of(value: str | bytes) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else value
