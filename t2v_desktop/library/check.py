"""Checks of a library file: its header, schema, pages, search index and rows."""

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from pathlib import Path

from t2v_desktop.errors import InvalidRequest
from t2v_desktop.job import passes_from_json
from t2v_desktop.library import digests
from t2v_desktop.library.facts import WORDS
from t2v_desktop.library.schema import APPLICATION_ID, read_schema, schema_of
from t2v_desktop.request import Request

FULL_CHECK_BYTES = 12 << 20  # files up to this size are checked fully at every opening
# errors caused by the machine or another program, not by the file's content
EXTERNAL_ERRORS = {
    sqlite3.SQLITE_PERM, sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_NOMEM, sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_IOERR, sqlite3.SQLITE_FULL, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_AUTH,
}  # fmt: skip
FOREIGN = "it belongs to another program"
EMPTY = "it is empty"  # SQLite says so of a file cut to a few bytes, too
# header bytes that are the same in every library of ours; with other values SQLite reads the file differently or not at all
HEADER = {0: b"SQLite format 3\0", 18: b"\1\1\0\x40\x20\x20", 44: b"\0\0\0\4", 56: b"\0\0\0\1", 68: APPLICATION_ID.to_bytes(4, "big")}
HEADER_BYTES = 100
PRAGMAS = (
    "journal_mode = DELETE",
    "synchronous = FULL",
    "fullfsync = ON",  # macOS: flush the disk's own cache too
    "foreign_keys = ON",
    "temp_store = MEMORY",
    "cache_size = -32000",  # kB
)


def connect(file: Path, busy_s: float) -> sqlite3.Connection:
    connection = sqlite3.connect(file, timeout=busy_s, isolation_level=None)
    try:
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def find_fault(file: Path, migrations: Sequence[str], busy_s: float, *, deep: bool = True) -> str:
    """What is wrong with a library file, "" if nothing. Without `deep` it skips the indexes and the clips' digests.

    Raises sqlite3.Error if it can't check, because another program has locked the file or the disk fails.
    """
    try:
        with closing(connect(file, busy_s)) as connection:
            return _fault(file, connection, migrations, deep)
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        if error_code(error) in EXTERNAL_ERRORS:
            raise
        return " ".join(str(error).split())


def error_code(error: BaseException) -> int:
    """SQLite's primary result code; 0 for an error raised by the sqlite3 module itself."""
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF


def fits_full_check(file: Path) -> bool:
    """Whether the file is small enough for a full check without a noticeable delay."""
    return not file.exists() or file.stat().st_size <= FULL_CHECK_BYTES


def _fault(file: Path, connection: sqlite3.Connection, migrations: Sequence[str], deep: bool) -> str:
    if not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:  # also rolls back a leftover journal
        return EMPTY
    if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID and not _ours(connection, migrations):
        return FOREIGN
    with file.open("rb") as stream:
        header = stream.read(HEADER_BYTES)
    if any(header[at : at + len(expected)] != expected for at, expected in HEADER.items()):
        return "its header has changed"
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    connection.text_factory = bytes
    digested = bool(digests.columns_of(connection, "digests"))
    recorded = connection.execute("SELECT digest FROM digests WHERE of = ?", (digests.VERSION,)).fetchall() if digested else [(version,)]
    if recorded != [(version,)]:
        return "its version has changed"
    if version > len(migrations):
        return ""  # written by a newer version, which alone knows the right schema
    connection.text_factory = str
    if version < 1 or read_schema(connection) != schema_of(migrations[:version]):
        return "its tables have changed"
    connection.text_factory = bytes
    return _pages(connection, deep) or _rows(connection, digested, deep)


def _ours(connection: sqlite3.Connection, migrations: Sequence[str]) -> bool:
    """Whether a file without our application id has our tables, so that only the id was lost."""
    names = {digests.text_of(name) for (name,) in connection.execute("SELECT name FROM sqlite_master")}
    return {name for _, name, *_ in schema_of(migrations[:1])} <= names


def _pages(connection: sqlite3.Connection, deep: bool) -> str:
    (found,) = connection.execute(f"PRAGMA {'integrity' if deep else 'quick'}_check(1)").fetchone()
    if (message := digests.text_of(found)) != "ok":
        return " ".join(message.replace("*** in database main ***", "").split())
    if deep:
        if connection.execute("PRAGMA foreign_key_check").fetchone():
            return "clips without their folder"
        connection.execute(f"INSERT INTO {WORDS} ({WORDS}) VALUES ('integrity-check')")
        missing = "SELECT 1 FROM clips LEFT JOIN clip_words_docsize AS d ON d.id = clips.id WHERE d.id IS NULL LIMIT 1"
        if connection.execute(missing).fetchone():
            return "clips without their search words"
    return ""


def _rows(connection: sqlite3.Connection, digested: bool, deep: bool) -> str:
    if digested:
        return digests.find_changed_rows(connection, [table for table in digests.TABLES if deep or table != "clips"])
    for table in digests.tables_of(connection):
        columns = digests.columns_of(connection, table)
        if deep and not all(readable(columns, row[1:]) for row in digests.rows_of(connection, table)):
            return f"{table.replace('_', ' ')} that can't be read"
    return ""


def readable(columns: dict[str, str], row: Iterable[digests.Value]) -> bool:
    """Whether a row, with its text given as bytes, is valid: its text is UTF-8, its request and passes can be parsed."""
    for (name, kind), value in zip(columns.items(), row, strict=True):
        if kind != "TEXT" or not isinstance(value, bytes):
            continue
        try:
            text = value.decode()
            if name == "request" or (name == "second" and text):
                Request.from_json(text)
            elif name == "passes":
                passes_from_json(text)
        except (UnicodeDecodeError, InvalidRequest):
            return False
    return True


def find_clips_fault(file: Path, stopped: Callable[[], bool], busy_s: float = 5.0) -> str:
    """What is wrong with the rows of clips, which `find_fault` skips in a large library; "" if nothing. Can run on a thread of its own."""
    try:
        with closing(sqlite3.connect(file, timeout=busy_s, isolation_level=None)) as connection:
            connection.text_factory = bytes
            return digests.find_changed_rows(connection, ["clips"], stopped)
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        return "" if error_code(error) in EXTERNAL_ERRORS else str(error)
