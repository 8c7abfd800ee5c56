"""Words that suit a model: chips for the prompt, and built-in styles."""

from dataclasses import dataclass
from typing import Literal

WordKind = Literal["camera", "light", "motion", "look", "shape", "colour", "background", "size"]


@dataclass(frozen=True, slots=True)
class Style:
    """A named prefix and suffix of the prompt, and what its clips should not show."""

    name: str
    prefix: str = ""
    suffix: str = ""
    negative_prompt: str = ""


@dataclass(frozen=True, slots=True)
class WordGroup:
    kind: WordKind
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ModelWords:
    """What to offer for the prompts of a model."""

    groups: tuple[WordGroup, ...] = ()
    styles: tuple[Style, ...] = ()


NO_WORDS = ModelWords()
