"""Tags of clips, and how they are stored: a line break before, between and after them, so that one is found by its text."""

import unicodedata
from collections.abc import Iterable

from t2v_desktop.errors import InvalidRequest
from t2v_desktop.library.database import storable

MAX_LENGTH, MAX_TAGS = 64, 50  # characters of a tag; tags of a clip


def checked(name: str) -> str:
    """A tag as it is stored: without surplus spaces and invisible characters. Raises InvalidRequest if nothing is left, or too much."""
    visible = "".join(c for c in unicodedata.normalize("NFC", storable(name)) if c.isspace() or not unicodedata.category(c).startswith("C"))
    tag = " ".join(visible.split())
    if not tag:
        raise InvalidRequest("a tag needs a name")
    if len(tag) > MAX_LENGTH:
        raise InvalidRequest(f"the tag {tag[:20]}... is too long: use up to {MAX_LENGTH} characters")
    return tag


def joined(before: Iterable[str], added: Iterable[str]) -> tuple[str, ...]:
    """Both, without a second spelling of any. Raises InvalidRequest if they are too many."""
    found = {tag.casefold(): tag for tag in reversed([*before, *added])}
    if len(found) > MAX_TAGS:
        raise InvalidRequest(f"a clip can have up to {MAX_TAGS} tags")
    return tuple(found.values())


def read(stored: str) -> tuple[str, ...]:
    return tuple(stored.split("\n")[1:-1])


def written(tags: Iterable[str]) -> str:
    """Tags in alphabetical order, as `read` takes them; "" for none."""
    ordered = sorted(sorted(tags), key=str.casefold)
    return "".join(("\n", *(f"{tag}\n" for tag in ordered))) if ordered else ""
