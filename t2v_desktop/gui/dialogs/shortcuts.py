"""The Keyboard shortcuts dialog: every key of the window, searchable."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialogButtonBox, QGridLayout, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from t2v_desktop.gui.dialogs.keys import Key
from t2v_desktop.gui.dialogs.sheet import Sheet
from t2v_desktop.gui.look import theme
from t2v_desktop.gui.look.labels import label
from t2v_desktop.planning.command_search import best_matches

COLUMNS = 3
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
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Search commands and keys"))
        self.search.setAccessibleName(self.search.placeholderText())
        self.search.setClearButtonEnabled(True)
        self.search.addAction(theme.icon("search", theme.colours().muted), QLineEdit.ActionPosition.LeadingPosition)
        self._nothing = label(self.tr("No matching shortcuts"), "muted")
        self._nothing.hide()
        columns = QHBoxLayout()
        columns.setSpacing(36)
        self._groups: list[Group] = []
        for column in _columns(groups):
            columns.addLayout(self._make_column(column), 1)
        page = QVBoxLayout()
        page.setSpacing(14)
        page.addWidget(self.search)
        page.addWidget(self._nothing)
        page.addLayout(columns)
        page.addStretch(1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        self.fill(page, buttons)
        self.search.textChanged.connect(self._filter)
        self.search.setFocus()

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


def _columns(groups: Mapping[str, Sequence[Key]]) -> list[dict[str, Sequence[Key]]]:
    """Distribute the groups in order, each to the column that is shortest so far."""
    columns: list[dict[str, Sequence[Key]]] = [{} for _ in range(COLUMNS)]
    for heading, keys in groups.items():
        shortest = min(columns, key=lambda column: sum(len(keys) + HEADING_ROWS for keys in column.values()))
        shortest[heading] = keys
    return columns
