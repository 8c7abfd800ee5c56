"""The command palette: commands are found by a few letters and run by keys."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from pytestqt.qtbot import QtBot

from t2v_desktop.gui.dialogs.keys import commands_of
from t2v_desktop.gui.dialogs.palette import Palette
from t2v_desktop.gui.main_window import MainWindow


@pytest.fixture
def palette(window: MainWindow, qtbot: QtBot) -> Palette:
    made = Palette(commands_of(window), window)
    qtbot.addWidget(made)
    made.show()
    return made


def rows(palette: Palette) -> list[str]:
    return [palette.list.topLevelItem(at).text(0) for at in range(palette.list.topLevelItemCount())]


def test_every_command_of_the_menus_is_offered(window: MainWindow, palette: Palette) -> None:
    offered = {command.action for command in commands_of(window)}
    assert set(window.menu_actions.values()) <= offered
    assert set(window.player.commands.all()) <= offered
    assert len(rows(palette)) == len(offered)


def test_typing_and_enter_run_a_command(window: MainWindow, palette: Palette, qtbot: QtBot) -> None:
    window.compose.set_prompt("a cat")
    qtbot.keyClicks(palette.typed, "new pr")
    assert rows(palette) == ["New prompt"]
    qtbot.keyClick(palette.typed, Qt.Key.Key_Return)
    assert window.compose.prompt.text == "" and not palette.isVisible()


def test_the_arrow_keys_choose_while_the_text_keeps_the_focus(window: MainWindow, palette: Palette, qtbot: QtBot) -> None:
    loop = window.player.commands.loop
    qtbot.keyClicks(palette.typed, "lo")
    at = rows(palette).index("Loop")
    for _ in range(at):
        qtbot.keyClick(palette.typed, Qt.Key.Key_Down)
    qtbot.keyClick(palette.typed, Qt.Key.Key_Return)
    assert not loop.isChecked()


def test_a_disabled_command_is_shown_last_and_does_not_run(window: MainWindow, palette: Palette, qtbot: QtBot) -> None:
    ran: list[QAction] = []
    window.player.commands.save_frame.triggered.connect(lambda: ran.append(window.player.commands.save_frame))
    qtbot.keyClicks(palette.typed, "save frame")
    assert rows(palette) == ["Save frame"] and palette.list.topLevelItem(0).isDisabled()
    qtbot.keyClick(palette.typed, Qt.Key.Key_Return)
    assert palette.isVisible() and ran == []


def test_nothing_found_is_said(palette: Palette, qtbot: QtBot) -> None:
    qtbot.keyClicks(palette.typed, "zzz")
    assert rows(palette) == [] and palette._nothing.isVisible()
    qtbot.keyClick(palette.typed, Qt.Key.Key_Escape)
    assert not palette.isVisible()
