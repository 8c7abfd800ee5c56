"""Styles, words to add, alternatives and wildcards in the compose panel."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from t2v_desktop.gui.compose.panel import Compose
from t2v_desktop.library import styles
from t2v_desktop.library.database import Database
from t2v_desktop.library.prompts import Prompts
from t2v_desktop.models.families.wan.words import WORDS
from t2v_desktop.models.store import find
from t2v_desktop.models.words import Style
from t2v_desktop.planning.estimate import Estimate
from t2v_desktop.prompt import wildcards
from t2v_desktop.request import Request

STARTER = find("starter")
WAN = replace(STARTER, name="wan", title="Wan", words=WORDS)
FILM = Style("Film", suffix="film grain", negative_prompt="digital")


@pytest.fixture
def panel(look: QApplication, qtbot: QtBot, database: Database) -> Iterator[Compose]:
    styles.save([FILM])
    made = Compose([STARTER, WAN], Prompts(database), lambda *_: Estimate(1.0, 1, 1, learned=True), draw_seed=lambda: 100)
    qtbot.addWidget(made)
    made.resize(345, 900)
    made.show()
    yield made
    made.save_draft()


def submitted(panel: Compose) -> list[Request]:
    sent: list[Request] = []
    panel.submitted.connect(lambda requests, *_: sent.extend(requests))
    panel.generate.click()
    return sent


def texts(panel: QWidget) -> str:
    return "\n".join(label.text() for label in panel.findChildren(QLabel) if label.isVisibleTo(panel))


def chips(widget: QWidget) -> list[QPushButton]:
    return [chip for chip in widget.findChildren(QPushButton) if chip.isVisibleTo(widget)]


def choose_style(panel: Compose, name: str) -> None:
    panel.area.styles.fill_menu()
    next(action for action in panel.area.styles.button.menu().actions() if action.text() == name).trigger()


def test_chosen_styles_are_rendered_and_what_was_typed_is_kept(panel: Compose) -> None:
    panel.set_prompt("a red star", "text")
    choose_style(panel, "Film")
    (request,) = submitted(panel)
    assert (request.prompt, request.negative_prompt) == ("a red star, film grain", "text, digital")
    assert (request.typed, request.typed_negative, request.styles) == ("a red star", "text", ("Film",))
    assert (panel.prompt.text, [chip.text() for chip in chips(panel.area.styles)]) == ("a red star", ["Film"])


def test_reuse_shows_what_was_typed_and_the_styles(panel: Compose) -> None:
    panel.set_prompt("a red star")
    choose_style(panel, "Film")
    (request,) = submitted(panel)
    panel.clear()
    panel.area.styles.toggle("Film")
    panel.set_request(request)
    assert (panel.prompt.text, panel.area.styles.names) == ("a red star", ("Film",))
    assert panel.draft().requests(STARTER) == [request]


def test_the_token_count_has_the_words_of_the_styles(panel: Compose) -> None:
    panel.set_prompt("a red star")
    plain = panel.prompt.measure
    choose_style(panel, "Film")
    styled = panel.prompt.measure
    assert plain is not None and styled is not None and styled.count is not None and plain.count is not None and styled.count >= plain.count + 3
    styles.save([replace(FILM, suffix="film " * 90)])
    panel.area.refresh_styles()
    assert "words of the styles are ignored" in texts(panel)


def test_styles_are_ordered_and_removed_by_keyboard(panel: Compose, qtbot: QtBot) -> None:
    panel.set_models([WAN])
    for name in ("Cinematic", "Film", "Anime"):
        choose_style(panel, name)
    changed: list[bool] = []
    panel.area.changed.connect(lambda: changed.append(True))
    qtbot.keyClick(chips(panel.area.styles)[2], Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier)
    assert panel.area.styles.names == ("Cinematic", "Anime", "Film")
    qtbot.keyClick(chips(panel.area.styles)[0], Qt.Key.Key_Delete)
    assert panel.area.styles.names == ("Anime", "Film") and len(changed) == 2
    assert panel.draft().styles == ("Anime", "Film")


def test_a_style_that_the_model_lacks_is_said_until_it_is_taken_out(panel: Compose) -> None:
    panel.set_models([STARTER, WAN])
    panel.set_prompt("a red star")
    panel.area.styles.toggle("Anime")  # one of Wan's
    assert "Style Anime doesn't exist for this model" in texts(panel) and not panel.generate.isEnabled()
    chips(panel.area.styles)[0].click()
    assert panel.generate.isEnabled() and not panel.area.styles.isVisible()


def test_many_alternatives_can_be_random(panel: Compose) -> None:
    panel.set_prompt("{a|b}" * 12)
    everything, at_random, count = panel.area.alternatives.buttons
    assert everything.text() == f"All {QLocale().toString(4096)}" and "the limit is 1,000" in texts(panel) and not panel.generate.isEnabled()
    at_random.click()
    assert panel.generate.isEnabled() and panel.generate.text().startswith("Add 8 to the queue") and count.isVisible()
    count.setValue(5)
    sent = submitted(panel)
    assert len(sent) == 5 == len({request.prompt for request in sent}) and {request.typed for request in sent} == {"{a|b}" * 12}
    panel.set_prompt("a {red|blue} star")
    everything.click()
    assert panel.generate.text().startswith("Add 2") and not count.isVisible()
    panel.set_prompt("a star")
    assert not panel.area.alternatives.isVisible()


def test_reuse_of_one_alternative_offers_all_of_them(panel: Compose) -> None:
    panel.set_prompt("a {red|blue} star")
    _, blue = submitted(panel)
    panel.set_request(blue)
    offer = panel.area.alternatives.whole
    assert panel.prompt.text == "a blue star" and offer.isVisible() and offer.text() == "Use all alternatives (2)"
    offer.click()
    assert panel.prompt.text == "a {red|blue} star" and not offer.isVisible()
    panel.set_request(blue)
    panel.prompt.set_text("something else")
    assert not offer.isVisible()


def test_word_chips_follow_the_prompt_and_the_model(panel: Compose, qtbot: QtBot) -> None:
    panel.area.words_section.set_open(True)
    names = {chip.text(): chip for chip in panel.area.words.chips}
    assert {"circle", "moving left", "over the sea"} <= names.keys()
    panel.set_prompt("a circle")
    assert names["circle"].isChecked() and not names["red"].isChecked()
    panel.prompt.set_cursor(1)
    qtbot.keyClick(names["red"], Qt.Key.Key_Space)
    qtbot.keyClick(names["red"], Qt.Key.Key_Space)
    names["red"].click()
    assert panel.prompt.text == "a red circle" and names["red"].isChecked() and panel.prompt.cursor_index == 5
    panel.prompt.edit.undo()
    assert panel.prompt.text == "a circle"
    panel.set_models([WAN])
    panel.set_prompt("a dog")
    chip = next(chip for chip in panel.area.words.chips if chip.text() == "tracking shot")
    chip.click()
    assert panel.prompt.text == "a dog, tracking shot"
    chip.click()
    assert panel.prompt.text == "a dog"


@pytest.mark.parametrize("width", [300, 345, 420])
def test_chips_wrap_on_narrow_panels(panel: Compose, qtbot: QtBot, width: int) -> None:
    panel.resize(width, 900)
    panel.set_models([WAN])
    panel.area.words_section.set_open(True)
    for style in WORDS.styles:
        panel.area.styles.toggle(style.name)
    qtbot.wait(20)
    for chip in (*panel.area.words.chips, *chips(panel.area.styles)):
        assert chip.width() >= chip.minimumSizeHint().width() and chip.geometry().right() <= chip.parentWidget().width(), chip.text()
    assert panel._scroll.horizontalScrollBar().maximum() == 0


def test_wildcards_are_completed_and_random(panel: Compose, qtbot: QtBot) -> None:
    wildcards.make_folder()
    for name in ("animal", "animal_wild", "color"):
        wildcards.file_of(name).write_text("cat\ndog\n")
    edit, (completion, _) = panel.prompt.edit, panel.area._completions
    panel.focus_prompt()
    qtbot.waitUntil(edit.hasFocus)
    qtbot.keyClicks(edit, "a __ani")
    popup = completion.completer.popup()
    assert popup.isVisible() and completion.completer.completionCount() == 2
    qtbot.keyClick(popup, Qt.Key.Key_Return)
    assert panel.prompt.text == "a __animal__" and not popup.isVisible()
    qtbot.keyClicks(edit, " that")
    assert not popup.isVisible()
    (request,) = submitted(panel)
    assert request.prompt in ("a cat that", "a dog that") and request.typed == "a __animal__ that"
    panel.set_prompt("a __none__")
    assert "There is no wildcard __none__" in texts(panel) and not panel.generate.isEnabled()
