"""Lists the window's commands and keyboard shortcuts, collected from its actions and widgets so that the lists are always current."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu, QWidget

from t2v_desktop.gui.dialogs.help_viewer import HelpViewer
from t2v_desktop.gui.player.full_screen import FullScreen
from t2v_desktop.gui.player.grid import Grid
from t2v_desktop.gui.player.panel import Player
from t2v_desktop.gui.player.stage import Stage
from t2v_desktop.gui.queue.rows import Rows

MNEMONIC_BEHIND = re.compile(r"\(&\w\)")
VIDEO, HELP, QUEUE = str(QT_TRANSLATE_NOOP("keys", "Video")), str(QT_TRANSLATE_NOOP("keys", "Help window")), str(QT_TRANSLATE_NOOP("keys", "Queue"))
KEY_WIDGETS: tuple[tuple[type[Stage | Grid | Player | FullScreen | HelpViewer | Rows], str], ...] = (  # their KEYS are of no action of the window
    (Stage, VIDEO), (Grid, VIDEO), (Player, VIDEO), (FullScreen, VIDEO), (HelpViewer, HELP), (Rows, QUEUE),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Key:
    """One command: its keys, written as on this system, and what it does."""

    keys: str
    text: str


@dataclass(frozen=True, slots=True)
class Command:
    """An action of the window, and where it is found: its menu, or the panel that has it."""

    heading: str
    action: QAction

    @property
    def text(self) -> str:
        return plain(self.action.whatsThis() or self.action.text())

    @property
    def keys(self) -> str:
        return native(self.action.shortcuts())


def commands_of(window: QMainWindow) -> list[Command]:
    """All commands, menu by menu and then panel by panel."""
    found: dict[QAction, Command] = {}
    for entry in window.menuBar().actions():
        if isinstance(menu := entry.menu(), QMenu):
            for action in _in(menu):
                if not action.isSeparator() and action.menu() is None:
                    found.setdefault(action, Command(plain(entry.text()), action))
    for widget in window.findChildren(QWidget):
        if not isinstance(widget, QMenu):  # other menus offer what depends on where they open
            for action in widget.actions():
                if action.text() and action.menu() is None:
                    found.setdefault(action, Command(widget.accessibleName(), action))
    return [command for command in found.values() if command.heading]


def keys_of(window: QMainWindow) -> dict[str, list[Key]]:
    """All shortcuts, grouped by menu and then by panel."""
    groups: dict[str, list[Key]] = {}
    for command in commands_of(window):
        if command.keys:
            groups.setdefault(command.heading, []).append(Key(command.keys, command.text))
    for kind, title in KEY_WIDGETS:
        heading = QCoreApplication.translate("keys", title)
        for keys, text in kind.KEYS:
            description = QCoreApplication.translate(kind.__name__, str(text))
            groups.setdefault(heading, []).append(Key(native(QKeySequence(key) for key in keys.split(" ")), description))
    return groups


def native(sequences: "Iterator[QKeySequence] | Sequence[QKeySequence]") -> str:
    """Key sequences as the system writes them, separated by two spaces."""
    return "  ".join(sequence.toString(QKeySequence.SequenceFormat.NativeText) for sequence in sequences)


def plain(text: str) -> str:
    """An action's text without its mnemonic, which may stand behind it as in 打开(&O), and ellipsis."""
    return MNEMONIC_BEHIND.sub("", text).replace("&&", "\0").replace("&", "").replace("\0", "&").removesuffix("…")


def _in(menu: QMenu) -> Iterator[QAction]:
    for action in menu.actions():
        yield action
        if isinstance(submenu := action.menu(), QMenu):
            yield from _in(submenu)
