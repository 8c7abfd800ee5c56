"""Reads Qt's files of translations (.ts), and finds faults in them that Qt's tools don't report."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

PLACES = re.compile(r"\{\d+\}|%n")
MNEMONIC = re.compile(r"&(?!&)(?<!&&)\w")
PATTERNS = re.compile(r"\(\*[^)]*\)")  # of a file dialog
CHINESE = re.compile(r"[\u4e00-\u9fff]")
HALF_WIDTH = re.compile(r"[\u4e00-\u9fff][,;:!?]|[,;:!?][\u4e00-\u9fff]")
ENDS = {"…": "…", ".": ".。", ":": ":：", "?": "?？"}  # an ending, and what a translation may end with instead


@dataclass(frozen=True, slots=True)
class Message:
    source: str
    translations: tuple[str, ...]  # one for each plural form
    plural: bool
    finished: bool


def messages(file: Path) -> dict[tuple[str, str], Message]:
    """The texts of a file by context and source."""
    found = {}
    for context in ElementTree.parse(file).getroot().iter("context"):
        for entry in context.iter("message"):
            source, translation = entry.findtext("source", ""), entry.find("translation")
            assert translation is not None
            forms = tuple(form.text or "" for form in translation.iter("numerusform")) or (translation.text or "",)
            message = Message(source, forms, entry.get("numerus") == "yes", translation.get("type") is None and all(forms))
            found[context.findtext("name", ""), source] = message
    return found


def faults(file: Path) -> list[str]:
    """What is unfinished or wrong in a file, one line each."""
    return [f"{file.name}: {context}: {fault}" for (context, _), message in messages(file).items() for fault in _faults(message)]


def _faults(message: Message) -> Iterator[str]:
    source = message.source
    if not message.finished:
        yield f"unfinished: {source}"
        return
    for text in message.translations:
        if not set(PLACES.findall(source)) >= set(PLACES.findall(text)) or (set(PLACES.findall(source)) != set(PLACES.findall(text)) and "%n" not in source):
            yield f"other placeholders than {source!r}: {text!r}"
        if not message.plural and len(MNEMONIC.findall(source)) != len(MNEMONIC.findall(text)):
            yield f"other mnemonics than {source!r}: {text!r}"
        if (source[:1] == " ", source[-1:] == " ") != (text[:1] == " ", text[-1:] == " ") and not CHINESE.search(text):
            yield f"other spaces at the ends than {source!r}: {text!r}"
        if PATTERNS.findall(source) != PATTERNS.findall(text.replace("（", "(").replace("）", ")")):
            yield f"other file patterns than {source!r}: {text!r}"
        if source[-1:] in ENDS and text[-1:] not in ENDS[source[-1]] and not re.search(r"…\(&\w\)$|\(&\w\)…$", text):
            yield f"another end than {source!r}: {text!r}"
        if HALF_WIDTH.search(PLACES.sub("", text)):
            yield f"half-width punctuation in {text!r}"
