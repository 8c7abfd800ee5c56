"""Remembers the folder that each kind of file dialog was last used in, and the last ones of all."""

import json
from contextlib import suppress
from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import QStandardPaths

from t2v_desktop import paths
from t2v_desktop.errors import T2VError

MAX_BYTES = 100_000  # read from the file, which may have been damaged
RECENT, MAX_RECENT = "recent", 8  # the last folders, newest first, one a line


class Purpose(StrEnum):
    """What a folder or file is chosen for."""

    OPEN = "open"
    SAVE = "save"
    SAVE_FRAME = "save_frame"
    EXPORT = "export"
    IMPORT_MODEL = "import_model"
    IMPORT_CHECKPOINT = "import_checkpoint"
    IMAGE = "image"
    MOVE_MODELS = "move_models"
    REPORT = "report"
    SETTINGS = "settings"
    PROMPTS = "prompts"


def last(purpose: Purpose, default: Path | None = None) -> str:
    """The folder for a dialog to open in: the last one used, if it still exists, or else `default` or the user's videos."""
    stored = _read().get(purpose)
    with suppress(OSError, ValueError):
        if stored and Path(stored).is_dir():
            return stored
    return str(default or QStandardPaths.writableLocation(QStandardPaths.StandardLocation.MoviesLocation))


def keep(purpose: Purpose, folder: Path) -> None:
    """Remember the folder that a dialog was used in. Does nothing if it can't be saved."""
    others = [each for each in _recent_lines() if each != str(folder)]
    changed = {purpose: str(folder), RECENT: "\n".join([str(folder), *others][:MAX_RECENT])}
    with suppress(OSError, T2VError):
        paths.write_whole(_file(), json.dumps(_read() | changed, indent=1).encode())


def recent() -> list[Path]:
    """The folders that dialogs were last used in and that still exist, newest first."""
    found = []
    for line in _recent_lines():
        with suppress(OSError, ValueError):
            if Path(line).is_dir():
                found.append(Path(line))
    return found


def _recent_lines() -> list[str]:
    return [line for line in _read().get(RECENT, "").split("\n") if line][:MAX_RECENT]


def _file() -> Path:
    return paths.settings_file().with_name("folders.json")


def _read() -> dict[str, str]:
    try:
        with _file().open("rb") as file:
            stored = json.loads(file.read(MAX_BYTES))
    except (OSError, ValueError, RecursionError):
        return {}
    return {k: v for k, v in stored.items() if isinstance(v, str)} if isinstance(stored, dict) else {}
