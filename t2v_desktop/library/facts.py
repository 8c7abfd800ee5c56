"""What the library stores of a clip's request in columns and search words, so that filters need not parse JSON.

The columns are derived: they are filled when a clip is added, by the migration that introduced them, and after damage.
"""

import json
import sqlite3
import unicodedata
from collections.abc import Iterator
from typing import Any

from t2v_desktop.clip import Origin
from t2v_desktop.library.search_words import words_of
from t2v_desktop.media.metadata import bare_model_name
from t2v_desktop.request import MAX_JSON, Request

COLUMNS = ("model", "width", "height", "origin", "prompt_key")
KEY_LENGTH = 32  # characters of a prompt that decide its place in the alphabet
SETTINGS = ("seed", "scheduler", "preset")  # that a search finds
TAG_END = "\n"  # before, between and after the tags in their column
AT_ONCE = 2_000  # rows
WORDS = "clip_words"


def facts_of(request: str) -> tuple[str, int, int, str, str]:
    """The values of COLUMNS for a request in JSON; empty ones for what is missing or damaged. Never raises."""
    values = _parse(request)
    origin = _origin(values.get("strength"), values.get("continued_frames"))
    return _model(values), _number(values, "width"), _number(values, "height"), origin.value, prompt_key(_text(values, "prompt"))


def origin_of(request: Request) -> Origin:
    """How a clip with this request was made here."""
    return _origin(request.strength, request.continued_frames)


def search_text(request: str, tags: str) -> str:
    """The words that find a clip, from its request in JSON and its tags as they are stored."""
    values = _parse(request)
    loras = values.get("loras")
    names = [str(lora.get("name", "")) for lora in loras if isinstance(lora, dict)] if isinstance(loras, list) else []
    size = f"{_number(values, 'width')}x{_number(values, 'height')}"
    settings = [str(values.get(name, "")) for name in SETTINGS]
    return " ".join(words_of(" ".join((_text(values, "prompt"), tags, _model(values), *settings, size, *names))))


def prompt_key(prompt: str) -> str:
    """What prompts are sorted by: their words without case and accents."""
    words = unicodedata.normalize("NFKD", " ".join(words_of(prompt[: 4 * KEY_LENGTH])))
    return "".join(c for c in words if not unicodedata.combining(c))[:KEY_LENGTH]


def fill_columns(connection: sqlite3.Connection) -> None:
    """Derive the columns of every clip, inside the caller's transaction."""
    assigned = ", ".join(f"{name} = ?" for name in COLUMNS)
    for rows in _in_batches(connection):
        connection.executemany(f"UPDATE clips SET {assigned} WHERE id = ?", ((*facts_of(request), number) for number, request, _ in rows))


def fill_words(connection: sqlite3.Connection) -> None:
    """Fill the empty search index with the words of every clip, inside the caller's transaction."""
    for rows in _in_batches(connection):
        connection.executemany(f"INSERT INTO {WORDS} (rowid, words) VALUES (?, ?)", ((n, search_text(request, tags)) for n, request, tags in rows))


def _in_batches(connection: sqlite3.Connection) -> Iterator[list[tuple[int, str, str]]]:
    """Id, request and tags of every clip."""
    last = -(2**63)
    query = "SELECT id, CAST(request AS BLOB), CAST(tags AS BLOB) FROM clips WHERE id > ? ORDER BY id LIMIT ?"
    while rows := connection.execute(query, (last, AT_ONCE)).fetchall():
        yield [(number, request.decode("utf-8", "replace"), tags.decode("utf-8", "replace")) for number, request, tags in rows]
        last = rows[-1][0]


def _origin(strength: object, continued_frames: object) -> Origin:
    return Origin.SECOND_PASS if strength else Origin.CONTINUED if continued_frames else Origin.RENDERED


def _parse(request: str) -> dict[str, Any]:
    try:
        values = json.loads(request) if len(request) <= MAX_JSON else None
    except (ValueError, RecursionError):
        return {}
    return values if isinstance(values, dict) else {}


def _model(values: dict[str, Any]) -> str:
    """The model's name: that of its folder, if the request has a path."""
    model = _text(values, "model")
    return bare_model_name(model) if model else ""


def _text(values: dict[str, Any], name: str) -> str:
    value = values.get(name, "")
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else ""


def _number(values: dict[str, Any], name: str) -> int:
    value = values.get(name, 0)
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**31 else 0
