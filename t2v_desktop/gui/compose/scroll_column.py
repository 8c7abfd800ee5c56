"""A column of widgets that scrolls if it is too tall."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

SCROLL_PX, SPACING_PX = 10, 10


class ScrollColumn(QScrollArea):
    """Add widgets to `column`. Place `edge` below it: a line that is visible while the column can scroll."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        inside = QWidget()
        self.column = QVBoxLayout(inside)
        self.column.setSpacing(SPACING_PX)
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
        self.verticalScrollBar().rangeChanged.connect(self._adjust_margin)

    def _adjust_margin(self, low: int, high: int) -> None:
        """Reserve the margin for the scroll bar, so that the column keeps its width."""
        self.column.setContentsMargins(0, 0, 0 if high > low else SCROLL_PX, 0)
        self.edge.setVisible(high > low)
