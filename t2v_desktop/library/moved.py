"""Clips whose files were moved or renamed: found again by their content, and listed at their new paths."""

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from t2v_desktop.errors import LibraryError, T2VError
from t2v_desktop.library.clip_files import poster_of
from t2v_desktop.library.clip_rows import remove_row
from t2v_desktop.library.database import LISTED, Database, json_list
from t2v_desktop.library.identity import identify
from t2v_desktop.library.queue import Queue
from t2v_desktop.media.metadata import bare_model_name, read_request
from t2v_desktop.request import Request

UNMARKED = "stars = 0 AND favourite = 0 AND tags = ''"


@dataclass(frozen=True, slots=True)
class StoredFile:
    """What the library knows of a clip's file. `identity` is b"" until the file was read."""

    id: int
    path: Path
    identity: bytes
    request: str


def stored_files(library: Path, busy_s: float = 5.0) -> list[StoredFile]:
    """The files of all clips in the library file `library`, newest first, without their requests. Can run on any thread. Raises LibraryError."""
    rows = _rows(library, busy_s, "SELECT id, path, identity FROM clips ORDER BY id DESC")
    return [StoredFile(number, Path(os.fsdecode(path)), identity, "") for number, path, identity in rows]


def with_requests(library: Path, files: Iterable[StoredFile], busy_s: float = 5.0) -> list[StoredFile]:
    """The same with their requests, which `find_moved` needs; without those of clips that were removed meanwhile. Raises like `stored_files`."""
    numbers = {file.id: file for file in files}
    rows = _rows(library, busy_s, f"SELECT id, request FROM clips WHERE id IN {LISTED} ORDER BY id DESC", json_list(numbers))
    return [replace(numbers[number], request=request) for number, request in rows]


def _rows(library: Path, busy_s: float, query: str, *values: object) -> list[tuple[Any, ...]]:
    """What a query returns on a connection of its own."""
    try:
        if not library.is_file():  # connecting would make it
            raise LibraryError(f"{library} is missing: restart the app to restore it from its backup")
        with closing(sqlite3.connect(library, timeout=busy_s, isolation_level=None)) as connection:
            return connection.execute(query, values).fetchall()
    except sqlite3.Error as error:
        raise LibraryError(f"{library} can't be read ({error}): close other programs that use it, or restart the app") from error


def find_missing(files: Iterable[StoredFile], stopped: Callable[[], bool] = lambda: False) -> list[StoredFile]:
    """Those whose file doesn't exist; what was found so far if `stopped`. Can run on any thread."""
    missing, names = list[StoredFile](), dict[str, set[str]]()
    for file in files:
        if stopped():
            break
        folder, name = os.path.split(file.path)
        if folder not in names:  # one listing of a folder is faster than a look at each file, above all on a drive that is not connected
            names[folder] = _names_in(folder)
        if name not in names[folder] and not (names[folder] and os.path.exists(file.path)):  # noqa: PTH110  # written another way
            missing.append(file)
    return missing


def _names_in(folder: str) -> set[str]:
    try:
        return set(os.listdir(folder))  # noqa: PTH208  # names alone
    except OSError:
        return set()


def find_moved(missing: Sequence[StoredFile], unlisted: Sequence[Path], stopped: Callable[[], bool] = lambda: False) -> dict[int, Path]:
    """Where missing clips are now, by their ids, among files that are not in the library. Can run on any thread.

    A file is a clip's if it has its content, or its request if the content was never read. Reading a request takes 0.1 s.
    """
    by_identity = {file.identity: file.id for file in reversed(missing) if file.identity}
    by_request = {key: file.id for file in reversed(missing) if not file.identity and (key := _key_of(file.request))}
    found = dict[int, Path]()
    for path in unlisted if missing else ():
        if stopped():
            break
        number = by_identity.pop(identify(path), None)
        if number is None and by_request:
            with suppress(T2VError):
                number = by_request.pop(_key(read_request(path)), None)
        if number is not None:
            found[number] = path
    return found


def set_identities(database: Database, identities: Mapping[int, bytes]) -> None:
    """Store what `identify` read of clips' files."""
    with database.transaction() as connection:
        connection.executemany("UPDATE clips SET identity = ? WHERE id = ?", ((identity, number) for number, identity in identities.items()))


def relocate(database: Database, queue: Queue, moved: Mapping[int, Path]) -> set[int]:
    """List clips at their new paths, with id, marks and poster, and have the queue's jobs follow them; all or none.

    Leaves out a clip whose new path another clip has, unless that one has no marks: then it was taken for a new clip and gives way.
    Returns the ids of the clips that are at their new paths. Raises LibraryError or OutputError.
    """
    there, renamed, posters = set[int](), dict[Path, Path](), list[tuple[Path, Path]]()
    with database.transaction() as connection:
        for number, new in moved.items():
            path, key, folder = new.absolute(), os.fsencode(new.absolute()), os.fsencode(new.absolute().parent)
            row = connection.execute("SELECT path, poster FROM clips WHERE id = ?", (number,)).fetchone()
            if row is None:
                continue
            if row[0] == key:
                there.add(number)
                continue
            if other := connection.execute(f"SELECT id, {UNMARKED} FROM clips WHERE path = ?", (key,)).fetchone():
                if not other[1]:
                    continue
                remove_row(connection, other[0])
            connection.execute("INSERT OR IGNORE INTO folders (path) VALUES (?)", (folder,))
            poster = Path(os.fsdecode(row[1]))
            if _copied(poster, own := poster_of(path)):
                posters.append((poster, own))
                poster = own
            connection.execute(
                "UPDATE clips SET path = ?, folder = (SELECT id FROM folders WHERE path = ?), poster = ? WHERE id = ?",
                (key, folder, os.fsencode(poster), number),
            )
            connection.execute("DELETE FROM temp.gone WHERE id = ?", (number,))
            renamed[Path(os.fsdecode(row[0]))] = path
            there.add(number)
        queue.follow_clips(renamed)
    for old, _ in posters:
        with suppress(OSError):
            old.unlink()
    return there


def _copied(poster: Path, own: Path) -> bool:
    """Whether the poster is there under its new name too: it is found by the clip's path if the library is lost."""
    if poster == own:
        return False
    try:
        own.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(poster, own)
    except OSError:
        return False
    return True


def _key_of(request: str) -> str:
    try:
        return _key(Request.from_json(request))
    except T2VError:
        return ""


def _key(request: Request) -> str:
    """What a request in a file has in common with that in the library: the file has no path of the model, and the precision that was used."""
    return replace(request, model=bare_model_name(request.model), dtype="auto").to_json()
