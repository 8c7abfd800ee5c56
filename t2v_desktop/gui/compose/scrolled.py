"""A column of widgets that scrolls where it is too high."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

SCROLL_PX = 10


class Scrolled(QScrollArea):
    """Fill `column`. `edge`, to be placed below, is a line that shows while there is more to scroll to."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        inside = QWidget()
        self.column = QVBoxLayout(inside)
        self.column.setSpacing(10)
        self.column.setContentsMargins(0, 0, SCROLL_PX, 0)
        self.edge = QFrame()
        self.edge.setProperty("role", "line")
        self.edge.setFixedHeight(1)
        self.edge.hide()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(inside)
        inside.setAutoFillBackground(False)
        self.viewport().setAutoFillBackground(False)
        self.verticalScrollBar().rangeChanged.connect(self._make_room)

    def _make_room(self, low: int, high: int) -> None:
        """The scroll bar, where one is needed, stands in the margin."""
        self.column.setContentsMargins(0, 0, 0 if high > low else SCROLL_PX, 0)
        self.edge.setVisible(high > low)
