import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from t2v_desktop.gui.compose.advanced import Advanced
from t2v_desktop.planning.draft import Draft
from t2v_desktop.request import DEVICES, MAX_SEED


@pytest.fixture
def advanced(look: QApplication, qtbot: QtBot) -> Advanced:
    made = Advanced(DEVICES, lambda: 77)
    qtbot.addWidget(made)
    made.show()
    return made


def test_a_filled_draft_is_returned_unchanged_without_a_signal(advanced: Advanced) -> None:
    draft = Draft(
        "a red star", num_inference_steps=33, guidance_scale=7.125, scheduler="deis", fps=12, seed=MAX_SEED, seed_locked=True, count=3,
        device="cuda:1", memory="group_offload", dtype="bf16",
    )  # fmt: skip
    signals: list[int] = []
    advanced.changed.connect(lambda: signals.append(1))
    advanced.fill(draft)
    assert advanced.apply_to(Draft("a red star")) == draft and not signals


def test_the_dice_rolls_and_locks_a_seed(advanced: Advanced, qtbot: QtBot) -> None:
    advanced.fill(Draft())
    with qtbot.waitSignal(advanced.changed):
        advanced.seed._dice.click()
    assert (advanced.seed.value, advanced.seed.locked) == (77, True)


def test_a_typed_seed_is_locked_and_stays_within_range(advanced: Advanced, qtbot: QtBot) -> None:
    advanced.fill(Draft())
    advanced.seed._edit.clear()
    qtbot.keyClicks(advanced.seed._edit, "99999999999999999999999x")
    qtbot.keyClick(advanced.seed._edit, Qt.Key.Key_Return)
    assert (advanced.seed.value, advanced.seed.locked) == (MAX_SEED, True) and advanced.seed._edit.text() == str(MAX_SEED)


def test_an_empty_seed_is_zero(advanced: Advanced) -> None:
    advanced.seed._edit.clear()
    assert advanced.seed.value == 0


def test_the_summary_shows_only_a_locked_seed(advanced: Advanced) -> None:
    advanced.fill(Draft(seed=41, seed_locked=True, guidance_scale=9.0, num_inference_steps=25))
    assert advanced.summary()[:2] == ("25 steps · guidance 9 · seed 41", "lock")
    advanced.fill(Draft(seed=41))
    assert advanced.summary()[:2] == ("20 steps · guidance 5", "dice")
