"""Translates messages that come in English from the rooms without Qt: errors, warnings, and what the catalogue says of models.

A message, or what follows a colon in it, is matched with the templates that packaging/translate.py finds in the code, such as "{0} can't be read ({1})".
The longest fixed text wins; the parts are translated in the same way, and put into the template's translation. A message that no template fits stays
English.
"""

import json
import re
from functools import cache, lru_cache
from itertools import islice

from PySide6.QtCore import QCoreApplication, QLocale

from t2v_desktop import paths

CONTEXT = "messages"
FILE = "messages.json"  # the templates, beside the translations
LONGEST, DEEPEST = 2_000, 4  # characters of a message that is matched; messages within messages
COLON, MOST_JOINED = ": ", 4
JOINED = re.compile(COLON)
SEPARATORS = ("; ", COLON, ". ")  # between messages that the code joins
PLACE = re.compile(r"\{\d+\}")
DECIMAL = re.compile(r"\d+\.\d+")
_wanted = False


def translate_messages(wanted: bool) -> None:
    """Whether messages are translated from now on; not if the window is in English."""
    global _wanted  # one language for the whole application
    _wanted = wanted
    _in_words.cache_clear()


def in_words(message: str) -> str:
    """The message in the window's language, as far as it has a translation."""
    return _in_words(message) if _wanted and len(message) <= LONGEST else message


@lru_cache(256)
def _in_words(message: str) -> str:
    return _translated(message, DEEPEST) or message


def _translated(message: str, depth: int) -> str:
    """The translation of a message, "" if no template fits."""
    begins = [0, *(found.end() for found in islice(JOINED.finditer(message), MOST_JOINED))]
    for template, literals in _templates():
        for begin in begins:
            parts = split_by(literals, message[begin:])
            if parts is not None and (translation := QCoreApplication.translate(CONTEXT, template)) != template:
                head = _part(message[: begin - len(COLON)], depth - 1) + COLON if begin else ""
                return head + translation.format(*(_part(part, depth - 1) for part in parts))
    return ""


def _part(part: str, depth: int) -> str:
    """A part of a message: itself a message, several that are joined, a number, or a name that stays as it is."""
    if DECIMAL.fullmatch(part):
        return part.replace(".", QLocale().decimalPoint())
    if depth <= 0 or not part:
        return part
    if whole := _translated(part, depth):
        return whole
    for separator in SEPARATORS:
        first, found, rest = part.partition(separator)
        if found:
            return _part(first, depth - 1) + separator + _part(rest, depth - 1)
    return part


def split_by(literals: tuple[str, ...], message: str) -> list[str] | None:
    """What stands between the fixed texts in a message; None if they are not all in it, in this order, the first and last at its ends.

    Each is taken where it comes first, so the time grows with the length of the message alone, whatever is in it.
    """
    first, *inner = literals
    if not inner:
        return [] if message == first else None
    *inner, last = inner
    end = len(message) - len(last)
    if not message.startswith(first) or not message.endswith(last) or end < len(first):
        return None
    parts, begin = [], len(first)
    for literal in inner:
        at = message.find(literal, begin, end)
        if at < 0:
            return None
        parts.append(message[begin:at])
        begin = at + len(literal)
    return [*parts, message[begin:end]]


@cache
def _templates() -> list[tuple[str, tuple[str, ...]]]:
    """Each template and the fixed texts in it, those with the longest ones first."""
    known: list[str] = json.loads((paths.resources() / "translations" / FILE).read_text("utf-8"))
    split = [(template, tuple(text.replace("{{", "{").replace("}}", "}") for text in PLACE.split(template))) for template in known]
    return sorted(split, key=lambda entry: (-sum(map(len, entry[1])), len(entry[1])))
