"""The library file: opened, checked, repaired from its backup, and migrated.

SQLite with a rollback journal and full syncing: versions before 3.51.3 can lose data when a write-ahead log is reset.
"""

import json
import logging
import os
import shutil
import sqlite3
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from t2v_desktop.errors import LibraryError, OutputError, T2VError
from t2v_desktop.library import check, digests, schema
from t2v_desktop.library.salvage import salvage
from t2v_desktop.library.schema import APPLICATION_ID as APPLICATION_ID
from t2v_desktop.library.schema import MIGRATIONS
from t2v_desktop.paths import disk_full, sync_folder

LISTED = "(SELECT value FROM json_each(?))"  # the values of a JSON list, of any length
BUSY_S = 5.0  # how long to wait for another process that has locked the file
BACKUP_AGE_S = 24 * 3600
log = logging.getLogger(__name__)


class Database:
    """An open library, for one thread.

    `repair_message` tells the user what was wrong at opening and how it was repaired, "" if nothing was. `is_new` is True if there was
    no library; its folder may have clips anyway. `fully_checked` is False if it was too large to check every row at opening.
    """

    def __init__(
        self, file: Path, connection: sqlite3.Connection, migrations: Sequence[str], *, repair_message: str, is_new: bool, fully_checked: bool
    ) -> None:  # fmt: skip
        self.file, self.repair_message, self.is_new, self.fully_checked = file, repair_message, is_new, fully_checked
        self._connection, self._migrations = connection, migrations
        self._backed_up = connection.total_changes

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """The rows that a query returns. Raises LibraryError or OutputError."""
        with _translate_errors(self.file):
            return self._connection.execute(sql, values).fetchall()

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Commits everything inside, or nothing. A nested transaction is part of the outer one. Raises LibraryError or OutputError."""
        if self._connection.in_transaction:
            yield self._connection
            return
        with _translate_errors(self.file):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
                self._connection.execute("COMMIT")
            except BaseException:
                with suppress(sqlite3.Error):  # a full disk has already rolled back
                    self._connection.execute("ROLLBACK")
                raise

    def back_up(self) -> None:
        """Replace the backup with a copy that passes the check. A failure is only logged: the library itself is fine."""
        backup = backup_of(self.file)
        part = backup.with_name(f".{backup.name}.part")
        try:
            part.unlink(missing_ok=True)
            with closing(sqlite3.connect(part)) as copy:
                copy.execute("PRAGMA journal_mode = OFF")
                self._connection.backup(copy)
            if why := check.find_fault(part, self._migrations, BUSY_S):
                self.mark_suspect()
                raise OSError(f"the copy fails the check: {why}")
            _sync_and_rename(part, backup)
            self._backed_up = self._connection.total_changes
        except (sqlite3.Error, OSError) as error:
            log.warning("the library could not be backed up to %s: %s", backup, error)
            with suppress(OSError):
                part.unlink(missing_ok=True)

    def mark_suspect(self) -> None:
        """Request a full check at the next opening, whatever the size of the file."""
        with suppress(OSError):
            suspect_marker(self.file).touch()

    def close(self) -> None:
        """Back up if anything has changed, and close."""
        if self._connection.total_changes != self._backed_up:
            self.back_up()
        self._connection.close()


def open_database(file: Path, migrations: Sequence[str] = MIGRATIONS) -> Database:
    """Open the library in `file`; create it if there is none.

    A damaged file is kept as NAME.damaged-N.db. It is replaced by its intact rows, completed from the backup; by the backup alone if
    no row can be recovered; by an empty library if there is no good backup either. Raises LibraryError if a newer version wrote the
    file or another program has locked it, OutputError if the folder can't be written to.
    """
    backup = backup_of(file)
    with _translate_errors(file):
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            deep = check.fits_full_check(file) or suspect_marker(file).exists()
            repair_message = _repair(file, backup, migrations, fault) if (fault := _find_fault(file, backup, migrations, deep=deep)) else ""
            suspect_marker(file).unlink(missing_ok=True)
        except OSError as error:
            raise OutputError(f"{file} can't be read or written ({error.strerror or error}): it contains the library") from error
        connection = check.connect(file, BUSY_S)
        try:
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            if version > len(migrations):
                raise LibraryError(
                    f"{file} was written by a newer version of T2V Desktop: update the app, or move the file away to start with an empty library"
                )
            schema.migrate(connection, migrations)
            digests.install_triggers(connection)
        except BaseException:
            connection.close()
            raise
    database = Database(file, connection, migrations, repair_message=repair_message, is_new=version == 0, fully_checked=deep or bool(repair_message))
    if not backup.is_file() or not 0 <= time.time() - backup.stat().st_mtime < BACKUP_AGE_S:
        database.back_up()
    return database


@contextmanager
def open_reader(file: Path) -> Iterator[Database]:
    """An open library that can only be read, for another thread. Raises LibraryError or OutputError."""
    with _translate_errors(file):
        connection = sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True, timeout=BUSY_S, isolation_level=None)
        with closing(connection):
            yield Database(file, connection, MIGRATIONS, repair_message="", is_new=False, fully_checked=True)


def suspect_marker(file: Path) -> Path:
    """The marker file that requests a full check of the library at the next opening."""
    return file.with_name(f"{file.stem}.suspect")


def backup_of(file: Path) -> Path:
    return file.with_name(f"{file.stem}.backup{file.suffix}")


def json_list(values: Iterable[int | str]) -> str:
    """Values as LISTED takes them."""
    return json.dumps(list(values))


def storable(text: str) -> str:
    """Text without lone surrogates, which SQLite can't store."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _find_fault(file: Path, backup: Path, migrations: Sequence[str], *, deep: bool) -> str:
    """What is wrong with the library file, "" if nothing."""
    if not file.exists():
        return "the file is missing" if backup.is_file() else ""
    fault = check.find_fault(file, migrations, BUSY_S, deep=deep)
    return "" if fault == check.EMPTY and not backup.is_file() else fault  # empty, no backup: the first start, or one that was interrupted


def _repair(file: Path, backup: Path, migrations: Sequence[str], why: str) -> str:
    """Replace a damaged library with its intact rows, completed from the backup. Returns a message on what was done."""
    log.warning("the library %s is damaged: %s", file, why)
    good = backup.is_file() and not check.find_fault(backup, migrations, BUSY_S)
    part = file.with_name(f".{file.name}.part")
    foreign = why in (check.EMPTY, check.FOREIGN)
    found = salvage(file, backup if good else None, part, migrations) if file.exists() and not foreign else None
    if found is not None and (fault := check.find_fault(part, migrations, BUSY_S)):
        log.warning("the salvaged library fails the check: %s", fault)
        found = None
    if found is None and good:
        shutil.copyfile(backup, part)
    kept = _set_aside(file)
    message = f"The library was damaged ({why})" + (f"; the damaged file is kept as {kept.name}" if kept else "")
    if backup.is_file() and not good:
        _set_aside(backup)
        backup.unlink(missing_ok=True)
    if found is not None or good:
        _sync_and_rename(part, file)
    else:
        file.unlink(missing_ok=True)
    made = f"{datetime.fromtimestamp(backup.stat().st_mtime):%Y-%m-%d %H:%M}" if good else ""
    if found is not None:
        return " ".join((f"{message}. Its intact entries were recovered" + (f", the others from the backup of {made}." if good else "."), *found.sentences()))
    if good:
        return f"{message}. The backup of {made} was restored: newer clips will be restored from the clips folder; newer queue entries are lost."
    return f"{message}. There is no good backup, so the library starts empty; clips will be restored from the clips folder."


def _set_aside(file: Path) -> Path | None:
    """Keep a damaged file under another name, and its journal first: SQLite would apply a leftover journal to the next library.

    If the disk supports links, the file keeps its own name too until it is replaced, so that a crash in between starts over.
    """
    number = 1
    while any(_aside(file, number, tail).exists() for tail in ("", "-journal")):
        number += 1
    journal = file.with_name(f"{file.name}-journal")
    if journal.exists():
        journal.replace(_aside(file, number, "-journal"))
    if not file.exists():
        return None
    try:
        _aside(file, number, "").hardlink_to(file)
    except OSError:
        file.replace(_aside(file, number, ""))
    sync_folder(file.parent)
    return _aside(file, number, "")


def _aside(file: Path, number: int, tail: str) -> Path:
    return file.with_name(f"{file.stem}.damaged-{number}{file.suffix}{tail}")


def _sync_and_rename(part: Path, file: Path) -> None:
    with part.open("rb+") as stream:
        os.fsync(stream.fileno())
    part.replace(file)
    sync_folder(file.parent)


@contextmanager
def _translate_errors(file: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        readable: T2VError
        match check.error_code(error):
            case sqlite3.SQLITE_FULL:
                readable = disk_full(file.parent)
            case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_PERM:
                readable = OutputError(f"{file} is read-only: allow writing to it and to its folder")
            case sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_IOERR | sqlite3.SQLITE_AUTH:
                readable = OutputError(f"{file} can't be read or written ({error}): check its disk and the free space")
            case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
                readable = LibraryError(f"another program is using {file}: close it and try again")
            case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB:
                readable = LibraryError(f"{file} is damaged: restart the app to repair it from its backup")
            case 0 if isinstance(error, sqlite3.OperationalError):  # text that is not UTF-8
                readable = LibraryError(f"{file} is damaged: restart the app to repair it from its backup")
            case _:
                raise
        raise readable from error
