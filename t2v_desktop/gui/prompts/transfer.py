"""Imports and exports saved prompts, styles, wildcards and presets."""

from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QWidget

from t2v_desktop.errors import T2VError
from t2v_desktop.gui.background import BackgroundTasks
from t2v_desktop.gui.dialogs import folders
from t2v_desktop.gui.dialogs.folders import Purpose
from t2v_desktop.gui.look import theme
from t2v_desktop.library.prompts import Prompts
from t2v_desktop.planning import exchange
from t2v_desktop.planning.exchange import Report

SHOWN_NAMES = 3  # of those that were renamed


class Transfer(QObject):
    """`imported` carries what was added, in words; `exported` the file."""

    imported = Signal(str)
    exported = Signal(object)
    failed = Signal(str)

    def __init__(self, prompts: Prompts, parent: QWidget) -> None:
        super().__init__(parent)
        self._prompts, self._window, self._tasks = prompts, parent, BackgroundTasks(self)
        self.import_action = QAction(theme.icon("folder"), self.tr("Import…"), self)
        self.import_action.setToolTip(self.tr("Add prompts, styles, wildcards and presets from a file"))
        self.export_action = QAction(theme.icon("save"), self.tr("Export…"), self)
        self.export_action.setToolTip(self.tr("Save all your prompts, styles, wildcards and presets in one file"))
        self.import_action.triggered.connect(lambda: self._ask_import())
        self.export_action.triggered.connect(lambda: self._ask_export())

    def import_file(self, file: Path) -> None:
        """Add what a file holds; nothing is replaced."""
        self._tasks.run(lambda: exchange.read(file), self._add, self._report)

    def export_file(self, file: Path) -> None:
        try:
            exchange.check_output(file)
            bundle = exchange.collect(self._prompts)
        except T2VError as error:
            self._report(error)
            return
        self._tasks.run(lambda: exchange.write(bundle, file), lambda _: self.exported.emit(file), self._report)

    def _add(self, bundle: exchange.Bundle) -> None:
        try:
            self.imported.emit(self.describe(exchange.add(bundle, self._prompts)))
        except T2VError as error:
            self._report(error)

    def describe(self, report: Report) -> str:
        """What an import has changed, in one line."""
        counts = {
            "prompts": self.tr("%n prompt(s)", "", report.added["prompts"]),
            "styles": self.tr("%n style(s)", "", report.added["styles"]),
            "wildcards": self.tr("%n wildcard(s)", "", report.added["wildcards"]),
            "presets": self.tr("%n preset(s)", "", report.added["presets"]),
        }
        added = ", ".join(text for kind, text in counts.items() if report.added[kind])
        parts = [self.tr("Added: {0}").format(added) if added else self.tr("Nothing new")]
        if report.known:
            parts.append(self.tr("%n already there", "", report.known))
        if report.renamed:
            names = ", ".join(f"{old} → {new}" for old, new in report.renamed[:SHOWN_NAMES])
            parts.append(self.tr("%n renamed", "", len(report.renamed)) + f" ({names}{'…' if len(report.renamed) > SHOWN_NAMES else ''})")
        if report.refused:
            parts.append(self.tr("%n not usable", "", report.refused))
        return " · ".join(parts)

    def _ask_import(self) -> None:
        kinds = self.tr("Prompts and styles (*.json *.csv *.txt)")
        name, _ = QFileDialog.getOpenFileName(self._window, self.tr("Import"), folders.last(Purpose.PROMPTS, _documents()), kinds)
        if name:
            folders.keep(Purpose.PROMPTS, Path(name).parent)
            self.import_file(Path(name))

    def _ask_export(self) -> None:
        begin = Path(folders.last(Purpose.PROMPTS, _documents())) / "t2v-prompts.json"
        name, _ = QFileDialog.getSaveFileName(self._window, self.tr("Export"), str(begin), self.tr("JSON (*.json)"))
        if name:
            folders.keep(Purpose.PROMPTS, Path(name).parent)
            self.export_file(Path(name) if Path(name).suffix else Path(f"{name}.json"))

    def _report(self, error: T2VError) -> None:
        self.failed.emit(str(error))


def _documents() -> Path:
    return Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
