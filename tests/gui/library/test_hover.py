"""Clips that play under the mouse."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from t2v_desktop.gui.library import hover
from t2v_desktop.gui.library.hover import HoverPlayback
from t2v_desktop.media.write import VideoWriter
from t2v_desktop.request import Request


@pytest.fixture
def playback(look: QApplication) -> Iterator[HoverPlayback]:
    parent = QObject()
    yield HoverPlayback(parent, reduced=lambda: False)
    parent.deleteLater()


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    frames = np.zeros((4, 64, 128, 3), np.uint8)
    frames[:] = np.array([0, 80, 160, 240], np.uint8)[:, None, None, None]
    path = tmp_path / "clip.mp4"
    with VideoWriter(path, Request("a red circle", width=128, height=64, num_frames=4, fps=25)) as video:
        video.write(frames)
        video.finish(lambda: None)
    return path


def test_a_clip_plays_small_in_a_loop_until_it_is_stopped(playback: HoverPlayback, clip: Path, qtbot: QtBot) -> None:
    seen = list[int]()

    def note() -> None:
        assert playback.frame is not None
        seen.append(playback.frame.pixelColor(5, 5).red())

    playback.moved.connect(note)
    playback.start(clip, 32)
    qtbot.waitUntil(lambda: len(seen) > 10, timeout=10_000)
    assert len(set(seen)) == 4 and seen.index(max(seen)) < len(seen) - 1, "it begins again"
    assert playback.frame is not None and (playback.frame.width(), playback.frame.height()) == (32, 16)
    playback.stop()
    assert playback.frame is None


class Endless:
    """A clip without an end; counts the frames that were decoded of it."""

    def __init__(self) -> None:
        self.decoded, self.closed = 0, threading.Event()

    @contextmanager
    def opened(self, _path: Path) -> "Iterator[tuple[float, Iterator[np.ndarray]]]":
        def frames() -> "Iterator[np.ndarray]":
            while True:
                self.decoded += 1
                yield np.zeros((256, 256, 3), np.uint8)

        try:
            yield 25.0, frames()
        finally:
            self.closed.set()


@pytest.fixture
def endless(look: QApplication) -> Iterator[tuple[Endless, HoverPlayback]]:
    clip, parent = Endless(), QObject()
    yield clip, HoverPlayback(parent, clip.opened, reduced=lambda: False)
    parent.deleteLater()


def test_leaving_ends_the_decoding(endless: tuple[Endless, HoverPlayback], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hover, "BUDGET_BYTES", 10**12)
    clip, playback = endless
    playback.start(Path("clip.mp4"), 8)
    qtbot.waitUntil(lambda: playback.frame is not None)
    playback.stop()
    assert clip.closed.wait(5)
    qtbot.wait(1)
    assert playback.frame is None, "frames that were on their way are dropped"


def test_a_long_clip_stops_at_the_memory_budget(endless: tuple[Endless, HoverPlayback], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hover, "BUDGET_BYTES", 10 * 256 * 256 * 4)
    clip, playback = endless
    playback.start(Path("clip.mp4"), 256)
    qtbot.waitUntil(clip.closed.is_set)
    qtbot.waitUntil(lambda: len(playback._frames) == 10)
    assert clip.decoded == 11


def no_decoding(_path: Path) -> object:
    raise AssertionError("nothing may be decoded")


@pytest.mark.parametrize("prepare", [lambda playback: setattr(playback, "_reduced", lambda: True), lambda playback: setattr(playback, "enabled", False)])
def test_nothing_moves_if_the_system_or_the_user_wants_less_motion(look: QApplication, qtbot: QtBot, prepare: Callable[[HoverPlayback], None]) -> None:
    parent = QObject()
    playback = HoverPlayback(parent, no_decoding)  # type: ignore[arg-type]
    prepare(playback)
    playback.start(Path("clip.mp4"), 64)
    qtbot.wait(hover.DELAY_MS + 60)
    assert playback.frame is None
    parent.deleteLater()


def test_a_clip_that_cannot_be_read_shows_nothing(playback: HoverPlayback, tmp_path: Path, qtbot: QtBot) -> None:
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(b"not a video")
    playback.start(broken, 64)
    qtbot.wait(hover.DELAY_MS + 300)
    assert playback.frame is None
