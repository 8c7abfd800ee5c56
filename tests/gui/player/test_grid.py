"""Clips side by side."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from t2v_desktop.clip import Clip
from t2v_desktop.gui.player.differences import labels_of
from t2v_desktop.gui.player.frames import FrameStore
from t2v_desktop.gui.player.grid import MAX_TILES, Grid
from t2v_desktop.gui.player.panel import Player
from t2v_desktop.request import Request
from tests.media.made_clips import COUNT, make_clip, shade_of

RED = Request("a red ball, 4k", seed=1)


@pytest.fixture
def player(look: QApplication, qtbot: QtBot) -> Player:
    made = Player(clock=lambda: 100.0)  # time stands still
    qtbot.addWidget(made)
    made.resize(640, 640)
    made.show()
    return made


@pytest.fixture
def clips(tmp_path: Path) -> list[Clip]:
    return [make_clip(tmp_path / f"{seed}.mp4", seed=seed, red=20 * seed) for seed in range(5)]


@pytest.fixture
def shown(player: Player, clips: list[Clip], qtbot: QtBot) -> Player:
    player.show_alternatives(clips, clips[2])
    qtbot.waitUntil(lambda: len(player.playback.sequences) == len(clips))
    return player


def colours(player: Player) -> list[np.ndarray]:
    """The colour in the middle of each tile's picture."""
    image = player.grid.grab().toImage()
    points = [tile.adjusted(0, 0, 0, -22).center().toPoint() for tile in player.grid.tiles()]
    return [np.array(image.pixelColor(point).getRgb()[:3]) for point in points]


def test_all_clips_show_the_same_frame(shown: Player, clips: list[Clip]) -> None:
    for frame in (0, 5):
        shown.playback.seek(frame)
        found = colours(shown)
        assert [shade_of(colour.reshape(1, 1, 3)) for colour in found] == [frame] * 5
        assert sorted(colour[0] for colour in found) == [colour[0] for colour in found] and found[4][0] > found[0][0] + 40
    assert shown.transport.isVisible() and shown.playback.count == COUNT and shown.playback.playing
    shown.commands.play.trigger()
    assert not shown.playback.playing


def test_a_click_chooses_a_clip_and_escape_returns_to_the_current_one(shown: Player, clips: list[Clip], qtbot: QtBot) -> None:
    chosen: list[Clip] = []
    shown.alternative_chosen.connect(chosen.append)
    qtbot.mouseClick(shown.grid, Qt.MouseButton.LeftButton, pos=shown.grid.tiles()[3].center().toPoint())
    assert chosen == [clips[3]]
    qtbot.keyClick(shown.grid, Qt.Key.Key_Escape)
    assert shown._clips == (clips[3],) and shown.stage.isVisible() and not shown.grid.isVisible()


def test_the_arrow_keys_move_between_the_clips(shown: Player, clips: list[Clip], qtbot: QtBot) -> None:
    grid, chosen = shown.grid, list[Clip]()
    grid.chosen.connect(chosen.append)
    assert grid.clip == clips[2] and grid.accessibleDescription() == "3 of 5: seed 2"
    for key, at in ((Qt.Key.Key_Right, 3), (Qt.Key.Key_Up, 3 - grid_columns(grid)), (Qt.Key.Key_Up, 3 - grid_columns(grid)), (Qt.Key.Key_End, 4)):
        qtbot.keyClick(grid, key)
        assert grid.current == at
    qtbot.keyClick(grid, Qt.Key.Key_Return)
    assert chosen == [clips[4]]


def grid_columns(grid: Grid) -> int:
    return sum(tile.top() == 0 for tile in grid.tiles())


@pytest.mark.parametrize("count", range(2, MAX_TILES + 1))
def test_tiles_never_overlap_and_use_the_room(count: int, look: QApplication, qtbot: QtBot) -> None:
    grid = Grid()
    qtbot.addWidget(grid)
    grid.resize(700, 500)
    clips = [Clip(Path(f"{seed}.mp4"), Path("none"), replace(RED, seed=seed)) for seed in range(count)]
    grid.fill(clips, clips[0])
    tiles = grid.tiles()
    assert len(tiles) == count and all(QRectF(grid.rect()).contains(tile) for tile in tiles)
    assert not any(one.intersects(other) for at, one in enumerate(tiles) for other in tiles[:at])
    assert sum(tile.width() * tile.height() for tile in tiles) > 0.55 * 700 * 500


def test_a_clip_that_can_not_be_read_is_left_out(player: Player, clips: list[Clip], qtbot: QtBot) -> None:
    messages: list[str] = []
    player.failed.connect(messages.append)
    clips[1].path.write_bytes(b"no video")
    player.show_alternatives(clips, clips[1])
    qtbot.waitUntil(lambda: len(player.playback.sequences) == 4)
    assert len(messages) == 1 and len(player.grid.tiles()) == 4


def test_frames_of_many_clips_stay_within_the_budget(qtbot: QtBot, player: Player, clips: list[Clip]) -> None:
    size = COUNT * 32 * 32 * 3
    store = FrameStore(player, budget_bytes=2 * size)
    with qtbot.waitSignal(store.decoded):
        store.load(clips[0].path)
    assert (whole := store.get(clips[0].path)) is not None and whole.shrink == 1
    store.load(*(clip.path for clip in clips), shares=5)
    qtbot.waitUntil(lambda: all(store.get(clip.path, 5) is not None for clip in clips))
    small = [store.get(clip.path, 5) for clip in clips]
    assert sum(frames.pixels.nbytes for frames in small if frames) <= 2 * size and {frames.shrink for frames in small if frames} == {2}
    assert store.get(clips[0].path) is None  # there is room for a larger one
    with qtbot.waitSignal(store.decoded):
        store.load(clips[0].path)
    assert (again := store.get(clips[0].path)) is not None and again.shrink == 1


@pytest.mark.parametrize(
    ("requests", "expected"),
    [
        ([RED, replace(RED, seed=2)], ["seed 1", "seed 2"]),
        ([RED, replace(RED, prompt="a deep blue ball, 4k")], ["red", "deep blue"]),
        ([RED, replace(RED, prompt="a ball, 4k")], ["red", ""]),
        ([RED, replace(RED, prompt="a blue ball, 4k"), replace(RED, seed=2)], ["red · seed 1", "blue · seed 1", "red · seed 2"]),
        ([RED, replace(RED, styles=("Film",))], ["no style", "Film"]),
        ([RED, replace(RED, num_inference_steps=5)], ["20 steps", "5 steps"]),
        ([RED, replace(RED, width=256, model="zeroscope_v2_XL")], ["Starter · 128 × 128", "ZeroScope v2 XL · 256 × 128"]),
        ([RED, RED], ["seed 1", "seed 1"]),
    ],
)
def test_labels_say_what_is_different(requests: list[Request], expected: list[str]) -> None:
    assert labels_of(requests) == expected


def test_the_command_asks_for_the_alternatives_of_the_clip(player: Player, clips: list[Clip], qtbot: QtBot) -> None:
    asked: list[Clip] = []
    player.alternatives_requested.connect(asked.append)
    assert not player.commands.alternatives.isEnabled()
    player.show_clip(clips[0])
    player.commands.alternatives.trigger()
    assert asked == [clips[0]]
