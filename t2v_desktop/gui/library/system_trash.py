"""The system's trash, or our own if the system has none."""

from pathlib import Path

from PySide6.QtCore import QFile

from t2v_desktop.library import trash


def move_to_trash(path: Path) -> Path | None:
    """Move a file to the trash; where it is now, None if the system does not say so. Raises OutputError."""
    file = QFile(str(path))
    if not file.moveToTrash():
        return trash.put(path)
    return Path(file.fileName()) if file.fileName() else None
