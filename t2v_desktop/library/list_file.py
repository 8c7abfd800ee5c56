"""A list of small objects in a JSON file of the application, such as styles."""

import json
import logging
import stat
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any

from t2v_desktop import paths
from t2v_desktop.errors import InvalidRequest, OutputError

MAX_BYTES = 5_000_000
log = logging.getLogger(__name__)


def read(file: Path, key: str) -> list[dict[str, Any]]:
    """The objects under `key`; empty if there is no file. Raises InvalidRequest if the file can't be read, without changing it."""
    try:
        status = file.stat()
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise InvalidRequest(f"{file} can't be read: {error.strerror or error}") from error
    return list(_read(file, key, status.st_mtime_ns, status.st_size, status.st_mode))


@lru_cache(maxsize=16)
def _read(file: Path, key: str, _changed_ns: int, size_bytes: int, mode: int) -> tuple[dict[str, Any], ...]:
    if not stat.S_ISREG(mode) or size_bytes > MAX_BYTES:
        raise InvalidRequest(f"{file} is not a file of at most {MAX_BYTES / 1e6:.0f} MB")
    try:
        return tuple(objects(file.read_bytes(), key))
    except OSError as error:
        raise InvalidRequest(f"{file} can't be read: {error.strerror or error}") from error
    except ValueError as error:
        raise InvalidRequest(f"{file} is damaged: {error}") from error


def objects(content: bytes, key: str) -> list[dict[str, Any]]:
    """The objects in the list under `key` of a JSON object; empty without one. Raises ValueError, in one line."""
    try:
        values = json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise ValueError("it is not UTF-8 text") from error
    except json.JSONDecodeError as error:
        raise ValueError(f"line {error.lineno} is not JSON") from error
    except (ValueError, RecursionError) as error:
        raise ValueError("it is nested too deeply or has a number that is too long") from error
    if not isinstance(values, dict) or not isinstance(found := values.get(key, []), list):
        raise ValueError(f"it has no list of {key}")
    return [value for value in found if isinstance(value, dict)]


def write(file: Path, key: str, values: list[dict[str, Any]]) -> None:
    """Replace the objects under `key`. Keeps a damaged file as NAME.damaged.json. Raises OutputError."""
    try:
        read(file, key)
    except InvalidRequest as error:
        log.warning("%s", error)
        with suppress(OSError):
            file.replace(file.with_suffix(".damaged.json"))
    try:
        paths.write_whole(file, json.dumps({key: values}, ensure_ascii=False, indent=1).encode("utf-8"))
    except (OSError, ValueError) as error:
        raise paths.write_error(file, error) if isinstance(error, OSError) else OutputError(f"{file} can't be written ({error})") from error
