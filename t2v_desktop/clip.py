"""A finished video."""

from dataclasses import dataclass
from pathlib import Path

from t2v_desktop.request import Request


@dataclass(frozen=True, slots=True)
class Clip:
    """`path` tells clips apart; `created_s` is when it was made, in seconds since 1970."""

    path: Path
    poster: Path
    request: Request
    created_s: float = 0.0
