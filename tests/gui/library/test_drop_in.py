"""Videos and pictures dropped on the window."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from t2v_desktop.clip import Clip
from t2v_desktop.gui.main_window import MainWindow
from t2v_desktop.media.ffmpeg import ffmpeg
from tests.planning.test_settings_in_file import A1111, picture

COPY, LEFT, NONE = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def drop(widget: QWidget, *files: Path) -> bool:
    """Drop files on a widget as the system does; returns whether it takes them."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    enter = QDragEnterEvent(QPoint(9, 9), COPY, data, LEFT, NONE)
    QApplication.sendEvent(widget, enter)
    if enter.isAccepted():
        QApplication.sendEvent(widget, QDropEvent(QPointF(9, 9), COPY, data, LEFT, NONE, QEvent.Type.Drop))
    return enter.isAccepted()


def video(path: Path, comment: str) -> Path:
    """A video with a comment in its metadata."""
    source = ["-f", "lavfi", "-i", "color=red:s=16x16:d=0.2:r=10"]
    subprocess.run([ffmpeg(), "-v", "error", *source, "-metadata", f"comment={comment}", "-y", str(path)], check=True)
    return path


def message(window: MainWindow, qtbot: QtBot) -> str:
    """What the status bar says after the file has been read."""
    qtbot.waitUntil(lambda: not window.status.message().startswith("Reading"), timeout=20_000)
    return window.status.message()


def test_a_picture_of_another_program_fills_the_compose_panel_and_the_program_is_named(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    assert drop(window, picture(tmp_path / "castle.png", parameters=A1111))
    assert message(window, qtbot) == "Settings taken from castle.png (AUTOMATIC1111). Its model dream is not installed."
    draft = window.compose.draft()
    assert draft.seed == 1234 and draft.num_inference_steps == 33 and draft.model == "starter"
    assert window.compose._clips() == 1, "braces in a foreign prompt are no alternatives"


def test_a_video_of_another_program_can_be_dropped_on_the_prompt_too(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    wangp = '{"type": "WanGP v8 by DeepBeepMeep", "prompt": "a fox in snow", "seed": 5, "resolution": "832x480", "video_length": 81}'
    assert drop(window.compose.prompt.edit.viewport(), video(tmp_path / "fox.mp4", wangp))
    assert "fox.mp4 (WanGP)" in message(window, qtbot) and window.compose.prompt.text == "a fox in snow"


def test_of_many_files_the_first_video_is_taken(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    wangp = '{"type": "WanGP", "prompt": "the second file", "seed": 5}'
    assert drop(window, picture(tmp_path / "castle.png", parameters=A1111), video(tmp_path / "fox.mp4", wangp), tmp_path / "more.mp4")
    assert "fox.mp4" in (text := message(window, qtbot)) and "The other files were ignored." in text


@pytest.mark.parametrize("content", [b"", b"not a video", b"\0" * 300_000, b"\x1a\x45\xdf\xa3" * 1000, b"\0\0\0\x18ftypisom" + b"\xff" * 5000])
@pytest.mark.parametrize("suffix", [".mp4", ".webm", ".png"])
def test_an_unreadable_file_is_refused_in_one_line_and_nothing_changes(window: MainWindow, qtbot: QtBot, tmp_path: Path, content: bytes, suffix: str) -> None:
    window.compose.set_prompt("my own prompt")
    (file := tmp_path / f"broken{suffix}").write_bytes(content)
    assert drop(window, file)
    text = message(window, qtbot)
    assert f"broken{suffix}" in text and "\n" not in text and window.compose.prompt.text == "my own prompt"


def test_a_huge_comment_is_refused_or_cut(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    big = '{"type": "WanGP", "prompt": "' + "very " * 20_000 + 'long"}'
    assert drop(window, video(tmp_path / "big.mp4", big))
    message(window, qtbot)
    assert len(window.compose.prompt.text) < 10_000


def test_markup_in_metadata_is_shown_plain(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    hostile = A1111.replace("a castle", "<img src='http://example.com/x.png'><b>castle</b>").replace("dream", "<b>evil")
    assert drop(window, picture(tmp_path / "castle.png", parameters=hostile))
    assert "Its model <b>evil is not installed." in message(window, qtbot)
    assert "<img src=" in window.compose.prompt.text and window.status._message.textFormat() is Qt.TextFormat.PlainText


def test_pictures_on_the_compose_panel_stay_pictures_to_start_with(window: MainWindow, tmp_path: Path) -> None:
    assert drop(window.compose, picture(tmp_path / "castle.png", parameters=A1111))
    assert window.compose.prompt.text == "" and "Pictures aren't supported by this model" in window.compose._footer._message.text()


def test_other_files_are_left_to_their_own_places(window: MainWindow, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("notes")
    assert not drop(window, tmp_path / "notes.txt") and not drop(window, tmp_path)


def test_a_clip_of_the_library_gives_its_own_settings_back(window: MainWindow, fill: Callable[[int], list[Clip]], qtbot: QtBot) -> None:
    made = fill(2)
    assert drop(window, made[0].path)
    assert "has no settings" in message(window, qtbot) or "can't be read" in window.status.message(), "these files are no videos"
