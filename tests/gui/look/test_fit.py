"""The window and its dialogs on small screens, and on other screens than last time."""

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
from t2v_desktop.gui.look.fit import available_area, fit

ROOT = Path(__file__).parents[3]


def opened(*arguments: object) -> dict[str, object]:
    command = [sys.executable, str(ROOT / "tests/gui/first_window.py"), *(str(argument) for argument in arguments)]
    done = subprocess.run(command, env=os.environ | {"PYTHONPATH": str(ROOT)}, cwd=ROOT, capture_output=True, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.parametrize("screen", [(1280, 720), (960, 540)])
def test_the_first_window_fits_a_small_screen(screen: tuple[int, int]) -> None:
    first = opened(*screen, "")
    assert QRect(0, 0, *screen).contains(QRect(*first["place"])) and first["generate"]


@pytest.mark.campaign
@pytest.mark.parametrize("place", [(2600, 1200, 1200, 900), (40, 60, 3700, 2000)], ids=["off the screen", "larger than the screen"])
def test_a_window_is_restored_within_a_smaller_screen(place: tuple[int, int, int, int]) -> None:
    before = opened(3840, 2160, "", *place)
    again = opened(1280, 720, before["state"])
    assert QRect(0, 0, 1280, 720).contains(QRect(*again["place"])) and again["generate"]


def test_a_window_is_moved_only_if_it_does_not_fit(look: QApplication, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.setGeometry(100, 150, 300, 200)
    fit(window)
    assert window.geometry() == QRect(100, 150, 300, 200)
    window.setGeometry(-500, 5000, 3000, 200)
    fit(window)
    assert available_area(window).contains(window.geometry()) and window.height() == 200


@pytest.mark.parametrize(("lines", "scrolls"), [(3, False), (200, True)])
def test_a_dialog_is_as_tall_as_its_content_and_scrolls_only_if_the_screen_is_too_small(look: QApplication, qtbot: QtBot, lines: int, scrolls: bool) -> None:
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
    assert available_area(dialog).height() >= dialog.height()
    assert dialog.rect().contains(buttons.geometry()) and dialog.focusWidget() is buttons.buttons()[0]
