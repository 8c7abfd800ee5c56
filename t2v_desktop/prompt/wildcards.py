"""Wildcard files: `__colors/warm__` in a prompt is a line of colors/warm.txt in the wildcards folder."""

import os
import re
import stat
from fnmatch import fnmatchcase
from functools import lru_cache
from pathlib import Path, PurePosixPath

from t2v_desktop import paths
from t2v_desktop.errors import InvalidRequest
from t2v_desktop.prompt.template import split_weight

SUFFIX = ".txt"
MAX_BYTES, MAX_LINES, MAX_LINE = 1_000_000, 10_000, 2_000  # of a file; characters of a line
MAX_FILES, MAX_LEVELS = 5_000, 8  # that are looked for in the folder
FORBIDDEN = re.compile(r'[\\:<>"~]')

Line = tuple[float, str]  # how often it is chosen, and its text


def lines(name: str) -> list[Line]:
    """The lines of the wildcard `name`, which may have `*` for any characters. Raises InvalidRequest, in one line."""
    check_name(name)
    shown = f"wildcard __{name:.100}__"
    if "*" in name:
        found = [line for each in names() if fnmatchcase(each, name) for line in _lines_of(each)]
        if not found:
            raise InvalidRequest(f"{shown} matches no file in {folder()}")
        if len(found) > MAX_LINES:
            raise InvalidRequest(f"{shown} matches more than {MAX_LINES:,} lines: name fewer files")
        return found
    return _lines_of(name)


def check_name(name: str) -> None:
    """Raise InvalidRequest if this can't be the name of a file in the wildcards folder."""
    if FORBIDDEN.search(name) or any(part.startswith(".") or not part.strip() for part in name.split("/")):
        shown = f"wildcard __{name:.100}__"
        raise InvalidRequest(f"{shown} is outside the wildcards folder or not a file name: use a name such as __animal__ or __colors/warm__")


def names() -> list[str]:
    """The names of all wildcards, sorted; hidden files and links out of the folder are left out."""
    found: list[str] = []
    levels = [(folder(), "")]
    for _ in range(MAX_LEVELS):
        deeper = []
        for place, prefix in levels:
            for entry in _entries(place):
                if entry.name.startswith(".") or entry.is_symlink() or len(found) >= MAX_FILES:
                    continue
                if entry.is_dir():
                    deeper.append((place / entry.name, f"{prefix}{entry.name}/"))
                elif entry.name.lower().endswith(SUFFIX):
                    found.append(prefix + entry.name[: -len(SUFFIX)])
        levels = deeper
    return sorted(found)


def folder() -> Path:
    return paths.wildcards()


def make_folder() -> Path:
    """The wildcards folder, created if it's missing. Raises OSError."""
    folder().mkdir(parents=True, exist_ok=True)
    return folder()


def file_of(name: str) -> Path:
    """Where the wildcard `name` is kept."""
    return folder().joinpath(*PurePosixPath(name + SUFFIX).parts)


def parse_lines(content: str) -> list[Line]:
    """The lines of a wildcard file, without comments (`# ...`) and empty ones."""
    stripped = (line.strip() for line in content.splitlines())
    return [split_weight(line) for line in stripped if line and not line.startswith("#")]


def _entries(place: Path) -> "list[os.DirEntry[str]]":
    try:
        with os.scandir(place) as entries:
            return sorted(entries, key=lambda entry: entry.name)
    except OSError:
        return []


def _lines_of(name: str) -> list[Line]:
    file = file_of(name)
    try:
        if not file.resolve().is_relative_to(folder().resolve()):
            raise InvalidRequest(f"wildcard file {file} is a link out of the wildcards folder: copy it into the folder")
        status = file.stat()
    except (OSError, ValueError, RuntimeError):
        raise InvalidRequest(f"there is no wildcard __{name:.100}__: create {file}, one alternative per line") from None
    return list(_read(file, status.st_mtime_ns, status.st_size, status.st_mode))


@lru_cache(maxsize=256)
def _read(file: Path, _changed_ns: int, size_bytes: int, mode: int) -> tuple[Line, ...]:
    if not stat.S_ISREG(mode):
        raise InvalidRequest(f"wildcard {file} is not a file")
    if size_bytes > MAX_BYTES:
        raise InvalidRequest(f"wildcard file {file} is larger than {MAX_BYTES / 1e6:.0f} MB: split it")
    try:
        with file.open("rb") as opened:
            content = opened.read(MAX_BYTES + 1)
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidRequest(f"wildcard file {file} is not UTF-8 text: save it as UTF-8") from error
    except OSError as error:
        raise InvalidRequest(f"wildcard file {file} can't be read: {error.strerror or error}") from error
    if "\0" in text:
        raise InvalidRequest(f"wildcard file {file} is not a text file")
    found = tuple(parse_lines(text))
    if not found:
        raise InvalidRequest(f"wildcard file {file} has no lines: write one alternative per line")
    if len(found) > MAX_LINES:
        raise InvalidRequest(f"wildcard file {file} has more than {MAX_LINES:,} lines: split it")
    if any(len(line) > MAX_LINE for _, line in found):
        raise InvalidRequest(f"wildcard file {file} has a line of more than {MAX_LINE:,} characters: shorten it")
    return found
