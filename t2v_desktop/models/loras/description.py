"""What a LoRA file says about itself: its title, the words that call it, a small picture. Anyone may have written it: plain text only."""

import base64
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

MAX_CHARACTERS, MAX_WORDS, MAX_TRIGGERS = 400, 6, 200
MAX_PICTURE_BYTES = 2_000_000
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+")
DATA_URI = re.compile(r"data:image/(?:jpeg|jpg|png|webp);base64,")


@dataclass(frozen=True, slots=True)
class Description:
    """The names of the metadata are those of the Model Specification standard ("modelspec.") and of kohya's trainers ("ss_").

    `triggers` are words that belong into the prompt, `picture` is the content of a JPEG, PNG or WebP file that may be damaged, b"" if there is none.
    """

    title: str = ""
    author: str = ""
    licence: str = ""
    usage: str = ""
    triggers: tuple[str, ...] = ()
    picture: bytes = b""
    rank: int = 0


def describe(metadata: Mapping[str, str], rank: int) -> Description:
    """What the metadata of a LoRA file say."""
    text = {name: _plain(value) for name, value in metadata.items() if name.startswith("modelspec.") and name != "modelspec.thumbnail"}
    title = text.get("modelspec.title") or _plain(metadata.get("ss_output_name", "")) or _plain(metadata.get("lora_name", ""))
    return Description(
        title=title,
        author=text.get("modelspec.author", ""),
        licence=text.get("modelspec.license", ""),
        usage=text.get("modelspec.usage_hint", ""),
        triggers=_triggers(metadata),
        picture=_picture(metadata.get("modelspec.thumbnail", "")),
        rank=rank,
    )


def _plain(text: str) -> str:
    line = CONTROL.sub(" ", text).strip()
    return line if len(line) <= MAX_CHARACTERS else f"{line[:MAX_CHARACTERS]}..."


def _triggers(metadata: Mapping[str, str]) -> tuple[str, ...]:
    """The phrase that the author names; without one, the tags that most training clips had."""
    phrase = metadata.get("modelspec.trigger_phrase") or metadata.get("trigger_words") or ""
    words = [_plain(word) for word in phrase.split(",")]
    if not any(words):
        words = _frequent_tags(metadata.get("ss_tag_frequency", ""))
    return tuple(dict.fromkeys(word[:MAX_TRIGGERS] for word in words if word))[:MAX_WORDS]


def _frequent_tags(text: str) -> list[str]:
    try:
        folders = json.loads(text) if text else {}
    except (ValueError, RecursionError):
        return []
    counts: dict[str, int] = {}
    for tags in folders.values() if isinstance(folders, dict) else ():
        for tag, count in tags.items() if isinstance(tags, dict) else ():
            if type(count) is int:
                counts[_plain(tag)] = counts.get(_plain(tag), 0) + count
    most = max(counts.values(), default=0)
    return [tag for tag, count in counts.items() if count == most]


def _picture(text: str) -> bytes:
    found = DATA_URI.match(text)
    if not found or len(text) > 2 * MAX_PICTURE_BYTES:
        return b""
    try:
        return base64.b64decode(text[found.end() :], validate=True)[:MAX_PICTURE_BYTES]
    except ValueError:
        return b""
