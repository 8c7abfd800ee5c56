"""JSON files from outside: small, not deep, with numbers that are numbers, or refused in one line."""

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
    if not isinstance(value, dict) or _depth(value) > MAX_JSON_DEPTH:
        raise BrokenModel(f"{file} does not hold the settings of a model")
    return value


def read_small(file: Path) -> bytes:
    """What is in a file of at most MAX_JSON_BYTES. Raises BrokenModel."""
    try:
        if file.stat().st_size > MAX_JSON_BYTES:
            raise BrokenModel(f"{file} is larger than any settings file of a model")
        content = file.read_bytes()
    except FileNotFoundError as error:
        raise BrokenModel(f"{file} is missing") from error
    except IsADirectoryError as error:
        raise BrokenModel(f"{file} is a folder, not readable JSON") from error
    except OSError as error:
        raise BrokenModel(f"{file} cannot be read ({error.strerror or error})") from error
    if content.startswith(LFS):
        raise BrokenModel(f"{file} {really(content)}")
    return content


def parse_json(file: Path, content: bytes) -> Any:
    """The value in what was read of `file`. Raises BrokenModel, also for NaN, infinity and numbers that become it."""
    try:
        return json.loads(content.removeprefix(codecs.BOM_UTF8).decode("utf-8"), parse_constant=_refuse, parse_float=_finite)
    except (ValueError, RecursionError) as error:
        what = really(content)
        raise BrokenModel(f"{file} is not readable JSON{f': it {what}' if what else ''}") from error


def really(content: bytes) -> str:
    """What a file is that is not what its name says, by its first bytes, as the end of a sentence; empty where that is not known."""
    start = content.lstrip()[:64].lower()
    if content.startswith(LFS):
        return "is a Git LFS pointer, not the file itself: run 'git lfs pull', or download the model again"
    if not content:
        return "is empty: download or copy it again"
    if start.startswith((b"<!doctype html", b"<html", b"<?xml")):
        return "is a web page, saved in place of the file: download it again"
    if content.startswith(b"PK\3\4") or (content[:1] == b"\x80" and content[1:2] in (b"\2", b"\3", b"\4", b"\5")):
        return "is a pickle, which can execute code, under another name"
    if content.startswith(b"GGUF"):
        return "is a GGUF file, which this application does not load"
    return ""


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is not valid JSON")


def _finite(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise ValueError(f"{text:.40} is not a number that can be used")
    return value


def _depth(value: Any) -> int:
    deepest, level = 0, [value]
    while level and deepest <= MAX_JSON_DEPTH:
        deepest += 1
        level = [c for v in level if isinstance(v, (dict, list)) for c in (v.values() if isinstance(v, dict) else v)]
    return deepest
