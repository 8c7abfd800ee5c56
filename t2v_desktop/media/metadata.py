"""The request in the metadata of a video or picture."""

import json
import os
import re
from dataclasses import replace
from enum import Enum
from pathlib import Path

from t2v_desktop import __version__
from t2v_desktop.errors import OutputError
from t2v_desktop.media.embedded import read_texts
from t2v_desktop.media.png_folder import pictures
from t2v_desktop.request import MAX_JSON, Request

MAX_COMMENT = 4 * MAX_JSON  # characters
AI_GENERATED = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"  # IPTC digital source type


def bare_model_name(model: str) -> str:
    """The model name from a foreign file's metadata, without any path: a path from there must not be opened."""
    return re.split(r"[\\/:]", model.rstrip("\\/"))[-1].strip().lstrip("~.") or "unknown"


class Provenance(Enum):
    """What a saved file says of how it was made: the settings and IPTC's mark for AI-generated media, the mark alone, or nothing."""

    SETTINGS = "settings"
    MARK = "mark"
    NOTHING = "nothing"


def metadata_json(request: Request, provenance: Provenance = Provenance.SETTINGS) -> str:
    """The metadata of a file: the request, and the mark; "" for none.

    If the model is a folder, only the folder's name is written: a shared video must not reveal its author's paths.
    """
    if provenance is Provenance.NOTHING:
        return ""
    if provenance is Provenance.MARK:
        return json.dumps({"digital_source_type": AI_GENERATED})
    request = replace(request, model=Path(request.model).absolute().name)
    return json.dumps({"t2v_desktop": __version__, "digital_source_type": AI_GENERATED, "request": json.loads(request.to_json())}, ensure_ascii=False)


def read_request(path: Path) -> Request:
    """The request in a video or picture, with the model reduced to `bare_model_name`.

    Raises OutputError if there is none, InvalidRequest if it is invalid.
    """
    if os.path.isdir(path):  # noqa: PTH112  # unlike Path.is_dir it never raises
        path = next(iter(pictures(path)), path / "0001.png")
    if not os.path.isfile(path):  # noqa: PTH113
        raise OutputError(f"the file {path} does not exist")
    try:
        values = json.loads(_comment(path))
        request = Request.from_json(json.dumps(values["request"], ensure_ascii=False))
        return replace(request, model=bare_model_name(request.model))
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError) as error:
        raise OutputError(f"{path} was not made with T2V Desktop") from error


def _comment(path: Path) -> str:
    return read_texts(path).get("comment", "")[:MAX_COMMENT]
