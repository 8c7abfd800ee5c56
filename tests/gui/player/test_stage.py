"""Clicks, the context menu and the zoom level on the stage, and the controls in full screen."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu
from pytestqt.qtbot import QtBot

from t2v_desktop.clip import Clip
from t2v_desktop.gui.player.full_screen import FullScreen
from t2v_desktop.gui.player.panel import Player
from tests.media.made_clips import COUNT, SIDE

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
MIDDLE = QPoint(200, 200)
Play = Callable[..., None]


def full_screen(player: Player) -> FullScreen:
    window = player.stage.window()
    assert isinstance(window, FullScreen)
    return window


def test_a_click_pauses_and_another_plays(player: Player, clip: Clip, play_clip: Play, qtbot: QtBot) -> None:
    play_clip(clip)
    qtbot.mouseClick(player.stage, LEFT, NONE, MIDDLE)
    assert not player.playback.playing
    qtbot.mouseClick(player.stage, LEFT, NONE, MIDDLE)
    assert player.playback.playing


def test_a_double_click_opens_full_screen_and_the_clip_plays_on(player: Player, clip: Clip, play_clip: Play) -> None:
    play_clip(clip)
    QTest.mouseClick(player.stage, LEFT, NONE, MIDDLE)
    QTest.mouseDClick(player.stage, LEFT, NONE, MIDDLE)  # as Qt sends it: press, release, double click, release
    assert player.playback.playing
    full_screen(player).close()


def test_a_drag_is_no_click(player: Player, clip: Clip, play_clip: Play, qtbot: QtBot) -> None:
    play_clip(clip)
    for zoomed in (False, True):
        if zoomed:
            player.commands.zoom_in.trigger()
        qtbot.mousePress(player.stage, LEFT, NONE, MIDDLE)
        spot = QPointF(MIDDLE + QPoint(30, 0))
        QApplication.sendEvent(player.stage, QMouseEvent(QEvent.Type.MouseMove, spot, spot, LEFT, LEFT, NONE))
        qtbot.mouseRelease(player.stage, LEFT, NONE, MIDDLE + QPoint(30, 0))
        assert player.playback.playing


def test_moving_the_wipe_is_no_click(player: Player, clip: Clip, play_clip: Play, qtbot: QtBot) -> None:
    play_clip(clip, clip)
    qtbot.mouseClick(player.stage, LEFT, NONE, MIDDLE)
    assert player.playback.playing


def test_a_right_click_offers_the_commands_of_the_clip(player: Player, clip: Clip, play_clip: Play, qtbot: QtBot) -> None:
    play_clip(clip)
    QApplication.sendEvent(player.stage, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, MIDDLE, player.stage.mapToGlobal(MIDDLE)))
    (menu,) = (menu for menu in player.stage.findChildren(QMenu) if menu.isVisible())
    texts = [action.text() for action in menu.actions() if not action.isSeparator()]
    assert texts[0] == "Pause" and {"Save as…", "Copy frame", "Show in folder", "Delete", "Full screen"} <= set(texts)
    menu.close()
    assert player.playback.playing
    qtbot.waitUntil(lambda: not player.stage.findChildren(QMenu))


def test_the_frame_is_shown_by_number(player: Player, clip: Clip, play_clip: Play) -> None:
    player.resize(760, 560)
    play_clip(clip)
    player.playback.toggle()
    player.playback.seek(4)
    assert f"5 / {COUNT} frames" in [label.text() for label in player.transport.findChildren(QLabel) if label.isVisible()]


def test_the_zoom_level_counts_pixels_of_the_clip(player: Player, clip: Clip, play_clip: Play) -> None:
    play_clip(clip)
    fitted = min(player.stage.width(), player.stage.height()) / SIDE
    player.commands.zoom_in.trigger()
    assert player.stage._zoom_text() == f"{round(125 * fitted):,} %".replace(",", "") or player.stage._zoom_text() == f"{round(125 * fitted):,} %"


@pytest.fixture
def on_full_screen(player: Player, clip: Clip, play_clip: Play) -> FullScreen:
    play_clip(clip)
    player.commands.full_screen.trigger()
    return full_screen(player)


def test_full_screen_has_the_controls_until_the_pointer_rests(player: Player, on_full_screen: FullScreen, qtbot: QtBot) -> None:
    assert on_full_screen.controls.isVisible() and player.transport.isVisible()
    assert on_full_screen.rect().contains(on_full_screen.controls.geometry())
    on_full_screen._timer.setInterval(1)
    on_full_screen._show_controls()
    qtbot.waitUntil(lambda: not on_full_screen.controls.isVisible())
    spot = QPointF(30, 30)
    QApplication.sendEvent(player.stage, QMouseEvent(QEvent.Type.MouseMove, spot, spot, Qt.MouseButton.NoButton, Qt.MouseButton.NoButton, NONE))
    assert on_full_screen.controls.isVisible()
    on_full_screen.close()
    assert player.transport.isVisible() and player.layout().indexOf(player.transport) == 2


def test_controls_in_use_stay(player: Player, on_full_screen: FullScreen, qtbot: QtBot) -> None:
    player.transport.scrubber.setSliderDown(True)
    on_full_screen._hide_controls()
    assert on_full_screen.controls.isVisible()
    player.transport.scrubber.setSliderDown(False)
    player.transport.scrubber.setFocus()
    on_full_screen._hide_controls()
    assert not on_full_screen.controls.isVisible() and on_full_screen.focusWidget() is player.stage
    on_full_screen.close()
