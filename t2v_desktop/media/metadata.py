"""The request that a video or picture carries inside."""

import json
import os
import re
import subprocess
from dataclasses import asdict, replace
from pathlib import Path

from t2v_desktop import __version__
from t2v_desktop.children import NO_CONSOLE
from t2v_desktop.errors import OutputError
from t2v_desktop.media.ffmpeg import DEMUXERS, READ_S, ffmpeg, source_options
from t2v_desktop.media.pictures import pictures
from t2v_desktop.request import MAX_JSON, Request

AI_GENERATED = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"  # IPTC digital source type


def received_name(model: str) -> str:
    """The bare name of a model that a file from outside names, which may be a path: nothing of a path is left that could be followed."""
    return re.split(r"[\\/:]", model.rstrip("\\/"))[-1].strip().lstrip("~.") or "unknown"


def embedded(request: Request) -> str:
    """What every file carries: the request, and IPTC's mark for media made by a trained model.

    Of a model given as a folder only the folder's name: a video that is passed on should not tell where its maker keeps
    things.
    """
    request = replace(request, model=Path(request.model).absolute().name)
    return json.dumps({"t2v_desktop": __version__, "digital_source_type": AI_GENERATED, "request": asdict(request)}, ensure_ascii=False)


def read_request(path: Path) -> Request:
    """The request inside a video or picture, its model by name only: `received_name`.

    Raises OutputError where there is none, InvalidRequest where it is spoiled.
    """
    if os.path.isdir(path):  # noqa: PTH112  # unlike Path's it never raises
        path = next(iter(pictures(path)), path / "0001.png")
    if not os.path.isfile(path):  # noqa: PTH113
        raise OutputError(f"there is no file {path}")
    try:
        told = json.loads(_comment(path))
        request = Request.from_json(json.dumps(told["request"], ensure_ascii=False))
        return replace(request, model=received_name(request.model))
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError) as error:
        raise OutputError(f"{path} holds no settings of T2V Desktop") from error


def _comment(path: Path) -> str:
    if path.suffix.lower() == ".png":
        from PIL import Image

        try:
            with Image.open(path, formats=["PNG"]) as picture:
                return str(getattr(picture, "text", {}).get("comment", ""))[:MAX_JSON]
        except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
            return ""
    if path.suffix.lower() not in DEMUXERS:
        return ""
    command = [ffmpeg(), "-v", "error", *source_options(path), "-f", "ffmetadata", "-"]
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False, timeout=READ_S, creationflags=NO_CONSOLE)
    except subprocess.TimeoutExpired:
        return ""
    text = done.stdout[: 4 * MAX_JSON].decode("utf-8", "replace")
    found = re.search(r"^comment=((?:[^\\\n]|\\.|\\\n)*)$", text, re.MULTILINE | re.IGNORECASE)
    return re.sub(r"\\([=;#\\\n])", r"\1", found[1]) if found else ""
