"""Translates messages that come in English from the rooms without Qt: errors, warnings, and what the catalogue says of models.

A message, or what follows a colon in it, is matched with the templates that packaging/translate.py finds in the code, such as "{0} can't be read ({1})";
the parts are translated in the same way and put into the template's translation. Of several ways, the one that leaves the least in English is taken.
A message that no template fits stays as it is.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice

from PySide6.QtCore import QCoreApplication, QLocale

from t2v_desktop import paths

CONTEXT = "messages"
FILE = "messages.json"  # the templates, beside the translations
LONGEST, DEEPEST = 2_000, 4  # characters of a message that is matched; messages within messages
MOST_SEARCHES, MOST_WAYS, MOST_JOINTS = 60, 4, 4  # in one message; of the templates that fit it; of the colons in it that are tried
JOINT = re.compile(r": | (?=is )")  # where the code puts a message behind a name
SEPARATORS = ("; ", ": ", ". ")  # between messages that the code joins
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
    return _Search().best(message, DEEPEST).text


@dataclass(frozen=True, slots=True)
class Way:
    """A translation, and how many characters of the English text it covers."""

    text: str
    covered: int = 0


class _Search:
    """Looks for the best translation of one message; gives up after MOST_SEARCHES, however many ways there are."""

    def __init__(self) -> None:
        self._left = MOST_SEARCHES

    def best(self, message: str, depth: int) -> Way:
        if DECIMAL.fullmatch(message):
            return Way(message.replace(".", QLocale().decimalPoint()))
        if depth <= 0 or self._left <= 0 or not message:
            return Way(message)
        self._left -= 1
        found = max(self._ways(message, depth - 1), key=lambda way: way.covered, default=Way(message))
        return found if found.covered else self._split(message, depth - 1)

    def _ways(self, message: str, depth: int) -> Iterator[Way]:
        for head, joint, tail in _beginnings(message):
            before = self.best(head, depth) if head else Way("")
            for template, literals, parts in islice(_fitting(tail), MOST_WAYS):
                inner = [self.best(part, depth) for part in parts]
                text = QCoreApplication.translate(CONTEXT, template).format(*(way.text for way in inner))
                yield Way(before.text + joint + text, before.covered + sum(map(len, literals)) + sum(way.covered for way in inner))

    def _split(self, message: str, depth: int) -> Way:
        """Several messages, each translated by itself."""
        for separator in SEPARATORS:
            first, found, rest = message.partition(separator)
            if found:
                ways = self.best(first, depth), self.best(rest, depth)
                return Way(separator.join(way.text for way in ways), sum(way.covered for way in ways))
        return Way(message)


def _beginnings(message: str) -> Iterator[tuple[str, str, str]]:
    """Where a template may begin: what is before, what joins it, and the rest."""
    yield "", "", message
    for found in islice(JOINT.finditer(message), MOST_JOINTS):
        yield message[: found.start()], found[0], message[found.end() :]


def _fitting(message: str) -> Iterator[tuple[str, tuple[str, ...], list[str]]]:
    """The translated templates that fit a message, those with the longest fixed texts first."""
    for template, literals in _templates():
        parts = split_by(literals, message)
        if parts is not None and QCoreApplication.translate(CONTEXT, template) != template:
            yield template, literals, parts


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
