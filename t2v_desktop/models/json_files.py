"""Reads untrusted JSON files. Rejects those that are too large, nested too deeply or have numbers that are not finite."""

import codecs
import json
import math
from pathlib import Path
from typing import Any

from t2v_desktop.errors import BrokenModel

MAX_JSON_BYTES, MAX_JSON_DEPTH = 10_000_000, 64
LFS = b"version https://git-lfs.github.com/spec/"


def read_json(file: Path) -> dict[str, Any]:
    """The object in a small JSON file, UTF-8 with or without a byte order mark. Raises BrokenModel for anything else."""
    value = parse_json(file, read_small(file))
    if not isinstance(value, dict) or not check_depth(value):
        raise BrokenModel(f"{file} does not contain the settings of a model")
    return value


def read_small(file: Path, most: int = MAX_JSON_BYTES) -> bytes:
    """The content of a file of at most so many bytes. Raises BrokenModel."""
    try:
        if file.stat().st_size > most:
            raise BrokenModel(f"{file} is larger than any model's settings file")
        content = file.read_bytes()
    except FileNotFoundError as error:
        raise BrokenModel(f"{file} is missing") from error
    except IsADirectoryError as error:
        raise BrokenModel(f"{file} is a folder, not a JSON file") from error
    except OSError as error:
        raise BrokenModel(f"{file} can't be read ({error.strerror or error})") from error
    if content.startswith(LFS):
        raise BrokenModel(f"{file} {describe_content(content)}")
    return content


def parse_json(file: Path, content: bytes) -> Any:
    """The JSON value in `content`, which was read from `file`. Raises BrokenModel, also for NaN and infinite numbers."""
    try:
        return json.loads(content.removeprefix(codecs.BOM_UTF8).decode("utf-8"), parse_constant=_refuse, parse_float=_finite)
    except (ValueError, RecursionError) as error:
        problem = describe_content(content)
        raise BrokenModel(f"{file} is not valid JSON{f': it {problem}' if problem else ''}") from error


def describe_content(content: bytes) -> str:
    """What a file with the wrong content really is, judged by its first bytes, as the end of a sentence; empty if unknown."""
    start = content.lstrip()[:64].lower()
    if content.startswith(LFS):
        return "is a Git LFS pointer, not the file itself: run 'git lfs pull', or download the model again"
    if not content:
        return "is empty: download or copy it again"
    if start.startswith((b"<!doctype html", b"<html", b"<?xml")):
        return "is a web page instead of the file: download it again"
    if content.startswith(b"PK\3\4") or (content[:1] == b"\x80" and content[1:2] in (b"\2", b"\3", b"\4", b"\5")):
        return "is a pickle, which can execute code, with the wrong file name"
    if content.startswith(b"GGUF"):
        return "is a GGUF file, which this application does not load"
    return ""


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is not valid JSON")


def _finite(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise ValueError(f"{text:.40} is too large a number")
    return value


def check_depth(value: Any) -> bool:
    """Whether a JSON value is nested no deeper than any settings are."""
    deepest, level = 0, [value]
    while level and deepest <= MAX_JSON_DEPTH:
        deepest += 1
        level = [c for v in level if isinstance(v, (dict, list)) for c in (v.values() if isinstance(v, dict) else v)]
    return deepest <= MAX_JSON_DEPTH
