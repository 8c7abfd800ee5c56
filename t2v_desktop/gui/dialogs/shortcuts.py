"""The Keyboard shortcuts dialog."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialogButtonBox, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from t2v_desktop.gui.dialogs.keys import Key
from t2v_desktop.gui.dialogs.sheet import Sheet
from t2v_desktop.gui.look.labels import label

COLUMNS = 3
HEADING_ROWS = 2  # how many rows a heading and the gap above it count as when balancing the columns


class Shortcuts(Sheet):
    """Shows `groups` of keys by heading, with what each key does."""

    def __init__(self, groups: Mapping[str, Sequence[Key]], parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Keyboard shortcuts"), 0, parent)
        page = QHBoxLayout()
        page.setSpacing(36)
        for column in _columns(groups):
            page.addLayout(_column(column), 1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        self.fill(page, buttons)


def _columns(groups: Mapping[str, Sequence[Key]]) -> list[dict[str, Sequence[Key]]]:
    """Distribute the groups in order, each to the column that is shortest so far."""
    columns: list[dict[str, Sequence[Key]]] = [{} for _ in range(COLUMNS)]
    for heading, keys in groups.items():
        shortest = min(columns, key=lambda column: sum(len(keys) + HEADING_ROWS for keys in column.values()))
        shortest[heading] = keys
    return columns


def _column(groups: Mapping[str, Sequence[Key]]) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(12)
    for heading, keys in groups.items():
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(0, 1)
        grid.addWidget(label(heading, "heading"), 0, 0, 1, 2)
        for row, key in enumerate(keys, 1):
            grid.addWidget(label(key.text), row, 0)
            grid.addWidget(label(key.keys, "muted"), row, 1, Qt.AlignmentFlag.AlignRight)
        column.addLayout(grid)
    column.addStretch(1)
    return column
