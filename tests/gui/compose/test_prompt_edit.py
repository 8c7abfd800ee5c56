from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from t2v_desktop import paths
from t2v_desktop.gui.compose.prompt_edit import PromptField
from t2v_desktop.models.families.modelscope.tokens import ClipTokens
from t2v_desktop.models.families.wan.tokens import UnigramTokens
from t2v_desktop.prompt.tokens import TokenCounter


@pytest.fixture
def field(look: QApplication, qtbot: QtBot) -> PromptField:
    field = PromptField("Prompt", "Write", "Describe it in English", (4, 8))
    field.set_counter(TokenCounter(ClipTokens(paths.resources() / "models" / "starter" / "tokenizer")))
    qtbot.addWidget(field)
    field.resize(320, 300)
    field.show()
    return field


def shown_labels(field: PromptField) -> list[tuple[str, str]]:
    return [(label.text(), label.property("role")) for label in field.findChildren(QLabel) if label.text()]


def struck_out(field: PromptField) -> str:
    return "".join(selection.cursor.selectedText() for selection in field.edit.extraSelections())


def test_the_token_count_updates_with_every_key_and_the_hint_shows_only_while_empty(field: PromptField, qtbot: QtBot) -> None:
    assert shown_labels(field) == [("Describe it in English", "muted")]
    qtbot.keyClicks(field.edit, "a red star")
    assert shown_labels(field) == [("5 / 77", "muted")]


def test_words_past_the_limit_are_struck_out_even_after_emoji(field: PromptField) -> None:
    field.set_text("🐻" * 3 + " x" * 70 + "\nthe END 🐻")
    count = field.measure
    assert count is not None and count.count > 77
    assert struck_out(field).endswith("END 🐻") and field.text.endswith(struck_out(field).replace("\u2029", "\n"))
    assert [role for _, role in shown_labels(field)] == ["warn", "warn"]
    field.set_text("short")
    assert struck_out(field) == ""


def test_weights_and_alternatives_use_no_tokens(field: PromptField) -> None:
    field.set_text("a (red:1.2) {x|y}")
    weighted = field.measure
    field.set_text("a red x")
    assert weighted is not None and field.measure is not None and weighted.count == field.measure.count
    field.set_text("a {x|y|z}")
    assert shown_labels(field)[0] == ("Creates 3 clips", "muted")
    field.show_clips(6)
    assert shown_labels(field)[0] == ("Creates 6 clips", "muted")


@pytest.mark.parametrize(("text", "warning"), [("一个红球", "only English"), ("ein roter Kreis", "Doesn't look like English")])
def test_text_that_is_not_english_is_warned_about(field: PromptField, text: str, warning: str) -> None:
    field.set_text(text)
    assert warning in shown_labels(field)[0][0] and shown_labels(field)[0][1] == "warn"


def test_an_error_stays_until_the_text_changes(field: PromptField, qtbot: QtBot) -> None:
    field.show_error("too short")
    assert shown_labels(field)[0] == ("Too short", "bad")
    qtbot.keyClicks(field.edit, "a")
    assert shown_labels(field) == [("3 / 77", "muted")]


def test_a_broken_tokenizer_shows_an_error(field: PromptField, tmp_path: Path) -> None:
    field.set_counter(TokenCounter(ClipTokens(tmp_path)))
    assert shown_labels(field)[0][1] == "bad" and field.measure is None


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


def test_a_model_that_knows_other_languages_gets_no_warning(field: PromptField) -> None:
    field.set_languages(("en", "zh"))
    for text in ("一个红球", "ein roter Kreis", ""):
        field.set_text(text)
        assert all(role != "warn" and "English" not in shown for shown, role in shown_labels(field))
    field.set_languages(("en",))
    field.set_text("一个红球")
    assert "only English" in shown_labels(field)[0][0]


def test_a_large_tokenizer_is_read_only_for_a_prompt_that_may_be_too_long(field: PromptField, tiny_wan: Path) -> None:
    tokens = UnigramTokens(tiny_wan / "tokenizer")
    field.set_counter(TokenCounter(tokens))
    field.set_text("the {red|blue} cat")
    assert tokens.slow and field.measure and field.measure.count is None and field.measure.alternatives == 2
    assert not any("512" in shown for shown, _ in shown_labels(field))
    field.set_text("the cat " * 300)
    assert not tokens.slow and any(shown.endswith("/ 512") and role == "warn" for shown, role in shown_labels(field)) and struck_out(field)
    field.set_text("the cat")
    assert any(shown == "3 / 512" for shown, _ in shown_labels(field))
