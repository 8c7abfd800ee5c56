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
from t2v_desktop.library import check, digests, schema
from t2v_desktop.library.salvage import salvage
from t2v_desktop.library.schema import APPLICATION_ID as APPLICATION_ID
from t2v_desktop.library.schema import MIGRATIONS
from t2v_desktop.paths import sync_folder

BUSY_S = 5.0  # how long another process may hold the file
BACKUP_AGE_S = 24 * 3600
log = logging.getLogger(__name__)


class Database:
    """An open library, for one thread. `mended` says in the user's words what was wrong at opening, "" if nothing was.

    `is_new` where there was none: clips may be in their folder all the same. Not `read_whole`: it was too large for every row to
    be checked at opening.
    """

    def __init__(self, file: Path, connection: sqlite3.Connection, migrations: Sequence[str], *, mended: str, is_new: bool, read_whole: bool) -> None:
        self.file, self.mended, self.is_new, self.read_whole = file, mended, is_new, read_whole
        self._connection, self._migrations = connection, migrations
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
            if why := check.fault(part, self._migrations, BUSY_S):
                self.suspect()
                raise OSError(f"the copy fails the check: {why}")
            _sync_and_name(part, backup)
            self._backed_up = self._connection.total_changes
        except (sqlite3.Error, OSError) as error:
            log.warning("the library could not be backed up to %s: %s", backup, error)
            with suppress(OSError):
                part.unlink(missing_ok=True)

    def suspect(self) -> None:
        """Have the file looked through at the next opening, however large it is."""
        with suppress(OSError):
            suspect_of(self.file).touch()

    def close(self) -> None:
        """Back up what has changed, and close."""
        if self._connection.total_changes != self._backed_up:
            self.back_up()
        self._connection.close()


def open_database(file: Path, migrations: Sequence[str] = MIGRATIONS) -> Database:
    """The library in `file`, made where there is none.

    A damaged file is set aside as NAME.damaged-N.db. In its place come its rows that are still right, completed from the
    backup; the backup alone where no row can be told; an empty library where there is no good backup either. Raises
    LibraryError where a newer version of the application wrote it or another program holds it, OutputError where the folder
    cannot be written to.
    """
    backup = backup_of(file)
    with _in_users_words(file):
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            whole = check.wants_depth(file) or suspect_of(file).exists()
            mended = _mend(file, backup, migrations, why) if (why := _reason_to_mend(file, backup, migrations, deep=whole)) else ""
            suspect_of(file).unlink(missing_ok=True)
        except OSError as error:
            raise OutputError(f"{file} cannot be read or written ({error.strerror or error}): the library is kept there") from error
        connection = check.connect(file, BUSY_S)
        try:
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            if version > len(migrations):
                raise LibraryError(
                    f"{file} was written by a newer version of this application: update it, or move that file away to start with an empty library"
                )
            schema.migrate(connection, migrations)
            digests.guard(connection)
        except BaseException:
            connection.close()
            raise
    database = Database(file, connection, migrations, mended=mended, is_new=version == 0, read_whole=whole or bool(mended))
    if not backup.is_file() or not 0 <= time.time() - backup.stat().st_mtime < BACKUP_AGE_S:
        database.back_up()
    return database


def suspect_of(file: Path) -> Path:
    """The mark that a library has to be looked through at the next opening, however large it is."""
    return file.with_name(f"{file.stem}.suspect")


def backup_of(file: Path) -> Path:
    return file.with_name(f"{file.stem}.backup{file.suffix}")


def keepable(text: str) -> str:
    """Text without halves of characters (lone surrogates), which no database keeps."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _reason_to_mend(file: Path, backup: Path, migrations: Sequence[str], *, deep: bool) -> str:
    """What is wrong with the library's file, "" if nothing."""
    if not file.exists():
        return "it is gone" if backup.is_file() else ""
    why = check.fault(file, migrations, BUSY_S, deep=deep)
    return "" if why == check.EMPTY and not backup.is_file() else why  # without a backup it is the first start, or was cut short in it


def _mend(file: Path, backup: Path, migrations: Sequence[str], why: str) -> str:
    """Put what is left of a damaged library, completed from its backup, in its place; says what was done."""
    log.warning("the library %s is damaged: %s", file, why)
    good = backup.is_file() and not check.fault(backup, migrations, BUSY_S)
    part = file.with_name(f".{file.name}.part")
    foreign = why in (check.EMPTY, check.FOREIGN)
    found = salvage(file, backup if good else None, part, migrations) if file.exists() and not foreign else None
    if found is not None and (fault := check.fault(part, migrations, BUSY_S)):
        log.warning("what was salvaged is no good: %s", fault)
        found = None
    if found is None and good:
        shutil.copyfile(backup, part)
    aside = _set_aside(file)
    said = f"The library was damaged ({why})" + (f" and is kept as {aside.name}" if aside else "")
    if backup.is_file() and not good:
        _set_aside(backup)
    if found is not None or good:
        _sync_and_name(part, file)
    made = f"{datetime.fromtimestamp(backup.stat().st_mtime):%Y-%m-%d %H:%M}" if good else ""
    if found is not None:
        return " ".join((f"{said}. What is still right in it is used" + (f", with its backup of {made} for the rest." if good else "."), *found.words()))
    if good:
        return f"{said}. Its backup of {made} is used; newer clips are found again in their folder, newer jobs are lost."
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


@contextmanager
def _in_users_words(file: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        told: T2VError
        match check.code(error):
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
            case 0 if isinstance(error, sqlite3.OperationalError):  # text that is none
                told = LibraryError(f"{file} is damaged: start the application again, and it is mended from its backup")
            case _:
                raise
        raise told from error
