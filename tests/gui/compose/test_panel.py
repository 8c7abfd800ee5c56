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


def cheap(request: Request) -> Estimate:
    return Estimate(48.0, 1_900_000_000, 400_000, learned=True)


@pytest.fixture
def prompts(database: Database) -> Prompts:
    return Prompts(database)


@pytest.fixture
def make(look: QApplication, qtbot: QtBot, prompts: Prompts) -> Iterator[Callable[..., Compose]]:
    panels: list[Compose] = []

    def made(estimate: Callable[[Request], Estimate] = cheap, models: list[Model] | None = None, kept: Prompts | None = None) -> Compose:
        seeds = iter(range(100, 200))
        panel = Compose([MODEL, LARGE] if models is None else models, kept or prompts, estimate, draw_seed=lambda: next(seeds))
        qtbot.addWidget(panel)
        panel.resize(345, 800)
        panel.show()
        panels.append(panel)
        return panel

    yield made
    for panel in panels:  # before the library is closed
        panel.keep_draft()


@pytest.fixture
def submitted(make: Callable[..., Compose]) -> Iterator[tuple[Compose, list[list[Request]]]]:
    panel, heard = make(), list[list[Request]]()
    panel.submitted.connect(lambda requests, _: heard.append(requests))
    yield panel, heard


def said(panel: QWidget) -> str:
    """Every word that can be read in the panel."""
    return "\n".join(label.text() for label in panel.findChildren(QLabel) if label.isVisibleTo(panel))


def test_generate_emits_what_was_typed_and_chosen(submitted: tuple[Compose, list[list[Request]]], prompts: Prompts) -> None:
    panel, heard = submitted
    panel.set_prompt("a red star", "text")
    panel.generate.click()
    assert heard == [[MODEL.request("a red star", negative_prompt="text", seed=101)]]
    assert prompts.history() == [Prompt("a red star", "text")]


def test_an_unlocked_seed_is_drawn_anew_and_a_locked_one_stays(submitted: tuple[Compose, list[list[Request]]]) -> None:
    panel, heard = submitted
    panel.set_prompt("a red star")
    panel.submit()
    panel.submit()
    used = panel.draft().seed
    panel.set_request(heard[-1][0])
    panel.submit()
    assert [requests[0].seed for requests in heard] == [101, 102, 102] and used == 102


def test_hd_is_offered_where_a_model_for_it_is_installed(make: Callable[..., Compose], qtbot: QtBot) -> None:
    hd = replace(LARGE, name="zeroscope_v2_XL", title="XL", width=128, height=128, strength=0.7)
    assert make().second_pass.isHidden()
    panel = make(models=[MODEL, LARGE, hd])
    heard: list[tuple[list[Request], list[Request]]] = []
    panel.submitted.connect(lambda requests, seconds: heard.append((requests, seconds)))
    panel.set_prompt("a red star")
    panel.submit()
    assert heard[-1][1] == [] and not panel.second_pass.isHidden()
    panel.second_pass.setChecked(True)
    qtbot.waitUntil(lambda: "128 × 128" in panel.second_pass.text())
    assert "1 min 36 s" in said(panel)  # both passes
    panel.submit()
    requests, seconds = heard[-1]
    assert seconds == [hd.second_pass(requests[0])]
    assert Draft.from_json(panel.draft().to_json()) == panel.draft() and panel.draft().hd
    panel.set_request(hd.request("a star"))
    assert panel.second_pass.isHidden()  # that model is chosen itself
    panel.submit()
    assert heard[-1][1] == []


def test_reusing_a_request_makes_it_again_to_the_letter(submitted: tuple[Compose, list[list[Request]]]) -> None:
    panel, heard = submitted
    request = LARGE.request(
        "a {literal} (red:1.2) star", "best", negative_prompt="x", seed=2**62, width=160, height=96, num_frames=7, fps=5,
        guidance_scale=3.1415, scheduler="euler", num_inference_steps=33, device="cuda:1", dtype="bf16", memory="full",
    )  # fmt: skip
    panel.set_request(request)
    panel.submit()
    assert heard == [[request]]


def test_a_request_of_a_model_that_is_gone_keeps_the_chosen_model(make: Callable[..., Compose]) -> None:
    panel = make()
    panel.set_request(Request("a star", model="gone", width=24, height=24))
    assert (panel.draft().model, panel.draft().width) == ("starter", 32)
    assert "gone is not installed" in said(panel) and panel.generate.isEnabled()


def test_alternatives_are_counted_on_the_button_and_added_together(submitted: tuple[Compose, list[list[Request]]]) -> None:
    panel, heard = submitted
    panel.set_prompt("a {red|blue|golden} heart", "{x|y}")
    assert panel.generate.text().startswith("Add 6 to the queue")
    panel.submit()
    assert len(heard[0]) == 6 and len({request.seed for request in heard[0]}) == 1


@pytest.mark.parametrize(
    ("prompt", "count", "told"),
    [
        ("{red star|blue star|golden star|}", 1, "one of the alternatives is an empty prompt"),
        ("{1|2|3|4|5|6|7|8|9|10|11} {1|2|3|4|5|6|7|8|9|10}", 10, "more than 1000 clips"),
        ("{x$$a|b} star", 1, "invalid $$ in braces"),
    ],
)
def test_alternatives_that_cannot_be_added_are_told_in_place(submitted: tuple[Compose, list[list[Request]]], prompt: str, count: int, told: str) -> None:
    panel, heard = submitted
    panel.set_prompt("a star")
    panel._fill(replace(panel.draft(), prompt=prompt, count=count))
    assert told.lower() in said(panel).lower() and not panel.generate.isEnabled() and not heard
    panel.set_prompt("a {red|} star")
    assert told.lower() not in said(panel).lower() and panel.generate.isEnabled()


@pytest.mark.parametrize("prompt", ["{2-$$a|b|c} star", "{-2$$a|b|c} star", "{1-2$$ and $$a|b|c} star", "a {very |} big star", "{0$$a|b} star"])
def test_the_button_tells_as_many_clips_as_are_added(submitted: tuple[Compose, list[list[Request]]], prompt: str) -> None:
    panel, heard = submitted
    panel.set_prompt(prompt)
    told = panel.generate.accessibleName()
    panel.submit()
    assert told == (f"Add {len(heard[0])} to the queue" if len(heard[0]) > 1 else "Generate")


@pytest.mark.parametrize("keys", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_ctrl_enter_in_the_prompt_generates_once(submitted: tuple[Compose, list[list[Request]]], qtbot: QtBot, keys: Qt.Key) -> None:
    panel, heard = submitted
    qtbot.keyClicks(panel.prompt.edit, "a star")
    qtbot.keyClick(panel.prompt.edit, keys, Qt.KeyboardModifier.ControlModifier)
    assert [r.prompt for requests in heard for r in requests] == ["a star"] and panel.prompt.text == "a star"


def test_ctrl_enter_in_a_field_generates_too(submitted: tuple[Compose, list[list[Request]]], qtbot: QtBot) -> None:
    panel, heard = submitted
    panel.set_prompt("a star")
    qtbot.keyClick(panel.size_length.length, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert len(heard) == 1


@pytest.mark.parametrize(("prompt", "told"), [("", "prompt is empty"), ("a {b", "never closed"), ("a (b:3)", "0 to 2")])
def test_what_cannot_be_made_is_told_in_the_panel(submitted: tuple[Compose, list[list[Request]]], prompt: str, told: str) -> None:
    panel, heard = submitted
    panel.set_prompt(prompt)
    panel.submit()
    assert not heard and told in said(panel)
    panel.set_prompt("a star")
    assert told not in said(panel) and panel.generate.isEnabled()


def test_generate_waits_for_a_prompt(make: Callable[..., Compose]) -> None:
    panel = make()
    assert not panel.generate.isEnabled()
    panel.set_prompt(" \n")
    assert not panel.generate.isEnabled()
    panel.set_prompt("a star")
    assert panel.generate.isEnabled()


def test_a_mistake_in_the_negative_prompt_opens_it(make: Callable[..., Compose]) -> None:
    panel = make()
    panel.set_prompt("a star", "{text")
    assert panel.negative.isVisible() and not panel.generate.isEnabled()


def test_what_was_typed_is_kept_after_a_pause_and_comes_back(make: Callable[..., Compose], prompts: Prompts, qtbot: QtBot) -> None:
    panel = make()
    panel.set_prompt("a {red|blue} star", "text")
    panel.size_length.length.setValue(24)
    qtbot.waitUntil(lambda: "star" in prompts.draft(), timeout=3000)
    again = make()
    assert again.draft() == panel.draft()
    assert again.negative.isVisible()


@pytest.mark.parametrize("draft", ["", "{}", "spoiled", Draft("kept", model="gone", width=999).to_json()])
def test_any_draft_gives_a_panel_that_works(make: Callable[..., Compose], prompts: Prompts, draft: str) -> None:
    prompts.save_draft(draft)
    panel = make()
    assert panel.draft().requests(MODEL) if panel.draft().prompt else panel.draft().width == 64


def test_a_preset_fills_its_recipe_and_goes_out_once_changed(make: Callable[..., Compose]) -> None:
    panel = make()
    lit = panel.model_choice._buttons
    lit["draft"].click()
    assert panel.draft().num_inference_steps == 10 and lit["draft"].isChecked()
    panel.advanced._steps.setValue(11)
    assert not any(button.isChecked() for button in lit.values())
    panel.advanced._steps.setValue(40)
    assert lit["best"].isChecked() and panel.draft().preset == "best"


def test_another_model_brings_its_size_and_length(make: Callable[..., Compose]) -> None:
    panel = make()
    panel.set_prompt("kept")
    panel.model_choice.model_chosen.emit(LARGE)
    draft = panel.draft()
    assert (draft.prompt, draft.model, draft.width, draft.num_frames, draft.fps) == ("kept", LARGE.name, 256, 24, 12)


def test_models_that_come_and_go_leave_the_prompt(make: Callable[..., Compose]) -> None:
    panel = make(models=[])
    panel.set_prompt("kept")
    panel.submit()
    assert "no model is installed" in said(panel).lower() and not panel.generate.isEnabled()
    panel.set_models([MODEL])
    assert panel.generate.isEnabled() and panel.draft().width == 64 and panel.prompt.text == "kept"
    panel.set_models([LARGE])
    assert panel.draft().model == LARGE.name


def test_the_cost_is_told_for_all_clips(make: Callable[..., Compose], qtbot: QtBot) -> None:
    panel = make()
    panel.set_prompt("a {red|blue} star")
    qtbot.waitUntil(lambda: "≈ 1 min 36 s" in said(panel.cost), timeout=3000)
    assert "1.9 GB" in said(panel.cost) and "800" in said(panel.cost)


def test_what_would_fit_is_offered_and_taken(make: Callable[..., Compose], qtbot: QtBot) -> None:
    def dear(request: Request) -> Estimate:
        return cheap(request) if request.num_frames <= 8 else replace(cheap(request), lacking=("memory",), advice=replace(request, num_frames=8))

    panel = make(dear)
    panel.set_prompt("a star", "n")
    qtbot.waitUntil(lambda: panel.cost._offer.isVisible(), timeout=3000)
    assert panel.cost._offer.text() == "Use 8 frames" and "Not enough memory" in said(panel.cost) and panel.cost._line.property("role") == "bad"
    panel.cost._offer.click()
    assert panel.draft().num_frames == 8 and panel.prompt.text == "a star"
    qtbot.waitUntil(lambda: not panel.cost._offer.isVisible(), timeout=3000)


@pytest.mark.parametrize(("lacking", "told"), [
    (("memory",), "Not enough memory"), (("disk",), "Not enough disk space"), (("memory", "disk"), "Not enough memory and disk space"),
])  # fmt: skip
def test_what_there_is_too_little_of_is_named(make: Callable[..., Compose], lacking: tuple[str, ...], told: str) -> None:
    cost, request = make().cost, Request("a star")
    cost.show_estimate(request, replace(cheap(request), lacking=lacking, advice=replace(request, num_frames=8)), 1)
    assert told in said(cost).split("\n") and not cost._offer.isHidden()
    cost.show_estimate(request, replace(cheap(request), lacking=lacking), 1)
    assert f"{told}, even at the smallest size" in said(cost).split("\n") and cost._offer.isHidden()
    cost.show_estimate(request, cheap(request), 1)
    assert "Not enough" not in said(cost)


def test_many_clips_load_their_model_once_and_what_is_not_known_is_not_told(make: Callable[..., Compose]) -> None:
    cost, request = make().cost, Request("a star")
    cost.show_estimate(request, replace(cheap(request), ready_s=40.0), 5)
    assert "80 s" in said(cost)
    cost.show_estimate(request, Estimate(None, None, 400_000), 5)
    assert said(cost) == "time not known yet  ·  2 MB on disk"


def test_a_cost_that_cannot_be_told_is_no_failure(make: Callable[..., Compose], qtbot: QtBot) -> None:
    def broken(request: Request) -> Estimate:
        raise BrokenModel("the file is gone")

    panel = make(broken)
    qtbot.waitUntil(lambda: "the file is gone" in said(panel.cost), timeout=3000)


def test_a_full_disk_is_told_and_the_clips_are_made_all_the_same(make: Callable[..., Compose], database: Database) -> None:
    class Full(Prompts):
        def save_draft(self, text: str) -> None:
            raise OutputError("the disk is full")

        def remember(self, prompt: str, negative_prompt: str = "") -> None:
            raise OutputError("the disk is full")

    panel, heard = make(kept=Full(database)), []
    panel.submitted.connect(lambda requests, _: heard.append(requests))
    panel.set_prompt("a star")
    panel.submit()
    assert len(heard) == 1 and "The disk is full" in said(panel)


def test_clearing_leaves_the_settings_and_frees_the_seed(make: Callable[..., Compose]) -> None:
    panel = make()
    panel.set_request(MODEL.request("a star", num_frames=9, negative_prompt="x"))
    panel.clear()
    draft = panel.draft()
    assert (draft.prompt, draft.negative_prompt, draft.num_frames, draft.seed_locked) == ("", "", 9, False)


def test_the_menu_offers_saved_and_recent_prompts(make: Callable[..., Compose], prompts: Prompts) -> None:
    prompts.remember("older & wiser", "n")
    prompts.save("a favourite")
    panel = make()
    menu = panel._menu
    menu.rebuild()
    actions = {action.text(): action for action in menu.menu().actions()}
    assert not actions["Save this prompt"].isEnabled() and {"Saved", "Recent", "a favourite"} <= set(actions)
    actions["older && wiser"].trigger()
    assert (panel.prompt.text, panel.negative.text) == ("older & wiser", "n")
    for kept in (True, False):
        menu.rebuild()
        menu.menu().actions()[0].trigger()
        assert (Prompt("older & wiser", "n") in prompts.saved()) is kept


def test_the_keyboard_goes_through_the_panel_from_top_to_bottom(make: Callable[..., Compose]) -> None:
    panel = make()
    panel._advanced_section.set_open(True)
    panel.set_prompt("a star")
    panel.focus_prompt()
    order: list[QWidget] = []
    here: QWidget = panel.prompt.edit
    while here not in order:
        order.append(here)
        here = here.nextInFocusChain()
        while here is not panel.prompt.edit and (not here.isVisible() or not here.focusPolicy() & Qt.FocusPolicy.TabFocus or here.focusProxy()):
            here = here.nextInFocusChain()
    tops = [widget.mapTo(panel, QPoint(0, 0)).y() for widget in order[2:]]
    assert order[0] is panel.prompt.edit and order[1] is panel._menu and order[-1] is panel.generate
    assert tops == sorted(tops) and len(order) > 15
    assert all(widget.accessibleName() for widget in order)


def test_the_wheel_scrolls_the_panel_and_changes_nothing(make: Callable[..., Compose]) -> None:
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


def test_a_low_panel_scrolls_and_keeps_generate_in_sight(make: Callable[..., Compose], qtbot: QtBot) -> None:
    panel = make()
    panel.resize(345, 480)
    panel._advanced_section.set_open(True)
    qtbot.waitUntil(lambda: panel._scroll.verticalScrollBar().maximum() > 0, timeout=3000)
    button = panel.generate
    assert panel.rect().contains(QRect(button.mapTo(panel, QPoint(0, 0)), button.size())) and panel._scroll.edge.isVisible()


@pytest.mark.parametrize("width", [300, 345, 420])
def test_nothing_is_cut_off_at_the_side(make: Callable[..., Compose], qtbot: QtBot, width: int) -> None:
    panel = make()
    panel.resize(width, 900)
    panel.set_prompt("word " * 200, "text")
    panel._negative_section.set_open(True)
    panel._advanced_section.set_open(True)
    panel.size_length._sizes.setCurrentIndex(panel.size_length._sizes.count() - 1)
    panel.size_length._sizes.activated.emit(panel.size_length._sizes.count() - 1)
    qtbot.waitUntil(lambda: panel._scroll.viewport().width() >= panel._scroll.widget().minimumSizeHint().width(), timeout=3000)


def test_the_colours_follow_the_look(make: Callable[..., Compose], look: QApplication) -> None:
    panel = make()
    panel.set_prompt("word " * 200)
    theme.apply(look, "light")
    marks = panel.prompt.edit.extraSelections()
    assert marks[0].format.foreground().color().name().upper() == theme.LIGHT.warn
    theme.apply(look, "dark")
