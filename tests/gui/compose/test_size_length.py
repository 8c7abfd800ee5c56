from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from t2v_desktop.gui.compose.size_length import CUSTOM, SizeLength
from t2v_desktop.models.store import find

MODEL = replace(find("starter"), width=256, height=256)


@pytest.fixture
def sizing(look: QApplication, qtbot: QtBot) -> SizeLength:
    made = SizeLength()
    qtbot.addWidget(made)
    made.set_model(MODEL)
    made.fill(256, 256, 16, 8)
    made.show()
    return made


def choose(sizing: SizeLength, size: tuple[int, int]) -> None:
    box = sizing._sizes
    at = next(i for i in range(box.count()) if box.itemData(i) == size)
    box.setCurrentIndex(at)
    box.activated.emit(at)


def test_a_size_is_chosen_from_the_list(sizing: SizeLength, qtbot: QtBot) -> None:
    with qtbot.waitSignal(sizing.changed):
        choose(sizing, (320, 192))
    assert sizing.size_chosen == (320, 192) and not sizing._custom.isVisible()


def test_a_custom_size_snaps_visibly_to_the_grid(sizing: SizeLength, qtbot: QtBot) -> None:
    choose(sizing, CUSTOM)
    assert sizing._custom.isVisible() and sizing.size_chosen == (256, 256)
    sizing._width.lineEdit().setText("370")
    sizing._width.interpretText()
    assert sizing.size_chosen == (384, 256) and "384 × 256" in sizing._sizes.currentText()
    choose(sizing, (256, 256))
    assert not sizing._custom.isVisible() and sizing.size_chosen == (256, 256)


def test_a_size_outside_the_list_is_shown_as_custom(sizing: SizeLength) -> None:
    sizing.fill(128, 64, 16, 8)
    assert sizing._custom.isVisible() and "128 × 64" in sizing._sizes.currentText()
    sizing.fill(256, 256, 16, 8)
    assert not sizing._custom.isVisible()


@pytest.mark.parametrize(("typed", "frames"), [("24", 24), ("3 s", 24), ("1.5", 12)])
def test_a_length_can_be_typed_in_frames_or_seconds(sizing: SizeLength, typed: str, frames: int) -> None:
    sizing.length.lineEdit().setText(typed)
    sizing.length.interpretText()
    assert sizing.length.value() == frames


def test_the_length_shows_seconds_and_frames(sizing: SizeLength) -> None:
    assert sizing.length.text() == "2.0 s · 16 frames"
    sizing.length.set_fps(16)
    assert sizing.length.text() == "1.0 s · 16 frames"
    sizing.length.setValue(1)
    assert sizing.length.text() == "0.1 s · 1 frame"


@pytest.mark.parametrize(("typed", "frames"), [("16", 17), ("20", 21), ("5 s", 81), ("1", 1), ("2", 1), ("82", 81)])
def test_a_length_between_those_of_the_model_becomes_the_nearest_in_view(sizing: SizeLength, qtbot: QtBot, typed: str, frames: int) -> None:
    shape = replace(MODEL.shape, frame_stride=4, frame_rest=1)  # as Wan's: 1, 5, 9 and so on
    sizing.set_model(replace(MODEL, shape=shape, num_frames=81))
    sizing.fill(256, 256, 33, 16)
    with qtbot.waitSignal(sizing.length.valueChanged):
        sizing.length.lineEdit().setText(typed)
        sizing.length.interpretText()
    assert sizing.length.value() == frames and f"{frames} frame" in sizing.length.text()
    sizing.length.stepUp()
    assert sizing.length.value() == frames + 4


def test_sides_follow_the_grid_of_the_model(sizing: SizeLength) -> None:
    sizing.set_model(replace(MODEL, shape=replace(MODEL.shape, grid=32)))
    choose(sizing, CUSTOM)
    sizing._height.lineEdit().setText("500")
    sizing._height.interpretText()
    assert sizing.size_chosen == (256, 512) and sizing._grid_hint.text() == f"in steps of {sizing._model.step if sizing._model else 0}"
