"""Which language the window is in."""

from collections.abc import Callable

import pytest
import shiboken6
from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QMainWindow, QMenu

from t2v_desktop.gui.look.translate import choose, languages
from t2v_desktop.gui.main_window import MainWindow
from t2v_desktop.gui.session import Session
from t2v_desktop.library.database import Database
from t2v_desktop.library.prompts import Prompts
from t2v_desktop.models.store import find
from tests.gui.languages import speaking


def test_languages_are_named_in_their_own_language() -> None:
    assert languages() == {"de": "Deutsch", "en": "English", "zh_CN": "简体中文"}


@pytest.mark.parametrize(
    ("language", "system", "code", "locale"),
    [
        ("", "de_AT", "de", "de_AT"),  # the region's numbers
        ("de", "de_CH", "de", "de_CH"),
        ("de", "fr_FR", "de", "de_DE"),
        ("", "fr_FR", "en", "en_US"),
        ("", "en_GB", "en", "en_GB"),
        ("", "zh_SG", "zh_CN", "zh_SG"),
        ("", "zh_TW", "en", "en_US"),  # another script
        ("zh_CN", "en_US", "zh_CN", "zh_CN"),
        ("", "C", "en", "en_US"),
        ("xx", "de_DE", "de", "de_DE"),  # saved by a version that has it
    ],
)
def test_the_language_is_the_chosen_one_or_the_systems(language: str, system: str, code: str, locale: str) -> None:
    found, chosen = choose(language, QLocale(system))
    assert (found, chosen.name()) == (code, locale)


def test_standard_buttons_are_in_the_language_of_the_window(qapp: QApplication) -> None:
    with speaking(qapp, "de"):
        german = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    english = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    assert [box.button(QDialogButtonBox.StandardButton.Cancel).text() for box in (german, english)] == ["Abbrechen", "Cancel"]


def test_plurals_are_counted_as_in_the_language(qapp: QApplication) -> None:
    for language, texts in {"en": ["1 clip", "2 clips"], "de": ["1 Clip", "2 Clips"], "zh_CN": ["1 个片段", "2 个片段"]}.items():
        with speaking(qapp, language):
            assert [qapp.translate("Gallery", "%n clip(s)", "", count) for count in (1, 2)] == texts


def test_the_window_is_mirrored_from_right_to_left(qapp: QApplication) -> None:
    with speaking(qapp, "pseudo", right_to_left=True):
        assert QMainWindow().layoutDirection() is Qt.LayoutDirection.RightToLeft
    assert QMainWindow().layoutDirection() is Qt.LayoutDirection.LeftToRight


@pytest.mark.parametrize("language", ["en", "de", "zh_CN"])
def test_no_two_entries_of_a_menu_have_the_same_mnemonic(make_session: Callable[..., Session], database: Database, qapp: QApplication, language: str) -> None:
    with speaking(qapp, language):
        window = MainWindow(make_session(), Prompts(database), lambda: [find("starter")])
    for actions in [window.menuBar().actions(), *(menu.actions() for menu in window.menuBar().findChildren(QMenu))]:
        letters = [letter for action in actions if (letter := mnemonic_of(action))]
        assert len(letters) == len(set(letters)), [action.text() for action in actions]
    assert all(mnemonic_of(action) for action in window.menuBar().actions())
    window.close()
    shiboken6.delete(window)  # before its library is closed


def mnemonic_of(action: QAction) -> str:
    before, _, after = action.text().replace("&&", "").partition("&")
    return after[:1].casefold() if before + after != action.text() else ""
