"""Moves files to the system's trash, or to the application's own if the system has none."""

from pathlib import Path

from PySide6.QtCore import QFile

from t2v_desktop.library import trash


def move_to_trash(path: Path) -> Path | None:
    """Move a file to the trash and return its new path, or None if the system does not report it. Raises OutputError."""
    file = QFile(str(path))
    if not file.moveToTrash():
        return trash.put(path)
    return Path(file.fileName()) if file.fileName() else None
