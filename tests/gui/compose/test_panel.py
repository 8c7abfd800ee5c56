from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QWidget
from pytestqt.qtbot import QtBot

from t2v_desktop.errors import BrokenModel, OutputError
from t2v_desktop.gui.compose.panel import Compose
from t2v_desktop.gui.look import theme
from t2v_desktop.library.database import Database
from t2v_desktop.library.prompts import Prompt, Prompts
from t2v_desktop.models.store import Model, find
from t2v_desktop.planning.draft import Draft
from t2v_desktop.planning.estimate import Estimate
from t2v_desktop.request import Request

MODEL = find("starter")
LARGE = replace(MODEL, name="text-to-video-ms-1.7b", title="Large", width=256, height=256, num_frames=24, fps=12)


def cheap(request: Request, frames_before: int = 0) -> Estimate:
    return Estimate(48.0, 1_900_000_000, 400_000, learned=True)


@pytest.fixture
def prompts(database: Database) -> Prompts:
    return Prompts(database)


@pytest.fixture
def make(look: QApplication, qtbot: QtBot, prompts: Prompts) -> Iterator[Callable[..., Compose]]:
    panels: list[Compose] = []

    def made(estimate: Callable[..., Estimate] = cheap, models: list[Model] | None = None, store: Prompts | None = None) -> Compose:
        seeds = iter(range(100, 200))
        panel = Compose([MODEL, LARGE] if models is None else models, store or prompts, estimate, draw_seed=lambda: next(seeds))
        qtbot.addWidget(panel)
        panel.resize(345, 800)
        panel.show()
        panels.append(panel)
        return panel

    yield made
    for panel in panels:  # while the library is still open
        panel.save_draft()


@pytest.fixture
def submitted(make: Callable[..., Compose]) -> Iterator[tuple[Compose, list[list[Request]]]]:
    panel, submissions = make(), list[list[Request]]()
    panel.submitted.connect(lambda requests, _: submissions.append(requests))
    yield panel, submissions


def shown_text(panel: QWidget) -> str:
    """All text that is visible in the panel."""
    return "\n".join(label.text() for label in panel.findChildren(QLabel) if label.isVisibleTo(panel))


def test_generate_submits_the_prompt_and_settings_shown(submitted: tuple[Compose, list[list[Request]]], prompts: Prompts) -> None:
    panel, submissions = submitted
    panel.set_prompt("a red star", "text")
    panel.generate.click()
    assert submissions == [[MODEL.request("a red star", negative_prompt="text", seed=101)]]
    assert prompts.history() == [Prompt("a red star", "text")]


def test_an_unlocked_seed_changes_with_each_submit_and_a_locked_one_stays(submitted: tuple[Compose, list[list[Request]]]) -> None:
    panel, submissions = submitted
    panel.set_prompt("a red star")
    panel.submit()
    panel.submit()
    used = panel.draft().seed
    panel.set_request(submissions[-1][0])
    panel.submit()
    assert [requests[0].seed for requests in submissions] == [101, 102, 102] and used == 102


def test_hd_is_offered_if_an_upscaling_model_is_installed(make: Callable[..., Compose], qtbot: QtBot) -> None:
    hd = replace(LARGE, name="zeroscope_v2_XL", title="XL", width=192, height=192, strength=0.7)
    assert make().second_pass.isHidden()
    panel = make(models=[MODEL, LARGE, hd])
    submissions: list[tuple[list[Request], list[Request]]] = []
    panel.submitted.connect(lambda requests, second_passes: submissions.append((requests, second_passes)))
    panel.set_prompt("a red star")
    panel.submit()
    assert submissions[-1][1] == [] and not panel.second_pass.isHidden()
    panel.second_pass.setChecked(True)
    qtbot.waitUntil(lambda: "192 × 192" in panel.second_pass.text())
    assert "1 min 36 s" in shown_text(panel)  # both passes
    panel.submit()
    requests, second_passes = submissions[-1]
    assert second_passes == [hd.second_pass(requests[0])]
    assert Draft.from_json(panel.draft().to_json()) == panel.draft() and panel.draft().hd
    panel.set_request(hd.request("a star"))
    assert panel.second_pass.isHidden()  # the upscaling model itself is chosen
    panel.submit()
    assert submissions[-1][1] == []


def test_reusing_a_request_submits_an_identical_request(submitted: tuple[Compose, list[list[Request]]]) -> None:
    panel, submissions = submitted
    request = LARGE.request(
        "a {literal} (red:1.2) star", "best", negative_prompt="x", seed=2**62, width=192, height=64, num_frames=7, fps=5,
        guidance_scale=3.1415, guidance_start=0.1, guidance_end=0.75, cache_interval=2,
        scheduler="euler", num_inference_steps=33, device="cuda:1", dtype="bf16", memory="full",
    )  # fmt: skip
    panel.set_request(request)
    panel.submit()
    assert submissions == [[request]]


def test_a_request_for_a_removed_model_keeps_the_chosen_model(make: Callable[..., Compose]) -> None:
    panel = make()
    panel.set_request(Request("a star", model="gone", width=24, height=24))
    assert (panel.draft().model, panel.draft().width) == ("starter", 64)
    assert "Model gone is not installed" in shown_text(panel) and panel.generate.isEnabled()


def test_alternatives_are_counted_on_the_button_and_added_together(submitted: tuple[Compose, list[list[Request]]]) -> None:
    panel, submissions = submitted
    panel.set_prompt("a {red|blue|golden} heart", "{x|y}")
    assert panel.generate.text().startswith("Add 6 to the queue") and "Creates 6 clips" in shown_text(panel)
    panel.submit()
    assert len(submissions[0]) == 6 and len({request.seed for request in submissions[0]}) == 1


@pytest.mark.parametrize(
    ("prompt", "count", "message"),
    [
        ("{red star|blue star|golden star|}", 1, "one of the alternatives is an empty prompt"),
        ("{1|2|3|4|5|6|7|8|9|10|11} {1|2|3|4|5|6|7|8|9|10}", 10, "over the limit of 1000: use fewer alternatives or clips"),
        ("{x$$a|b} star", 1, "invalid $$ in braces"),
    ],
)
def test_invalid_alternatives_show_an_error_and_disable_generate(submitted: tuple[Compose, list[list[Request]]], prompt: str, count: int, message: str) -> None:
    panel, submissions = submitted
    panel.set_prompt("a star")
    panel._fill(replace(panel.draft(), prompt=prompt, count=count))
    assert message.lower() in shown_text(panel).lower() and not panel.generate.isEnabled() and not submissions
    panel.set_prompt("a {red|} star")
    assert message.lower() not in shown_text(panel).lower() and panel.generate.isEnabled()


@pytest.mark.parametrize("prompt", ["{2-$$a|b|c} star", "{-2$$a|b|c} star", "{1-2$$ and $$a|b|c} star", "a {very |} big star", "{0$$a|b} star"])
def test_the_button_shows_the_number_of_clips_it_adds(submitted: tuple[Compose, list[list[Request]]], prompt: str) -> None:
    panel, submissions = submitted
    panel.set_prompt(prompt)
    button_text = panel.generate.accessibleName()
    panel.submit()
    assert button_text == (f"Add {len(submissions[0])} to the queue" if len(submissions[0]) > 1 else "Generate")


@pytest.mark.parametrize("keys", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_ctrl_enter_in_the_prompt_generates_once(submitted: tuple[Compose, list[list[Request]]], qtbot: QtBot, keys: Qt.Key) -> None:
    panel, submissions = submitted
    qtbot.keyClicks(panel.prompt.edit, "a star")
    qtbot.keyClick(panel.prompt.edit, keys, Qt.KeyboardModifier.ControlModifier)
    assert [r.prompt for requests in submissions for r in requests] == ["a star"] and panel.prompt.text == "a star"


def test_ctrl_enter_in_another_field_also_generates(submitted: tuple[Compose, list[list[Request]]], qtbot: QtBot) -> None:
    panel, submissions = submitted
    panel.set_prompt("a star")
    qtbot.keyClick(panel.size_length.length, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert len(submissions) == 1


@pytest.mark.parametrize(("prompt", "message"), [("", "prompt is empty"), ("a {b", "never closed"), ("a (b:3)", "0 to 2")])
def test_an_invalid_prompt_shows_an_error(submitted: tuple[Compose, list[list[Request]]], prompt: str, message: str) -> None:
    panel, submissions = submitted
    panel.set_prompt(prompt)
    panel.submit()
    assert not submissions and message in shown_text(panel)
    panel.set_prompt("a star")
    assert message not in shown_text(panel) and panel.generate.isEnabled()


def test_generate_is_disabled_until_there_is_a_prompt(make: Callable[..., Compose]) -> None:
    panel = make()
    assert not panel.generate.isEnabled()
    panel.set_prompt(" \n")
    assert not panel.generate.isEnabled()
    panel.set_prompt("a star")
    assert panel.generate.isEnabled()


def test_an_error_in_the_negative_prompt_opens_its_section(make: Callable[..., Compose]) -> None:
    panel = make()
    panel.set_prompt("a star", "{text")
    assert panel.negative.isVisible() and not panel.generate.isEnabled()


def test_the_draft_is_saved_after_a_pause_and_restored(make: Callable[..., Compose], prompts: Prompts, qtbot: QtBot) -> None:
    panel = make()
    panel.set_prompt("a {red|blue} star", "text")
    panel.size_length.length.setValue(24)
    qtbot.waitUntil(lambda: "star" in prompts.draft(), timeout=3000)
    restored = make()
    assert restored.draft() == panel.draft()
    assert restored.negative.isVisible()


@pytest.mark.parametrize("draft", ["", "{}", "not JSON", Draft("kept", model="gone", width=999).to_json()])
def test_any_saved_draft_opens_a_working_panel(make: Callable[..., Compose], prompts: Prompts, draft: str) -> None:
    prompts.save_draft(draft)
    panel = make()
    assert panel.draft().requests(MODEL) if panel.draft().prompt else panel.draft().width == 128


def test_a_preset_fills_its_settings_and_is_unchecked_once_they_change(make: Callable[..., Compose]) -> None:
    panel = make()
    presets = panel.model_choice._buttons
    presets["draft"].click()
    assert panel.draft().num_inference_steps == 4 and presets["draft"].isChecked()
    presets["balanced"].click()
    panel.advanced._steps.setValue(11)
    assert not any(button.isChecked() for button in presets.values())
    panel.advanced._steps.setValue(20)
    assert presets["best"].isChecked() and panel.draft().preset == "best"
    for control, changed in ((panel.advanced._guided._from, 10), (panel.advanced._guided._to, 60)):
        before = control.value()
        control.setValue(changed)
        assert not any(button.isChecked() for button in presets.values())
        control.setValue(before)
        assert presets["best"].isChecked()
    panel.advanced._cache_interval.setCurrentIndex(1)
    assert not any(button.isChecked() for button in presets.values())
    presets["best"].click()
    assert panel.draft().cache_interval == 1 and presets["best"].isChecked()


def test_choosing_a_model_applies_its_size_and_length(make: Callable[..., Compose]) -> None:
    panel = make()
    panel.set_prompt("kept")
    panel.model_choice.model_chosen.emit(LARGE)
    draft = panel.draft()
    assert (draft.prompt, draft.model, draft.width, draft.num_frames, draft.fps) == ("kept", LARGE.name, 256, 24, 12)


def test_the_prompt_survives_changes_of_the_installed_models(make: Callable[..., Compose]) -> None:
    panel = make(models=[])
    panel.set_prompt("kept")
    panel.submit()
    assert "no model is installed" in shown_text(panel).lower() and not panel.generate.isEnabled()
    panel.set_models([MODEL])
    assert panel.generate.isEnabled() and panel.draft().width == 128 and panel.prompt.text == "kept"
    panel.set_models([LARGE])
    assert panel.draft().model == LARGE.name


def test_the_cost_covers_all_clips(make: Callable[..., Compose], qtbot: QtBot) -> None:
    panel = make()
    panel.set_prompt("a {red|blue} star")
    qtbot.waitUntil(lambda: "≈ 1 min 36 s" in shown_text(panel.cost), timeout=3000)
    assert "1.9 GB" in shown_text(panel.cost) and "800" in shown_text(panel.cost)


def test_settings_that_fit_are_offered_and_applied(make: Callable[..., Compose], qtbot: QtBot) -> None:
    def expensive(request: Request, frames_before: int) -> Estimate:
        return cheap(request) if request.num_frames <= 8 else replace(cheap(request), lacking=("memory",), advice=replace(request, num_frames=8))

    panel = make(expensive)
    panel.set_prompt("a star", "n")
    qtbot.waitUntil(lambda: panel.cost._accept.isVisible(), timeout=3000)
    assert panel.cost._accept.text() == "Use 8 frames" and "Not enough memory" in shown_text(panel.cost) and panel.cost._line.property("role") == "bad"
    panel.cost._accept.click()
    assert panel.draft().num_frames == 8 and panel.prompt.text == "a star"
    qtbot.waitUntil(lambda: not panel.cost._accept.isVisible(), timeout=3000)


@pytest.mark.parametrize(("lacking", "message"), [
    (("memory",), "Not enough memory"), (("disk",), "Not enough disk space"), (("memory", "disk"), "Not enough memory and disk space"),
])  # fmt: skip
def test_the_missing_resource_is_named(make: Callable[..., Compose], lacking: tuple[str, ...], message: str) -> None:
    cost, request = make().cost, Request("a star")
    cost.show_estimate(request, replace(cheap(request), lacking=lacking, advice=replace(request, num_frames=8)), 1)
    assert message in shown_text(cost).split("\n") and not cost._accept.isHidden()
    cost.show_estimate(request, replace(cheap(request), lacking=lacking), 1)
    assert f"{message}, even at the smallest size" in shown_text(cost).split("\n") and cost._accept.isHidden()
    cost.show_estimate(request, cheap(request), 1)
    assert "Not enough" not in shown_text(cost)


def test_loading_counts_once_for_many_clips_and_unknown_values_are_left_out(make: Callable[..., Compose]) -> None:
    cost, request = make().cost, Request("a star")
    cost.show_estimate(request, replace(cheap(request), ready_s=40.0), 5)
    assert "80 s" in shown_text(cost)
    cost.show_estimate(request, Estimate(None, None, 400_000), 5)
    assert shown_text(cost) == "time unknown  ·  2 MB on disk"


def test_an_estimate_that_fails_shows_why(make: Callable[..., Compose], qtbot: QtBot) -> None:
    def broken(request: Request, frames_before: int) -> Estimate:
        raise BrokenModel("the file is gone")

    panel = make(broken)
    qtbot.waitUntil(lambda: "The file is gone" in shown_text(panel.cost), timeout=3000)


def test_a_full_disk_is_reported_and_the_clips_are_still_submitted(make: Callable[..., Compose], database: Database) -> None:
    class Full(Prompts):
        def save_draft(self, text: str) -> None:
            raise OutputError("disk full: /clips has no space left")

        def remember(self, prompt: str, negative_prompt: str = "") -> None:
            raise OutputError("disk full: /clips has no space left")

    panel, submissions = make(store=Full(database)), []
    panel.submitted.connect(lambda requests, _: submissions.append(requests))
    panel.set_prompt("a star")
    panel.submit()
    assert len(submissions) == 1 and "Disk full: /clips has no space left" in shown_text(panel)


def test_clear_keeps_the_settings_and_unlocks_the_seed(make: Callable[..., Compose]) -> None:
    panel = make()
    panel.set_request(MODEL.request("a star", num_frames=9, negative_prompt="x"))
    panel.clear()
    draft = panel.draft()
    assert (draft.prompt, draft.negative_prompt, draft.num_frames, draft.seed_locked) == ("", "", 9, False)


def test_the_menu_lists_saved_and_recent_prompts(make: Callable[..., Compose], prompts: Prompts) -> None:
    prompts.remember("older & wiser", "n")
    prompts.save("a favourite")
    panel = make()
    menu = panel.area.menu
    menu.rebuild()
    actions = {action.text(): action for action in menu.menu().actions()}
    assert not actions["Save this prompt"].isEnabled() and {"Saved", "Recent", "a favourite"} <= set(actions)
    actions["older && wiser"].trigger()
    assert (panel.prompt.text, panel.negative.text) == ("older & wiser", "n")
    for saved in (True, False):
        menu.rebuild()
        menu.menu().actions()[0].trigger()
        assert (Prompt("older & wiser", "n") in prompts.saved()) is saved


def test_tab_moves_through_the_panel_from_top_to_bottom(make: Callable[..., Compose]) -> None:
    panel = make()
    panel.fields.advanced_section.set_open(True)
    panel.set_prompt("a star")
    panel.focus_prompt()
    order: list[QWidget] = []
    here: QWidget = panel.prompt.edit
    while here not in order:
        order.append(here)
        here = here.nextInFocusChain()
        while here is not panel.prompt.edit and (not here.isVisible() or not here.focusPolicy() & Qt.FocusPolicy.TabFocus or here.focusProxy()):
            here = here.nextInFocusChain()
    tops = [widget.mapTo(panel, QPoint(0, 0)).y() for widget in order[3:]]
    assert order[0] is panel.prompt.edit and order[1:3] == [panel.area.styles.button, panel.area.menu] and order[-1] is panel.generate
    assert tops == sorted(tops) and len(order) > 15
    assert all(widget.accessibleName() for widget in order)


def test_the_wheel_scrolls_the_panel_and_changes_no_values(make: Callable[..., Compose]) -> None:
    panel = make()
    panel.resize(345, 400)
    box = panel.model_choice.findChild(QComboBox)
    assert box is not None
    for control in (panel.size_length.length, box):
        before = panel.draft()
        wheel = QWheelEvent(
            QPointF(5, 5), control.mapToGlobal(QPointF(5, 5)), QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(control, wheel)
        assert panel.draft() == before


def test_a_short_panel_scrolls_and_keeps_generate_visible(make: Callable[..., Compose], qtbot: QtBot) -> None:
    panel = make()
    panel.resize(345, 480)
    panel.fields.advanced_section.set_open(True)
    qtbot.waitUntil(lambda: panel._scroll.verticalScrollBar().maximum() > 0, timeout=3000)
    button = panel.generate
    assert panel.rect().contains(QRect(button.mapTo(panel, QPoint(0, 0)), button.size())) and panel._scroll.edge.isVisible()


@pytest.mark.parametrize("width", [300, 345, 420])
def test_the_panel_never_scrolls_sideways(make: Callable[..., Compose], qtbot: QtBot, width: int) -> None:
    panel = make()
    panel.resize(width, 900)
    panel.set_prompt("word " * 200, "text")
    panel.area.negative_section.set_open(True)
    panel.fields.advanced_section.set_open(True)
    panel.size_length._sizes.setCurrentIndex(panel.size_length._sizes.count() - 1)
    panel.size_length._sizes.activated.emit(panel.size_length._sizes.count() - 1)
    qtbot.waitUntil(lambda: panel._scroll.viewport().width() >= panel._scroll.widget().minimumSizeHint().width(), timeout=3000)


def test_the_colours_follow_the_theme(make: Callable[..., Compose], look: QApplication) -> None:
    panel = make()
    panel.set_prompt("word " * 200)
    theme.apply(look, "light")
    selections = panel.prompt.edit.extraSelections()
    assert selections[0].format.foreground().color().name().upper() == theme.LIGHT.warn
    theme.apply(look, "dark")
