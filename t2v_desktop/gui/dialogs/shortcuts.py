"""The Keyboard shortcuts dialog: every key of the window, searchable."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialogButtonBox, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from t2v_desktop.gui.dialogs.keys import Key
from t2v_desktop.gui.dialogs.sheet import Sheet
from t2v_desktop.gui.look.fit import available_area
from t2v_desktop.gui.look.labels import label
from t2v_desktop.gui.look.search_field import SearchField
from t2v_desktop.planning.command_search import best_matches

MOST_COLUMNS, AROUND_PX = 3, 80  # pixels at 100 % that the window has around the columns
HEADING_ROWS = 2  # how many rows a heading and the gap above it count as when balancing the columns


class Group(QWidget):
    """The keys under one heading."""

    def __init__(self, heading: str, keys: Sequence[Key]) -> None:
        super().__init__()
        self._heading, self._keys = heading, keys
        self._rows: list[tuple[QLabel, QLabel]] = []
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(0, 1)
        grid.addWidget(label(heading, "heading"), 0, 0, 1, 2)
        for row, key in enumerate(keys, 1):
            texts = label(key.text), label(key.keys, "muted")
            grid.addWidget(texts[0], row, 0)
            grid.addWidget(texts[1], row, 1, Qt.AlignmentFlag.AlignRight)
            self._rows.append(texts)

    def filter(self, typed: str) -> bool:
        """Show only the keys that match, by what they do, by their names or by the heading. Returns whether there are any."""
        shown = set(best_matches(typed, [f"{key.text} {key.keys} {self._heading}" for key in self._keys]))
        for at, texts in enumerate(self._rows):
            for text in texts:
                text.setVisible(at in shown)
        self.setVisible(bool(shown))
        return bool(shown)


class Shortcuts(Sheet):
    """Shows `groups` of keys by heading, with what each key does."""

    def __init__(self, groups: Mapping[str, Sequence[Key]], parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Keyboard shortcuts"), 0, parent)
        self.search = SearchField(self.tr("Search commands and keys"))
        self._nothing = label(self.tr("No matching shortcuts"), "muted")
        self._nothing.hide()
        self._groups: list[Group] = []
        columns = self._make_columns(groups)
        page = QVBoxLayout()
        page.setSpacing(14)
        page.addWidget(self.search)
        page.addWidget(self._nothing)
        page.addWidget(columns)
        page.addStretch(1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        self.fill(page, buttons)
        self.search.textChanged.connect(self._filter)
        self.search.setFocus()

    def _make_columns(self, groups: Mapping[str, Sequence[Key]]) -> QWidget:
        """As many columns as fit on the screen, at least one."""
        room = available_area(self).width() - AROUND_PX
        for count in range(MOST_COLUMNS, 0, -1):
            self._groups.clear()
            made = QWidget()
            row = QHBoxLayout(made)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(36)
            for column in _columns(groups, count):
                row.addLayout(self._make_column(column), 1)
            if made.minimumSizeHint().width() <= room:
                break
        return made

    def _make_column(self, groups: Mapping[str, Sequence[Key]]) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(12)
        for heading, keys in groups.items():
            group = Group(heading, keys)
            self._groups.append(group)
            column.addWidget(group)
        column.addStretch(1)
        return column

    def _filter(self, typed: str) -> None:
        matches = [group.filter(typed) for group in self._groups]
        self._nothing.setVisible(not any(matches))


def _columns(groups: Mapping[str, Sequence[Key]], count: int) -> list[dict[str, Sequence[Key]]]:
    """Distribute the groups in order, each to the column that is shortest so far."""
    columns: list[dict[str, Sequence[Key]]] = [{} for _ in range(count)]
    for heading, keys in groups.items():
        shortest = min(columns, key=lambda column: sum(len(keys) + HEADING_ROWS for keys in column.values()))
        shortest[heading] = keys
    return columns
