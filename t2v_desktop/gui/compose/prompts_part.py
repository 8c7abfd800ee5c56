"""The prompts of the compose panel: both editors, the menu of earlier prompts, examples while there is none, and what the model can't draw."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from t2v_desktop.errors import T2VError
from t2v_desktop.gui.compose.prompt_edit import PromptField
from t2v_desktop.gui.compose.prompt_menu import PromptMenu, PromptStore
from t2v_desktop.gui.compose.section import Section
from t2v_desktop.gui.compose.unknown_words import UnknownWords
from t2v_desktop.gui.examples import Examples
from t2v_desktop.gui.look.labels import label
from t2v_desktop.library.prompts import Prompt
from t2v_desktop.models.store import Model
from t2v_desktop.prompt.marks import escape
from t2v_desktop.prompt.tokens import TokenCounter

EXAMPLES = 2  # below an empty prompt: the model's last, as the player offers its first


class PromptsPart(QWidget):
    """`changed` is emitted when a prompt changes, `confirmed` for Ctrl+Enter in one, `given` with what was dropped or pasted, `failed` with an error.

    `example_filled` says that an example was put into the prompt, `models_requested` that the user wants a model that can draw more.
    """

    changed = Signal()
    confirmed = Signal()
    given = Signal(QMimeData)
    failed = Signal(str)
    example_filled = Signal()
    models_requested = Signal()

    def __init__(self, prompts: PromptStore, spacing: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._prompts, self._counters = prompts, dict[Path, TokenCounter]()
        self._offered: Sequence[str] = ()  # examples of the model
        self.prompt = PromptField(self.tr("Prompt"), self.tr("What should the video show?"), self.tr("Describe it in English"), (5, 10))
        self.negative = PromptField(self.tr("Negative prompt"), self.tr("What to avoid, such as: text, watermark"), "", (2, 5))
        self.menu = PromptMenu(prompts, lambda: Prompt(self.prompt.text, self.negative.text))
        self.negative_section = Section(self.tr("Negative prompt"), self.negative)
        self.examples, self.unknown_words = Examples(), UnknownWords()
        self._lay_out(spacing)
        self._connect()

    def _lay_out(self, spacing: int) -> None:
        head = QHBoxLayout()
        head.addWidget(label(self.tr("Prompt"), "heading"), 1)
        head.addWidget(self.menu)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(spacing)
        column.addLayout(head)
        column.addSpacing(-6)
        for part in (self.prompt, self.unknown_words, self.examples, self.negative_section):
            column.addWidget(part)
        QWidget.setTabOrder(self.prompt.edit, self.menu)

    def _connect(self) -> None:
        for field in (self.prompt, self.negative):
            field.changed.connect(self.changed)
            field.confirmed.connect(self.confirmed)
            field.edit.given.connect(self.given)
        self.prompt.changed.connect(self._show_help)
        self.menu.chosen.connect(self._use)
        self.menu.save_toggled.connect(self._save)
        self.menu.failed.connect(self.failed)
        self.examples.chosen.connect(self._use_example)
        self.unknown_words.models_requested.connect(self.models_requested)
        self.negative_section.toggled.connect(lambda _: self.summarize_negative())

    def set_texts(self, prompt: str, negative_prompt: str) -> None:
        self.prompt.set_text(prompt)
        self.negative.set_text(negative_prompt)

    def set_model(self, model: Model) -> None:
        """Count tokens as `model` does, and offer what it can draw."""
        counter = self._counters.setdefault(model.folder, TokenCounter(model.family.text_tokens(model.folder)))
        for field in (self.prompt, self.negative):
            field.set_counter(counter)
            field.set_languages(model.family.languages)
        self._offered = model.examples[-EXAMPLES:]
        self.unknown_words.set_model(model)
        self._show_help()

    def add_words(self, words: str) -> None:
        """Put words into the prompt, which marks in it can't change, unless they are there already."""
        typed, escaped = self.prompt.text, escape(words)
        if escaped not in typed:
            self.prompt.set_text(f"{typed.rstrip(', ')}, {escaped}" if typed.strip() else escaped)
        self.prompt.edit.setFocus()

    def show_clips(self, clips: int) -> None:
        """Show how many clips the alternatives give, and what the folded negative prompt is."""
        for field in (self.prompt, self.negative):
            field.show_clips(clips)
        self.summarize_negative()

    def summarize_negative(self) -> None:
        self.negative_section.set_summary(" ".join(self.negative.text.split()))

    def apply_theme(self) -> None:
        for part in (self.menu, self.negative_section, self.prompt, self.negative):
            part.apply_theme()

    def _show_help(self) -> None:
        self.examples.offer(() if self.prompt.text.strip() else self._offered)
        self.unknown_words.show_for(self.prompt.text)

    def _use(self, prompt: Prompt) -> None:
        self.set_texts(prompt.prompt, prompt.negative_prompt)
        self.prompt.edit.setFocus()

    def _use_example(self, prompt: str) -> None:
        self.prompt.set_text(escape(prompt))
        self.example_filled.emit()

    def _save(self, wanted: bool) -> None:
        keep = self._prompts.save if wanted else self._prompts.unsave
        try:
            keep(self.prompt.text, self.negative.text)
        except T2VError as error:
            self.failed.emit(str(error))
