"""The middle of the window: the player or the library, chosen above them; the panel beside it changes with the view."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QActionGroup, QKeySequence
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from t2v_desktop.gui.library.details_pane import DetailsPane
from t2v_desktop.gui.library.gallery import Gallery
from t2v_desktop.gui.library.long_task import LongTask
from t2v_desktop.gui.library.task_row import TaskRow
from t2v_desktop.gui.library.view import LibraryView
from t2v_desktop.gui.look import theme
from t2v_desktop.gui.player.panel import Player

SWITCH_KEYS = "Ctrl+L"


class Views(QObject):
    """`middle` is for the middle column, with the progress of `task` below; `beside` is for the place below the queue.

    `changed` tells whether the library is shown now.
    """

    changed = Signal(bool)

    def __init__(self, player: Player, library: LibraryView, gallery: Gallery, details: DetailsPane, parent: QWidget) -> None:
        super().__init__(parent)
        self._player, self._library = player, library
        self.middle, self.beside = QWidget(), QStackedWidget()
        self.task = LongTask(self)
        self._stack = QStackedWidget()
        for stack, panels in ((self._stack, (player, library)), (self.beside, (gallery, details))):
            for panel in panels:
                stack.addWidget(panel)
        self.player_button, self.library_button = QPushButton(self.tr("Player")), QPushButton(self.tr("Library"))
        self._group = QButtonGroup(self)
        key = QKeySequence(SWITCH_KEYS).toString(QKeySequence.SequenceFormat.NativeText)
        switch = QHBoxLayout()
        switch.setSpacing(4)
        for button, name in ((self.player_button, self.tr("Show the player")), (self.library_button, self.tr("Show the library"))):
            button.setCheckable(True)
            button.setProperty("role", "tab")
            button.setAccessibleName(name)
            button.setToolTip(f"{name} ({key})")
            self._group.addButton(button)
            switch.addWidget(button)
        switch.addStretch(1)
        column = QVBoxLayout(self.middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(switch)
        column.addWidget(self._stack, 1)
        column.addWidget(TaskRow(self.task))
        self.player_button.setChecked(True)
        self.player_button.clicked.connect(self.show_player)
        self.library_button.clicked.connect(self.show_library)
        self._player_commands = QActionGroup(self)  # switched off together while the player is hidden; each keeps its own state
        self._player_commands.setExclusionPolicy(QActionGroup.ExclusionPolicy.None_)
        for action in player.actions_for_menu():
            self._player_commands.addAction(action)

    @property
    def is_library(self) -> bool:
        return self._stack.currentWidget() is self._library

    def show_player(self) -> None:
        self._show(0)

    def show_library(self) -> None:
        self._show(1)

    def toggle(self) -> None:
        self._show(0 if self.is_library else 1)
        (self._library.grid if self.is_library else self._player.stage).setFocus()

    def apply_theme(self) -> None:
        """Redraw the icons in the current theme."""
        for button, icon in ((self.player_button, "film"), (self.library_button, "grid")):
            button.setIcon(theme.icon(icon))

    def _show(self, index: int) -> None:
        if index == self._stack.currentIndex():
            return
        self._stack.setCurrentIndex(index)
        self.beside.setCurrentIndex(index)
        self._group.buttons()[index].setChecked(True)
        self._player_commands.setEnabled(index == 0)
        self.changed.emit(self.is_library)
