"""The folders that file dialogs open in."""

from collections.abc import Callable
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from t2v_desktop import paths, settings
from t2v_desktop.clip import Clip
from t2v_desktop.gui.dialogs import folders
from t2v_desktop.gui.dialogs.files import choose_new_file, prepare
from t2v_desktop.gui.dialogs.folders import Purpose
from t2v_desktop.gui.main_window import MainWindow
from t2v_desktop.gui.models.dialog import ModelsDialog
from t2v_desktop.gui.models.tasks import ModelTasks
from t2v_desktop.gui.player.save_dialog import open_save_dialog
from t2v_desktop.gui.session import Session
from t2v_desktop.library.database import Database
from t2v_desktop.library.prompts import Prompts
from t2v_desktop.request import Request


def test_each_purpose_remembers_its_own_folder(tmp_path: Path) -> None:
    (tmp_path / "here").mkdir()
    assert folders.last(Purpose.OPEN, tmp_path) == str(tmp_path)
    folders.keep(Purpose.OPEN, tmp_path / "here")
    assert folders.last(Purpose.OPEN, tmp_path) == str(tmp_path / "here")
    assert folders.last(Purpose.SAVE, tmp_path) == str(tmp_path)
    (tmp_path / "here").rmdir()
    assert folders.last(Purpose.OPEN, tmp_path) == str(tmp_path), "the folder was deleted"


@pytest.mark.parametrize("text", ["", "[]", "{", '{"open": 3}', '{"open": "\\u0000"}', "[" * 50_000])
def test_a_damaged_file_only_loses_the_remembered_folders(tmp_path: Path, text: str) -> None:
    paths.settings_file().parent.mkdir(parents=True, exist_ok=True)
    paths.settings_file().with_name("folders.json").write_text(text)
    assert folders.last(Purpose.OPEN, tmp_path) == str(tmp_path)
    folders.keep(Purpose.OPEN, tmp_path)
    assert folders.last(Purpose.OPEN) == str(tmp_path)


def test_the_last_folders_of_all_dialogs_are_offered_at_the_side(look: object, qtbot: QtBot, tmp_path: Path) -> None:
    for number in range(10):
        (tmp_path / str(number)).mkdir()
        folders.keep(Purpose.OPEN if number % 2 else Purpose.SAVE, tmp_path / str(number))
    folders.keep(Purpose.IMAGE, tmp_path / "5")
    (tmp_path / "9").rmdir()
    assert folders.recent() == [tmp_path / name for name in "5876432"]
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = prepare(QFileDialog(parent))
    offered = [Path(url.toLocalFile()) for url in dialog.sidebarUrls()]
    assert offered[-7:] == folders.recent() and Path.home() in offered


def test_a_new_file_gets_its_suffix_and_its_folder_is_remembered(look: object, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)

    def type_a_name(dialog: QFileDialog) -> bool:
        dialog.setDirectory(str(tmp_path))
        dialog.selectFile("mine")
        dialog.accept()
        return bool(dialog.result())

    monkeypatch.setattr(QFileDialog, "exec", type_a_name)
    assert choose_new_file(parent, Purpose.SAVE, "Save", "Text (*.txt)", "report.txt") == tmp_path / "mine.txt"
    assert folders.last(Purpose.SAVE) == str(tmp_path)
    monkeypatch.setattr(QFileDialog, "exec", lambda _: False)
    assert choose_new_file(parent, Purpose.SAVE, "Save", "Text (*.txt)", "report.txt") is None


def test_the_save_dialog_opens_in_the_last_used_folder(look: object, qtbot: QtBot, tmp_path: Path) -> None:
    parent, chosen = QWidget(), []
    qtbot.addWidget(parent)
    clip = Clip(tmp_path / "clip.mp4", tmp_path / "none.png", Request("a red circle"))
    (tmp_path / "exports").mkdir()
    first = open_save_dialog(parent, clip, frame_only=False, chosen=chosen.append)
    first.setDirectory(str(tmp_path / "exports"))
    first.selectFile("one.mp4")
    first.accept()
    assert chosen == [tmp_path / "exports" / "one.mp4"]
    second: QFileDialog = open_save_dialog(parent, clip, frame_only=False, chosen=chosen.append)
    assert Path(second.directory().absolutePath()) == tmp_path / "exports"
    second.reject()


@pytest.fixture
def opened_in(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    """The folders that file dialogs opened in; each dialog chooses something in the folder "there"."""
    opened: list[str] = []
    (tmp_path / "there" / "model").mkdir(parents=True)
    (tmp_path / "there" / "clip.mp4").touch()

    def choose(dialog: QFileDialog) -> bool:
        opened.append(dialog.directory().absolutePath())
        name = "model" if dialog.fileMode() is QFileDialog.FileMode.Directory else "clip.mp4"
        monkeypatch.setattr(QFileDialog, "selectedFiles", lambda _: [str(tmp_path / "there" / name)])
        return True

    monkeypatch.setattr(QFileDialog, "exec", choose)
    return opened


def test_open_and_import_dialogs_open_in_the_last_used_folder(
    make_session: Callable[..., Session], database: Database, qtbot: QtBot, tmp_path: Path, opened_in: list[str],
) -> None:  # fmt: skip
    window = MainWindow(make_session(), Prompts(database), list, lambda *_: True)
    dialog = ModelsDialog(tasks := ModelTasks(), None, lambda *_: False)
    qtbot.addWidget(dialog)
    settings.load().clips.mkdir(parents=True)
    firsts = (str(settings.load().clips), str(Path.home()), str(Path.home()))
    for ask, first in zip((window._open, dialog._import_folder, dialog._import_checkpoint), firsts, strict=True):
        opened_in.clear()
        ask()
        ask()
        assert opened_in == [first, str(tmp_path / "there")]
    tasks.close()
    window.close()
    shiboken6.delete(window)
