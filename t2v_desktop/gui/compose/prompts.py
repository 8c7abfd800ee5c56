"""The prompts of the next clips: what is typed, its styles and alternatives, saved and recent prompts, and words to add."""

import math
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QMimeData, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from t2v_desktop.errors import T2VError
from t2v_desktop.gui.compose.alternatives import Alternatives
from t2v_desktop.gui.compose.prompt_edit import PromptField
from t2v_desktop.gui.compose.prompt_menu import PromptMenu, PromptStore
from t2v_desktop.gui.compose.section import Section
from t2v_desktop.gui.compose.styles import Styles
from t2v_desktop.gui.compose.unknown_words import UnknownWords
from t2v_desktop.gui.compose.wildcard_completion import WildcardCompletion
from t2v_desktop.gui.compose.word_chips import WordChips
from t2v_desktop.gui.examples import Examples
from t2v_desktop.gui.look.labels import label
from t2v_desktop.library.prompts import Prompt
from t2v_desktop.models.store import Model
from t2v_desktop.planning.draft import Draft
from t2v_desktop.prompt.insert import add_words, remove_words
from t2v_desktop.prompt.marks import escape
from t2v_desktop.prompt.styles import negative_with_styles, with_styles
from t2v_desktop.prompt.tokens import TokenCounter
from t2v_desktop.request import Request

EXAMPLES = 2  # below an empty prompt: the model's last, as the player offers its first


class PromptArea(QWidget):
    """`changed` is emitted when the user changes something, `typed` when they change the prompt itself.

    `random_chosen` carries whether alternatives are drawn, and the number of clips. `used` carries a saved or recent Prompt to show.
    `example_filled` says that an example was put into the prompt, `models_requested` that the user wants a model that can draw more.
    """

    changed = Signal()
    typed = Signal()
    confirmed = Signal()
    given = Signal(QMimeData)
    random_chosen = Signal(bool, int)
    used = Signal(Prompt)
    failed = Signal(str)
    example_filled = Signal()
    models_requested = Signal()
    saved_prompts_requested = Signal()
    styles_requested = Signal()

    def __init__(self, store: PromptStore, spacing: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store, self._counters = store, dict[Path, TokenCounter]()
        self._reused: tuple[Request, int] | None = None  # the request that is shown, and how many clips all of its prompt makes
        self._reused_text = ""
        self._offered: Sequence[str] = ()  # examples of the model
        self.prompt = PromptField(self.tr("Prompt"), self.tr("What should the video show?"), self.tr("Describe it in English"), (5, 10))
        self.negative = PromptField(self.tr("Negative prompt"), self.tr("What to avoid, such as: text, watermark"), "", (2, 5))
        self.menu = PromptMenu(store, lambda: Prompt(self.prompt.text, self.negative.text))
        self.styles, self.alternatives, self.words = Styles(), Alternatives(), WordChips()
        self.examples, self.unknown_words = Examples(), UnknownWords()
        self.negative_section = Section(self.tr("Negative prompt"), self.negative)
        self.words_section = Section(self.tr("Words to add"), self.words)
        self._completions = [WildcardCompletion(field.edit) for field in (self.prompt, self.negative)]
        self._lay_out(spacing)
        self._connect()

    def _lay_out(self, spacing: int) -> None:
        head = QHBoxLayout()
        head.addWidget(label(self.tr("Prompt"), "heading"), 1)
        head.addWidget(self.styles.button)
        head.addWidget(self.menu)
        text = QVBoxLayout()
        text.setSpacing(6)
        for part in (self.prompt, self.unknown_words, self.styles, self.alternatives, self.examples):
            text.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(spacing)
        column.addLayout(head)
        column.addSpacing(-6)
        column.addLayout(text)
        column.addWidget(self.words_section)
        column.addWidget(self.negative_section)
        for first, second in ((self.prompt.edit, self.styles.button), (self.styles.button, self.menu)):
            QWidget.setTabOrder(first, second)

    def _connect(self) -> None:
        for field in (self.prompt, self.negative):
            field.changed.connect(self.changed)
            field.confirmed.connect(self.confirmed)
            field.edit.given.connect(self.given)
        self.prompt.changed.connect(self.typed)
        self.prompt.changed.connect(self._show_help)
        self.examples.chosen.connect(self._use_example)
        self.unknown_words.models_requested.connect(self.models_requested)
        self.styles.changed.connect(self._styles_changed)
        self.styles.edit_requested.connect(self.styles_requested)
        self.styles.failed.connect(self.failed)
        self.alternatives.chosen.connect(self.random_chosen)
        self.alternatives.whole_wanted.connect(self._use_whole)
        self.words.toggled.connect(self._toggle_words)
        self.negative_section.toggled.connect(lambda _: self.summarize())
        self.menu.chosen.connect(self.used)
        self.menu.save_toggled.connect(self._save)
        self.menu.failed.connect(self.failed)
        self.menu.manage_requested.connect(self.saved_prompts_requested)

    @property
    def sections(self) -> tuple[Section, ...]:
        return self.negative_section, self.words_section

    @property
    def error(self) -> str:
        return self.prompt.error or self.negative.error

    def combinations(self) -> int:
        """How many alternatives both prompts have together."""
        return math.prod(field.measure.alternatives for field in (self.prompt, self.negative) if field.measure)

    def fill(self, draft: Draft, model: Model | None) -> None:
        """Show the prompts of a draft. Its model is None if it isn't installed."""
        if model is not None:
            self.styles.fill(draft.styles, model.words)
            self.words.set_words(model.words)
            self.words_section.setVisible(bool(model.words.groups))
            counter = self._counters.setdefault(model.folder, TokenCounter(model.family.text_tokens(model.folder)))
            self._apply_styles()
            for field in (self.prompt, self.negative):
                field.set_counter(counter)
                field.set_languages(model.family.languages)
            self._offered = model.examples[-EXAMPLES:]
            self.unknown_words.set_model(model)
        self.prompt.set_text(draft.prompt)
        self.negative.set_text(draft.negative_prompt)
        self._show_help()

    def apply_to(self, draft: Draft) -> Draft:
        return replace(draft, prompt=self.prompt.text, negative_prompt=self.negative.text, styles=self.styles.names)

    def show_draft(self, draft: Draft) -> None:
        """Bring up to date what follows from the prompts and the other settings."""
        if self._reused and draft.prompt != self._reused_text:
            self._reused = None
        combinations, clips = self.combinations(), self.clips(draft)
        for field in (self.prompt, self.negative):
            field.show_clips(clips, random=draft.random)
        self.alternatives.show_state(combinations, random=draft.random, count=draft.count, whole=self._reused[1] if self._reused else 1)
        self.words.show_text(draft.prompt)
        self.summarize()
        if self.negative.error:
            self.negative_section.set_open(True)

    def clips(self, draft: Draft) -> int:
        """How many clips the draft makes."""
        return draft.count if draft.random else self.combinations() * draft.count

    def offer_whole(self, request: Request, shown: str, alternatives: int) -> None:
        """Offer all that was typed for a request of which only one alternative is `shown`."""
        self._reused, self._reused_text = (request, alternatives) if alternatives > 1 else None, shown

    def refresh_styles(self) -> None:
        """Read the styles again, because they were edited."""
        self._styles_changed()

    def add_words(self, words: str) -> None:
        """Put words into the prompt, which marks in it can't change, unless they are there already."""
        escaped, typed = escape(words), self.prompt.text
        if escaped not in typed:
            self.prompt.set_text(add_words(typed, escaped, len(typed))[0])
        self.prompt.edit.setFocus()

    def summarize(self) -> None:
        self.negative_section.set_summary(" ".join(self.negative.text.split()))

    def apply_theme(self) -> None:
        for part in (self.menu, self.styles, self.prompt, self.negative):
            part.apply_theme()
        for section in self.sections:
            section.apply_theme()

    def _show_help(self) -> None:
        """Offer examples while nothing is typed, and say which words the model doesn't know."""
        self.examples.offer(() if self.prompt.text.strip() else self._offered)
        self.unknown_words.show_for(self.prompt.text)

    def _use_example(self, prompt: str) -> None:
        self.prompt.set_text(escape(prompt))
        self.example_filled.emit()

    def _save(self, wanted: bool) -> None:
        keep = self._store.save if wanted else self._store.unsave
        try:
            keep(self.prompt.text, self.negative.text)
        except T2VError as error:
            self.failed.emit(str(error))

    def _styles_changed(self) -> None:
        self.styles.fill(self.styles.names, self.styles.words)
        self._apply_styles()
        self.changed.emit()

    def _apply_styles(self) -> None:
        chosen = self.styles.chosen
        self.prompt.set_styling(lambda text: with_styles(text, chosen))
        self.negative.set_styling(lambda text: negative_with_styles(text, chosen))

    def _toggle_words(self, words: str, joint: str, wanted: bool) -> None:
        text = self.prompt.text
        if wanted:
            text, at = add_words(text, words, self.prompt.cursor_index, joint)
        else:
            text, at = remove_words(text, words)
        self.prompt.set_text(text)
        self.prompt.set_cursor(at)
        self.words.show_text(text)

    def _use_whole(self) -> None:
        if self._reused is not None:
            request = self._reused[0]
            self._reused = None
            self.used.emit(Prompt(request.typed, request.typed_negative))
