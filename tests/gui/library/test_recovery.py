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
from t2v_desktop.gui.library.recovery import Recovery
from t2v_desktop.library import check
from t2v_desktop.library.clips import Clips, poster_of
from t2v_desktop.library.database import Database, backup_of, open_database, suspect_marker
from t2v_desktop.media.write import VideoWriter
from t2v_desktop.request import Request

REQUEST = Request("a red circle", width=16, height=16, num_frames=2)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "clips"
    place.mkdir()
    for n in range(3):
        with VideoWriter(place / f"{n}.mp4", REQUEST) as video:
            video.write(np.zeros((2, 16, 16, 3), np.uint8))
            video.finish(lambda: None)
    (place / "holiday.mp4").write_bytes(b"no clip of ours")
    return place


def recover(qtbot: QtBot, library: Database, folder: Path) -> tuple[list[str], list[str]]:
    """The names that are listed once it is through, and what was said."""
    clips, said = Clips(library), list[str]()
    recovery = Recovery(library, clips, folder)
    recovery.said.connect(said.append)
    with qtbot.waitSignal(recovery.done, timeout=20_000):
        recovery.start()
    recovery.stop()
    return sorted(clip.path.name for clip in clips.page(9)), said


def zero(file: Path) -> None:
    os.truncate(file, 0)
    backup_of(file).unlink()


def away(file: Path) -> None:
    file.unlink()
    backup_of(file).unlink()


def garbage(file: Path) -> None:
    file.write_bytes(b"garbage" * 999)
    backup_of(file).write_bytes(b"garbage too")


@pytest.mark.parametrize("damage", [zero, away, garbage])
def test_clips_are_found_in_their_folder_when_the_library_is_gone(damage: Callable[[Path], None], qtbot: QtBot, folder: Path) -> None:
    file = paths.library_file()
    open_database(file).close()
    damage(file)
    library = open_database(file)
    listed, said = recover(qtbot, library, folder)
    library.close()
    assert listed == ["0.mp4", "1.mp4", "2.mp4"]
    assert "3 clip" in said[-1] and "found again in the clips folder" in said[-1]
    assert bool(library.repair_message) == (damage is garbage) and said[-1].startswith(library.repair_message)


def test_clips_of_a_folder_of_before_are_found_too(qtbot: QtBot, folder: Path, tmp_path: Path) -> None:
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
    listed, said = recover(qtbot, library, tmp_path / "new folder")
    library.close()
    assert listed == ["0.mp4", "1.mp4", "2.mp4"] and "1 clip" in said[-1]


def test_a_library_that_is_well_is_not_searched(qtbot: QtBot, folder: Path) -> None:
    open_database(paths.library_file()).close()
    library = open_database(paths.library_file())
    assert recover(qtbot, library, folder) == ([], [])
    library.close()


def test_closing_does_not_wait_for_the_rest(qtbot: QtBot, folder: Path) -> None:
    library = open_database(paths.library_file())
    recovery = Recovery(library, Clips(library), folder)
    recovery.start()
    recovery.stop()
    library.close()
    assert open_database(paths.library_file()).repair_message == ""


def test_a_large_library_is_looked_through_in_the_background(qtbot: QtBot, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
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
    _, said = recover(qtbot, library, folder)
    library.back_up()
    library.close()
    assert "restart" in said[-1] and suspect_marker(file).exists() and backup_of(file).read_bytes() == good
    library = open_database(file)
    assert "backup" in library.repair_message and Clips(library).page(1)[0].poster == poster_of(folder / "0.mp4")
    library.close()
    assert not suspect_marker(file).exists()
