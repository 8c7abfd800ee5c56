"""Every text that a window shows or tells a screen reader, to find those that escaped translation."""

import re
from collections.abc import Iterator

from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QFileDialog,
    QGroupBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QMenu,
    QPlainTextEdit,
    QSpinBox,
    QWidget,
)

from t2v_desktop.gui.compose.word_chips import WordChips
from t2v_desktop.gui.dialogs.help_viewer import HelpViewer
from t2v_desktop.gui.look.labels import ElidedLabel
from t2v_desktop.gui.look.translate import languages
from t2v_desktop.gui.queue.model import JOB, QueueModel
from t2v_desktop.models.catalogue import CATALOG
from t2v_desktop.models.families.wan.words import WORDS

TITLES = "|".join(re.escape(entry.title) for entry in sorted(CATALOG.values(), key=lambda entry: -len(entry.title)))
LANGUAGES = "|".join(languages().values())
NAMES = re.compile(  # the same in all languages
    rf"{TITLES}|{LANGUAGES}|T2V Desktop|LoRA|NVIDIA \(CUDA\)|Apple \(MPS\)|CPU|DPM\+\+ 2M( Karras| AYS)?|DDIM|UniPC|Euler|DEIS|LCM|Apache-2\.0|MIT|kB|MB|GB|"
    r"Ctrl|Alt|Shift|Esc|Del|Space|Return|Left|Right|Up|Down|Home|End|PgUp|PgDown"
)
STYLES = "|".join(re.escape(text) for style in WORDS.styles for text in (style.name, style.prefix, style.suffix, style.negative_prompt) if text)
DATA = re.compile(  # what users and files say, and what goes into a prompt
    r"https?://\S*|/\S*|\S+\.(mp4|png|txt|json|log|safetensors)\b|\(\*[^)]*\)|(a|an|two) [a-z].*|papercut style, folded paper|"
    rf"papercut|soft light|text, watermark, blurry|{STYLES}|Lost style|Paper cut|Rainy night|Animals|Places|keepers|sea|night sky|holiday|for Anna|to upscale|"
    r"Exporting|\d+/\d+/\d+ \d+:\d+\s?[AP]M"
)
WORD = re.compile(r"[^\W\d_]{2,}")
BRACKETS = re.compile(r"\[[^\[\]]*\]")


def shown_texts(window: QWidget) -> Iterator[tuple[str, str]]:
    """The kind of widget and the text, for everything in a window; also what is hidden at the moment, and its menus."""
    for widget in (window, *window.findChildren(QWidget)):
        kind = type(widget).__name__
        if _is_prompt_word(widget) or (isinstance(window, HelpViewer) and isinstance(widget, QListWidget)):  # the pages are in English
            continue
        for text in (widget.windowTitle(), widget.toolTip(), widget.accessibleName(), widget.accessibleDescription(), widget.statusTip(), *_content(widget)):
            if text:
                yield kind, re.sub(r"<[^>]*>", " ", text)
    for action in window.findChildren(QAction):
        for text in (action.text(), action.toolTip(), action.whatsThis()):
            if text:
                yield "QAction", text


def _content(widget: QWidget) -> Iterator[str]:
    if isinstance(widget, ElidedLabel):
        yield widget.full_text
    elif isinstance(widget, QLabel | QAbstractButton):
        yield widget.text()
    elif isinstance(widget, QLineEdit):
        yield widget.placeholderText()
        if not isinstance(widget.parent(), QAbstractSpinBox | QComboBox) and widget.isReadOnly():
            yield widget.text()
    elif isinstance(widget, QPlainTextEdit):
        yield widget.placeholderText()
    elif isinstance(widget, QComboBox):
        yield from (widget.itemText(row) for row in range(widget.count()))
    elif isinstance(widget, QAbstractSpinBox):
        yield widget.text()
        if isinstance(widget, QSpinBox):
            yield widget.specialValueText()
    elif isinstance(widget, QMenu | QGroupBox):
        yield widget.title()
    elif isinstance(widget, QAbstractItemView) and not isinstance(widget.window(), QFileDialog) and (model := widget.model()) is not None:
        yield from _items(model)


def _is_prompt_word(widget: QWidget) -> bool:
    """Whether it puts a word into the prompt, which stays in the model's language."""
    parent = widget.parentWidget()
    while isinstance(widget, QAbstractButton) and parent is not None:
        if isinstance(parent, WordChips):
            return True
        parent = parent.parentWidget()
    return False


def _items(model: QAbstractItemModel) -> Iterator[str]:
    for row in range(model.rowCount()):
        for column in range(1 if isinstance(model, QAbstractListModel) else model.columnCount()):
            index = model.index(row, column)
            if isinstance(model, QueueModel):
                yield model.status(index.data(JOB)) if index.data(JOB) is not None else str(index.data())  # the heading of the finished jobs has none
            elif isinstance(text := index.data(Qt.ItemDataRole.DisplayRole), str):
                yield text


def escaped(window: QWidget) -> list[str]:
    """The texts that are not in the brackets of the test language, and neither names nor data."""
    return sorted({f"{kind} {text!r:.120}" for kind, text in shown_texts(window) if WORD.search(_without_known(text))})


def _without_known(text: str) -> str:
    text = text.replace("\u200f", "").replace("\u200b", "")
    while (shorter := BRACKETS.sub(" ", text)) != text:  # brackets within brackets
        text = shorter
    return DATA.sub(" ", NAMES.sub(" ", text))
