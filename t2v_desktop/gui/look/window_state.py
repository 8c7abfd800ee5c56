"""Remembers where windows beside the main one were, and how large."""

import json
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QByteArray
from PySide6.QtWidgets import QWidget

from t2v_desktop import paths
from t2v_desktop.errors import T2VError
from t2v_desktop.gui.look.fit import fit

MAX_BYTES = 100_000  # read from the file, which may have been damaged


def restore(name: str, window: QWidget) -> None:
    """Give a window its last place and size, or leave it as it is, and keep it within the screen."""
    if stored := _read().get(name):
        window.restoreGeometry(QByteArray.fromBase64(stored.encode()))
    fit(window)


def keep(name: str, window: QWidget) -> None:
    """Remember a window's place and size under `name`. Does nothing if they can't be saved."""
    changed = _read() | {name: bytes(window.saveGeometry().toBase64().data()).decode()}
    with suppress(OSError, T2VError):
        paths.write_whole(_file(), json.dumps(changed, indent=1).encode())


def _file() -> Path:
    return paths.settings_file().with_name("windows.json")


def _read() -> dict[str, str]:
    try:
        with _file().open("rb") as file:
            stored = json.loads(file.read(MAX_BYTES))
    except (OSError, ValueError, RecursionError, T2VError):
        return {}
    return {k: v for k, v in stored.items() if isinstance(v, str)} if isinstance(stored, dict) else {}
