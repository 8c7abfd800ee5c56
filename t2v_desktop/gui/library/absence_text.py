"""Says in words what is missing of a clip's file."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication

from t2v_desktop.library.absence import Absent, absence

translate = QCoreApplication.translate


def absence_text(path: Path) -> str:
    """Such as 'The drive Films isn't connected.'"""
    found = absence(path)
    match found.what:
        case Absent.DRIVE:
            return translate("absence", "The drive {0} isn't connected. Connect it to play this clip.").format(found.name)
        case Absent.FOLDER:
            return translate("absence", "The folder {0} is missing: it was moved, renamed or deleted.").format(found.name)
        case Absent.FILE:
            return translate("absence", "The file is missing: it was moved, renamed or deleted. Rescan clips folder in the Library menu looks for it.")
