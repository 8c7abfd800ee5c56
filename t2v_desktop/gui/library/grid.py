"""A scrolling grid of tiles whose layout is computed, not stored, so that 100,000 rows cost as much as ten."""

from math import ceil

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QItemSelectionRange,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QRegion, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QRubberBand, QStyle, QStyleOptionViewItem

Index = QModelIndex | QPersistentModelIndex
GAP_PX = 10  # between tiles; a rubber band can begin there
FEWEST_COLUMNS = 2


class Grid(QListView):
    """Rows of square tiles above a caption of `caption_px`, as many as fit, stretched to fill the width.

    QListView itself visits every row of its model whenever the size changes, 100 ms for 100,000; it stays the base for screen readers,
    which know its kind. `hovered` carries the row under the mouse, -1 for none.
    """

    hovered = Signal(int)
    scrolled = Signal()

    def __init__(self, side_px: int, caption_px: int = 0) -> None:
        super().__init__()
        self._side, self._caption = side_px, caption_px
        self._hovered, self._pressed_at = -1, QPoint()
        self._band = QRubberBand(QRubberBand.Shape.Rectangle, self.viewport())
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.setAutoScroll(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.verticalScrollBar().valueChanged.connect(self._note_scroll)

    # layout

    def set_side(self, side_px: int, caption_px: int) -> None:
        """Change the size of the tiles. The first row in view stays in view."""
        first = self._first_in_view()
        self._side, self._caption = side_px, caption_px
        self._lay_out(first)

    def columns(self) -> int:
        return max(FEWEST_COLUMNS, self._width() // (self._side + GAP_PX))

    def cell(self) -> QSize:
        """The size of a tile with its gap and its caption."""
        width = self._width() // self.columns()
        return QSize(width, width + self._caption)

    def rows_in_view(self) -> range:
        """The rows of the model that are visible."""
        height, columns = self.cell().height(), self.columns()
        top = self.verticalOffset()
        first = max(0, top // height) * columns
        return range(first, min(self._count(), ceil((top + self.viewport().height()) / height) * columns))

    def _width(self) -> int:
        """The width to fill. It reserves room for the scroll bar even when there is none, so that one that appears moves no tile."""
        bar = self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent, None, self.verticalScrollBar())
        return max(FEWEST_COLUMNS, self.maximumViewportSize().width() - bar)

    def _count(self) -> int:
        model = self.model()
        return model.rowCount() if model is not None else 0

    def _first_in_view(self) -> int:
        return min(self.verticalOffset() // self.cell().height() * self.columns(), max(0, self._count() - 1))

    def _lay_out(self, first: int) -> None:
        self.updateGeometries()
        self.verticalScrollBar().setValue(first // self.columns() * self.cell().height())
        self.viewport().update()

    def _note_scroll(self) -> None:
        self._hover(-1)
        self.viewport().update()
        self.scrolled.emit()

    def _row_near(self, point: QPoint) -> int:
        """The row whose cell is at a point of the viewport, or the nearest one."""
        cell, columns = self.cell(), self.columns()
        column = min(max(point.x() // cell.width(), 0), columns - 1)
        row = (point.y() + self.verticalOffset()) // cell.height() * columns + column
        return min(max(row, 0), self._count() - 1)

    # what QAbstractItemView asks of a view

    def doItemsLayout(self) -> None:  # noqa: N802
        self.updateGeometries()
        self.viewport().update()

    def updateGeometries(self) -> None:  # noqa: N802
        QAbstractItemView.updateGeometries(self)
        height, bar = self.cell().height(), self.verticalScrollBar()
        bar.setSingleStep(max(1, height // 4))
        bar.setPageStep(self.viewport().height())
        bar.setRange(0, max(0, ceil(self._count() / self.columns()) * height - self.viewport().height()))

    def horizontalOffset(self) -> int:  # noqa: N802
        return 0

    def verticalOffset(self) -> int:  # noqa: N802
        return self.verticalScrollBar().value()

    def isIndexHidden(self, index: Index) -> bool:  # noqa: N802
        return False

    def visualRect(self, index: Index) -> QRect:  # noqa: N802
        if not index.isValid():
            return QRect()
        cell = self.cell()
        down, across = divmod(index.row(), self.columns())
        return QRect(across * cell.width(), down * cell.height() - self.verticalOffset(), cell.width(), cell.height())

    def indexAt(self, point: QPoint) -> QModelIndex:  # noqa: N802
        """The row whose tile is at a point; an invalid index between the tiles."""
        if not self._count() or point.x() >= self.columns() * self.cell().width():
            return QModelIndex()
        index = self.model().index(self._row_near(point), 0)
        gap = GAP_PX // 2
        return index if self.visualRect(index).adjusted(gap, gap, -gap, -gap).contains(point) else QModelIndex()

    def scrollTo(self, index: Index, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible) -> None:  # noqa: N802
        if not index.isValid():
            return
        rect, bar, height = self.visualRect(index), self.verticalScrollBar(), self.viewport().height()
        if hint is QAbstractItemView.ScrollHint.PositionAtCenter:
            bar.setValue(bar.value() + rect.center().y() - height // 2)
        elif rect.top() < 0 or hint is QAbstractItemView.ScrollHint.PositionAtTop:
            bar.setValue(bar.value() + rect.top())
        elif rect.bottom() > height or hint is QAbstractItemView.ScrollHint.PositionAtBottom:
            bar.setValue(bar.value() + min(rect.top(), rect.bottom() + 1 - height))

    def moveCursor(self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:  # noqa: N802
        count, move = self._count(), QAbstractItemView.CursorAction
        if not count:
            return QModelIndex()
        current, columns = max(0, self.currentIndex().row()), self.columns()
        page = max(1, self.viewport().height() // self.cell().height()) * columns
        back, ahead = (1, -1) if self.isRightToLeft() else (-1, 1)
        steps = {
            move.MoveLeft: back, move.MoveRight: ahead, move.MovePrevious: -1, move.MoveNext: 1, move.MoveUp: -columns, move.MoveDown: columns,
            move.MovePageUp: -page, move.MovePageDown: page, move.MoveHome: -count, move.MoveEnd: count,
        }  # fmt: skip
        if not self.currentIndex().isValid():
            return self.model().index(count - 1 if action is move.MoveEnd else 0, 0)
        moved = current + steps[action]
        if action is move.MoveUp and moved < 0:
            moved = current
        if action is move.MoveDown and moved >= count and current // columns == (count - 1) // columns:
            moved = current
        return self.model().index(min(max(moved, 0), count - 1), 0)

    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:  # noqa: N802
        """Select the tiles that a rubber band touches, or all rows from one corner to the other."""
        if self._count():
            banding = self.state() is QAbstractItemView.State.DragSelectingState
            self.selectionModel().select(self._in_band(rect.normalized()) if banding else self._between(rect), command)

    def _between(self, rect: QRect) -> QItemSelection:
        ends = sorted((self._row_near(rect.topLeft()), self._row_near(rect.bottomRight())))
        return QItemSelection(self.model().index(ends[0], 0), self.model().index(ends[1], 0))

    def _in_band(self, rect: QRect) -> QItemSelection:
        cell, columns, found, model = self.cell(), self.columns(), QItemSelection(), self.model()
        if rect.left() >= columns * cell.width():
            return found
        left, right = max(rect.left(), 0) // cell.width(), min(max(rect.right(), 0) // cell.width(), columns - 1)
        top, bottom = ((y + self.verticalOffset()) // cell.height() for y in (rect.top(), rect.bottom()))
        for down in range(max(top, 0), min(bottom, (self._count() - 1) // columns) + 1):
            last = min(down * columns + right, self._count() - 1)
            if down * columns + left <= last:
                found.append(QItemSelectionRange(model.index(down * columns + left, 0), model.index(last, 0)))
        return found

    def selectAll(self) -> None:  # noqa: N802
        """Select everything in one range. QAbstractItemView asks every row whether it can be selected."""
        if self._count():
            whole = QItemSelection(self.model().index(0, 0), self.model().index(self._count() - 1, 0))
            self.selectionModel().select(whole, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:  # noqa: N802
        return QRegion(self.viewport().rect())

    def keyboardSearch(self, search: str) -> None:  # noqa: N802
        """Letters are commands here."""

    # painting and the mouse

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self.viewport())
        try:
            self._paint_rows(painter)
        finally:  # a model that fails to read rows keeps this frame alive in its error: the painter must not outlive the viewport
            painter.end()

    def _paint_rows(self, painter: QPainter) -> None:
        option, model = QStyleOptionViewItem(), self.model()
        self.initViewItemOption(option)
        plain, flag, chosen = option.state, QStyle.StateFlag, self.selectionModel()
        current = self.currentIndex().row() if self.hasFocus() else -1
        for row in self.rows_in_view():
            index = model.index(row, 0)
            option.rect = self.visualRect(index)
            option.state = plain & ~(flag.State_Selected | flag.State_MouseOver | flag.State_HasFocus)
            for condition, state in ((chosen.isSelected(index), flag.State_Selected), (row == self._hovered, flag.State_MouseOver)):
                if condition:
                    option.state |= state
            if row == current:
                option.state |= flag.State_HasFocus
            self.itemDelegate().paint(painter, option, index)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        QAbstractItemView.mouseMoveEvent(self, event)
        banding = self.state() is QAbstractItemView.State.DragSelectingState
        if banding:
            self._band.setGeometry(QRect(self._pressed_at - QPoint(0, self.verticalOffset()), event.position().toPoint()).normalized())
        self._band.setVisible(banding)
        self._hover(self.indexAt(event.position().toPoint()).row() if event.buttons() == Qt.MouseButton.NoButton else -1)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        self._hover(-1)
        self._pressed_at = event.position().toPoint() + QPoint(0, self.verticalOffset())
        QAbstractItemView.mousePressEvent(self, event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        self._band.hide()
        QAbstractItemView.mouseReleaseEvent(self, event)

    def viewportEvent(self, event: QEvent) -> bool:  # noqa: N802
        if event.type() in (QEvent.Type.Leave, QEvent.Type.Hide):
            self._hover(-1)
        return bool(super().viewportEvent(event))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        first = self._first_in_view()
        QAbstractItemView.resizeEvent(self, event)
        if event.oldSize().width() != event.size().width():
            self._lay_out(first)

    def _hover(self, row: int) -> None:
        if row != self._hovered:
            self._hovered = row
            self.viewport().update()
            self.hovered.emit(row)
