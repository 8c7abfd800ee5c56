"""Dialogs that choose files and folders: they open where they were last used, and offer the last folders of all at the side."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QStandardPaths, QUrl
from PySide6.QtWidgets import QFileDialog, QWidget

from t2v_desktop.gui.dialogs import folders
from t2v_desktop.gui.dialogs.folders import Purpose
from t2v_desktop.gui.look.fit import fit

PLACES = (QStandardPaths.StandardLocation.HomeLocation, QStandardPaths.StandardLocation.MoviesLocation, QStandardPaths.StandardLocation.DownloadLocation)


def choose_file(parent: QWidget, purpose: Purpose, title: str, filters: str, default: Path | None = None) -> Path | None:
    """An existing file, or None if the user cancels. `filters` such as "Videos (*.mp4 *.webm)"; `default` is the folder of the first time."""
    found = _choose(parent, purpose, title, filters, default, QFileDialog.FileMode.ExistingFile)
    return found[0] if found else None


def choose_files(parent: QWidget, purpose: Purpose, title: str, filters: str, default: Path | None = None) -> list[Path]:
    """Existing files, none if the user cancels. Arguments as in `choose_file`."""
    return _choose(parent, purpose, title, filters, default, QFileDialog.FileMode.ExistingFiles)


def choose_folder(parent: QWidget, purpose: Purpose, title: str, default: Path | None = None) -> Path | None:
    """An existing folder, or None if the user cancels. The next time, the dialog opens in the folder around it."""
    found = _choose(parent, purpose, title, "", default, QFileDialog.FileMode.Directory)
    return found[0] if found else None


def choose_new_file(parent: QWidget, purpose: Purpose, title: str, filters: str, name: str) -> Path | None:
    """Where to save a file, at first called `name`; the dialog asks before it replaces one. None if the user cancels."""
    dialog = prepare(QFileDialog(parent, title, folders.last(purpose), filters))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(Path(name).suffix.lstrip("."))
    dialog.selectFile(name)
    found = _run(dialog, purpose)
    return found[0] if found else None


def choose_loras(parent: QWidget) -> list[Path]:
    """LoRA files to import, none if the user cancels."""
    title, filters = QCoreApplication.translate("files", "LoRA"), QCoreApplication.translate("files", "LoRAs (*.safetensors)")
    return choose_files(parent, Purpose.IMPORT_CHECKPOINT, title, filters, Path.home())


def prepare(dialog: QFileDialog) -> QFileDialog:
    """Offer the last folders at the side of a dialog, and keep it within the screen. Dialogs of the system have their own list."""
    places = [Path(QStandardPaths.writableLocation(place)) for place in PLACES]
    dialog.setSidebarUrls([QUrl.fromLocalFile(str(folder)) for folder in dict.fromkeys((*places, *folders.recent()))])
    fit(dialog)
    return dialog


def _choose(parent: QWidget, purpose: Purpose, title: str, filters: str, default: Path | None, mode: QFileDialog.FileMode) -> list[Path]:
    dialog = prepare(QFileDialog(parent, title, folders.last(purpose, default), filters))
    dialog.setFileMode(mode)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly, mode is QFileDialog.FileMode.Directory)
    return _run(dialog, purpose)


def _run(dialog: QFileDialog, purpose: Purpose) -> list[Path]:
    accepted = dialog.exec()
    dialog.deleteLater()
    found = [Path(name) for name in dialog.selectedFiles()] if accepted else []
    if found:
        folders.keep(purpose, found[0].parent)
    return found
