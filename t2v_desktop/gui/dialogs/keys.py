"""Every key of the window, read off the actions that have them, so that no list of them can go stale."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu, QWidget

from t2v_desktop.gui.player.full_screen import FullScreen
from t2v_desktop.gui.player.panel import Player
from t2v_desktop.gui.player.stage import Stage

LISTENING = (Stage, Player, FullScreen)  # widgets whose keys are no actions: each hears of those in its KEYS


@dataclass(frozen=True, slots=True)
class Key:
    """One command: its keys as the system writes them, and what it does."""

    keys: str
    text: str


def keys_of(window: QMainWindow) -> dict[str, list[Key]]:
    """All keys by where they work: the menus first, then the panels with keys of their own."""
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
    heading = QCoreApplication.translate("keys", "Picture")
    for kind in LISTENING:
        for keys, text in kind.KEYS:
            what = QCoreApplication.translate(kind.__name__, str(text))
            groups.setdefault(heading, []).append(Key(native(QKeySequence(key) for key in keys.split(" ")), what))
    return groups


def native(sequences: "Iterator[QKeySequence] | Sequence[QKeySequence]") -> str:
    return "  ".join(sequence.toString(QKeySequence.SequenceFormat.NativeText) for sequence in sequences)


def plain(text: str) -> str:
    """An action's text without its mnemonic and dots."""
    return text.replace("&&", "\0").replace("&", "").replace("\0", "&").removesuffix("…")


def _in(menu: QMenu) -> Iterator[QAction]:
    for action in menu.actions():
        yield action
        if isinstance(submenu := action.menu(), QMenu):
            yield from _in(submenu)
