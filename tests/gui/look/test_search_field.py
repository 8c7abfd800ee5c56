"""The search field."""

import pytest
from PySide6.QtWidgets import QApplication

from t2v_desktop.gui.look import theme
from t2v_desktop.gui.look.search_field import SearchField


@pytest.fixture
def look(qapp: QApplication):
    yield qapp
    theme.apply(qapp, "light")


def test_glass_follows_theme(qtbot, look: QApplication) -> None:
    def drawn() -> object:
        return field.actions()[0].icon().pixmap(16, 16).toImage()

    theme.apply(look, "light")
    field = SearchField("Search prompts")
    qtbot.addWidget(field)
    field.show()
    light = drawn()
    theme.apply(look, "dark")
    dark = drawn()
    assert dark != light
    theme.apply(look, "light")
    assert drawn() == light


def test_screen_reader_gets_hint_or_name(qtbot, look: QApplication) -> None:
    unnamed, named = SearchField("Search prompts"), SearchField("Search prompts", "Search the library", clear_button=False)
    for field in (unnamed, named):
        qtbot.addWidget(field)
    assert unnamed.accessibleName() == "Search prompts" and unnamed.isClearButtonEnabled()
    assert named.accessibleName() == "Search the library" and not named.isClearButtonEnabled()
