"""The user's marks in a small file beside the clips, for the day on which the library and its backup are lost.

The library is rebuilt from its clips then; their files have their requests, and this one their marks. It also comes along when a folder
of clips is copied to another computer.
"""

import json
import logging
import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from t2v_desktop.clip import MAX_STARS, Marks
from t2v_desktop.errors import InvalidRequest
from t2v_desktop.library import tags
from t2v_desktop.library.identity import identify
from t2v_desktop.paths import write_whole

NAME = ".t2v-desktop-marks.json"
MAX_FILE_BYTES = 20_000_000
log = logging.getLogger(__name__)


def write_marks(library: Path, busy_s: float = 5.0) -> int:
    """Write the file of each folder whose clips have marks, if it has changed. Can run on any thread. Returns how many were written.

    A folder that can't be written is left out: the library has the marks anyway.
    """
    columns = "folders.path, clips.path, identity, stars, favourite, tags"
    query = f"SELECT {columns} FROM clips JOIN folders ON folders.id = clips.folder WHERE stars > 0 OR favourite > 0 OR tags <> '' ORDER BY clips.id"
    if not library.is_file():  # connecting would make it
        return 0
    try:
        with closing(sqlite3.connect(library, timeout=busy_s, isolation_level=None)) as connection:
            rows = connection.execute(query).fetchall()
    except sqlite3.Error as error:
        log.info("the marks can't be read from %s: %s", library, error)
        return 0
    folders = dict[str, dict[str, Any]]()
    for folder, path, identity, stars, favourite, stored in rows:
        entry = {"identity": identity.hex(), "stars": stars, "favourite": bool(favourite), "tags": list(tags.read(stored))}
        folders.setdefault(os.fsdecode(folder), {})[os.fsdecode(os.path.basename(path))] = entry  # noqa: PTH119  # bytes
    return sum(_write(Path(folder), entries) for folder, entries in folders.items())


class KeptMarks:
    """The marks in such files, each read once."""

    def __init__(self) -> None:
        self._folders = dict[Path, dict[str, dict[str, Any]]]()

    def of(self, path: Path) -> Marks:
        """The marks of the clip in a file; none if its folder's file has none for this content."""
        entries = self._folders.get(path.parent)
        if entries is None:
            entries = self._folders[path.parent] = _read(path.parent)
        if not entries:
            return Marks()
        identity, entry = identify(path).hex(), entries.get(path.name)
        if entry is None or entry.get("identity") not in ("", identity):
            entry = next((other for other in entries.values() if identity and other.get("identity") == identity), None)
        return _checked(entry) if entry is not None else Marks()


def _write(folder: Path, entries: dict[str, Any]) -> bool:
    content = json.dumps({"marks": entries}, ensure_ascii=True, indent=0).encode()
    file = folder / NAME
    try:
        if not folder.is_dir() or (file.is_file() and file.read_bytes() == content):
            return False
        write_whole(file, content)
    except OSError as error:
        log.info("the marks can't be written to %s: %s", folder, error)
        return False
    return True


def _read(folder: Path) -> dict[str, dict[str, Any]]:
    """The entries of a folder's file by the names of its clips; empty if there is no valid one: anybody may have written it."""
    try:
        with (folder / NAME).open("rb") as stream:
            content = stream.read(MAX_FILE_BYTES + 1)
        values = json.loads(content) if len(content) <= MAX_FILE_BYTES else None
    except (OSError, ValueError, RecursionError):
        return {}
    entries = values.get("marks") if isinstance(values, dict) else None
    return {name: entry for name, entry in entries.items() if isinstance(entry, dict)} if isinstance(entries, dict) else {}


def _checked(entry: dict[str, Any]) -> Marks:
    stars, names = entry.get("stars"), entry.get("tags")
    valid = list[str]()
    for name in names[: tags.MAX_TAGS] if isinstance(names, list) else ():
        try:
            valid.append(tags.checked(name) if isinstance(name, str) else "")
        except InvalidRequest:
            continue
    rating = stars if isinstance(stars, int) and not isinstance(stars, bool) and 0 <= stars <= MAX_STARS else 0
    return Marks(rating, entry.get("favourite") is True, tags.read(tags.written(tags.joined((), [tag for tag in valid if tag]))))
