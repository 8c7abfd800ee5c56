"""Why the queue paused itself, and buttons for what helps."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from t2v_desktop.gui.look import phrases
from t2v_desktop.gui.look.labels import label, plain_tooltip
from t2v_desktop.gui.remedy_buttons import RemedyButtons
from t2v_desktop.planning.remedies import Remedy


class PauseNotice(QFrame):
    """`chosen` carries the Remedy that the user wants."""

    chosen = Signal(Remedy)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._reason, self._buttons = label("", "warn", wrap=True), RemedyButtons()
        self._buttons.chosen.connect(self.chosen)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 4)
        column.setSpacing(6)
        column.addWidget(self._reason)
        column.addWidget(self._buttons)
        self.hide()

    def show_reason(self, reason: str, remedies: Sequence[Remedy]) -> None:
        """Show why the queue is paused, or hide if `reason` is empty."""
        self._reason.setText(phrases.sentence(reason))
        self._reason.setToolTip(plain_tooltip(phrases.sentence(reason)))
        self._buttons.offer(remedies)
        self.setVisible(bool(reason))
        self.updateGeometry()

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """As high as the text and the lines of buttons are at this width: a layout may otherwise squeeze what wraps."""
        narrowest = self._column.totalMinimumSize().width()
        return QSize(narrowest, self._column.totalHeightForWidth(max(self.width(), narrowest)))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def remedies(self) -> list[Remedy]:
        return self._buttons.offered()
