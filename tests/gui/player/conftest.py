"""Fixtures: a player whose clock the test sets, and clips to play."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from t2v_desktop.clip import Clip
from t2v_desktop.gui.player.panel import Player
from tests.media.made_clips import make_clip


class Clock:
    """A clock that the test sets."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def player(look: QApplication, qtbot, clock: Clock) -> Player:
    made = Player(clock=clock)
    qtbot.addWidget(made)
    made.resize(500, 560)
    made.show()
    return made


@pytest.fixture
def clip(tmp_path: Path) -> Clip:
    return make_clip(tmp_path / "a.mp4")


@pytest.fixture
def play_clip(qtbot, player: Player) -> Callable[..., None]:
    """Show a clip, or compare two, and wait until they play."""

    def play_clip(*clips: Clip) -> None:
        player.show_clip(*clips) if len(clips) == 1 else player.compare(*clips)
        qtbot.waitUntil(lambda: bool(player.playback.sequences))

    return play_clip
