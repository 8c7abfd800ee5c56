"""The grid whose layout is computed."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from t2v_desktop.gui.library.grid import GAP_PX, Grid, Index

MANY = 100_000
LEFT, NONE, SHIFT, CTRL = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


class Numbers(QAbstractListModel):
    """Rows of numbers; notes which were asked for."""

    def __init__(self, count: int) -> None:
        super().__init__()
        self.count, self.asked = count, set[int]()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008
        return 0 if parent.isValid() else self.count

    def data(self, index: Index, role: int = 0) -> object:
        self.asked.add(index.row())
        return str(index.row()) if role == Qt.ItemDataRole.DisplayRole else None


@pytest.fixture
def grid(look: QApplication, qtbot: QtBot) -> Iterator[Grid]:
    grid = Grid(150, 20)
    qtbot.addWidget(grid)
    grid.resize(700, 600)
    yield grid


def show(grid: Grid, count: int) -> Numbers:
    model = Numbers(count)
    model.setParent(grid)
    grid.setModel(model)
    grid.show()
    QTest.qWait(1)
    return model


def centre(grid: Grid, row: int) -> QPoint:
    return grid.visualRect(grid.model().index(row, 0)).center()


def selected(grid: Grid) -> list[int]:
    return sorted(index.row() for index in grid.selectedIndexes())


def drag(grid: Grid, start: QPoint, end: QPoint) -> None:
    view = grid.viewport()
    QTest.mousePress(view, LEFT, NONE, start)
    for step in range(1, 6):
        at = QPointF(start + (end - start) * step / 5)
        view_event = QMouseEvent(QEvent.Type.MouseMove, at, view.mapToGlobal(at), Qt.MouseButton.NoButton, LEFT, NONE)
        QApplication.sendEvent(view, view_event)
    QTest.mouseRelease(view, LEFT, NONE, end)


def test_a_hundred_thousand_rows_can_be_scrolled_to_the_end_and_only_rows_in_view_are_read(grid: Grid) -> None:
    model, bar = show(grid, MANY), grid.verticalScrollBar()
    for at in (0, bar.maximum() // 2, bar.maximum()):
        bar.setValue(at)
        grid.repaint()
    assert MANY - 1 in model.asked and any(abs(row - MANY // 2) < 100 for row in model.asked) and 0 in model.asked
    assert len(model.asked) < 100


def test_keys_move_by_tile_row_and_page_and_stay_in_the_grid(grid: Grid) -> None:
    show(grid, 103)
    columns = grid.columns()
    grid.setCurrentIndex(grid.model().index(0, 0))
    for key, row in (
        (Qt.Key.Key_Left, 0), (Qt.Key.Key_Up, 0), (Qt.Key.Key_Right, 1), (Qt.Key.Key_Down, 1 + columns),
        (Qt.Key.Key_End, 102), (Qt.Key.Key_Right, 102), (Qt.Key.Key_Down, 102), (Qt.Key.Key_Up, 102 - columns), (Qt.Key.Key_Home, 0),
    ):  # fmt: skip
        QTest.keyClick(grid, key)
        assert grid.currentIndex().row() == row
        assert grid.viewport().rect().intersects(grid.visualRect(grid.currentIndex()))
    QTest.keyClick(grid, Qt.Key.Key_PageDown)
    assert grid.currentIndex().row() == grid.viewport().height() // grid.cell().height() * columns


def test_clicks_with_shift_and_ctrl_extend_the_selection_in_the_order_of_the_list(grid: Grid) -> None:
    show(grid, 30)
    view = grid.viewport()
    QTest.mouseClick(view, LEFT, NONE, centre(grid, 1))
    QTest.mouseClick(view, LEFT, SHIFT, centre(grid, 6))
    assert selected(grid) == [1, 2, 3, 4, 5, 6]
    QTest.mouseClick(view, LEFT, CTRL, centre(grid, 3))
    assert selected(grid) == [1, 2, 4, 5, 6]
    QTest.keyClick(grid, Qt.Key.Key_A, CTRL)
    assert selected(grid) == list(range(30))


def test_a_rubber_band_selects_the_tiles_that_it_touches(grid: Grid) -> None:
    show(grid, 30)
    columns, cell = grid.columns(), grid.cell()
    drag(grid, QPoint(1, 1), QPoint(cell.width() + cell.width() // 2, cell.height() + cell.height() // 2))
    assert selected(grid) == [0, 1, columns, columns + 1]
    assert not grid._band.isVisible()
    QTest.mouseClick(grid.viewport(), LEFT, NONE, QPoint(GAP_PX // 4, GAP_PX // 4))
    assert selected(grid) == []


def test_the_first_row_in_view_stays_there_when_the_size_of_the_tiles_changes(grid: Grid) -> None:
    show(grid, 1000)
    grid.verticalScrollBar().setValue(grid.cell().height() * 50)
    first = grid.rows_in_view().start
    grid.set_side(90, 0)
    assert first in range(grid.rows_in_view().start, grid.rows_in_view().start + grid.columns())


@pytest.mark.parametrize("width", range(180, 900, 37))
def test_tiles_fill_the_width_and_none_is_cut_off(grid: Grid, width: int) -> None:
    show(grid, 50)
    grid.resize(width, 500)
    QTest.qWait(1)
    right = grid.visualRect(grid.model().index(grid.columns() - 1, 0)).right()
    assert width - 40 < right < grid.viewport().width()


def test_the_row_under_the_mouse_is_reported_until_the_mouse_leaves(grid: Grid, qtbot: QtBot) -> None:
    show(grid, 30)
    rows = list[int]()
    grid.hovered.connect(rows.append)
    QTest.mouseMove(grid.viewport(), centre(grid, 2))
    QTest.mouseMove(grid.viewport(), centre(grid, 5))
    QApplication.sendEvent(grid.viewport(), QEvent(QEvent.Type.Leave))
    assert rows == [2, 5, -1]
