"""The list of the queue's rows: only the visible ones cost anything, and it stays where the user has scrolled to."""

from PySide6.QtCore import QT_TRANSLATE_NOOP, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPalette
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from t2v_desktop.gui.queue.model import QueueModel
from t2v_desktop.gui.queue.row import ROW


class Rows(QTableView):
    """A list of rows of the same height. `toggled` is emitted when the user opens or folds the finished jobs.

    A table of one column: after each change QListView would ask the model for all its rows to lay them out, which takes 20 ms for
    10,000. A table asks only for the visible ones.
    """

    KEYS = (("Space", QT_TRANSLATE_NOOP("Rows", "Open or fold the finished clips")),)
    toggled = Signal()

    def __init__(self, model: QueueModel) -> None:
        super().__init__()
        self._queue = model
        self.setModel(model)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setDragDropOverwriteMode(False)  # dropped between two rows, not on one
        palette = QPalette()
        palette.setBrush(QPalette.ColorRole.Highlight, Qt.GlobalColor.transparent)  # QueueRow draws the selection
        self.setPalette(palette)
        columns, rows = self.horizontalHeader(), self.verticalHeader()
        columns.hide()
        columns.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        rows.hide()
        rows.setDefaultSectionSize(ROW)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def moveCursor(self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:  # noqa: N802
        """Home and End go to the first and the last row; in a table they stay in the row."""
        match action:
            case QAbstractItemView.CursorAction.MoveHome:
                return self.model().index(0, 0)
            case QAbstractItemView.CursorAction.MoveEnd:
                return self.model().index(self.model().rowCount() - 1, 0)
        return super().moveCursor(action, modifiers)

    def rowsInserted(self, parent: QModelIndex | QPersistentModelIndex, first: int, last: int) -> None:  # noqa: N802
        """Keep what the user has scrolled to where it is."""
        above = self._rows_above(first)
        super().rowsInserted(parent, first, last)
        self._scroll_by((last - first + 1) * above)

    def rowsAboutToBeRemoved(self, parent: QModelIndex | QPersistentModelIndex, first: int, last: int) -> None:  # noqa: N802
        above = self._rows_above(first)
        super().rowsAboutToBeRemoved(parent, first, last)
        self._scroll_by(-(min(last, self._first_in_view() - 1) - first + 1) * above)

    def _first_in_view(self) -> int:
        return self.verticalScrollBar().value() // ROW

    def _rows_above(self, row: int) -> bool:
        """Whether a row is above those that the user has scrolled to."""
        return row < self._first_in_view()

    def _scroll_by(self, rows: int) -> None:
        if rows:
            bar, wanted = self.verticalScrollBar(), self.verticalScrollBar().value() + rows * ROW
            self.updateGeometries()  # the bar's range
            bar.setValue(wanted)

    def _is_heading(self, index: QModelIndex) -> bool:
        return index.isValid() and index.row() == self._queue.heading_row()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        super().mousePressEvent(event)
        if event.button() is Qt.MouseButton.LeftButton and self._is_heading(self.indexAt(event.position().toPoint())):
            self.toggled.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Enter, Space and the arrow keys open and fold the finished jobs."""
        wanted = {Qt.Key.Key_Right: True, Qt.Key.Key_Left: False}.get(Qt.Key(event.key()), not self._queue.is_open())
        toggles = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space, Qt.Key.Key_Right, Qt.Key.Key_Left)
        if toggles and self._is_heading(self.currentIndex()):
            if wanted is not self._queue.is_open():
                self.toggled.emit()
            return
        super().keyPressEvent(event)
