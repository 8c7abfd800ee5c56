"""The app's own trash, for systems and drives without one."""

import shutil
import time
import uuid
from contextlib import suppress
from pathlib import Path

from t2v_desktop import paths
from t2v_desktop.errors import OutputError

KEEP_S = 30 * 24 * 3600


def put(path: Path) -> Path:
    """Move a file or folder of pictures to the trash. Returns where it is now. Raises OutputError."""
    place = paths.trash() / uuid.uuid4().hex / path.name
    try:
        place.parent.mkdir(parents=True)
        shutil.move(path, place)
    except OSError as error:
        raise OutputError(f"{path.name} could not be moved to the trash: {error.strerror or error}") from error
    return place


def clean_up(now: float | None = None) -> None:
    """Delete what has been in the trash for longer than KEEP_S."""
    for folder in paths.trash().glob("*"):
        with suppress(OSError):  # continue with the others
            if folder.stat().st_mtime < (time.time() if now is None else now) - KEEP_S:
                shutil.rmtree(folder, ignore_errors=True)
