"""The clips in the library: pages for the gallery, search, and rebuilding from the files."""

import hashlib
import json
import logging
import os
import sqlite3
import time
from collections.abc import Iterable, Set
from dataclasses import replace
from pathlib import Path
from typing import Any

from t2v_desktop import paths
from t2v_desktop.clip import Clip
from t2v_desktop.errors import InvalidRequest, OutputError
from t2v_desktop.library.database import Database
from t2v_desktop.library.search_words import words_of
from t2v_desktop.media.metadata import read_request
from t2v_desktop.media.names import FORMATS
from t2v_desktop.request import Request

END_OF_TIME = 2**63 - 1
MAX_WORDS = 32  # in a search
MAX_ROWS = 10_000  # read at once
TYPED_CHARS = 200  # of what was typed are stored in a column of their own
FIRST_PICTURE = "0001.png"  # of a clip that is a folder of pictures
log = logging.getLogger(__name__)


class Clips:
    """Clips, newest first. A clip whose file is missing is not listed but stays in the library: its drive may be connected again.

    Missing files are remembered until `recheck_files`, so that not every page looks for them again.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._unreadable: set[int] = set()
        database.rows("CREATE TEMP TABLE IF NOT EXISTS gone (id INTEGER PRIMARY KEY)")

    def page(self, limit: int, before: Clip | None = None, search: str = "") -> list[Clip]:
        """Up to `limit` clips older than `before` whose prompts have, for each word of `search`, a word that begins with it."""
        source, where, values = self._filter(search, join=True)
        number = f"{source.split()[0]}.rowid"
        older, rows_at_once = _moment(before.created_s) if before else END_OF_TIME, limit
        found: list[Clip] = []
        while len(found) < limit:
            rows = self._database.rows(
                f"SELECT clips.id, path, poster, request FROM {source} WHERE {where} AND {number} < ? ORDER BY {number} DESC LIMIT ?",
                (*values, older, rows_at_once),
            )
            found += self._existing(rows)
            if len(rows) < rows_at_once:
                break
            older, rows_at_once = rows[-1][0], min(rows_at_once * 4, MAX_ROWS)  # many are missing
        return found[:limit]

    def count(self, search: str = "") -> int:
        """How many clips `page` lists in all. Counts missing files that no page has noticed yet."""
        source, where, values = self._filter(search, join=False)
        return int(self._database.rows(f"SELECT count(*) FROM {source} WHERE {where}", values)[0][0])

    def find(self, path: Path) -> Clip | None:
        """The clip at a path. None if it is not in the library or its file is missing."""
        rows = self._database.rows("SELECT id, path, poster, request FROM clips WHERE path = ?", (os.fsencode(path.absolute()),))
        return next(iter(self._existing(rows)), None)

    def alternatives(self, clip: Clip, limit: int) -> list[Clip]:
        """The clips for which the same prompts were typed as for `clip`, in the order of their age: it and the newest others, up to `limit`.

        They are all alternatives of what was typed, with any seed, style or model. Second passes are apart from the clips they started from.
        """
        typed = _typed(clip)
        query = "SELECT id, path, poster, request FROM clips WHERE typed = ? ORDER BY id DESC LIMIT ?"
        rows = self._database.rows(query, (typed[0][:TYPED_CHARS], MAX_ROWS))
        others = [other for other in self._existing(rows) if _typed(other) == typed and other.path != clip.path][: limit - 1]
        return sorted([clip, *others], key=lambda each: each.created_s)

    def add(self, clip: Clip) -> Clip:
        """Add a clip, or replace the one at the same path. Without `created_s` it is dated now. Returns the clip as listed."""
        path = clip.path.absolute()
        key, folder, moment = os.fsencode(path), os.fsencode(path.parent), _moment(clip.created_s or time.time())
        with self._database.transaction() as connection:
            _remove(connection, key)
            while connection.execute("SELECT 1 FROM clips WHERE id = ?", (moment,)).fetchone():
                moment += 1
            connection.execute("INSERT OR IGNORE INTO folders (path) VALUES (?)", (folder,))
            connection.execute(
                "INSERT INTO clips (id, path, folder, poster, request, typed) VALUES (?, ?, (SELECT id FROM folders WHERE path = ?), ?, ?, ?)",
                (moment, key, folder, os.fsencode(clip.poster), clip.request.to_json(), _typed(clip)[0][:TYPED_CHARS]),
            )
            connection.execute("INSERT INTO clip_words (rowid, words) VALUES (?, ?)", (moment, " ".join(words_of(clip.request.prompt))))
            connection.execute("DELETE FROM temp.gone WHERE id = ?", (moment,))
        return replace(clip, path=path, created_s=moment / 1e6)

    def remove(self, path: Path) -> None:
        """Remove a clip from the library; its file stays."""
        with self._database.transaction() as connection:
            _remove(connection, os.fsencode(path.absolute()))

    def restore(self, clip: Clip) -> None:
        """Undo `remove`: the clip is listed again in its old position."""
        self.add(clip)

    def recheck_files(self) -> None:
        """Forget which files were missing, so that the next page looks for them again."""
        self._database.rows("DELETE FROM temp.gone")

    def folders(self) -> list[Path]:
        """The folders of all clips that are or were in the library."""
        return [Path(os.fsdecode(path)) for (path,) in self._database.rows("SELECT path FROM folders")]

    def known_paths(self) -> set[str]:
        """The paths of all clips, as `find_unlisted` compares them."""
        return {os.path.normcase(os.fsdecode(path)) for (path,) in self._database.rows("SELECT path FROM clips")}

    def add_missing(self, clips: Iterable[Clip]) -> int:
        """Add those of `clips` that are not in the library and whose files exist. Returns how many were added."""
        added = 0
        with self._database.transaction() as connection:
            for clip in clips:
                known = connection.execute("SELECT 1 FROM clips WHERE path = ?", (os.fsencode(clip.path.absolute()),)).fetchone()
                if not known and clip.path.exists():
                    self.add(clip)
                    added += 1
        return added

    def rebuild(self, folder: Path) -> int:
        """Add the clips in `folder` that are not in the library, from the requests in their metadata. Returns how many were added.

        Takes about 0.1 s per file. For many files, call `read_clip` on another thread for each path of `find_unlisted`.
        """
        self.recheck_files()
        return self.add_missing(clip for path in find_unlisted(folder, self.known_paths()) if (clip := read_clip(path)))

    def _filter(self, search: str, *, join: bool) -> tuple[str, str, list[object]]:
        """The FROM and WHERE clauses that select the clips to list, and the values. The first table's rowid is the clip's id."""
        absent = [number for number, path in self._database.rows("SELECT id, path FROM folders") if not os.path.isdir(path)]  # noqa: PTH112
        words = words_of(search)[:MAX_WORDS]
        source, where, values = "clips", ["clips.rowid NOT IN temp.gone"], list[object]()
        if words:
            source, where = "clip_words", ["clip_words MATCH ?", "clip_words.rowid NOT IN temp.gone"]
            values.append(" ".join(f'"{word}"*' for word in words))
            if join or absent:
                source = "clip_words CROSS JOIN clips ON clips.id = clip_words.rowid"
        if absent:  # a drive that is not connected: one check for all its clips
            where.append(f"folder NOT IN ({', '.join(str(number) for number in absent)})")
        return source, " AND ".join(where), values

    def _existing(self, rows: list[tuple[Any, ...]]) -> list[Clip]:
        """The clips of those rows whose files exist; remembers which are missing."""
        existing = [row for row in rows if os.path.exists(row[1])]  # noqa: PTH110  # takes bytes, and is five times as fast as Path
        if len(existing) < len(rows):
            missing = json.dumps(list({row[0] for row in rows} - {row[0] for row in existing}))
            self._database.rows("INSERT OR IGNORE INTO temp.gone SELECT value FROM json_each(?)", (missing,))
        found = []
        for moment, path, poster, request in existing:
            try:
                found.append(Clip(Path(os.fsdecode(path)), Path(os.fsdecode(poster)), Request.from_json(request), moment / 1e6))
            except InvalidRequest as fault:
                if moment not in self._unreadable:
                    self._unreadable.add(moment)
                    log.warning("the library row of clip %r can't be read: %s", path, fault)
        return found


def find_unlisted(folder: Path, known: Set[str]) -> list[Path]:
    """Files and folders of pictures in `folder` that may be clips and are not in `known`. Empty if the folder can't be read."""
    try:
        with os.scandir(folder.absolute()) as entries:
            return sorted(Path(e.path) for e in entries if os.path.normcase(e.path) not in known and _may_be_clip(e))
    except OSError as error:  # no permission, or the drive was disconnected
        log.info("the clips in %s can't be listed: %s", folder, error)
        return []


def read_clip(path: Path) -> Clip | None:
    """The clip in a file, with the file's date; None if its metadata has no request."""
    try:
        request = read_request(path)
        return Clip(path.absolute(), poster_of(path), request, path.stat().st_mtime)
    except (InvalidRequest, OutputError, OSError):
        return None


def poster_of(path: Path) -> Path:
    """The path of the poster for the clip at `path`. It depends on the path alone, so that a rebuilt library finds it."""
    return paths.posters() / f"{hashlib.sha256(os.fsencode(path.absolute())).hexdigest()[:32]}.png"


def _typed(clip: Clip) -> tuple[str, str, bool]:
    request = clip.request
    prompts = (request.typed, request.typed_negative) if request.typed else (request.prompt, request.negative_prompt)
    return *prompts, bool(request.strength)


def _moment(created_s: float) -> int:
    return round(created_s * 1e6)


def _remove(connection: sqlite3.Connection, path: bytes) -> None:
    connection.execute("DELETE FROM clip_words WHERE rowid = (SELECT id FROM clips WHERE path = ?)", (path,))
    connection.execute("DELETE FROM clips WHERE path = ?", (path,))


def _may_be_clip(entry: "os.DirEntry[str]") -> bool:
    if entry.name.startswith("."):  # still being written
        return False
    suffix = Path(entry.name).suffix.lower()
    try:
        return suffix in FORMATS and (Path(entry.path, FIRST_PICTURE).is_file() if suffix == "" else entry.is_file())
    except OSError:  # no permission
        return False
