"""A finished video."""

from dataclasses import dataclass
from pathlib import Path

from t2v_desktop.request import Request


@dataclass(frozen=True, slots=True)
class Clip:
    """A video file with its poster and its request. `path` identifies it; `created_s` is in seconds since 1970."""

    path: Path
    poster: Path
    request: Request
    created_s: float = 0.0
