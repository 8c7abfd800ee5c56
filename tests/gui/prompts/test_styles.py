"""The dialog that edits styles."""

import pytest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from t2v_desktop.gui.prompts.styles import StylesDialog
from t2v_desktop.library import styles
from t2v_desktop.models.words import ModelWords, Style

FILM, ANIME, NOIR = Style("Film", suffix="film grain"), Style("Anime", "2D anime."), Style("Noir", suffix="black and white")


@pytest.fixture
def dialog(look: QApplication, qtbot: QtBot) -> StylesDialog:
    styles.save([FILM, ANIME])
    made = StylesDialog(ModelWords(styles=(NOIR,)), "a red star")
    qtbot.addWidget(made)
    made.show()
    return made


def shown_text(dialog: StylesDialog) -> str:
    return " ".join(label.text() for label in dialog.findChildren(QLabel) if label.isVisible())


def test_what_is_typed_is_saved_after_a_pause(dialog: StylesDialog, qtbot: QtBot) -> None:
    assert "a red star, film grain" in shown_text(dialog)
    with qtbot.waitSignal(dialog.changed):
        dialog.suffix.setPlainText("35mm film")
    assert styles.own() == [Style("Film", suffix="35mm film"), ANIME] and "Preview: a red star, 35mm film" in shown_text(dialog)


def test_what_is_typed_is_saved_when_another_style_is_chosen_or_the_dialog_closes(dialog: StylesDialog) -> None:
    dialog.name.setText("Movie")
    dialog.list.setCurrentRow(1)
    assert [style.name for style in styles.own()] == ["Movie", "Anime"] and dialog.name.text() == "Anime"
    dialog.negative.setPlainText("photo")
    dialog.close()
    assert styles.own()[1] == Style("Anime", "2D anime.", "", "photo")


@pytest.mark.parametrize(("name", "message"), [("", "needs a name"), ("anime", "already a style")])
def test_what_is_no_style_is_not_saved(dialog: StylesDialog, name: str, message: str) -> None:
    dialog.name.setText(name)
    assert not dialog.save() and f"Not saved: {message}" in shown_text(dialog).replace("a style needs", "needs").replace("there is ", "")
    assert styles.own() == [FILM, ANIME]


def test_a_built_in_style_is_copied_to_change_it(dialog: StylesDialog) -> None:
    dialog.list.setCurrentRow(2)
    assert dialog.name.isReadOnly() and not dialog.delete.isEnabled() and "Built in" in shown_text(dialog)
    dialog.copy.click()
    assert styles.own() == [FILM, ANIME, Style("Noir (2)", suffix="black and white")] and not dialog.name.isReadOnly()


def test_styles_are_added_ordered_deleted_and_restored(dialog: StylesDialog) -> None:
    dialog.new.click()
    assert [style.name for style in styles.own()] == ["Film", "Anime", "New style"]
    dialog.up.click()
    dialog.up.click()
    assert [style.name for style in styles.own()] == ["New style", "Film", "Anime"] and dialog.list.currentRow() == 0
    dialog.delete.click()
    dialog.delete.click()
    assert styles.own() == [ANIME] and dialog.name.text() == "Anime"
    dialog.undo.click()
    dialog.undo.click()
    assert [style.name for style in styles.own()] == ["New style", "Film", "Anime"] and not dialog.undo.isVisible()


def test_without_any_style_the_next_step_is_said(look: QApplication, qtbot: QtBot) -> None:
    dialog = StylesDialog(ModelWords(), "")
    qtbot.addWidget(dialog)
    dialog.show()
    assert "No styles yet" in shown_text(dialog)


def test_a_damaged_file_is_said_and_not_overwritten(look: QApplication, qtbot: QtBot) -> None:
    styles.file().parent.mkdir(parents=True, exist_ok=True)
    styles.file().write_text("{")
    dialog = StylesDialog(ModelWords(styles=(NOIR,)), "")
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.close()
    assert styles.file().read_text() == "{"
