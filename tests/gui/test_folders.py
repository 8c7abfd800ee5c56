"""Where file dialogs begin."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from t2v_desktop import paths
from t2v_desktop.clip import Clip
from t2v_desktop.gui import folders
from t2v_desktop.gui.folders import Purpose
from t2v_desktop.gui.player.save_dialog import ask_where
from t2v_desktop.request import Request


def test_each_purpose_has_a_folder_of_its_own_and_keeps_it(tmp_path: Path) -> None:
    (tmp_path / "here").mkdir()
    assert folders.last(Purpose.OPEN, tmp_path) == str(tmp_path)
    folders.keep(Purpose.OPEN, tmp_path / "here")
    assert folders.last(Purpose.OPEN, tmp_path) == str(tmp_path / "here")
    assert folders.last(Purpose.SAVE, tmp_path) == str(tmp_path)
    (tmp_path / "here").rmdir()
    assert folders.last(Purpose.OPEN, tmp_path) == str(tmp_path), "it is gone"


@pytest.mark.parametrize("text", ["", "[]", "{", '{"open": 3}', '{"open": "\\u0000"}', "[" * 50_000])
def test_a_damaged_file_costs_only_the_memory(tmp_path: Path, text: str) -> None:
    paths.settings_file().parent.mkdir(parents=True, exist_ok=True)
    paths.settings_file().with_name("folders.json").write_text(text)
    assert folders.last(Purpose.OPEN, tmp_path) == str(tmp_path)
    folders.keep(Purpose.OPEN, tmp_path)
    assert folders.last(Purpose.OPEN) == str(tmp_path)


def test_the_next_clip_is_saved_where_the_last_one_was(look: object, qtbot: QtBot, tmp_path: Path) -> None:
    parent, chosen = QWidget(), []
    qtbot.addWidget(parent)
    clip = Clip(tmp_path / "clip.mp4", tmp_path / "none.png", Request("a red circle"))
    (tmp_path / "exports").mkdir()
    first = ask_where(parent, clip, frame_only=False, chosen=chosen.append)
    first.setDirectory(str(tmp_path / "exports"))
    first.selectFile("one.mp4")
    first.accept()
    assert chosen == [tmp_path / "exports" / "one.mp4"]
    second: QFileDialog = ask_where(parent, clip, frame_only=False, chosen=chosen.append)
    assert Path(second.directory().absolutePath()) == tmp_path / "exports"
    second.reject()
