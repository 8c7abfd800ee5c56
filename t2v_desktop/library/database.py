"""The library's file: opened, checked, mended from its backup, and brought up to date.

SQLite with a rollback journal and full syncing: versions before 3.51.3 can lose data when a write-ahead log is reset.
"""

import logging
import os
import shutil
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from t2v_desktop.errors import LibraryError, OutputError, T2VError
from t2v_desktop.library.schema import MIGRATIONS
from t2v_desktop.paths import sync_folder

APPLICATION_ID = 0x54325644  # T2VD, in the file's header
BUSY_S = 5.0  # how long another process may hold the file
BACKUP_AGE_S = 24 * 3600
DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
EMPTY = "it is empty"  # as SQLite finds a file that was cut to a few bytes, too
PRAGMAS = (
    "journal_mode = DELETE",
    "synchronous = FULL",
    "fullfsync = ON",  # macOS: through the disk's own cache
    "foreign_keys = ON",
    "temp_store = MEMORY",
    "cache_size = -32000",  # kB
)
log = logging.getLogger(__name__)


class Database:
    """An open library, for one thread. `mended` says in the user's words what was wrong at opening, "" if nothing was."""

    def __init__(self, file: Path, connection: sqlite3.Connection, mended: str = "") -> None:
        self.file, self.mended = file, mended
        self._connection = connection
        self._backed_up = connection.total_changes

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """What a query finds. Raises LibraryError or OutputError."""
        with _in_users_words(self.file):
            return self._connection.execute(sql, values).fetchall()

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Everything in here is kept, or nothing is. One inside another is part of the outer one. Raises LibraryError or OutputError."""
        if self._connection.in_transaction:
            yield self._connection
            return
        with _in_users_words(self.file):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
                self._connection.execute("COMMIT")
            except BaseException:
                with suppress(sqlite3.Error):  # a full disk has rolled back already
                    self._connection.execute("ROLLBACK")
                raise

    def back_up(self) -> None:
        """Write the backup whole, and only if it passes the check. A failure is logged: the library itself is well."""
        backup = backup_of(self.file)
        part = backup.with_name(f".{backup.name}.part")
        try:
            part.unlink(missing_ok=True)
            with closing(sqlite3.connect(part)) as copy:
                copy.execute("PRAGMA journal_mode = OFF")
                self._connection.backup(copy)
            if why := _fault(part):
                raise OSError(f"the copy fails the check: {why}")
            _sync_and_name(part, backup)
            self._backed_up = self._connection.total_changes
        except (sqlite3.Error, OSError) as error:
            log.warning("the library could not be backed up to %s: %s", backup, error)
            with suppress(OSError):
                part.unlink(missing_ok=True)

    def close(self) -> None:
        """Back up what has changed, and close."""
        if self._connection.total_changes != self._backed_up:
            self.back_up()
        self._connection.close()


def open_database(file: Path, migrations: Sequence[str] = MIGRATIONS) -> Database:
    """The library in `file`, made where there is none.

    A damaged file is set aside as NAME.damaged-N.db and the backup takes its place, an empty library where there is no good
    one. Raises LibraryError where a newer version of the application wrote it or another program holds it, OutputError where
    the folder cannot be written to.
    """
    backup = backup_of(file)
    with _in_users_words(file):
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            mended = _mend(file, backup, why) if (why := _reason_to_mend(file, backup)) else ""
        except OSError as error:
            raise OutputError(f"{file} cannot be read or written ({error.strerror or error}): the library is kept there") from error
        connection = _connect(file)
        try:
            _migrate(connection, file, migrations)
        except BaseException:
            connection.close()
            raise
    database = Database(file, connection, mended)
    if not backup.is_file() or not 0 <= time.time() - backup.stat().st_mtime < BACKUP_AGE_S:
        database.back_up()
    return database


def backup_of(file: Path) -> Path:
    return file.with_name(f"{file.stem}.backup{file.suffix}")


def keepable(text: str) -> str:
    """Text without halves of characters (lone surrogates), which no database keeps."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _connect(file: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(file, timeout=BUSY_S, isolation_level=None)
    try:
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _migrate(connection: sqlite3.Connection, file: Path, migrations: Sequence[str]) -> None:
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version > len(migrations):
        raise LibraryError(f"{file} was written by a newer version of this application: update it, or move that file away to start with an empty library")
    for number, script in enumerate(migrations[version:], version + 1):
        marks = f"PRAGMA application_id = {APPLICATION_ID};\nPRAGMA user_version = {number};"
        connection.executescript(f"BEGIN IMMEDIATE;\n{script}\n{marks}\nCOMMIT;")


def _reason_to_mend(file: Path, backup: Path) -> str:
    """What is wrong with the library's file, "" if nothing."""
    if not file.exists():
        return "it is gone" if backup.is_file() else ""
    why = _fault(file)
    return "" if why == EMPTY and not backup.is_file() else why  # without a backup it is the first start, or was cut short in it


def _fault(file: Path) -> str:
    """What the check finds wrong inside a database file, "" if nothing."""
    try:
        with closing(_connect(file)) as connection:
            found = str(connection.execute("PRAGMA quick_check(1)").fetchone()[0])
            if found != "ok":
                return found
            if not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
                return EMPTY
            ours = connection.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID
            return "" if ours else "it belongs to another program"
    except sqlite3.DatabaseError as error:
        if _code(error) not in DAMAGED:
            raise
        return str(error)


def _mend(file: Path, backup: Path, why: str) -> str:
    """Put the backup, if it is good, in the place of a damaged file; says what was done."""
    log.warning("the library %s is damaged: %s", file, why)
    aside = _set_aside(file)
    said = f"The library was damaged ({why})" + (f" and is kept as {aside.name}" if aside else "")
    if backup.is_file() and not _fault(backup):
        part = file.with_name(f".{file.name}.part")
        shutil.copyfile(backup, part)
        _sync_and_name(part, file)
        made = datetime.fromtimestamp(backup.stat().st_mtime)
        return f"{said}. Its backup of {made:%Y-%m-%d %H:%M} is used; newer clips are found again in their folder, newer jobs are lost."
    if backup.is_file():
        _set_aside(backup)
    return f"{said}. There is no good backup, so it starts empty; clips are found again in their folder."


def _set_aside(file: Path) -> Path | None:
    """Rename a damaged file, and its journal before it: a journal left behind would be played into the next library."""
    number = 1
    while any(_beside(file, number, tail).exists() for tail in ("", "-journal")):
        number += 1
    journal = file.with_name(f"{file.name}-journal")
    if journal.exists():
        journal.replace(_beside(file, number, "-journal"))
    if not file.exists():
        return None
    file.replace(_beside(file, number, ""))
    sync_folder(file.parent)
    return _beside(file, number, "")


def _beside(file: Path, number: int, tail: str) -> Path:
    return file.with_name(f"{file.stem}.damaged-{number}{file.suffix}{tail}")


def _sync_and_name(part: Path, file: Path) -> None:
    with part.open("rb+") as stream:
        os.fsync(stream.fileno())
    part.replace(file)
    sync_folder(file.parent)


def _code(error: sqlite3.Error) -> int:
    """SQLite's primary result code; 0 for an error of the sqlite3 module's own."""
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF


@contextmanager
def _in_users_words(file: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        told: T2VError
        match _code(error):
            case sqlite3.SQLITE_FULL:
                told = OutputError(f"the disk of {file.parent} is full: make room and try again")
            case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_PERM:
                told = OutputError(f"{file} cannot be written to: allow writing to it and to its folder")
            case sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_IOERR | sqlite3.SQLITE_AUTH:
                told = OutputError(f"{file} cannot be read or written ({error}): see whether its disk is there and has room")
            case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
                told = LibraryError(f"another program is using {file}: close it and try again")
            case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB:
                told = LibraryError(f"{file} is damaged: start the application again, and it is mended from its backup")
            case _:
                raise
        raise told from error
