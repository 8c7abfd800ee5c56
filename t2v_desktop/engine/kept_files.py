"""What the two caches on disk share: which files of a model their content depends on, and how many files they keep."""

from collections.abc import Iterable
from pathlib import Path
from typing import TypeAlias

Identity: TypeAlias = tuple[str, int, int]  # of a file: path, size and time of change


def identity(folder: Path, parts: Iterable[str]) -> list[Identity]:
    """Name, size and time of change of each file in these parts, names or patterns, of the model in `folder`."""
    files = sorted({file for part in parts for file in folder.glob(f"{part}/*") if file.is_file()})
    return [file_identity(file) for file in files]


def file_identity(file: Path) -> Identity:
    status = file.stat()
    return str(file), status.st_size, status.st_mtime_ns


def make_room(folder: Path, most: int) -> None:
    """Delete the oldest files of a cache so that one more makes at most `most`. Raises OSError."""
    kept = sorted(folder.glob("*.safetensors"), key=lambda file: file.stat().st_mtime) if folder.is_dir() else []
    for old in kept[: max(0, len(kept) - most + 1)]:
        old.unlink(missing_ok=True)
