"""A clip as a folder of PNG pictures."""

import re
from pathlib import Path

from t2v_desktop.errors import OutputError

NUMBER = re.compile(r"[0-9]{1,18}")  # a numbered picture's stem


def pictures(folder: Path) -> list[Path]:
    """The PNG pictures of the clip in `folder`, in natural order: 2 before 10.

    Skips hidden files, such as macOS's `._0001.png`. If there are pictures named by a number, as ours are, skips all others.
    Raises OutputError.
    """
    try:
        found = [file for file in folder.iterdir() if file.suffix.lower() == ".png" and not file.name.startswith(".") and file.is_file()]
    except OSError as error:
        raise OutputError(f"{folder} can't be read ({error.strerror or error})") from error
    numbered_only = [file for file in found if NUMBER.fullmatch(file.stem)]
    return sorted(numbered_only or found, key=_natural)


def _natural(file: Path) -> tuple[list[tuple[int, str]], str]:
    """A sort key that compares digits in names as numbers."""
    parts = re.split(r"([0-9]+)", file.name.casefold())
    return [(int(part or 0), "") if odd % 2 else (0, part) for odd, part in enumerate(parts)], file.name
