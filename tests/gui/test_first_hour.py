"""A newcomer's first hour: examples, what the starter can't draw, more models, and the tour."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QApplication, QComboBox, QPushButton
from pytestqt.qtbot import QtBot

from t2v_desktop.gui.compose.model_choice import ModelChoice
from t2v_desktop.gui.examples import Examples
from t2v_desktop.gui.main_window import MainWindow
from t2v_desktop.gui.tour import place_beside
from t2v_desktop.job import State
from t2v_desktop.models.catalogue import CATALOG
from t2v_desktop.models.store import Model, find
from t2v_desktop.settings import Settings

STARTER = find("starter")
OTHER = replace(STARTER, name="zeroscope_v2_576w", title="ZeroScope", examples=("a long example", "another"), known_words=frozenset())
UPSCALER = replace(STARTER, name="zeroscope_v2_XL", title="ZeroScope v2 XL", strength=0.7, examples=(), known_words=frozenset())


@pytest.fixture
def window(make_window: Callable[..., MainWindow]) -> MainWindow:
    return opened(make_window)


def opened(make_window: Callable[..., MainWindow], settings: Settings | None = None) -> MainWindow:
    window = make_window(settings=settings, models=[STARTER, OTHER, UPSCALER])
    window.show()
    return window


def in_player(window: MainWindow) -> list[QPushButton]:
    found = window.player.stage.notice.findChild(Examples)
    assert found is not None
    return found.buttons()


def test_clicking_an_example_in_the_empty_player_renders_it_at_once(window: MainWindow, qtbot: QtBot) -> None:
    assert window.player.stage.notice.examples() == list(STARTER.examples[:3])
    with qtbot.waitSignal(window._session.queue_finished, timeout=10_000):
        qtbot.mouseClick(in_player(window)[1], Qt.MouseButton.LeftButton)
    (job,) = window._session.model.jobs()
    assert (job.request.prompt, job.state) == (STARTER.examples[1], State.DONE)
    assert window.compose.prompt.text == STARTER.examples[1] and window.player.stage.notice.isHidden()


def test_examples_are_reached_and_pressed_with_the_keyboard(window: MainWindow, qtbot: QtBot) -> None:
    button = in_player(window)[0]
    assert button.focusPolicy() & Qt.FocusPolicy.TabFocus and button.accessibleName() == f"Example: {STARTER.examples[0]}"
    window._session.pause(True)
    qtbot.keyClick(button, Qt.Key.Key_Space)
    assert [job.request.prompt for job in window._session.model.jobs()] == [STARTER.examples[0]]


def test_an_example_below_the_empty_prompt_fills_it_and_leads_to_generate(window: MainWindow, qtbot: QtBot) -> None:
    examples = window.compose.area.examples
    assert examples.offered() == list(STARTER.examples[-2:]) and examples.isVisible()
    with qtbot.waitActive(window):
        window.activateWindow()
    qtbot.mouseClick(examples.buttons()[0], Qt.MouseButton.LeftButton)
    assert window.compose.prompt.text == STARTER.examples[-2] and window._session.model.count() == 0
    assert window.compose.generate.hasFocus() and examples.isHidden()
    window.compose.clear()
    assert examples.isVisible()


def test_examples_differ_by_model(window: MainWindow) -> None:
    choice = window.compose.model_choice
    choice.model_chosen.emit(OTHER)
    assert window.player.stage.notice.examples() == ["a long example", "another"] == window.compose.area.examples.offered()
    choice.model_chosen.emit(UPSCALER)
    assert window.player.stage.notice.examples() == [] == window.compose.area.examples.offered()
    assert "upscales finished clips" in window.player.stage.notice.accessibleDescription()


def test_every_known_model_that_starts_from_text_has_examples() -> None:
    assert all(len(entry.examples) in (0, 5) for entry in CATALOG.values()) and len(STARTER.examples) == 5
    assert {len(family.examples) for family in (STARTER.family, *(family for family in families()))} == {5}


def families() -> list[object]:
    from t2v_desktop.models.families import FAMILIES

    return list(FAMILIES.values())


def test_a_prompt_that_the_starter_cannot_draw_leads_to_other_models(window: MainWindow, qtbot: QtBot) -> None:
    line, opened = window.compose.area.unknown_words, []
    window.compose.models_requested.connect(lambda: opened.append(True))
    window.compose.set_prompt("a red circle moving right")
    assert line.isHidden()
    window.compose.set_prompt("cinematic shot of a city")
    assert line.isVisible() and "Starter draws only shapes" in line._text.text() and "city" in line._text.toolTip()
    qtbot.mouseClick(line._get, Qt.MouseButton.LeftButton)
    assert opened and window.model_actions.dialog is not None
    window.compose.model_choice.model_chosen.emit(OTHER)
    assert line.isHidden()


@pytest.fixture
def choice(look: QApplication, qtbot: QtBot) -> ModelChoice:
    made = ModelChoice()
    qtbot.addWidget(made)
    made.set_models([STARTER, OTHER])
    return made


def test_more_models_are_the_last_entry_and_leave_the_model_as_it_is(choice: ModelChoice, qtbot: QtBot) -> None:
    box, asked, chosen = choice.findChild(QComboBox), [], list[Model]()
    choice.models_requested.connect(lambda: asked.append(True))
    choice.model_chosen.connect(chosen.append)
    choice.choose(OTHER)
    last = box.count() - 1
    assert box.itemText(last) == "Get more models…"
    box.setCurrentIndex(last)
    box.activated.emit(last)
    assert asked == [True] and chosen == [] and box.currentText() == OTHER.title and choice.model == OTHER


def test_keys_on_the_closed_list_stop_at_the_last_model(choice: ModelChoice, qtbot: QtBot) -> None:
    box, asked = choice.findChild(QComboBox), []
    choice.models_requested.connect(lambda: asked.append(True))
    for key, title in ((Qt.Key.Key_Down, OTHER.title), (Qt.Key.Key_Down, OTHER.title), (Qt.Key.Key_Up, STARTER.title), (Qt.Key.Key_End, OTHER.title)):
        qtbot.keyClick(box, key)
        assert box.currentText() == title
    assert asked == []


def test_without_any_model_the_list_still_leads_to_models(look: QApplication, qtbot: QtBot) -> None:
    choice = ModelChoice()
    qtbot.addWidget(choice)
    choice.set_models([])
    with qtbot.waitSignal(choice.models_requested):
        choice.findChild(QComboBox).activated.emit(0)
    assert choice.model is None


# the tour


def test_the_tour_is_shown_once_and_does_not_take_the_focus(make_window: Callable[..., MainWindow], qtbot: QtBot) -> None:
    window = opened(make_window)
    saved: list[Settings] = []
    window.settings_changed.connect(saved.append)
    window.begin()
    tour = window.first_hour.tour
    assert tour.is_running() and tour.callout.isVisible() and window.focusWidget() is window.compose.prompt.edit
    assert saved[-1].tour_shown
    qtbot.keyClicks(window.compose.prompt.edit, "a red star")
    assert window.compose.prompt.text == "a red star" and tour.is_running()
    again = opened(make_window, settings=saved[-1])
    again.begin()
    assert not again.first_hour.tour.is_running()


def test_the_tour_ends_with_the_first_clip(window: MainWindow, qtbot: QtBot) -> None:
    window.begin()
    window._session.pause(True)
    qtbot.mouseClick(in_player(window)[0], Qt.MouseButton.LeftButton)
    assert not window.first_hour.tour.is_running() and window.first_hour.tour.callout.isHidden() and window._session.model.count() == 1


def test_the_tour_is_walked_and_left_with_the_keyboard(window: MainWindow, qtbot: QtBot) -> None:
    tour = window.first_hour.tour
    window.menu_actions["tour"].trigger()
    assert window.focusWidget() is tour.callout.next
    titles = []
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Return):
        titles.append(tour.callout._title.text())
        qtbot.keyClick(window.focusWidget(), key)
    assert titles == ["Describe your clip", "Choose a model", "Generate", "Choose a model", "Generate", "Queue"]
    assert tour.callout._title.text() == "Library" and tour.callout.skip.isHidden() and tour.callout.next.text() == "Done"
    qtbot.keyClick(tour.callout.next, Qt.Key.Key_Return)
    assert not tour.is_running()
    window.menu_actions["tour"].trigger()
    qtbot.keyClick(tour.callout.next, Qt.Key.Key_Escape)
    assert not tour.is_running() and window.focusWidget() is window.compose.prompt.edit


def test_each_callout_is_inside_the_window_and_clear_of_its_target(window: MainWindow, qtbot: QtBot) -> None:
    tour = window.first_hour.tour
    tour.start()
    while tour.is_running():
        target = tour._stops[tour._at].target
        around = QRect(target.mapTo(window, QPoint()), target.size())
        assert window.rect().contains(tour.callout.geometry()) and not tour.callout.geometry().intersects(around)
        tour.callout.next.click()


@pytest.mark.parametrize(
    ("target", "place"),
    [
        (QRect(10, 50, 100, 40), QPoint(122, 50)),
        (QRect(500, 50, 100, 40), QPoint(288, 50)),
        (QRect(20, 380, 100, 20), QPoint(132, 299)),
        (QRect(10, 10, 580, 100), QPoint(199, 122)),
        (QRect(10, 200, 580, 190), QPoint(199, 88)),
    ],
    ids=["right", "left", "bottom", "below", "above"],
)
def test_a_callout_goes_where_there_is_room(target: QRect, place: QPoint) -> None:
    found = place_beside(target, QSize(200, 100), QRect(0, 0, 600, 400))
    assert (found - place).manhattanLength() <= 2, found
