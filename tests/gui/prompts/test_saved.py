"""The dialog of saved prompts."""

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit, QTreeWidgetItem
from pytestqt.qtbot import QtBot

from t2v_desktop.gui.prompts.saved import SavedPrompts
from t2v_desktop.library.database import Database
from t2v_desktop.library.prompts import Prompt, Prompts
from tests.library.held_library import unreadable


@pytest.fixture
def prompts(database: Database) -> Prompts:
    made = Prompts(database)
    made.save("a black cat & dog", "blur", "", "Animals/Cats")
    made.save("a white dog", folder="Animals")
    made.save("the sea at dawn", "", "Dawn")
    return made


@pytest.fixture
def dialog(look: QApplication, prompts: Prompts, qtbot: QtBot) -> SavedPrompts:
    made = SavedPrompts(prompts, Prompt("a new one", "text"))
    qtbot.addWidget(made)
    made.show()
    return made


def item(dialog: SavedPrompts, text: str) -> QTreeWidgetItem:
    return dialog.tree.findItems(text, Qt.MatchFlag.MatchExactly | Qt.MatchFlag.MatchRecursive)[0]


def outline(dialog: SavedPrompts) -> list[str]:
    """The visible entries, indented."""

    def lines(parent: QTreeWidgetItem, level: int) -> list[str]:
        children = [parent.child(at) for at in range(parent.childCount()) if not parent.child(at).isHidden()]
        return [line for child in children for line in ("  " * level + child.text(0), *lines(child, level + 1))]

    return lines(dialog.tree.invisibleRootItem(), 0)


def choose(dialog: SavedPrompts, *texts: str) -> None:
    dialog.tree.clearSelection()
    for text in texts:
        dialog.tree.setCurrentItem(item(dialog, text), 0, dialog.tree.selectionModel().SelectionFlag.Select)


def shown_text(dialog: SavedPrompts) -> str:
    return " ".join(label.text() for label in dialog.findChildren(QLabel) if label.isVisible())


def test_prompts_are_shown_in_their_folders(dialog: SavedPrompts) -> None:
    assert outline(dialog) == ["Animals", "  Cats", "    a black cat & dog", "  a white dog", "Dawn"]
    choose(dialog, "a black cat & dog")
    assert dialog.findChildren(QPlainTextEdit)[0].toPlainText() == "a black cat & dog" and "Negative: blur" in shown_text(dialog)


def test_search_finds_words_of_names_texts_and_folders(dialog: SavedPrompts, qtbot: QtBot) -> None:
    qtbot.keyClicks(dialog.search, "cat bl")
    assert outline(dialog) == ["Animals", "  Cats", "    a black cat & dog"]
    dialog.search.setText("DAWN")
    assert outline(dialog) == ["Dawn"]
    dialog.search.setText("nothing")
    assert outline(dialog) == [] and "No saved prompt has these words" in shown_text(dialog)
    dialog.search.clear()
    assert len(outline(dialog)) == 5


def test_a_prompt_is_used(dialog: SavedPrompts, qtbot: QtBot) -> None:
    assert not dialog.use.isEnabled()
    choose(dialog, "Dawn")
    with qtbot.waitSignal(dialog.used) as used:
        dialog.use.click()
    assert used.args == [Prompt("the sea at dawn", "", "Dawn")] and not dialog.isVisible()


def test_the_typed_prompt_is_saved_in_the_current_folder_once(dialog: SavedPrompts, prompts: Prompts) -> None:
    choose(dialog, "Cats")
    dialog.save.trigger()
    assert prompts.saved()[0] == Prompt("a new one", "text", "", "Animals/Cats") and not dialog.save.isEnabled()
    assert "    a new one" in outline(dialog)


def edit(dialog: SavedPrompts, text: str, qtbot: QtBot) -> None:
    """Type a name into the entry that is being edited."""
    editor = dialog.tree.findChildren(QLineEdit)[-1]
    editor.setText(text)
    with qtbot.waitSignal(dialog.tree.renamed):
        qtbot.keyClick(editor, Qt.Key.Key_Return)


def test_entries_are_renamed_by_keyboard(dialog: SavedPrompts, prompts: Prompts, qtbot: QtBot) -> None:
    choose(dialog, "a white dog")
    dialog.rename.trigger()
    edit(dialog, "White dog", qtbot)
    choose(dialog, "Animals")
    dialog.rename.trigger()
    edit(dialog, "Pets/all", qtbot)
    assert outline(dialog) == ["Pets all", "  Cats", "    a black cat & dog", "  White dog", "Dawn"]
    assert prompts.folders() == ["Pets all", "Pets all/Cats"] and Prompt("a white dog", "", "White dog", "Pets all") in prompts.saved()
    choose(dialog, "Cats")
    dialog.rename.trigger()
    edit(dialog, "", qtbot)
    assert "can't be a folder" in shown_text(dialog) and "  Cats" in outline(dialog)


def test_a_new_folder_is_named_at_once(dialog: SavedPrompts, prompts: Prompts, qtbot: QtBot) -> None:
    choose(dialog, "Animals")
    dialog.new_folder.trigger()
    edit(dialog, "Birds", qtbot)
    assert prompts.folders() == ["Animals", "Animals/Birds", "Animals/Cats"]


def test_entries_are_moved_by_menu(dialog: SavedPrompts, prompts: Prompts) -> None:
    choose(dialog, "Dawn", "a white dog")
    dialog.fill_move_menu()
    next(action for action in dialog._move_menu.actions() if action.text() == "Animals › Cats").trigger()
    assert {prompt.folder for prompt in prompts.saved()} == {"Animals/Cats"}
    choose(dialog, "Animals")
    dialog.move_entries(dialog.tree.entries(), "Animals/Cats")
    assert "can't be moved into itself" in shown_text(dialog)


def test_entries_are_moved_by_dragging(dialog: SavedPrompts, prompts: Prompts) -> None:
    choose(dialog, "Dawn", "Cats")

    def drop(place: QPointF) -> None:
        drag = QDropEvent(place, Qt.DropAction.MoveAction, QMimeData(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
        dialog.tree.dropEvent(drag)
        assert drag.dropAction() is Qt.DropAction.IgnoreAction  # Qt must not remove the rows itself

    drop(QPointF(5, dialog.tree.height() - 30))  # below all entries
    assert outline(dialog) == ["Animals", "  a white dog", "Cats", "  a black cat & dog", "Dawn"]
    choose(dialog, "Dawn")
    drop(QPointF(dialog.tree.visualItemRect(item(dialog, "a white dog")).center()))
    assert next(prompt.folder for prompt in prompts.saved() if prompt.name == "Dawn") == "Animals"


def test_deleted_folders_and_prompts_come_back(dialog: SavedPrompts, prompts: Prompts, qtbot: QtBot) -> None:
    before, lines = prompts.saved(), outline(dialog)
    choose(dialog, "Dawn")
    dialog.delete.trigger()
    choose(dialog, "Animals")
    dialog.delete.trigger()
    assert prompts.saved() == [] and "No saved prompts yet" in shown_text(dialog)
    dialog.undo.trigger()
    dialog.undo.trigger()
    assert prompts.saved() == before and outline(dialog) == lines and not dialog.undo.isEnabled()


def test_an_import_says_what_was_added(dialog: SavedPrompts, tmp_path: Path, qtbot: QtBot) -> None:
    (tmp_path / "a.txt").write_text("a white dog\na bird\n")
    with qtbot.waitSignal(dialog.transfer.imported) as imported:
        dialog.transfer.import_file(tmp_path / "a.txt")
    assert re.fullmatch(r"Added: 1 prompt\S* · 1 already there", imported.args[0]) and "a bird" in outline(dialog)
    with qtbot.waitSignal(dialog.transfer.failed) as failed:
        dialog.transfer.import_file(tmp_path / "none.txt")
    assert "is not a file" in failed.args[0]
    with qtbot.waitSignal(dialog.transfer.exported):
        dialog.transfer.export_file(tmp_path / "b.json")
    assert (tmp_path / "b.json").stat().st_size > 100


def test_a_library_that_can_not_be_read_is_said(dialog: SavedPrompts, database: Database) -> None:
    with unreadable(database):
        choose(dialog, "Dawn")
        dialog.delete.trigger()
        assert "Another program is using" in shown_text(dialog)
    assert "Dawn" in outline(dialog)
