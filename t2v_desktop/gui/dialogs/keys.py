"""Lists the window's keyboard shortcuts, collected from its actions and widgets so that the list is always current."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu, QWidget

from t2v_desktop.gui.player.full_screen import FullScreen
from t2v_desktop.gui.player.grid import Grid
from t2v_desktop.gui.player.panel import Player
from t2v_desktop.gui.player.stage import Stage

KEY_WIDGETS = (Stage, Grid, Player, FullScreen)  # widgets that handle the keys in their KEYS themselves, without actions


@dataclass(frozen=True, slots=True)
class Key:
    """One command: its keys, written as on this system, and what it does."""

    keys: str
    text: str


def keys_of(window: QMainWindow) -> dict[str, list[Key]]:
    """All shortcuts, grouped by menu and then by panel."""
    groups: dict[str, list[Key]] = {}
    seen: set[QAction] = set()

    def add(heading: str, actions: Iterator[QAction]) -> None:
        for action in actions:
            if action.shortcuts() and action not in seen:
                seen.add(action)
                groups.setdefault(heading, []).append(Key(native(action.shortcuts()), plain(action.whatsThis() or action.text())))

    for entry in window.menuBar().actions():
        if isinstance(menu := entry.menu(), QMenu):
            add(plain(entry.text()), _in(menu))
    for widget in window.findChildren(QWidget):
        add(widget.accessibleName(), (action for action in widget.actions()))
    heading = QCoreApplication.translate("keys", "Video")
    for kind in KEY_WIDGETS:
        for keys, text in kind.KEYS:
            description = QCoreApplication.translate(kind.__name__, str(text))
            groups.setdefault(heading, []).append(Key(native(QKeySequence(key) for key in keys.split(" ")), description))
    return groups


def native(sequences: "Iterator[QKeySequence] | Sequence[QKeySequence]") -> str:
    """Key sequences as the system writes them, separated by two spaces."""
    return "  ".join(sequence.toString(QKeySequence.SequenceFormat.NativeText) for sequence in sequences)


def plain(text: str) -> str:
    """An action's text without its mnemonic and ellipsis."""
    return text.replace("&&", "\0").replace("&", "").replace("\0", "&").removesuffix("…")


def _in(menu: QMenu) -> Iterator[QAction]:
    for action in menu.actions():
        yield action
        if isinstance(submenu := action.menu(), QMenu):
            yield from _in(submenu)
