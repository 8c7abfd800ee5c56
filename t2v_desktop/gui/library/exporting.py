"""Exports clips and writes contact sheets, in the background."""

from array import array
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from t2v_desktop.clip import Clip
from t2v_desktop.errors import Cancelled, T2VError
from t2v_desktop.gui.dialogs import folders
from t2v_desktop.gui.dialogs.folders import Purpose
from t2v_desktop.gui.library.export_dialog import ExportDialog
from t2v_desktop.gui.library.long_task import Check, LongTask, Report
from t2v_desktop.gui.library.settings_rows import summary
from t2v_desktop.gui.look.fit import fit
from t2v_desktop.library.clips import Clips
from t2v_desktop.library.database import open_reader

MAX_ERRORS = 2  # in a message
LOOKED_AT = 200  # clips whose sizes are compared for the dialog
MAX_SHEET_CLIPS = 50  # as in media.contact_sheet, which loads numpy and Pillow


class Exporting(QObject):
    """`reported` carries a message for the status bar."""

    reported = Signal(str)

    def __init__(self, clips: Clips, task: LongTask, parent: QWidget) -> None:
        super().__init__(parent)
        self._clips, self._task, self._window = clips, task, parent

    def export(self, ids: "array[int]") -> ExportDialog | None:
        """Open the dialog for these clips, and return at once."""
        if not ids or self._is_busy():
            return None
        try:
            sizes = {(each.clip.request.width, each.clip.request.height) for each in self._clips.by_ids(ids[:LOOKED_AT])}
        except T2VError as error:
            self.reported.emit(str(error))
            return None
        dialog = ExportDialog(len(ids), sizes.pop() if len(sizes) == 1 and len(ids) <= LOOKED_AT else None, self._window)
        dialog.accepted.connect(lambda: self._start(ids, dialog))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    def _start(self, ids: "array[int]", dialog: ExportDialog) -> None:
        from t2v_desktop.media.export import ExportOptions, save_all  # late, because it loads numpy and Pillow

        folder, suffix, file = dialog.chosen_folder(), dialog.format.currentData(), self._clips.file
        options = ExportOptions(dialog.scale.currentData(), dialog.loops.value() if suffix == ".gif" else 0, dialog.metadata.currentData())
        folders.keep(Purpose.EXPORT, folder)

        def work(report: Report, check: Check) -> tuple[list[Path], list[str]]:
            folder.mkdir(parents=True, exist_ok=True)
            return save_all(_read(file, ids), folder, suffix, options, report, check)

        self._task.run(self.tr("Exporting"), work, partial(self._report, folder), self._fail)

    def contact_sheet(self, ids: "array[int]") -> QFileDialog | None:
        """Ask where to save a contact sheet of these clips, and return at once."""
        if not ids or self._is_busy():
            return None
        if len(ids) > MAX_SHEET_CLIPS:
            self.reported.emit(self.tr("A contact sheet has up to {0} clips: select fewer.").format(MAX_SHEET_CLIPS))
            return None
        dialog = QFileDialog(self._window, self.tr("Save contact sheet"), folders.last(Purpose.EXPORT))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters([self.tr("PNG picture (*.png)")])
        dialog.setDefaultSuffix("png")
        dialog.selectFile(self.tr("contact sheet"))
        dialog.fileSelected.connect(lambda name: self.write_sheet(ids, Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        fit(dialog)
        dialog.open()
        return dialog

    def write_sheet(self, ids: "array[int]", target: Path) -> None:
        """Write a contact sheet of these clips."""
        from t2v_desktop.media.contact_sheet import write_contact_sheet

        folders.keep(Purpose.EXPORT, target.parent)
        file = self._clips.file

        def work(_report: Report, check: Check) -> Path:
            write_contact_sheet(_read(file, ids), target, detail=lambda clip: summary(clip.request), raise_if_cancelled=check)
            return target

        self._task.run(self.tr("Writing a contact sheet"), work, self._report_sheet, self._fail)

    def _report(self, folder: Path, result: tuple[list[Path], list[str]]) -> None:
        saved, errors = result
        parts = [self.tr("%n clip(s) exported to {0}.", "", len(saved)).format(folder)] if saved else []
        self.reported.emit(" ".join([*parts, *errors[:MAX_ERRORS]]))

    def _report_sheet(self, target: Path) -> None:
        self.reported.emit(self.tr("Saved: {0}").format(target))

    def _fail(self, error: T2VError) -> None:
        self.reported.emit(self.tr("Export cancelled.") if isinstance(error, Cancelled) else str(error))

    def _is_busy(self) -> bool:
        if self._task.running:
            self.reported.emit(self.tr("Wait until the current task has finished, or cancel it."))
        return self._task.running


def _read(file: Path, ids: "array[int]") -> list[Clip]:
    """Existing clips, in the order of `ids`. Runs on the background thread."""
    with open_reader(file) as database:
        return [each.clip for each in Clips(database).by_ids(ids) if not each.missing]
