"""Shows the log files, which explain errors and crashes."""

from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from t2v_desktop.gui.compose.fields import Choice
from t2v_desktop.gui.look.desktop import reveal
from t2v_desktop.gui.look.fit import fit
from t2v_desktop.gui.look.labels import label
from t2v_desktop.logs import end_of, log_files

SIZE, MARGIN = QSize(760, 520), 16
MAX_BYTES = 500_000  # of the end of a log


def log_text(name: str) -> QPlainTextEdit:
    """A text to read and copy, in lines that don't wrap. Screen readers call it `name`."""
    made = QPlainTextEdit()
    made.setReadOnly(True)
    made.setTabChangesFocus(True)
    made.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
    made.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
    made.setAccessibleName(name)
    return made


class LogViewer(QDialog):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Log"))
        names = {"window": self.tr("This window"), "before": self.tr("The window before"), "engine": self.tr("The engine's last error")}
        self.which, self._files = Choice(), log_files()
        self.which.setAccessibleName(self.tr("Log"))
        for name in self._files:
            self.which.addItem(names[name], name)
        self.text = log_text(self.tr("Content of the log"))
        head = QHBoxLayout()
        head.addWidget(self.which)
        head.addWidget(label(self.tr("Logs stay on this computer."), "muted"))
        head.addStretch(1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        roles = QDialogButtonBox.ButtonRole
        copy, self._folder = buttons.addButton(self.tr("Copy"), roles.ActionRole), buttons.addButton(self.tr("Show in folder"), roles.ActionRole)
        refresh = buttons.addButton(self.tr("Refresh"), roles.ActionRole)
        for button in buttons.buttons():
            button.setAccessibleName(button.text().replace("&", ""))
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.text.toPlainText()))
        self._folder.clicked.connect(lambda: reveal(self._file()))
        refresh.clicked.connect(self.refresh)
        buttons.rejected.connect(self.reject)
        self.which.currentIndexChanged.connect(self.refresh)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[MARGIN] * 4)
        column.addLayout(head)
        column.addWidget(self.text, 1)
        column.addWidget(buttons)
        self.resize(SIZE)
        fit(self)
        self.refresh()

    def refresh(self) -> None:
        """Read the chosen log again, and show its end."""
        content = end_of(self._file(), MAX_BYTES)
        self._folder.setEnabled(self._file().exists())
        self.text.setPlainText(content if content.strip() else self.tr("Nothing is logged here."))
        self.text.moveCursor(self.text.textCursor().MoveOperation.End)
        self.text.moveCursor(self.text.textCursor().MoveOperation.StartOfLine)

    def _file(self) -> Path:
        return self._files[self.which.currentData()]
