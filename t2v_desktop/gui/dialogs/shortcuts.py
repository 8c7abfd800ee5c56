"""The keys of the application, on one page."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QGridLayout, QVBoxLayout, QWidget

from t2v_desktop.gui.labels import label


class Shortcuts(QDialog):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Keyboard shortcuts"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(28)
        grid.setVerticalSpacing(6)
        row = 0
        for heading, keys in self._pages():
            grid.addWidget(label(heading, "heading"), row, 0, 1, 2)
            row += 1
            for key, what in keys:
                grid.addWidget(label(QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText), "muted"), row, 0, Qt.AlignmentFlag.AlignRight)
                grid.addWidget(label(what), row, 1)
                row += 1
            grid.setRowMinimumHeight(row, 8)
            row += 1
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.button(QDialogButtonBox.StandardButton.Close).setAccessibleName(self.tr("Close"))
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 16)
        column.addLayout(grid)
        column.addWidget(buttons)

    def _pages(self) -> list[tuple[str, list[tuple[str, str]]]]:
        return [
            (self.tr("Compose"), [("Ctrl+Return", self.tr("Generate")), ("Ctrl+N", self.tr("New prompt"))]),
            (
                self.tr("Player"),
                [
                    ("Space", self.tr("Play or pause")),
                    (",", self.tr("One frame back")),
                    (".", self.tr("One frame on")),
                    ("[", self.tr("Slower")),
                    ("]", self.tr("Faster")),
                    ("L", self.tr("Loop")),
                    ("F", self.tr("Full screen")),
                    ("Ctrl+S", self.tr("Save as")),
                    ("Ctrl+Shift+C", self.tr("Copy frame")),
                ],
            ),
            (
                self.tr("Queue"),
                [
                    ("Ctrl+P", self.tr("Pause after this")),
                    ("Ctrl+.", self.tr("Cancel the running job")),
                    ("Del", self.tr("Cancel or remove")),
                    ("Alt+Up", self.tr("Move up")),
                    ("Alt+Down", self.tr("Move down")),
                    ("F2", self.tr("Edit")),
                    ("Ctrl+R", self.tr("Try again")),
                ],
            ),
        ]
