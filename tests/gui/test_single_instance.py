import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QLockFile
from pytestqt.qtbot import QtBot

from t2v_desktop.errors import LibraryError, OutputError
from t2v_desktop.gui.app import clean_up_folders
from t2v_desktop.gui.single_instance import SingleInstance
from t2v_desktop.library.database import open_database
from t2v_desktop.library.images import KEEP_S, clean_up
from t2v_desktop.media.names import part_of
from t2v_desktop.paths import PART_AGE_S, images, posters, settings_file


def test_a_second_instance_sends_its_files_to_the_first(qtbot: QtBot, tmp_path: Path) -> None:
    first, second = SingleInstance(tmp_path), SingleInstance(tmp_path)
    assert first.acquire([])
    with qtbot.waitSignal(first.activated, timeout=5_000) as received:
        assert not second.acquire(["/videos/ä.mp4", "/videos/b.gif"])
    assert received.args == [["/videos/ä.mp4", "/videos/b.gif"]]
    first.close()
    assert second.acquire([])
    second.close()


def test_each_data_folder_has_its_own_instance(qtbot: QtBot, tmp_path: Path) -> None:
    one, other = SingleInstance(tmp_path / "a"), SingleInstance(tmp_path / "b")
    assert one.acquire([]) and other.acquire([])
    one.close()
    other.close()


OTHER_HOST = "4321\nt2v-desktop\nlaptop.office\n0123456789abcdef0123456789abcdef\n11111111-2222-3333-4444-555555555555\n"


def test_a_stale_lock_from_another_computer_is_taken_over(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "window.lock").write_text(OTHER_HOST)
    window = SingleInstance(tmp_path)
    assert window.acquire([])
    assert not SingleInstance(tmp_path).acquire([])
    window.close()


def test_a_lock_held_from_another_computer_is_kept_and_reported(qtbot: QtBot, tmp_path: Path) -> None:
    held = QLockFile(str(tmp_path / "window.lock"))
    assert held.tryLock(0)
    (tmp_path / "window.lock").write_text(OTHER_HOST)  # as seen by another computer that shares the folder
    with pytest.raises(LibraryError, match=r"already running on the computer laptop\.office and does not respond"):
        SingleInstance(tmp_path).acquire([])
    assert (tmp_path / "window.lock").exists()
    held.unlock()


def test_an_unwritable_data_folder_is_reported(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match="can't be written to"):
        SingleInstance(tmp_path / "file" / "data")


WINDOW = """
import logging, sys
from t2v_desktop.gui import app
def ready(window):
    logging.getLogger("test").warning("a line of the %s window", sys.argv[1])
    print("ready", flush=True)
sys.exit(app.run([], ready=ready))
"""


def test_a_second_instance_does_not_touch_the_log_and_the_log_of_a_crash_is_kept(home: Path) -> None:
    def start(which: str) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [sys.executable, "-c", WINDOW, which], stdout=subprocess.PIPE, text=True, env=os.environ | {"QT_QPA_PLATFORM": "offscreen"}
        )  # fmt: skip

    data = home / "data"
    with start("first") as first:
        assert first.stdout is not None and first.stdout.readline() == "ready\n"
        with start("second") as second:
            assert second.wait(60) == 0
        assert "a line of the first window" in (data / "window.log").read_text()
        first.send_signal(signal.SIGKILL)
    with start("third") as third:
        assert third.stdout is not None and third.stdout.readline() == "ready\n"
        third.kill()
    assert "of the first" in (data / "window.old.log").read_text() and "of the third" in (data / "window.log").read_text()


def test_clean_up_removes_old_partial_files_from_every_folder(home: Path, tmp_path: Path) -> None:
    leftovers = [part_of(tmp_path / "clips" / "a.mp4"), part_of(posters() / "b.png"), settings_file().with_name(".settings.json.abcdefgh.t2v-part")]
    for path in leftovers:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
        os.utime(path, (before := path.stat().st_mtime - PART_AGE_S - 60, before))
    library = open_database(tmp_path / "library.db")
    unused = images() / f"{'a' * 64}.png"
    unused.parent.mkdir(parents=True)
    unused.touch()
    os.utime(unused, (before := unused.stat().st_mtime - KEEP_S - 60, before))
    clean_up_folders(tmp_path / "a drive that is not there")
    clean_up(library)
    assert not unused.exists()
    assert [path.exists() for path in leftovers] == [True, False, False]
    clean_up_folders(tmp_path / "clips")
    library.close()
    assert not leftovers[0].exists()
