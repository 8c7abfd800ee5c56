"""The way from the first sentence through the queue to the library, by keyboard alone: every key goes to what has the focus."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from t2v_desktop.gui.main_window import MainWindow
from t2v_desktop.gui.queue.rows import Rows
from t2v_desktop.job import State

CTRL = Qt.KeyboardModifier.ControlModifier
MOST_TABS = 120


@pytest.fixture
def window(make_window: Callable[..., MainWindow]) -> MainWindow:
    window = make_window()
    window.show()
    window.activateWindow()
    return window


def focused(window: MainWindow) -> QWidget:
    widget = window.focusWidget()
    assert widget is not None
    return widget


def press(window: MainWindow, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(focused(window), key, modifiers)
    QApplication.processEvents()


def tab_to(window: MainWindow, kind: type[QWidget]) -> None:
    for _ in range(MOST_TABS):
        if isinstance(focused(window), kind):
            return
        press(window, Qt.Key.Key_Tab)
    raise AssertionError(f"Tab never reached a {kind.__name__}")


def test_a_clip_is_made_found_in_the_queue_rated_and_played_without_a_mouse(window: MainWindow, qtbot: QtBot) -> None:
    session = window._session
    QTest.keyClicks(focused(window), "a red circle")
    with qtbot.waitSignal(session.queue_finished, timeout=20_000):
        press(window, Qt.Key.Key_Return, CTRL)
    assert window.follower.shown is not None and window.follower.shown.request.prompt == "a red circle"

    # the queue: open the finished jobs, duplicate the one there, remove it, and take that back
    tab_to(window, Rows)
    press(window, Qt.Key.Key_Home)
    press(window, Qt.Key.Key_Space)
    assert window.queue.model.is_open()
    press(window, Qt.Key.Key_Down)
    with qtbot.waitSignal(session.queue_finished, timeout=20_000):
        press(window, Qt.Key.Key_D, CTRL)
    assert [job.state for job in session.model.jobs()] == [State.DONE, State.DONE]
    press(window, Qt.Key.Key_End)
    press(window, Qt.Key.Key_Delete)
    assert len(session.model.jobs()) == 1
    press(window, Qt.Key.Key_Z, CTRL)
    assert len(session.model.jobs()) == 2

    # the library: rate a clip, open it in the player, and come back
    press(window, Qt.Key.Key_L, CTRL)
    qtbot.waitUntil(lambda: len(window.library.model.ids) == 2)
    tab_to(window, type(window.library.grid))
    press(window, Qt.Key.Key_Home)
    press(window, Qt.Key.Key_4)
    rated = session.clips.marks(window.library.model.ids)[window.library.model.ids[0]]
    assert rated.stars == 4
    press(window, Qt.Key.Key_Return)
    assert not window.views.is_library and window.player.isVisible()
    press(window, Qt.Key.Key_Escape)
    assert window.views.is_library
