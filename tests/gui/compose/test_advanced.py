from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from t2v_desktop.gui.compose.advanced import Advanced
from t2v_desktop.models.families.modelscope import MODELSCOPE
from t2v_desktop.models.families.wan import WAN
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
        "a red star", num_inference_steps=33, guidance_scale=7.125, guidance_start=0.25, guidance_end=0.6, cache_interval=3, flow_shift=3.25,
        scheduler="deis", fps=12, seed=MAX_SEED, seed_locked=True, count=3, device="cuda:1", memory="group_offload", dtype="bf16",
    )  # fmt: skip
    signals: list[int] = []
    advanced.changed.connect(lambda: signals.append(1))
    advanced.fill(draft)
    assert advanced.apply_to(Draft("a red star")) == draft and not signals


def test_guided_steps_need_guidance(advanced: Advanced, qtbot: QtBot) -> None:
    advanced.fill(Draft(guidance_scale=1.0, guidance_end=0.6))
    assert not advanced._guided.isEnabled() and advanced.apply_to(Draft()).guidance_end == 0.6
    advanced._guidance.setValue(2.0)
    assert advanced._guided.isEnabled()
    advanced._guidance.setValue(1.0)
    assert not advanced._guided.isEnabled()
    with qtbot.waitSignal(advanced.changed):
        advanced._guided._from.setValue(10)


def test_cached_layers_are_offered_only_by_families_that_can_cache_them(advanced: Advanced, qtbot: QtBot) -> None:
    box = advanced._cache_interval
    assert [box.itemText(n) for n in range(box.count())] == ["Off", "In 1 of 2 steps", "In 2 of 3 steps", "In 3 of 4 steps", "In 4 of 5 steps"]
    with qtbot.waitSignal(advanced.changed):
        box.setCurrentIndex(1)
    assert advanced.apply_to(Draft()).cache_interval == 2
    advanced.offer(replace(MODELSCOPE, cached_share=None))
    advanced.fill(Draft(cache_interval=2))
    assert not box.isEnabled() and "can't cache" in box.toolTip() and advanced.apply_to(Draft()).cache_interval == 1
    advanced.offer(MODELSCOPE)
    advanced.fill(Draft(cache_interval=2))
    assert box.isEnabled() and "faster" in box.toolTip() and advanced.apply_to(Draft()).cache_interval == 2


def test_a_flow_shift_is_shown_for_families_that_have_one(advanced: Advanced, qtbot: QtBot) -> None:
    field = advanced._flow_shift
    advanced.offer(WAN)
    advanced.fill(Draft())
    assert field.isVisible() and field.text() == "Model's own" and advanced.apply_to(Draft()).flow_shift == 0
    for typed, value in (("5", 5.0), ("0.01", 0.1), ("20", 20.0), ("0", 0.0)):
        field.selectAll()
        with qtbot.waitSignal(advanced.changed):
            qtbot.keyClicks(field, typed)
            qtbot.keyClick(field, Qt.Key.Key_Return)
        assert advanced.apply_to(Draft()).flow_shift == value, typed
    advanced.offer(MODELSCOPE)
    advanced.fill(Draft(flow_shift=5.0))
    assert not field.isVisible() and advanced.apply_to(Draft()).flow_shift == 0


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
