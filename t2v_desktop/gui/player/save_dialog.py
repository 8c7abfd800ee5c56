"""The dialog that asks where to save a clip or a frame, and in which format."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from t2v_desktop.clip import Clip
from t2v_desktop.gui.dialogs import folders
from t2v_desktop.gui.dialogs.files import prepare
from t2v_desktop.gui.dialogs.folders import Purpose

translate = QCoreApplication.translate


def open_save_dialog(parent: QWidget, clip: Clip, *, frame_only: bool, chosen: Callable[[Path], None], stripped: bool = False) -> QFileDialog:
    """Open the dialog and return at once. Calls `chosen` with a path that ends in the chosen format's suffix.

    `stripped` is for a copy without the settings in it; frames are not offered then.
    """
    picture = translate("save_dialog", "This frame as a PNG picture (*.png)")
    suffixes = {
        translate("save_dialog", "MP4 video (*.mp4)"): ".mp4",
        translate("save_dialog", "WebM video (*.webm)"): ".webm",
        translate("save_dialog", "GIF animation (*.gif)"): ".gif",
        translate("save_dialog", "Folder of PNG pictures (*)"): "",
        picture: ".png",
    }
    if frame_only:
        suffixes = {picture: ".png"}
    if stripped:
        del suffixes[picture]
    title = translate("save_dialog", "Save frame") if frame_only else translate("save_dialog", "Save as")
    if stripped:
        title = translate("save_dialog", "Save without settings")
    purpose = Purpose.SAVE_FRAME if frame_only else Purpose.SAVE
    dialog = QFileDialog(parent, title, folders.last(purpose))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)
    dialog.setNameFilters(list(suffixes))
    dialog.filterSelected.connect(lambda name: dialog.setDefaultSuffix(suffixes[name].lstrip(".")))
    dialog.setDefaultSuffix(next(iter(suffixes.values())).lstrip("."))
    dialog.selectFile(clip.path.stem)

    def accept(name: str) -> None:
        folders.keep(purpose, Path(name).parent)
        chosen(Path(name))

    dialog.fileSelected.connect(accept)
    dialog.finished.connect(dialog.deleteLater)
    prepare(dialog).open()
    return dialog
