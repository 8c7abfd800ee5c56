"""Puts the texts of styles around what was typed."""

from collections.abc import Sequence
from dataclasses import dataclass

from t2v_desktop.models.words import Style

LOOSE = " \t\n,"  # at the end of a text to which another one is added
SENTENCE_END, ATTACHED = ".!?;:", ",.;:!?"


@dataclass(frozen=True, slots=True)
class Styled:
    """A text with its styles. What was typed begins at `start` and is `typed_length` characters long."""

    text: str
    start: int
    typed_length: int

    @property
    def end(self) -> int:
        return self.start + self.typed_length


def with_styles(typed: str, styles: Sequence[Style]) -> Styled:
    """The prompt: the prefixes in order, what was typed, the suffixes in order. Only the ends of what was typed are changed, to fit."""
    before = "".join(f"{prefix} " for style in styles if (prefix := style.prefix.strip()))
    suffixes = [suffix for style in styles if (suffix := style.suffix.strip())]
    if not suffixes:
        return Styled(before + typed, len(before), len(typed))
    kept = typed.rstrip(LOOSE)
    text = before + kept
    for suffix in suffixes:
        text = _append(text, suffix)
    return Styled(text, len(before), len(kept))


def negative_with_styles(typed: str, styles: Sequence[Style]) -> Styled:
    """The negative prompt: what was typed, then those of the styles in order."""
    return with_styles(typed, [Style(style.name, suffix=style.negative_prompt) for style in styles])


def _append(text: str, addition: str) -> str:
    text = text.rstrip(LOOSE)
    if not text:
        return addition.lstrip(LOOSE)
    if addition[0] in ATTACHED:
        return text + addition
    return f"{text} {addition}" if text[-1] in SENTENCE_END else f"{text}, {addition}"
