"""The list of shortcuts is complete and has no duplicates."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from itertools import pairwise

import pytest
import shiboken6
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

import t2v_desktop.gui
from t2v_desktop.gui.dialogs.keys import keys_of, plain
from t2v_desktop.gui.dialogs.shortcuts import Shortcuts
from t2v_desktop.gui.main_window import MainWindow
from t2v_desktop.gui.session import Session
from t2v_desktop.library.database import Database
from t2v_desktop.library.prompts import Prompts
from t2v_desktop.models.store import find

NATIVE = QKeySequence.SequenceFormat.NativeText


@pytest.fixture
def window(make_session: Callable[..., Session], database: Database) -> Iterator[MainWindow]:
    window = MainWindow(make_session(), Prompts(database), lambda: [find("starter")], lambda *_: True)
    yield window
    window.close()
    shiboken6.delete(window)


@pytest.fixture
def listed(window: MainWindow, qtbot: QtBot) -> list[str]:
    """The texts of the dialog in order."""
    page = Shortcuts(keys_of(window))
    qtbot.addWidget(page)
    return [label.text() for label in page.findChildren(QLabel)]


def test_every_action_with_a_shortcut_is_listed(window: MainWindow, listed: list[str]) -> None:
    actions = [action for action in window.findChildren(QAction) if action.shortcuts()]
    assert len(actions) > 30
    missing = []
    for action in actions:
        keys = "  ".join(sequence.toString(NATIVE) for sequence in action.shortcuts())
        text = plain(action.whatsThis() or action.text())
        if (text, keys) not in pairwise(listed):
            missing.append(f"{text}: {keys}")
    assert missing == []
    assert window.findChildren(QShortcut) == [], "use an action instead, so that it is listed"


def key_widgets() -> list[type[QWidget]]:
    """The widget classes that handle keys themselves."""
    modules = [importlib.import_module(m.name) for m in pkgutil.walk_packages(t2v_desktop.gui.__path__, "t2v_desktop.gui.") if "screenshots" not in m.name]
    kinds = {kind for module in modules for _, kind in inspect.getmembers(module, inspect.isclass) if kind.__module__.startswith("t2v_desktop.gui")}
    return [kind for kind in kinds if "keyPressEvent" in vars(kind)]


def test_every_key_that_a_widget_handles_is_listed(listed: list[str]) -> None:
    assert {kind.__name__ for kind in key_widgets()} >= {"Stage", "Player", "FullScreen", "PromptEdit"}
    for kind in key_widgets():
        assert hasattr(kind, "KEYS"), f"{kind.__name__} handles keys but has no KEYS; those of every widget of its kind are not listed: ()"
        for keys, text in kind.KEYS:
            assert (text, "  ".join(QKeySequence(key).toString(NATIVE) for key in keys.split(" "))) in pairwise(listed)


def test_no_key_has_two_meanings_in_the_same_place(window: MainWindow) -> None:
    for heading, keys in keys_of(window).items():
        assert heading and all(entry.keys and entry.text for entry in keys)
        each = [key for entry in keys for key in entry.keys.split("  ") if key != "Esc"]  # which cancels whatever is active
        assert len(each) == len(set(each)), heading


def test_the_list_is_searched_by_command_and_by_key(window: MainWindow, qtbot: QtBot) -> None:
    page = Shortcuts(keys_of(window), window)
    qtbot.addWidget(page)
    page.show()

    def shown() -> list[str]:
        return [label.text() for label in page.findChildren(QLabel) if label.isVisible()]

    page.search.setText("full")
    assert sorted(shown()) == sorted(["View", "Full screen", "F  F11", "Video", "Exit full screen", "Esc"]), "in whichever columns"
    page.search.setText("f11")
    assert shown() == ["View", "Full screen", "F  F11"]
    page.search.setText("qqq")
    assert shown() == ["No matching shortcuts"]
    page.search.clear()
    assert len(shown()) > 60


@pytest.mark.parametrize(
    ("text", "shown"), [("&Open video…", "Open video"), ("打开视频(&O)…", "打开视频"), ("R&&D", "R&D"), ("Video &öffnen…", "Video öffnen")]
)
def test_a_command_is_listed_without_its_mnemonic(text: str, shown: str) -> None:
    assert plain(text) == shown
