"""The command palette: every command of the window, found by typing a few letters."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QDialog, QFrame, QHeaderView, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from t2v_desktop.gui.dialogs.keys import Command
from t2v_desktop.gui.look import theme
from t2v_desktop.gui.look.fit import fit
from t2v_desktop.gui.look.labels import label
from t2v_desktop.gui.look.search_field import SearchField
from t2v_desktop.planning.command_search import best_matches

SIZE, ROW_PX, TOP_PX = QSize(560, 380), 30, 70
LIST_KEYS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class Palette(QDialog):
    """The arrow keys move through the list while the focus stays in the text; Enter runs the selected command."""

    def __init__(self, commands: Sequence[Command], parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self.setWindowTitle(self.tr("Commands"))
        self._commands = sorted(commands, key=lambda command: not command.action.isEnabled())
        self.typed = SearchField(self.tr("Type a command"), clear_button=False)
        self.typed.installEventFilter(self)
        self.list = self._make_list()
        self._nothing = label(self.tr("No matching commands"), "muted")
        frame = QFrame()
        frame.setProperty("role", "panel")
        column = QVBoxLayout(frame)
        column.setContentsMargins(*[theme.PANEL_MARGIN] * 4)
        column.setSpacing(theme.SPACING)
        column.addWidget(self.typed)
        column.addWidget(self.list, 1)
        column.addWidget(self._nothing, 1, Qt.AlignmentFlag.AlignTop)
        around = QVBoxLayout(self)
        around.setContentsMargins(1, 1, 1, 1)
        around.addWidget(frame)
        self.typed.textChanged.connect(self._show_matches)
        self.typed.returnPressed.connect(self._run_selected)
        self.list.itemClicked.connect(self._run)
        self.resize(SIZE)
        fit(self)
        corner = parent.mapToGlobal(parent.rect().topLeft())
        self.move(corner.x() + max(parent.width() - self.width(), 0) // 2, corner.y() + min(TOP_PX, max(parent.height() - self.height(), 0)))
        self._show_matches("")

    def _make_list(self) -> QTreeWidget:
        made = QTreeWidget()
        made.setColumnCount(3)
        made.setHeaderHidden(True)
        made.setRootIsDecorated(False)
        made.setUniformRowHeights(True)
        made.setProperty("role", "pane")
        made.setFrameShape(QFrame.Shape.NoFrame)
        made.setAccessibleName(self.tr("Commands"))
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        made.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        made.header().setStretchLastSection(False)
        made.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in (1, 2):
            made.header().setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        return made

    def _show_matches(self, typed: str) -> None:
        self.list.clear()
        texts = [f"{command.text} {command.heading}" for command in self._commands]
        for at in best_matches(typed, texts):
            command = self._commands[at]
            row = QTreeWidgetItem([command.text, command.heading, command.keys])
            row.setData(0, Qt.ItemDataRole.UserRole, at)
            row.setSizeHint(0, QSize(0, ROW_PX))
            row.setTextAlignment(2, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            for column in (1, 2):
                row.setForeground(column, QColor(theme.colours().muted))
            row.setDisabled(not command.action.isEnabled())
            self.list.addTopLevelItem(row)
        first = self.list.topLevelItem(0)
        self.list.setVisible(first is not None)
        self._nothing.setVisible(first is None)
        if first is not None and not first.isDisabled():
            self.list.setCurrentItem(first)

    def _run_selected(self) -> None:
        if (row := self.list.currentItem()) is not None:
            self._run(row)

    def _run(self, row: QTreeWidgetItem) -> None:
        """Close, then run the command, so that it finds the window as it was."""
        if row.isDisabled():
            return
        action = self._commands[row.data(0, Qt.ItemDataRole.UserRole)].action
        self.accept()
        action.trigger()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Move through the list with the keys that the text doesn't use."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() in LIST_KEYS:
            self.list.keyPressEvent(event)
            return True
        return False
