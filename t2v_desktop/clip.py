"""A finished video."""

from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from t2v_desktop.request import Request

MAX_STARS = 5


@dataclass(frozen=True, slots=True)
class Clip:
    """A video file with its poster and its request. `path` identifies it; `created_s` is in seconds since 1970."""

    path: Path
    poster: Path
    request: Request
    created_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Marks:
    """What the user thinks of a clip: `stars` from 0 (not rated) to MAX_STARS, and `tags` in alphabetical order."""

    stars: int = 0
    favourite: bool = False
    tags: tuple[str, ...] = ()


class Origin(Enum):
    """How a clip was made. `IMPORTED` is for files that the user brought from elsewhere."""

    RENDERED = "rendered"
    CONTINUED = "continued"
    SECOND_PASS = "second pass"
    IMPORTED = "imported"
