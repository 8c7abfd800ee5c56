"""Drop-downs, menus and tooltips fit their content, in both themes."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QAbstractItemView, QApplication, QComboBox, QCompleter, QLabel, QLineEdit, QMenu, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from t2v_desktop.gui.compose.advanced import Advanced
from t2v_desktop.gui.compose.fields import choice
from t2v_desktop.gui.compose.prompt_menu import PromptMenu
from t2v_desktop.gui.dialogs.preferences import Preferences
from t2v_desktop.gui.look import theme
from t2v_desktop.library.database import Database
from t2v_desktop.library.prompts import Prompt, Prompts
from t2v_desktop.request import DEVICES
from t2v_desktop.settings import Settings


@pytest.fixture(params=["dark", "light"])
def shade(look: QApplication, request: pytest.FixtureRequest) -> Iterator[str]:
    theme.apply(look, request.param)
    yield request.param
    theme.apply(look, "dark")


def cut(view: QAbstractItemView) -> list[str]:
    """The rows of a newly opened list that are partly hidden although it needs no scrolling."""
    visible = view.viewport().rect()
    rows = [view.model().index(row, 0) for row in range(min(view.model().rowCount(), 10))]
    return [row.data() for row in rows if not visible.contains(view.visualRect(row))]


@pytest.mark.parametrize("make", [lambda: Preferences(Settings()), lambda: Advanced(DEVICES, lambda: 1)], ids=["preferences", "advanced"])
def test_every_choice_of_a_drop_down_is_visible(shade: str, qtbot: QtBot, make: Callable[[], QWidget]) -> None:
    panel = make()
    qtbot.addWidget(panel)
    panel.show()
    for box in panel.findChildren(QComboBox):
        box.setFocus()
        box.showPopup()
        QApplication.processEvents()
        assert cut(box.view()) == [], box.accessibleName()
        box.hidePopup()


def test_every_suggestion_of_a_completer_is_visible(shade: str, qtbot: QtBot) -> None:
    line = QLineEdit()
    qtbot.addWidget(line)
    line.setCompleter(QCompleter(["a red circle", "a red heart", "a red star"], line))
    line.show()
    line.setFocus()
    qtbot.keyClicks(line, "a red")
    line.completer().complete()
    QApplication.processEvents()
    assert cut(line.completer().popup()) == []


def test_a_menu_longer_than_the_screen_scrolls_in_one_column(shade: str, qtbot: QtBot, database: Database) -> None:
    prompts = Prompts(database)
    for number in range(15):
        prompts.save(f"saved {number}")
        prompts.remember(f"recent {number}")
    button = PromptMenu(prompts, lambda: Prompt("a red circle", ""))
    qtbot.addWidget(button)
    button.show()
    menu = button.menu()
    assert isinstance(menu, QMenu)
    menu.addActions([menu.addAction(f"more {number}") for number in range(40)])
    menu.popup(QPoint(0, 0))
    assert menu.height() <= QApplication.primaryScreen().availableGeometry().height()
    lefts = {menu.actionGeometry(action).left() for action in menu.actions() if not action.isSeparator()}
    assert len(lefts) == 1
    menu.close()


def test_a_tooltip_fits_its_text(shade: str, qtbot: QtBot) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.show()
    QToolTip.showText(QPoint(10, 10), "How closely to follow the prompt; 1 leaves the negative prompt out and is twice as fast", widget)
    shown = next(w for w in QApplication.topLevelWidgets() if w.inherits("QTipLabel"))
    assert isinstance(shown, QLabel) and shown.width() >= shown.minimumSizeHint().width() and shown.height() >= shown.minimumSizeHint().height()
    assert shown.palette().window().color().name().upper() != "#000000" and QRect(shown.rect()).isValid()
    QToolTip.hideText()


def test_a_drop_down_with_a_very_long_name_stays_on_the_screen(shade: str, qtbot: QtBot) -> None:
    box = choice("Model", [("long", "a model of a very long name " * 20), ("short", "starter")])
    qtbot.addWidget(box)
    box.show()
    box.showPopup()
    assert box.view().window().width() <= QApplication.primaryScreen().availableGeometry().width()
    box.hidePopup()
