"""Rescan of the clips folder, and moving it."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from t2v_desktop import paths
from t2v_desktop.clip import Clip
from t2v_desktop.gui.main_window import MainWindow
from t2v_desktop.library.identity import identify
from t2v_desktop.media.write import VideoWriter
from t2v_desktop.request import Request
from t2v_desktop.settings import Settings

Fill = Callable[[int], list[Clip]]


def finish(window: MainWindow, qtbot: QtBot, start: Callable[[], object]) -> str:
    with qtbot.waitSignal(window.library_binding.upkeep.changed, timeout=20_000):
        start()
    return window.status.message()


def test_rescan_adds_new_clips_finds_renamed_ones_again_and_says_so(window: MainWindow, fill: Fill, qtbot: QtBot) -> None:
    made, session = fill(4), window._session
    session.clips.rate(window.library.model.ids[:1], 5)
    session.relocate({}, {number: identify(clip.path) for number, clip in zip(window.library.model.ids, made, strict=True)})
    made[0].path.rename(made[0].path.with_name("renamed outside.mp4"))
    made[1].path.unlink()
    with VideoWriter(paths.clips() / "from elsewhere.mp4", Request("a new one", width=16, height=16, num_frames=2)) as video:
        video.write(np.zeros((2, 16, 16, 3), np.uint8))
        video.finish(lambda: None)
    text = finish(window, qtbot, window.library.commands.rescan.trigger)
    assert "1 new clip" in text and "1 moved clip" in text and "1 file" in text and "still missing" in text
    qtbot.waitUntil(lambda: len(window.library.model.ids) == 5)
    listed = {found.clip.path.name: found for row in range(5) if (found := window.library.model.listed(row))}
    assert listed["renamed outside.mp4"].marks.stars == 5 and listed["from elsewhere.mp4"].clip.request.prompt == "a new one"
    assert "Nothing new" not in text and finish(window, qtbot, window.library.commands.rescan.trigger).endswith("still missing.")


def test_moving_the_clips_folder_takes_the_clips_along_and_new_ones_go_there(window: MainWindow, fill: Fill, qtbot: QtBot, tmp_path: Path) -> None:
    made, target, saved = fill(3), tmp_path / "films", list[Settings]()
    window.settings_changed.connect(saved.append)
    text = finish(window, qtbot, lambda: window.library_binding.upkeep.move_to(target))
    assert text.startswith("3 clip") and str(target) in text
    assert sorted(file.name for file in target.iterdir()) == ["0.mp4", "1.mp4", "2.mp4"] and not made[0].path.exists()
    assert saved[-1].clips_folder == str(target) and window._session.settings.clips == target
    assert {clip.path.parent for clip in window._session.clips.page(9)} == {target}


def test_a_move_that_is_cancelled_leaves_every_clip_where_the_library_has_it(window: MainWindow, fill: Fill, qtbot: QtBot, tmp_path: Path) -> None:
    fill(50)

    def start_and_cancel() -> None:
        window.library_binding.upkeep.move_to(tmp_path / "films")
        window.views.task.cancel()

    assert finish(window, qtbot, start_and_cancel) == "Cancelled."
    clips = window._session.clips.page(99)
    assert len(clips) == 50 and all(clip.path.exists() for clip in clips) and window._session.settings.clips == paths.clips()


def test_a_folder_inside_the_clips_folder_is_refused(window: MainWindow, fill: Fill, qtbot: QtBot) -> None:
    fill(1)
    text = finish(window, qtbot, lambda: window.library_binding.upkeep.move_to(paths.clips() / "inside"))
    assert "inside the current clips folder" in text and window._session.settings.clips == paths.clips()


def test_closing_the_window_during_a_move_ends_it(window: MainWindow, fill: Fill, tmp_path: Path) -> None:
    fill(40)
    window.library_binding.upkeep.move_to(tmp_path / "films")
    window.close()
    window.views.task._tasks._thread.shutdown(wait=True)
    clips = window._session.clips.page(99)
    assert len(clips) == 40 and all(clip.path.exists() for clip in clips)


@pytest.mark.parametrize("folder", ["", "somewhere"])
def test_preferences_offer_to_move_the_folder(window: MainWindow, folder: str, tmp_path: Path) -> None:
    from t2v_desktop.gui.dialogs.preferences import Preferences

    chosen, wanted = str(tmp_path / folder) if folder else "", list[Path]()
    dialog = Preferences(replace(Settings()), window, ask=lambda *_: chosen)
    dialog.move_requested.connect(wanted.append)
    dialog.move_clips.click()
    assert wanted == ([Path(chosen)] if folder else [])
