"""The clips in the library: listed, filtered, marked, and rebuilt from their files."""

import json
import logging
import os
import sqlite3
import time
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from t2v_desktop.clip import MAX_STARS, Clip, Marks, Origin
from t2v_desktop.errors import InvalidRequest
from t2v_desktop.library import facts, tags
from t2v_desktop.library.clip_files import find_unlisted, read_clip
from t2v_desktop.library.clip_rows import (
    MARKS,
    ROW,
    TYPED_CHARS,
    ListedClip,
    RemovedClip,
    index_words,
    path_key,
    read_marks,
    read_origin,
    remove_row,
    typed_for,
)  # fmt: skip
from t2v_desktop.library.database import LISTED, Database, json_list
from t2v_desktop.library.facts import WORDS
from t2v_desktop.library.filters import Filter
from t2v_desktop.library.kept_marks import KeptMarks
from t2v_desktop.library.selection import match, moment, select
from t2v_desktop.request import Request

END_OF_TIME = 2**63 - 1
MAX_ROWS = 10_000  # read at once
log = logging.getLogger(__name__)


class Clips:
    """Clips and the user's marks. A clip whose file is missing stays in the library: its drive may be connected again.

    Missing files are remembered until `recheck_files`, so that not every page looks for them again. `page` and `by_ids` notice them
    as they come by; `note_missing` is told.
    """

    def __init__(self, database: Database) -> None:
        self._database, self.file = database, database.file
        self._unreadable: set[int] = set()
        database.rows("CREATE TEMP TABLE IF NOT EXISTS gone (id INTEGER PRIMARY KEY)")

    # what is listed

    def ids(self, wanted: Filter = Filter()) -> "array[int]":  # noqa: B008  # it is immutable
        """The ids of all clips that a filter selects, in its order. The clips are read by `by_ids`."""
        query, values = select("id", wanted, self._absent(), any_gone=self._any_gone())
        # one text instead of 100,000 rows takes half the time; an aggregate of this kind keeps the order
        (text,) = self._database.rows(f"SELECT json_group_array(id) FROM ({query})", values)[0]
        return array("q", json.loads(text))

    def count(self, wanted: Filter = Filter()) -> int:  # noqa: B008
        """How many clips a filter selects. Missing files that nobody has noticed yet count as existing."""
        query, values = select("count(*)", wanted, self._absent(), any_gone=self._any_gone(), ordered=False)
        return int(self._database.rows(query, values)[0][0])

    def by_ids(self, ids: Sequence[int]) -> list[ListedClip]:
        """The clips with these ids, in this order, without those that were removed or can't be read. Looks whether their files exist."""
        rows = {row[0]: row for row in self._database.rows(f"SELECT {ROW}, {MARKS} FROM clips WHERE id IN {LISTED}", (json_list(ids),))}
        found = [rows[number] for number in ids if number in rows]
        missing = {row[0] for row in found if not os.path.exists(row[1])}  # noqa: PTH110  # takes bytes, and is five times as fast as Path
        self.note_missing(missing)
        return [
            ListedClip(row[0], clip, read_marks(*row[4:7]), read_origin(row[7]), row[0] in missing)
            for row in found
            if (clip := self._clip(row[:4])) is not None
        ]

    def files(self, ids: Sequence[int]) -> list[Path]:
        """The existing files of the clips with these ids, in this order. Much faster than `by_ids`."""
        found = dict(self._database.rows(f"SELECT id, path FROM clips WHERE id IN {LISTED}", (json_list(ids),)))
        return [Path(os.fsdecode(found[number])) for number in ids if number in found and os.path.exists(found[number])]  # noqa: PTH110

    def page(self, limit: int, before: Clip | None = None, search: str = "") -> list[Clip]:
        """Up to `limit` existing clips older than `before` that a search finds, newest first."""
        source, number, where, values = "clips", "id", ["id NOT IN temp.gone"], list[object]()
        if words := match(search):
            source, number = f"{WORDS} CROSS JOIN clips ON clips.id = {WORDS}.rowid", f"{WORDS}.rowid"
            where, values = [f"{WORDS} MATCH ?", f"{number} NOT IN temp.gone"], [words]
        if absent := self._absent():
            where.append(f"folder NOT IN ({absent})")
        older, rows_at_once = moment(before.created_s) if before else END_OF_TIME, limit
        found: list[Clip] = []
        while len(found) < limit:
            rows = self._database.rows(
                f"SELECT {ROW} FROM {source} WHERE {' AND '.join(where)} AND {number} < ? ORDER BY {number} DESC LIMIT ?", (*values, older, rows_at_once)
            )
            found += self._existing(rows)
            if len(rows) < rows_at_once:
                break
            older, rows_at_once = rows[-1][0], min(rows_at_once * 4, MAX_ROWS)  # many are missing
        return found[:limit]

    def find(self, path: Path) -> Clip | None:
        """The clip at a path. None if it is not in the library or its file is missing."""
        return next(iter(self._existing(self._database.rows(f"SELECT {ROW} FROM clips WHERE path = ?", (path_key(path),)))), None)

    def alternatives(self, clip: Clip, limit: int) -> list[Clip]:
        """The clips for which the same prompts were typed as for `clip`, in the order of their age: it and the newest others, up to `limit`.

        They are all alternatives of what was typed, with any seed, style or model. Second passes are apart from the clips they started from.
        """
        typed = typed_for(clip)
        query = f"SELECT {ROW} FROM clips WHERE typed = ? ORDER BY id DESC LIMIT ?"
        rows = self._database.rows(query, (typed[0][:TYPED_CHARS], MAX_ROWS))
        others = [other for other in self._existing(rows) if typed_for(other) == typed and other.path != clip.path][: limit - 1]
        return sorted([clip, *others], key=lambda each: each.created_s)

    def models(self) -> "Counter[str]":
        """How many existing clips each model made."""
        return Counter({model: count for (model,), count in self._counted("model").items()})

    def sizes(self) -> "Counter[tuple[int, int]]":
        """How many existing clips have each size, as (width, height)."""
        return Counter({(width, height): count for (width, height), count in self._counted("width", "height").items()})

    def tags(self) -> "Counter[str]":
        """How many existing clips have each tag."""
        counts = Counter[str]()
        for (stored,), count in self._counted("tags", where="tags <> ''").items():
            for tag in tags.read(stored):
                counts[tag] += count
        return counts

    # the user's marks

    def rate(self, ids: Iterable[int], stars: int) -> None:
        """Rate clips with 1 to MAX_STARS stars, or 0 for none."""
        if not 0 <= stars <= MAX_STARS:
            raise ValueError(f"{stars} stars: use 0 to {MAX_STARS}")
        self._mark(ids, "stars", stars)

    def set_favourite(self, ids: Iterable[int], favourite: bool) -> None:
        self._mark(ids, "favourite", int(favourite))

    def add_tags(self, ids: Iterable[int], names: Iterable[str]) -> None:
        """Add tags to clips, spelled as they already are in the library. Raises InvalidRequest for a name that can't be a tag."""
        added = [tags.checked(name) for name in names]
        spelled = {tag.casefold(): tag for tag in self.tags()}
        self._retag(ids, lambda before: tags.joined(before, [spelled.get(tag.casefold(), tag) for tag in added]))

    def remove_tags(self, ids: Iterable[int], names: Iterable[str]) -> None:
        """Remove tags from clips, however they are spelled."""
        removed = {name.casefold() for name in names}
        self._retag(ids, lambda before: tuple(tag for tag in before if tag.casefold() not in removed))

    def marks(self, ids: Iterable[int]) -> dict[int, Marks]:
        """The marks of clips by id, without those that were removed."""
        rows = self._database.rows(f"SELECT id, stars, favourite, tags FROM clips WHERE id IN {LISTED}", (json_list(ids),))
        return {row[0]: read_marks(*row[1:]) for row in rows}

    def set_marks(self, marks: Mapping[int, Marks]) -> None:
        """Set all marks of clips, such as to undo a change of many."""
        with self._database.transaction() as connection:
            for number, mark in marks.items():
                values = mark.stars, int(mark.favourite), tags.written(mark.tags)
                connection.execute("UPDATE clips SET stars = ?, favourite = ?, tags = ? WHERE id = ?", (*values, number))
                index_words(connection, number)

    # clips that come and go

    def add(self, clip: Clip, origin: Origin | None = None) -> Clip:
        """Add a clip, or replace the one at the same path. Without `created_s` it is dated now. Returns the clip as listed.

        `origin` is what the request says if None. The marks of a clip at the same path are kept if it has the same request.
        """
        key, request = path_key(clip.path), clip.request.to_json()
        with self._database.transaction() as connection:
            before = connection.execute(f"SELECT request, {MARKS} FROM clips WHERE path = ?", (key,)).fetchone()
            marks = read_marks(*before[1:4]) if before and before[0] == request else Marks()
            return self._insert(connection, RemovedClip(clip, marks, origin or facts.origin_of(clip.request), b""))

    def remove(self, paths: Iterable[Path]) -> list[RemovedClip]:
        """Remove clips from the library, all or none; their files stay. Returns what `restore` needs."""
        removed = []
        with self._database.transaction() as connection:
            for path in paths:
                row = connection.execute(f"SELECT {ROW}, {MARKS}, identity FROM clips WHERE path = ?", (path_key(path),)).fetchone()
                if row is None:
                    continue
                remove_row(connection, row[0])
                if (clip := self._clip(row[:4])) is not None:
                    removed.append(RemovedClip(clip, read_marks(*row[4:7]), read_origin(row[7]), row[8]))
        return removed

    def restore(self, removed: Iterable[RemovedClip]) -> list[Clip]:
        """Undo `remove`, all or none: the clips are listed again in their old positions, with their marks."""
        with self._database.transaction() as connection:
            return [self._insert(connection, each) for each in removed]

    def note_missing(self, ids: Iterable[int]) -> None:
        """Remember that the files of these clips are missing."""
        if missing := list(ids):
            self._database.rows("INSERT OR IGNORE INTO temp.gone SELECT value FROM json_each(?)", (json_list(missing),))

    def known_missing(self) -> list[int]:
        """The ids of the clips whose files were found missing."""
        return [number for (number,) in self._database.rows("SELECT id FROM temp.gone")]

    def recheck_files(self) -> None:
        """Forget which files were missing, so that they are looked for again."""
        self._database.rows("DELETE FROM temp.gone")

    def folders(self) -> list[Path]:
        """The folders of all clips that are or were in the library."""
        return [Path(os.fsdecode(path)) for (path,) in self._database.rows("SELECT path FROM folders")]

    def known_paths(self) -> set[str]:
        """The paths of all clips, as `find_unlisted` compares them."""
        return {os.path.normcase(os.fsdecode(path)) for (path,) in self._database.rows("SELECT path FROM clips")}

    def add_missing(self, clips: Iterable[Clip]) -> int:
        """Add those of `clips` that are not in the library and whose files exist, with the marks kept beside them. Returns how many were added."""
        added, kept = 0, KeptMarks()
        with self._database.transaction() as connection:
            for clip in clips:
                known = connection.execute("SELECT 1 FROM clips WHERE path = ?", (path_key(clip.path),)).fetchone()
                if not known and clip.path.exists():
                    self._insert(connection, RemovedClip(clip, kept.of(clip.path.absolute()), facts.origin_of(clip.request), b""))
                    added += 1
        return added

    def rebuild(self, folder: Path) -> int:
        """Add the clips in `folder` that are not in the library, from the requests in their metadata. Returns how many were added.

        Takes about 0.1 s per file. For many files, call `read_clip` on another thread for each path of `find_unlisted`.
        """
        self.recheck_files()
        return self.add_missing(clip for path in find_unlisted(folder, self.known_paths()) if (clip := read_clip(path)))

    # in SQL

    def _any_gone(self) -> bool:
        return bool(self._database.rows("SELECT 1 FROM temp.gone LIMIT 1"))

    def _absent(self) -> str:
        """The numbers of folders that don't exist, with commas; for clips on a drive that is not connected, one check is enough."""
        return ", ".join(str(number) for number, path in self._database.rows("SELECT id, path FROM folders") if not os.path.isdir(path))  # noqa: PTH112

    def _counted(self, *columns: str, where: str = "TRUE") -> "Counter[tuple[Any, ...]]":
        """How many existing clips have each value of some columns that an index has."""
        names, counts, absent = ", ".join(columns), Counter[tuple[Any, ...]](), set(self._absent().split(", "))
        for *value, folder, count in self._database.rows(f"SELECT {names}, folder, count(*) FROM clips WHERE {where} GROUP BY {names}, folder"):
            if str(folder) not in absent:
                counts[tuple(value)] += count
        for *value, folder in self._database.rows(f"SELECT {names}, folder FROM clips WHERE id IN temp.gone AND {where}"):
            if str(folder) not in absent:
                counts[tuple(value)] -= 1
        return +counts

    def _mark(self, ids: Iterable[int], column: str, value: int) -> None:
        with self._database.transaction() as connection:
            connection.execute(f"UPDATE clips SET {column} = ? WHERE id IN {LISTED}", (value, json_list(ids)))

    def _retag(self, ids: Iterable[int], change: Callable[[tuple[str, ...]], tuple[str, ...]]) -> None:
        with self._database.transaction() as connection:
            for number, stored in connection.execute(f"SELECT id, tags FROM clips WHERE id IN {LISTED}", (json_list(ids),)).fetchall():
                if (after := tags.written(change(tags.read(stored)))) != stored:
                    connection.execute("UPDATE clips SET tags = ? WHERE id = ?", (after, number))
                    index_words(connection, number)

    def _insert(self, connection: sqlite3.Connection, new: RemovedClip) -> Clip:
        """Insert a clip in place of the one at its path."""
        clip, path, request = new.clip, new.clip.path.absolute(), new.clip.request.to_json()
        key, folder, number = os.fsencode(path), os.fsencode(path.parent), moment(clip.created_s or time.time())
        if before := connection.execute("SELECT id FROM clips WHERE path = ?", (key,)).fetchone():
            remove_row(connection, before[0])
        while connection.execute("SELECT 1 FROM clips WHERE id = ?", (number,)).fetchone():
            number += 1
        connection.execute("INSERT OR IGNORE INTO folders (path) VALUES (?)", (folder,))
        model, width, height, _, prompt_key = facts.facts_of(request)
        values = {
            "id": number, "path": key, "poster": os.fsencode(clip.poster), "request": request,
            "model": model, "width": width, "height": height, "origin": new.origin.value, "prompt_key": prompt_key,
            "stars": new.marks.stars, "favourite": int(new.marks.favourite), "tags": tags.written(new.marks.tags), "identity": new.identity,
            "typed": typed_for(clip)[0][:TYPED_CHARS],
        }  # fmt: skip
        connection.execute(
            f"INSERT INTO clips ({', '.join(values)}, folder) VALUES ({', '.join('?' * len(values))}, (SELECT id FROM folders WHERE path = ?))",
            (*values.values(), folder),
        )
        index_words(connection, number)
        connection.execute("DELETE FROM temp.gone WHERE id = ?", (number,))
        return replace(clip, path=path, created_s=number / 1e6)

    def _existing(self, rows: list[tuple[Any, ...]]) -> list[Clip]:
        """The clips of those rows whose files exist; remembers which are missing."""
        existing = [row for row in rows if os.path.exists(row[1])]  # noqa: PTH110
        self.note_missing({row[0] for row in rows} - {row[0] for row in existing})
        return [clip for row in existing if (clip := self._clip(row)) is not None]

    def _clip(self, row: tuple[Any, ...]) -> Clip | None:
        """The clip in the columns ROW; logs and returns None if its request can't be read."""
        number, path, poster, request = row
        try:
            return Clip(Path(os.fsdecode(path)), Path(os.fsdecode(poster)), Request.from_json(request), number / 1e6)
        except InvalidRequest as fault:
            if number not in self._unreadable:
                self._unreadable.add(number)
                log.warning("the library row of clip %r can't be read: %s", path, fault)
            return None
