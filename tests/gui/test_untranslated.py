"""No text of the window escapes translation: none is shown as it stands in the code, and tr() gets nothing but literals."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

GUI = Path(__file__).parents[2] / "t2v_desktop" / "gui"
SHOWING = {  # functions that show the text they are given
    "setText", "setToolTip", "setPlaceholderText", "setWindowTitle", "setAccessibleName", "setAccessibleDescription", "setTitle", "setSuffix", "setPrefix",
    "setSpecialValueText", "setStatusTip", "setWhatsThis", "setInformativeText", "addAction", "addMenu", "addItem", "addItems", "addTab", "setItemText",
    "show_text", "show_message", "show_error", "show_notice", "offer_undo", "notify", "set_summary", "plain_tooltip", "drawText", "paint_pill",
    "label", "with_caption", "captioned", "QLabel", "QPushButton", "QToolButton", "QAction", "QCheckBox", "QRadioButton", "QGroupBox", "QMenu", "ElidedButton",
    "Section", "Sheet", "setHeaderLabels", "setLabelText", "ask", "QTreeWidgetItem", "QListWidgetItem", "emit_message", "setDetailedText",
}  # fmt: skip
SAME_EVERYWHERE = {"T2V Desktop", "LoRA", "HD", "GIF", "WebM", "MP4", "PNG"}
LETTERS = re.compile(r"[^\W\d_]{2,}")
ROLE = re.compile(r"[a-z0-9_.-]+")  # a colour of the palette or an icon
TAKE_ROLES = {"label", "with_caption", "captioned", "show_message", "show_notice", "set_summary"}


def faults(code: str) -> Iterator[str]:
    """The texts that are shown but not translated, and the translations whose text lupdate can't read."""
    for node in ast.walk(ast.parse(code)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id if isinstance(node.func, ast.Name) else ""
        if name == "tr" and isinstance(node.func, ast.Name):
            yield f"line {node.lineno}: tr() without an object has no context for translators: use translate(CONTEXT, TEXT)"
        elif name in ("tr", "translate", "QT_TRANSLATE_NOOP") and not all(_is_literal(argument) for argument in node.args[: 1 if name == "tr" else 2]):
            if name == "tr" or not _is_other_translate(node):
                yield f"line {node.lineno}: {ast.unparse(node)} has no literal text"
        elif name in SHOWING:
            for argument in [*node.args, *(keyword.value for keyword in node.keywords)]:
                yield from (f"line {node.lineno}: {text!r} is shown untranslated" for text in _texts(argument) if _is_words(text, name in TAKE_ROLES))


def _is_literal(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _is_other_translate(node: ast.Call) -> bool:
    """Whether it moves a painter, loads a language, or translates a text that is noted elsewhere with QT_TRANSLATE_NOOP or in messages.json."""
    return any(isinstance(argument, ast.Name | ast.Attribute | ast.Call | ast.BinOp) for argument in node.args)


def _texts(node: ast.expr) -> Iterator[str]:
    """The literal texts in an expression, without those inside of calls, which are judged by themselves, and of comparisons and keys."""
    match node:
        case ast.Constant(value=str() as text):
            yield text
        case ast.JoinedStr(values=values):
            yield from (str(value.value) for value in values if isinstance(value, ast.Constant))
        case ast.BinOp(left=left, right=right):
            yield from _texts(left)
            yield from _texts(right)
        case ast.IfExp(body=body, orelse=orelse):
            yield from _texts(body)
            yield from _texts(orelse)
        case ast.BoolOp(values=values):
            for value in values:
                yield from _texts(value)
        case ast.List(elts=values) | ast.Tuple(elts=values):
            for value in values:
                yield from _texts(value)
        case ast.Call(func=ast.Attribute(value=value, attr="format")):
            yield from _texts(value)
        case _:
            pass


def _is_words(text: str, may_be_role: bool) -> bool:
    bare = re.sub(r"<[^>]*>|\{\w*\}|https?://\S+", " ", text).strip()
    return bool(LETTERS.search(bare)) and bare not in SAME_EVERYWHERE and not (may_be_role and ROLE.fullmatch(bare))


def test_every_text_of_the_window_goes_through_translation() -> None:
    files = sorted(GUI.rglob("*.py"))
    assert len(files) > 50
    assert [f"{file.relative_to(GUI)} {fault}" for file in files for fault in faults(file.read_text("utf-8"))] == []


@pytest.mark.parametrize(
    "code",
    ["box.setText('Hello there')", "QLabel(f'{count} clips')", "menu.addAction(icon('x'), 'Delete it')", "label('Model' + name)", "tr('Open')",
     "self.tr(f'{count} clips')", "self.tr('a ' + 'b')", "box.setText('On' if on else 'Off')", "box.setText('{0} left'.format(3))"],
)  # fmt: skip
def test_untranslated_texts_are_found(code: str) -> None:
    assert list(faults(code))


@pytest.mark.parametrize(
    "code",
    ["box.setText(self.tr('Hello'))", "label('', 'muted')", "box.setText(f'{a} × {b}')", "QLabel('LoRA')", "painter.translate(x, y)",
     "translate('words', 'Hello')", "box.setText(self.tr('{0} left').format(3))", "label(caption, 'heading', wrap=True)"],
)  # fmt: skip
def test_translated_texts_and_names_pass(code: str) -> None:
    assert not list(faults(code))
