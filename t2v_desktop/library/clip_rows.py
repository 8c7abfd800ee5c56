"""The row of a clip in the library: its columns, and what is read from them and written to them."""

import os
import sqlite3
from dataclasses import dataclass
from pathlib import Path

from t2v_desktop.clip import MAX_STARS, Clip, Marks, Origin
from t2v_desktop.library import facts, tags
from t2v_desktop.library.facts import WORDS
from t2v_desktop.library.selection import moment

ROW = "id, path, poster, request"
MARKS = "stars, favourite, tags, origin"
TYPED_CHARS = 200  # of what was typed are stored in a column of their own


@dataclass(frozen=True, slots=True)
class ListedClip:
    """A clip as the library lists it. `id` is its number in `Clips.ids`."""

    id: int
    clip: Clip
    marks: Marks
    origin: Origin
    missing: bool


@dataclass(frozen=True, slots=True)
class RemovedClip:
    """All that the library had of a clip, to undo its removal."""

    clip: Clip
    marks: Marks
    origin: Origin
    identity: bytes


def index_words(connection: sqlite3.Connection, number: int) -> None:
    """Write a clip's search words again."""
    connection.execute(f"DELETE FROM {WORDS} WHERE rowid = ?", (number,))
    for request, stored in connection.execute("SELECT request, tags FROM clips WHERE id = ?", (number,)).fetchall():
        connection.execute(f"INSERT INTO {WORDS} (rowid, words) VALUES (?, ?)", (number, facts.search_text(request, stored)))


def read_marks(stars: int, favourite: int, stored: str) -> Marks:
    """The marks in the columns of a row."""
    return Marks(min(max(stars, 0), MAX_STARS), bool(favourite), tags.read(stored))


def read_origin(stored: str) -> Origin:
    """How a clip was made, from its column."""
    return Origin(stored) if stored in {origin.value for origin in Origin} else Origin.RENDERED  # a newer version may know others


def path_key(path: Path) -> bytes:
    """A path as the library stores it."""
    return os.fsencode(path.absolute())


def typed_for(clip: Clip) -> tuple[str, str, bool]:
    """The prompts that were typed for a clip, and whether it is a second pass: the same for all its alternatives."""
    request = clip.request
    prompts = (request.typed, request.typed_negative) if request.typed else (request.prompt, request.negative_prompt)
    return *prompts, bool(request.strength)


def clip_id(clip: Clip) -> int:
    """The id of a clip that is in the library: its moment, in microseconds."""
    return moment(clip.created_s)


def remove_row(connection: sqlite3.Connection, number: int) -> None:
    """Delete a clip's row and its search words."""
    connection.execute(f"DELETE FROM {WORDS} WHERE rowid = ?", (number,))
    connection.execute("DELETE FROM clips WHERE id = ?", (number,))
