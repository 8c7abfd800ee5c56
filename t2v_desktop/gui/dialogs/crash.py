"""The dialog for an error that nothing caught."""

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialogButtonBox, QVBoxLayout, QWidget

from t2v_desktop.gui.dialogs.log_viewer import LogViewer, log_text
from t2v_desktop.gui.dialogs.sheet import Sheet
from t2v_desktop.gui.look.labels import label

WIDTH, DETAILS_PX = 560, 180  # pixels at 100 %


class CrashDialog(Sheet):
    """Says that the work is safe, and gives the details to copy into a report."""

    def __init__(self, details: str, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Something went wrong"), WIDTH, parent)
        self.details = log_text(self.tr("Details"))
        self.details.setPlainText(details)
        self.details.setMinimumHeight(DETAILS_PX)
        column = QVBoxLayout()
        column.setSpacing(10)
        column.addWidget(label(self.tr("An unexpected error occurred"), "heading"))
        safe = self.tr("Your clips and the queue are saved, and the window stays open. If something looks wrong, restart the application.")
        column.addWidget(label(safe, wrap=True))
        column.addWidget(label(self.tr("When you report the error, add these details:"), "muted", wrap=True))
        column.addWidget(self.details, 1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.copy = buttons.addButton(self.tr("Copy details"), QDialogButtonBox.ButtonRole.ActionRole)
        log = buttons.addButton(self.tr("Open log"), QDialogButtonBox.ButtonRole.ActionRole)
        self.copy.clicked.connect(self._copy)
        log.clicked.connect(lambda: LogViewer(self).exec())
        buttons.rejected.connect(self.reject)
        self.fill(column, buttons)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.details.toPlainText())
        self.copy.setText(self.tr("Copied"))
