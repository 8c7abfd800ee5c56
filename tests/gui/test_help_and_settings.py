"""The commands of the Help menu, and exported settings."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from t2v_desktop import settings
from t2v_desktop.errors import InvalidRequest
from t2v_desktop.gui.dialogs.preferences import Preferences
from t2v_desktop.gui.main_window import MainWindow
from t2v_desktop.settings import Settings, export, read_exported


@pytest.fixture
def window(make_window: Callable[..., MainWindow]) -> MainWindow:
    window = make_window()
    window.settings_changed.connect(settings.save)
    return window


def test_a_report_is_saved_without_stalling_the_window(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    file = tmp_path / "report.txt"
    window.help_actions.save_report(file)
    assert window.status.message() == "Checking this computer…"
    qtbot.waitUntil(lambda: window.status.message() == f"Saved: {file}", timeout=60_000)
    assert "== Checks ==" in file.read_text("utf-8")


def test_a_report_that_cannot_be_written_says_why(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    (tmp_path / "file").touch()
    window.help_actions.save_report(tmp_path / "file" / "report.txt")
    qtbot.waitUntil(lambda: "can't be written" in window.status.message(), timeout=60_000)


def test_exported_settings_come_back_without_what_belongs_to_this_computer(tmp_path: Path) -> None:
    mine = Settings(model="wan", theme="dark", hub="https://mirror", window="abc", clips_folder="/mine", keep_model_s=60)
    export(mine, tmp_path / "a.json")
    assert "/mine" not in (tmp_path / "a.json").read_text("utf-8")
    theirs = Settings(window="xyz", clips_folder="/theirs", notify=False)
    read, problem = read_exported(tmp_path / "a.json", theirs)
    assert problem == ""
    assert read == Settings(model="wan", theme="dark", hub="https://mirror", window="xyz", clips_folder="/theirs", keep_model_s=60)


@pytest.mark.parametrize(("content", "words"), [
    ("", "not a file of exported settings: line 1 is not JSON"), ("[]", "not a file of exported settings"), ("{}", "not a file of exported settings"),
    ('{"t2v_desktop_settings": 3}', "not a file of exported settings"), ("[" * 100_000, "nested too deeply|not JSON"),
])  # fmt: skip
def test_another_file_is_refused_in_one_line(content: str, words: str, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(content, "utf-8")
    with pytest.raises(InvalidRequest, match=words) as refused:
        read_exported(tmp_path / "a.json", Settings())
    assert "\n" not in str(refused.value)


def test_invalid_values_stay_as_they_were_and_are_named(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('{"t2v_desktop_settings": {"theme": "pink", "notify": false, "clips_folder": "/evil", "unknown": 1}}', "utf-8")
    read, problem = read_exported(tmp_path / "a.json", Settings(theme="light"))
    assert read == Settings(theme="light", notify=False)
    assert problem == "a.json: theme 'pink' is not one of system, light, dark: left as it was"


def test_the_menu_exports_and_imports(window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "mine.json"
    monkeypatch.setattr(QFileDialog, "exec", lambda _: True)
    monkeypatch.setattr(QFileDialog, "selectedFiles", lambda _: [str(file)])
    window.menu_actions["export_settings"].trigger()
    assert window.status.message() == f"Saved: {file}"
    file.write_text(file.read_text("utf-8").replace('"theme": "system"', '"theme": "light"'), "utf-8")
    window.menu_actions["import_settings"].trigger()
    assert window._session.settings.theme == "light" and settings.load().theme == "light"
    assert window.status.message() == "Settings imported from mine.json"


def test_a_chosen_language_is_saved_and_used_from_the_next_start(window: MainWindow, qtbot: QtBot) -> None:
    def choose() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, Preferences)
        offered = {dialog.language.itemText(row): dialog.language.itemData(row) for row in range(dialog.language.count())}
        assert offered == {"Match system": "", "Deutsch": "de", "English": "en", "简体中文": "zh_CN"}
        dialog.language.setCurrentText("Deutsch")
        dialog.accept()

    QTimer.singleShot(0, choose)
    window.menu_actions["preferences"].trigger()
    assert settings.load().language == "de"
    assert window.status.message() == "The language changes when you next start the application."
