"""The folder that each kind of file dialog was last used in."""

import json
from contextlib import suppress
from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import QStandardPaths

from t2v_desktop import paths
from t2v_desktop.errors import T2VError

LARGEST_BYTES = 100_000  # of the file, which anyone may have written to


class Purpose(StrEnum):
    """What a folder or file is chosen for."""

    OPEN = "open"
    SAVE = "save"
    SAVE_FRAME = "save_frame"
    IMPORT_MODEL = "import_model"
    IMPORT_CHECKPOINT = "import_checkpoint"
    MOVE_MODELS = "move_models"


def last(purpose: Purpose, otherwise: Path | None = None) -> str:
    """Where a dialog begins: where it was last used, if that folder is still there, else in `otherwise` or the user's own videos."""
    known = _read().get(purpose)
    with suppress(OSError, ValueError):
        if known and Path(known).is_dir():
            return known
    return str(otherwise or QStandardPaths.writableLocation(QStandardPaths.StandardLocation.MoviesLocation))


def keep(purpose: Purpose, folder: Path) -> None:
    """Remember where a dialog was used; a disk that cannot be written to costs only that."""
    with suppress(OSError, T2VError):
        paths.write_whole(_file(), json.dumps(_read() | {purpose: str(folder)}, indent=1).encode())


def _file() -> Path:
    return paths.settings_file().with_name("folders.json")


def _read() -> dict[str, str]:
    try:
        with _file().open("rb") as file:
            told = json.loads(file.read(LARGEST_BYTES))
    except (OSError, ValueError, RecursionError):
        return {}
    return {k: v for k, v in told.items() if isinstance(v, str)} if isinstance(told, dict) else {}
