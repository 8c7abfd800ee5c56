"""Choosing the clip to compare another one with."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from t2v_desktop.clip import Clip
from t2v_desktop.gui.library.compare_picker import ComparePicker
from t2v_desktop.library.clips import Clips
from t2v_desktop.library.database import Database
from t2v_desktop.request import Request

PROMPTS = ("a red circle", "a blue star", "a red circle", "a green heart", "a red circle at night")


@pytest.fixture
def clips(database: Database, tmp_path: Path) -> list[Clip]:
    """Clips of PROMPTS, oldest first."""
    library, made = Clips(database), []
    for number, prompt in enumerate(PROMPTS):
        path = tmp_path / f"{number}.mp4"
        path.touch()
        made.append(library.add(Clip(path, tmp_path / f"{number}.png", Request(prompt, seed=number), created_s=1000.0 + number)))
    return made


def opened(clips: Clips, clip: Clip, qtbot: QtBot) -> ComparePicker:
    picker = ComparePicker(clips, clip)
    qtbot.addWidget(picker)
    picker.show()
    return picker


def shown(picker: ComparePicker) -> list[int]:
    """The seeds of the listed clips."""
    return [found.clip.request.seed for row in range(picker._model.rowCount()) if (found := picker._model.listed(row)) is not None]


def test_clips_of_the_same_prompt_come_first_and_the_clip_itself_is_left_out(look: QApplication, database: Database, clips: list[Clip], qtbot: QtBot) -> None:
    picker = opened(Clips(database), clips[0], qtbot)
    qtbot.waitUntil(lambda: shown(picker) == [4, 2, 3, 1])
    picked: list[Clip] = []
    picker.picked.connect(picked.append)
    qtbot.keyClick(picker.grid, Qt.Key.Key_Right)
    picker.compare.click()
    assert [clip.path for clip in picked] == [clips[2].path] and not picker.isVisible()


def test_a_search_narrows_the_choice_and_enter_picks(look: QApplication, database: Database, clips: list[Clip], qtbot: QtBot) -> None:
    picker = opened(Clips(database), clips[0], qtbot)
    qtbot.waitUntil(lambda: len(shown(picker)) == 4)
    picker.search.setText("heart")
    qtbot.waitUntil(lambda: shown(picker) == [3])
    picked: list[Clip] = []
    picker.picked.connect(picked.append)
    qtbot.keyClick(picker.search, Qt.Key.Key_Return)
    assert [clip.path for clip in picked] == [clips[3].path]


def test_nothing_to_compare_with_is_said(look: QApplication, database: Database, clips: list[Clip], qtbot: QtBot) -> None:
    library = Clips(database)
    library.remove([clip.path for clip in clips[1:]])
    picker = opened(library, clips[0], qtbot)
    qtbot.waitUntil(lambda: picker._note.text() == "There's no other clip to compare with yet.")
    assert not picker.compare.isEnabled()
