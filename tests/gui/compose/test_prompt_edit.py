from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from t2v_desktop import paths
from t2v_desktop.gui.compose.prompt_edit import PromptField
from t2v_desktop.models.families.modelscope.tokens import ClipTokens
from t2v_desktop.prompt.tokens import TokenCounter


@pytest.fixture
def field(look: QApplication, qtbot: QtBot) -> PromptField:
    made = PromptField("Prompt", "Write", "English works best", (4, 8))
    made.set_counter(TokenCounter(ClipTokens(paths.resources() / "models" / "starter" / "tokenizer")))
    qtbot.addWidget(made)
    made.resize(320, 300)
    made.show()
    return made


def said(field: PromptField) -> list[tuple[str, str]]:
    return [(label.text(), label.property("role")) for label in field.findChildren(QLabel) if label.text()]


def marked(field: PromptField) -> str:
    return "".join(selection.cursor.selectedText() for selection in field.edit.extraSelections())


def test_the_count_follows_every_key(field: PromptField, qtbot: QtBot) -> None:
    assert said(field) == [("English works best", "muted")]
    qtbot.keyClicks(field.edit, "a red star")
    assert said(field) == [("English works best", "muted"), ("5 / 77", "muted")]


def test_the_words_past_the_limit_are_marked_beyond_emoji_too(field: PromptField) -> None:
    field.set_text("🐻" * 3 + " x" * 70 + "\nthe END 🐻")
    count = field.measure
    assert count is not None and count.count > 77
    assert marked(field).endswith("END 🐻") and field.text.endswith(marked(field).replace("\u2029", "\n"))
    assert [role for _, role in said(field)] == ["warn", "warn"]
    field.set_text("short")
    assert marked(field) == ""


def test_marks_and_alternatives_do_not_count(field: PromptField) -> None:
    field.set_text("a (red:1.2) {x|y}")
    weighed = field.measure
    field.set_text("a red x")
    assert weighed is not None and field.measure is not None and weighed.count == field.measure.count
    field.set_text("a {x|y|z}")
    assert said(field)[0] == ("The braces make 3 prompts", "muted")


@pytest.mark.parametrize(("text", "told"), [("一个红球", "English only"), ("ein roter Kreis", "does not look English")])
def test_what_is_not_english_is_told(field: PromptField, text: str, told: str) -> None:
    field.set_text(text)
    assert told in said(field)[0][0] and said(field)[0][1] == "warn"


def test_an_error_stays_until_the_text_changes(field: PromptField, qtbot: QtBot) -> None:
    field.show_error("too short")
    assert said(field)[0] == ("Too short", "bad")
    qtbot.keyClicks(field.edit, "a")
    assert said(field)[0] == ("English works best", "muted")


def test_a_tokenizer_that_is_broken_is_told(field: PromptField, tmp_path: Path) -> None:
    field.set_counter(TokenCounter(ClipTokens(tmp_path)))
    assert said(field)[0][1] == "bad" and field.measure is None


def test_the_editor_grows_with_its_text_up_to_a_limit(field: PromptField) -> None:
    heights = []
    for lines in (1, 4, 6, 30):
        field.set_text("\n".join(["word"] * lines))
        heights.append(field.edit.height())
    assert heights[0] == heights[1] < heights[2] < heights[3] < 250


def test_replacing_the_text_can_be_undone(field: PromptField, qtbot: QtBot) -> None:
    qtbot.keyClicks(field.edit, "typed")
    field.set_text("replaced")
    field.edit.undo()
    assert field.text == "typed"


def test_tab_leaves_the_editor(look: QApplication, qtbot: QtBot) -> None:
    both = QWidget()
    qtbot.addWidget(both)
    column = QVBoxLayout(both)
    fields = [PromptField(name, "", "", (2, 4)) for name in ("Prompt", "Negative prompt")]
    for each in fields:
        column.addWidget(each)
    both.show()
    fields[0].edit.setFocus()
    qtbot.keyClick(fields[0].edit, Qt.Key.Key_Tab)
    assert fields[0].text == "" and both.focusWidget() is fields[1].edit
