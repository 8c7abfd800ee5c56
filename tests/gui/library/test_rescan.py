import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from t2v_desktop import paths
from t2v_desktop.clip import Clip
from t2v_desktop.gui.library.rescan import Recovery
from t2v_desktop.library import check
from t2v_desktop.library.clip_files import poster_of
from t2v_desktop.library.clips import Clips
from t2v_desktop.library.database import Database, backup_of, open_database, suspect_marker
from t2v_desktop.media.write import VideoWriter
from t2v_desktop.request import Request

REQUEST = Request("a red circle", width=16, height=16, num_frames=2)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    clips = tmp_path / "clips"
    clips.mkdir()
    for n in range(3):
        with VideoWriter(clips / f"{n}.mp4", REQUEST) as video:
            video.write(np.zeros((2, 16, 16, 3), np.uint8))
            video.finish(lambda: None)
    (clips / "holiday.mp4").write_bytes(b"not made with T2V Desktop")
    return clips


def recover(qtbot: QtBot, library: Database, folder: Path) -> tuple[list[str], list[str]]:
    """The names of the clips listed after recovery, and the messages shown."""
    clips, messages = Clips(library), list[str]()
    recovery = Recovery(library, clips, folder)
    recovery.reported.connect(messages.append)
    with qtbot.waitSignal(recovery.finished, timeout=20_000):
        recovery.start()
    recovery.stop()
    return sorted(clip.path.name for clip in clips.page(9)), messages


def truncate(file: Path) -> None:
    os.truncate(file, 0)
    backup_of(file).unlink()


def delete(file: Path) -> None:
    file.unlink()
    backup_of(file).unlink()


def overwrite(file: Path) -> None:
    file.write_bytes(b"garbage" * 999)
    backup_of(file).write_bytes(b"garbage too")


@pytest.mark.parametrize("damage", [truncate, delete, overwrite])
def test_a_lost_library_recovers_the_clips_from_their_folder(damage: Callable[[Path], None], qtbot: QtBot, folder: Path) -> None:
    file = paths.library_file()
    open_database(file).close()
    damage(file)
    library = open_database(file)
    listed, messages = recover(qtbot, library, folder)
    library.close()
    assert listed == ["0.mp4", "1.mp4", "2.mp4"]
    assert "Recovered 3 clip" in messages[-1] and "from the clips folder" in messages[-1]
    assert bool(library.repair_message) == (damage is overwrite) and messages[-1].startswith(library.repair_message)


def test_clips_in_a_former_clips_folder_are_recovered_too(qtbot: QtBot, folder: Path, tmp_path: Path) -> None:
    file = paths.library_file()
    library = open_database(file)
    for n in range(3):
        Clips(library).add(Clip(folder / f"{n}.mp4", poster_of(folder / f"{n}.mp4"), REQUEST, 1000.0 + n))
    library.close()
    backup_of(file).unlink()
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("UPDATE clips SET request = '{', poster = x'' WHERE id = 1001000000")
    library = open_database(file)
    assert "Lost: clips 1" in library.repair_message
    listed, messages = recover(qtbot, library, tmp_path / "new folder")
    library.close()
    assert listed == ["0.mp4", "1.mp4", "2.mp4"] and "1 clip" in messages[-1]


def test_an_intact_library_starts_no_scan(qtbot: QtBot, folder: Path) -> None:
    open_database(paths.library_file()).close()
    library = open_database(paths.library_file())
    assert recover(qtbot, library, folder) == ([], [])
    library.close()


def test_stop_does_not_wait_for_the_whole_scan(qtbot: QtBot, folder: Path) -> None:
    library = open_database(paths.library_file())
    recovery = Recovery(library, Clips(library), folder)
    recovery.start()
    recovery.stop()
    library.close()
    assert open_database(paths.library_file()).repair_message == ""


def test_a_large_library_is_checked_in_the_background(qtbot: QtBot, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = paths.library_file()
    library = open_database(file)
    Clips(library).add(Clip(folder / "0.mp4", poster_of(folder / "0.mp4"), REQUEST, 1000.0))
    library.close()
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("UPDATE clips SET poster = x'11'")
    monkeypatch.setattr(check, "FULL_CHECK_BYTES", 0)
    library = open_database(file)
    assert not library.fully_checked and library.repair_message == ""
    good = backup_of(file).read_bytes()
    _, messages = recover(qtbot, library, folder)
    library.back_up()
    library.close()
    assert "Restart" in messages[-1] and suspect_marker(file).exists() and backup_of(file).read_bytes() == good
    library = open_database(file)
    assert "backup" in library.repair_message and Clips(library).page(1)[0].poster == poster_of(folder / "0.mp4")
    library.close()
    assert not suspect_marker(file).exists()
