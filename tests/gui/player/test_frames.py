import os
import threading
from pathlib import Path

from PySide6.QtCore import QObject

from t2v_desktop.errors import OutputError
from t2v_desktop.gui.player.frames import FrameStore
from t2v_desktop.media.read import Frames
from tests.media.made_clips import shades


class Reader:
    """Stands in for ffmpeg: records what it reads, and waits while `gate` is closed."""

    def __init__(self) -> None:
        self.read: list[str] = []
        self.gate = threading.Event()
        self.gate.set()

    def __call__(self, path: Path, max_bytes: int) -> Frames:
        self.gate.wait(10)
        self.read.append(path.name)
        if not path.exists():
            raise OutputError(f"{path} is gone")
        return Frames(shades(), 8)


def file(path: Path) -> Path:
    path.write_bytes(b"video")
    return path


def test_a_clip_is_decoded_only_once(qtbot, tmp_path: Path) -> None:
    owner, reader, path = QObject(), Reader(), file(tmp_path / "a.mp4")
    store = FrameStore(owner, read=reader)
    with qtbot.waitSignal(store.decoded):
        store.load(path)
        store.load(path)
    store.load(path)
    qtbot.wait(50)
    assert store.get(path) is not None
    assert reader.read == ["a.mp4"]


def test_a_changed_file_is_read_again(qtbot, tmp_path: Path) -> None:
    owner, reader, path = QObject(), Reader(), file(tmp_path / "a.mp4")
    store = FrameStore(owner, read=reader)
    with qtbot.waitSignal(store.decoded):
        store.load(path)
    os.utime(path, ns=(1, 1))
    assert store.get(path) is None
    with qtbot.waitSignal(store.decoded):
        store.load(path)
    assert len(reader.read) == 2


def test_the_least_recently_used_clip_is_dropped_when_the_budget_is_full(qtbot, tmp_path: Path) -> None:
    owner = QObject()
    store = FrameStore(owner, budget_bytes=shades().nbytes * 2, read=Reader())
    one, two, three = (file(tmp_path / f"{name}.mp4") for name in "abc")
    for path in (one, two):
        with qtbot.waitSignal(store.decoded):
            store.load(path)
    store.get(one)
    with qtbot.waitSignal(store.decoded):
        store.load(three)
    assert [store.get(path) is not None for path in (one, two, three)] == [True, False, True]


def test_a_dropped_request_is_not_decoded(qtbot, tmp_path: Path) -> None:
    owner, reader = QObject(), Reader()
    store = FrameStore(owner, read=reader)
    one, two, three = (file(tmp_path / f"{name}.mp4") for name in "abc")
    reader.gate.clear()
    for path in (one, two, three):
        store.load(path)
    reader.gate.set()
    qtbot.waitUntil(lambda: store.get(three) is not None)
    assert "b.mp4" not in reader.read


def test_a_dropped_request_that_is_made_again_is_decoded(qtbot, tmp_path: Path) -> None:
    owner, reader = QObject(), Reader()
    store = FrameStore(owner, read=reader)
    one, two, three = (file(tmp_path / f"{name}.mp4") for name in "abc")
    reader.gate.clear()
    for path in (one, two, three, two):
        store.load(path)
    reader.gate.set()
    qtbot.waitUntil(lambda: store.get(two) is not None)


def test_a_failure_names_the_clip_and_the_reason(qtbot, tmp_path: Path) -> None:
    owner = QObject()
    store = FrameStore(owner, read=Reader())
    with qtbot.waitSignal(store.failed) as received:
        store.load(tmp_path / "gone.mp4")
    assert received.args[0] == tmp_path / "gone.mp4"
    assert "is gone" in received.args[1]


def test_frames_that_arrive_after_the_window_is_gone_are_dropped(qtbot, tmp_path: Path) -> None:
    owner, reader = QObject(), Reader()
    store = FrameStore(owner, read=reader)
    reader.gate.clear()
    store.load(file(tmp_path / "a.mp4"))
    with qtbot.waitSignal(owner.destroyed):
        owner.deleteLater()
    reader.gate.set()
    qtbot.waitUntil(lambda: reader.read == ["a.mp4"])
    qtbot.wait(50)
