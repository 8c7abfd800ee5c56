import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QLockFile
from pytestqt.qtbot import QtBot

from t2v_desktop.errors import LibraryError, OutputError
from t2v_desktop.gui.app import tidy
from t2v_desktop.gui.single_instance import SingleInstance
from t2v_desktop.media.names import part_of
from t2v_desktop.paths import PART_AGE_S, posters, settings_file


def test_the_second_start_hands_its_files_to_the_first(qtbot: QtBot, tmp_path: Path) -> None:
    first, second = SingleInstance(tmp_path), SingleInstance(tmp_path)
    assert first.first([])
    with qtbot.waitSignal(first.woken, timeout=5_000) as heard:
        assert not second.first(["/videos/ä.mp4", "/videos/b.gif"])
    assert heard.args == [["/videos/ä.mp4", "/videos/b.gif"]]
    first.close()
    assert second.first([])
    second.close()


def test_another_data_folder_is_another_application(qtbot: QtBot, tmp_path: Path) -> None:
    one, other = SingleInstance(tmp_path / "a"), SingleInstance(tmp_path / "b")
    assert one.first([]) and other.first([])
    one.close()
    other.close()


OTHER_HOST = "4321\nt2v-desktop\nlaptop.office\n0123456789abcdef0123456789abcdef\n11111111-2222-3333-4444-555555555555\n"


def test_a_lock_that_another_host_left_shuts_nobody_out(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "window.lock").write_text(OTHER_HOST)
    window = SingleInstance(tmp_path)
    assert window.first([])
    assert not SingleInstance(tmp_path).first([])
    window.close()


def test_a_lock_that_is_held_stays_whatever_host_it_names_and_the_user_is_told(qtbot: QtBot, tmp_path: Path) -> None:
    held = QLockFile(str(tmp_path / "window.lock"))
    assert held.tryLock(0)
    (tmp_path / "window.lock").write_text(OTHER_HOST)  # as a computer sees it that shares the folder
    with pytest.raises(LibraryError, match=r"already running on the computer laptop\.office and does not answer"):
        SingleInstance(tmp_path).first([])
    assert (tmp_path / "window.lock").exists()
    held.unlock()


def test_a_data_folder_that_cannot_be_written_to_is_said(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match="cannot be written to"):
        SingleInstance(tmp_path / "file" / "data")


WINDOW = """
import logging, sys
from t2v_desktop.gui import app
def ready(window):
    logging.getLogger("test").warning("a line of the %s window", sys.argv[1])
    print("ready", flush=True)
sys.exit(app.run([], ready=ready))
"""


def test_a_second_start_leaves_the_log_alone_and_the_next_one_keeps_what_a_crash_left_in_it(home: Path) -> None:
    def begin(which: str) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [sys.executable, "-c", WINDOW, which], stdout=subprocess.PIPE, text=True, env=os.environ | {"QT_QPA_PLATFORM": "offscreen"}
        )  # fmt: skip

    data = home / "data"
    with begin("first") as first:
        assert first.stdout is not None and first.stdout.readline() == "ready\n"
        with begin("second") as second:
            assert second.wait(60) == 0
        assert "a line of the first window" in (data / "window.log").read_text()
        first.send_signal(signal.SIGKILL)
    with begin("third") as third:
        assert third.stdout is not None and third.stdout.readline() == "ready\n"
        third.kill()
    assert "of the first" in (data / "window.old.log").read_text() and "of the third" in (data / "window.log").read_text()


def test_what_crashes_left_is_swept_in_every_folder_of_ours(home: Path, tmp_path: Path) -> None:
    left = [part_of(tmp_path / "clips" / "a.mp4"), part_of(posters() / "b.png"), settings_file().with_name(".settings.json.abcdefgh.t2v-part")]
    for path in left:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
        os.utime(path, (before := path.stat().st_mtime - PART_AGE_S - 60, before))
    tidy(tmp_path / "a drive that is not there")
    assert [path.exists() for path in left] == [True, False, False]
    tidy(tmp_path / "clips")
    assert not left[0].exists()
