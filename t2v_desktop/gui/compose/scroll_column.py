"""A column of widgets that scrolls if it is too tall."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from t2v_desktop.gui.look import theme

SCROLL_PX, SPACING_PX = 10, 10


class ScrollColumn(QScrollArea):
    """Add widgets to `column`. Place `edge` below it: a line that is visible while the column can scroll."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        inside = QWidget()
        self.column = QVBoxLayout(inside)
        self.column.setSpacing(SPACING_PX)
        theme.set_margins(self.column, 0, 0, SCROLL_PX, 0)
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

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Wide enough for the content, which doesn't scroll sideways."""
        inside, scrolling = self.widget(), self.verticalScrollBar().maximum() > 0
        width = inside.minimumSizeHint().width() if inside is not None else 0
        return QSize(width + (SCROLL_PX if scrolling else 0), super().minimumSizeHint().height())  # otherwise the column's margin has that width

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """The content's width may have changed with its texts."""
        if event.type() is QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)

    def _adjust_margin(self, low: int, high: int) -> None:
        """Reserve the margin for the scroll bar, so that the column keeps its width."""
        theme.set_margins(self.column, 0, 0, 0 if high > low else SCROLL_PX, 0)
        self.edge.setVisible(high > low)
        self.updateGeometry()
