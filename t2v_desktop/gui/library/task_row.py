"""A row with the progress of a long task and a Cancel button; hidden while nothing runs."""

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QWidget

from t2v_desktop.gui.library.long_task import LongTask
from t2v_desktop.gui.look import theme
from t2v_desktop.gui.look.labels import ElidedLabel


class TaskRow(QWidget):
    def __init__(self, task: LongTask, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = ""
        self._text = ElidedLabel()
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setMinimumWidth(60)
        self._bar.setMaximumWidth(160)
        self._cancel = QPushButton(self.tr("Cancel"))
        self._cancel.clicked.connect(task.cancel)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.SPACING)
        row.addWidget(self._text, 1)
        row.addWidget(self._bar, 1)
        row.addWidget(self._cancel)
        task.started.connect(self._start)
        task.progressed.connect(self._show_progress)
        task.ended.connect(self.hide)
        self.hide()

    def _start(self, title: str) -> None:
        self._title = title
        self._text.show_text(title)
        self._bar.setAccessibleName(title)
        self._cancel.setAccessibleName(self.tr("Cancel: {0}").format(title))
        self._bar.setRange(0, 0)
        self.show()

    def _show_progress(self, done: int, total: int) -> None:
        self._bar.setRange(0, max(total, 1))
        self._bar.setValue(done)
        counted = self.tr("{0} of {1}").format(QLocale().toString(done), QLocale().toString(total))
        self._text.show_text(f"{self._title} · {counted}")
