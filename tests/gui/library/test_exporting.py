"""Export and contact sheets."""

from array import array
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from pytestqt.qtbot import QtBot

from t2v_desktop import paths
from t2v_desktop.clip import Clip
from t2v_desktop.errors import OutputError
from t2v_desktop.gui.main_window import MainWindow
from t2v_desktop.media.metadata import Provenance, read_request
from t2v_desktop.media.write import VideoWriter
from t2v_desktop.request import Request


@pytest.fixture
def videos(window: MainWindow, qtbot: QtBot) -> "array[int]":
    """The ids of two playable clips of 32 x 16, newest first, shown in the library view."""
    paths.clips().mkdir(parents=True, exist_ok=True)
    for number in range(2):
        request = Request(f"a red circle {number}", width=32, height=16, num_frames=3)
        path = paths.clips() / f"clip{number}.mp4"
        with VideoWriter(path, request) as video:
            video.write(np.full((3, 16, 32, 3), 80 * number, np.uint8))
            video.finish(lambda: None)
        window._session.clips.add(Clip(path, Path(), request, created_s=1000.0 + number))
    window.views.show_library()
    qtbot.waitUntil(lambda: len(window.library.model.ids) == 2)
    window.library.grid.selectAll()
    return window.library.model.ids


def run(window: MainWindow, qtbot: QtBot, start: Callable[[], object]) -> str:
    with qtbot.waitSignal(window.library_binding.exporting.reported, timeout=30_000) as reported:
        start()
    text: str = reported.args[0]
    return text


def test_selected_clips_are_exported_larger_in_another_format_without_their_settings(
    window: MainWindow, videos: "array[int]", qtbot: QtBot, tmp_path: Path
) -> None:  # fmt: skip
    dialog = window.library_binding.exporting.export(videos)
    assert dialog is not None and dialog.scale.itemText(1) == "2× (64 × 32)" and dialog.loops.isHidden()
    dialog.format.setCurrentIndex(dialog.format.findData(".gif"))
    assert not dialog.loops.isHidden()
    dialog.scale.setCurrentIndex(1)
    dialog.metadata.setCurrentIndex(dialog.metadata.findData(Provenance.MARK))
    dialog.folder._field.setText(str(tmp_path / "out"))
    assert "2 clip" in run(window, qtbot, dialog.accept)
    made = sorted((tmp_path / "out").iterdir())
    assert [file.name for file in made] == ["clip0.gif", "clip1.gif"]
    for file in made:
        with Image.open(file) as picture:
            assert picture.size == (64, 32)
        with pytest.raises(OutputError):
            read_request(file)


def test_an_export_can_be_cancelled_and_the_row_with_its_progress_goes(window: MainWindow, videos: "array[int]", qtbot: QtBot, tmp_path: Path) -> None:
    dialog = window.library_binding.exporting.export(videos)
    assert dialog is not None
    dialog.folder._field.setText(str(tmp_path / "out"))
    dialog.format.setCurrentIndex(dialog.format.findData(".webm"))

    def start_and_cancel() -> None:
        dialog.accept()
        assert window.views.task.running
        window.views.task.cancel()

    assert run(window, qtbot, start_and_cancel) == "Export cancelled."
    assert not window.views.task.running and [f for f in (tmp_path / "out").glob("*") if f.name.startswith(".")] == []


def test_a_contact_sheet_has_a_row_for_each_clip(window: MainWindow, videos: "array[int]", qtbot: QtBot, tmp_path: Path) -> None:
    target = tmp_path / "sheet.png"
    assert str(target) in run(window, qtbot, lambda: window.library_binding.exporting.write_sheet(videos, target))
    with Image.open(target) as picture:
        assert picture.width > 3 * 200 and picture.height > 2 * 100


def test_too_many_clips_for_a_contact_sheet_are_refused(window: MainWindow, qtbot: QtBot) -> None:
    exporting = window.library_binding.exporting
    assert "up to 50 clips" in run(window, qtbot, lambda: exporting.contact_sheet(array("q", range(60))))
