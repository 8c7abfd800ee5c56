"""Finds clips on disk, and reads what the library stores of them."""

import hashlib
import logging
import os
from collections.abc import Set
from pathlib import Path

from t2v_desktop import paths
from t2v_desktop.clip import Clip
from t2v_desktop.errors import InvalidRequest, OutputError
from t2v_desktop.media.metadata import read_request
from t2v_desktop.media.names import FORMATS

FIRST_PICTURE = "0001.png"  # of a clip that is a folder of pictures
log = logging.getLogger(__name__)


def find_unlisted(folder: Path, known: Set[str]) -> list[Path]:
    """Files and folders of pictures in `folder` that may be clips and are not in `known`. Empty if the folder can't be read."""
    try:
        with os.scandir(folder.absolute()) as entries:
            return sorted(Path(e.path) for e in entries if os.path.normcase(e.path) not in known and _may_be_clip(e))
    except OSError as error:  # no permission, or the drive was disconnected
        log.info("the clips in %s can't be listed: %s", folder, error)
        return []


def read_clip(path: Path) -> Clip | None:
    """The clip in a file, with the file's date; None if its metadata has no request."""
    try:
        request = read_request(path)
        return Clip(path.absolute(), poster_of(path), request, path.stat().st_mtime)
    except (InvalidRequest, OutputError, OSError):
        return None


def poster_of(path: Path) -> Path:
    """The path of the poster for the clip at `path`. It depends on the path alone, so that a rebuilt library finds it."""
    return paths.posters() / f"{hashlib.sha256(os.fsencode(path.absolute())).hexdigest()[:32]}.png"


def _may_be_clip(entry: "os.DirEntry[str]") -> bool:
    if entry.name.startswith("."):  # still being written
        return False
    suffix = Path(entry.name).suffix.lower()
    try:
        return suffix in FORMATS and (Path(entry.path, FIRST_PICTURE).is_file() if suffix == "" else entry.is_file())
    except OSError:  # no permission
        return False
