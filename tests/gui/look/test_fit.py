"""The window and its dialogs on screens that are small, or not those of the last time."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QLabel, QScrollArea, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from t2v_desktop.gui.dialogs.sheet import Sheet
from t2v_desktop.gui.look.fit import fit, room

ROOT = Path(__file__).parents[3]


def opened(*given: object) -> dict[str, object]:
    command = [sys.executable, str(ROOT / "tests/gui/first_window.py"), *(str(each) for each in given)]
    done = subprocess.run(command, env=os.environ | {"PYTHONPATH": str(ROOT)}, cwd=ROOT, capture_output=True, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.parametrize("screen", [(1280, 720), (960, 540)])
def test_the_first_window_is_all_on_a_small_screen(screen: tuple[int, int]) -> None:
    first = opened(*screen, "")
    assert QRect(0, 0, *screen).contains(QRect(*first["place"])) and first["generate"]


@pytest.mark.parametrize("place", [(2600, 1200, 1200, 900), (40, 60, 3700, 2000)], ids=["beyond it", "larger"])
def test_a_window_comes_back_on_the_screen_that_is_there(place: tuple[int, int, int, int]) -> None:
    before = opened(3840, 2160, "", *place)
    again = opened(1280, 720, before["state"])
    assert QRect(0, 0, 1280, 720).contains(QRect(*again["place"])) and again["generate"]


def test_a_window_that_fits_stays_where_it_is(look: QApplication, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.setGeometry(100, 150, 300, 200)
    fit(window)
    assert window.geometry() == QRect(100, 150, 300, 200)
    window.setGeometry(-500, 5000, 3000, 200)
    fit(window)
    assert room(window).contains(window.geometry()) and window.height() == 200


@pytest.mark.parametrize(("lines", "scrolls"), [(3, False), (200, True)])
def test_a_dialog_is_as_high_as_what_it_shows_and_scrolls_only_where_the_screen_ends(look: QApplication, qtbot: QtBot, lines: int, scrolls: bool) -> None:
    dialog, column = Sheet("Lines", 300), QVBoxLayout()
    qtbot.addWidget(dialog)
    for number in range(lines):
        column.addWidget(QLabel(f"line {number}"))
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
    dialog.fill(column, buttons)
    dialog.show()
    look.processEvents()
    bar = dialog.findChild(QScrollArea).verticalScrollBar()
    assert bool(bar.maximum()) is scrolls
    assert room(dialog).height() >= dialog.height()
    assert dialog.rect().contains(buttons.geometry()) and dialog.focusWidget() is buttons.buttons()[0]
