"""The compose panel: prompt, settings and the Generate button."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from t2v_desktop.errors import InvalidRequest, T2VError
from t2v_desktop.gui.compose.clip_fields import ClipFields
from t2v_desktop.gui.compose.draft_store import DraftStore
from t2v_desktop.gui.compose.drops import is_for_the_panel, lora_files, picture_files
from t2v_desktop.gui.compose.editing_bar import EditingBar
from t2v_desktop.gui.compose.footer import Footer
from t2v_desktop.gui.compose.prompt_edit import PromptEdit
from t2v_desktop.gui.compose.prompt_menu import PromptStore
from t2v_desktop.gui.compose.prompts import PromptArea
from t2v_desktop.gui.compose.scroll_column import SCROLL_PX, SPACING_PX, ScrollColumn
from t2v_desktop.gui.compose.section import Section
from t2v_desktop.gui.look import phrases, theme
from t2v_desktop.job import Job
from t2v_desktop.library.prompts import Prompt
from t2v_desktop.models.store import Model
from t2v_desktop.planning.draft import Draft, draw_seed
from t2v_desktop.planning.editing import Editing
from t2v_desktop.planning.estimate import Estimate
from t2v_desktop.planning.presets import OwnPreset
from t2v_desktop.request import DEVICES, Request

SAVE_MS, ESTIMATE_MS = 400, 150  # pauses in typing after which the draft is saved and the cost is estimated
MIN_WIDTH_PX, MAX_WIDTH_PX = 330, 480


class Compose(QFrame):
    """`submitted` carries the requests to render, their second passes (an empty list if none are wanted) and the clip that they continue, "" for none.

    `lora_files_given` carries files to import, dropped on the panel or chosen in it. `typed` carries a request like the one that Generate would
    submit, while the user types a prompt and changes its settings.
    """

    KEYS = PromptEdit.KEYS
    submitted = Signal(list, list, str)
    lora_files_given = Signal(list)
    typed = Signal(object)
    model_shown = Signal(object)  # the Model whose settings are shown
    models_requested = Signal()
    editing_ended = Signal()  # the user went back to the draft that was set aside

    def __init__(
        self, models: Sequence[Model], prompts: PromptStore, estimate: Callable[[Request, int], Estimate], devices: Sequence[str] = DEVICES,
        draw_seed: Callable[[], int] = draw_seed, parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.setProperty("role", "panel")
        self.setMaximumWidth(MAX_WIDTH_PX)
        self._models, self._prompts, self._estimate, self._draw_seed = list(models), prompts, estimate, draw_seed
        self._drafts = DraftStore(prompts)
        self._filling, self._typing = False, False
        self.setAcceptDrops(True)
        self._build(devices)
        self._lay_out()
        self._save_timer = QTimer(self, singleShot=True, interval=SAVE_MS)
        self._estimate_timer = QTimer(self, singleShot=True, interval=ESTIMATE_MS)
        self._connect()
        self._restore()
        self._typing = False

    # layout

    def _build(self, devices: Sequence[str]) -> None:
        self.area = PromptArea(self._prompts, SPACING_PX)
        self.prompt, self.negative = self.area.prompt, self.area.negative
        self.fields = ClipFields(devices, self._draw_seed, SPACING_PX)
        self.model_choice, self.size_length, self.second_pass = self.fields.model_choice, self.fields.size_length, self.fields.second_pass
        self.given, self.loras, self.advanced = self.fields.given, self.fields.loras, self.fields.advanced
        self._editing_bar, self._footer = EditingBar(SCROLL_PX), Footer(SCROLL_PX)
        self.cost, self.generate = self._footer.cost, self._footer.generate

    def _lay_out(self) -> None:
        self._scroll = ScrollColumn()
        for part in (self.area, self.fields):
            self._scroll.column.addWidget(part)
        self._scroll.column.addStretch(1)
        column = QVBoxLayout(self)
        theme.set_margins(column, theme.PANEL_MARGIN, 10, theme.PANEL_MARGIN - SCROLL_PX, theme.PANEL_MARGIN)
        column.setSpacing(SPACING_PX)
        column.addWidget(self._editing_bar)
        column.addWidget(self._scroll, 1)
        column.addWidget(self._scroll.edge)
        column.addWidget(self._footer)

    def _connect(self) -> None:
        self.area.changed.connect(self._edited)
        self.area.confirmed.connect(self.submit)
        self.area.given.connect(self._take)
        self.area.typed.connect(self.expect_request)
        self.area.used.connect(self.use_prompt)
        self.area.random_chosen.connect(lambda random, count: self._fill(replace(self.draft(), random=random, count=count)))
        self.area.failed.connect(self.show_error)
        self.area.example_filled.connect(self.generate.setFocus)
        self.area.models_requested.connect(self.models_requested)
        self.model_choice.models_requested.connect(self.models_requested)
        self.model_choice.model_chosen.connect(lambda model: self._fill(self.draft().with_model(model)))
        self.model_choice.preset_chosen.connect(lambda preset: self._fill(self.draft().with_preset(self._model(), preset)))
        self.model_choice.own.chosen.connect(self._use_preset)
        self.model_choice.own.failed.connect(self.show_error)
        self.fields.changed.connect(self._edited)
        self.loras.files_given.connect(self.lora_files_given)
        self.loras.triggers_wanted.connect(self.area.add_words)
        self.cost.advice_accepted.connect(self._use_advice)
        self.generate.clicked.connect(self.submit)
        self._editing_bar.left.connect(self.end_editing)
        self._editing_bar.left.connect(self.editing_ended)
        self._save_timer.timeout.connect(self.save_draft)
        self._estimate_timer.timeout.connect(self._show_cost)

    # used by the window

    def draft(self) -> Draft:
        """The prompt and settings that the panel shows."""
        return self.fields.apply_to(self.area.apply_to(self._base))

    def set_request(self, request: Request, hd: bool = False) -> None:
        """Show the settings of `request`, with its seed locked."""
        known = self._find(request.model)
        draft, alternatives = Draft.reusing(request, known.words) if known else (Draft.of_request(request), 1)
        draft = replace(draft, hd=hd)
        self.area.offer_whole(request, draft.prompt, 1 if draft.random else alternatives)
        if known is None and (model := self.model_choice.model) is not None:
            self._fill(replace(draft, model=model.name).snapped(model))
            self._footer.show_message(self.tr("Model {0} is not installed; the current model stays selected").format(draft.model), "warn")
            return
        self._fill(draft)
        if request.continued_frames:
            self._footer.show_message(self.tr("The clip before this one isn't known: these settings begin a new clip"), "warn")

    @property
    def editing(self) -> Editing | None:
        """The job of the queue that the panel shows for editing, with the draft that was set aside for it; None if it shows a draft."""
        return self._drafts.editing

    def edit_job(self, job: Job) -> None:
        """Show a job of the queue, and set the draft aside until `end_editing`."""
        self._drafts.set_aside(job.id, self.draft())
        self.set_request(job.request, hd=bool(job.passes))
        self._editing_bar.show()
        self.save_draft()
        self.focus_prompt()

    def end_editing(self) -> None:
        """Show the draft again that was set aside; does nothing if none was."""
        if (draft := self._drafts.take_back()) is not None:
            self._editing_bar.hide()
            self._fill(draft)
            self.save_draft()

    def continue_clip(self, first: Request, source: Path, frames: int, model: Model) -> None:
        """Show the settings of a clip that goes on from `source`, which was made for `first` and has that many frames."""
        self._fill(Draft.continuing(first, source, frames, model))
        self.focus_prompt()

    def start_with(self, image: str) -> None:
        """Start the next clips with a kept image."""
        self._fill(replace(self.draft(), start_image=image, source="", source_frames=0, continued_frames=0))

    def set_prompt(self, prompt: str, negative_prompt: str = "") -> None:
        """Show a prompt, with its weights and alternatives as typed. The settings stay."""
        self._fill(replace(self.draft(), prompt=prompt, negative_prompt=negative_prompt))

    def set_models(self, models: Sequence[Model]) -> None:
        """Offer these models. The chosen one stays chosen if it is among them."""
        draft = self.draft()
        self._models = list(models)
        self.fields.set_models(self._models)
        found = self._find(draft.model)
        self._fill(draft if found or not self._models else draft.with_model(self._models[0]))

    def add_lora(self, name: str) -> None:
        """Choose an installed LoRA for the next clips, and show it."""
        self.loras.add(name)
        self.fields.loras_section.set_open(True)

    def show_error(self, text: str) -> None:
        self._footer.show_message(text, "bad")

    def clear(self) -> None:
        """Clear the prompts and unlock the seed. The other settings stay."""
        self._fill(replace(self.draft(), prompt="", negative_prompt="", seed_locked=False))
        self.focus_prompt()

    def focus_prompt(self) -> None:
        self.prompt.edit.setFocus()

    def refresh_estimate(self) -> None:
        """Update the estimate soon, because free memory, free disk space or the measured speed changed."""
        self._estimate_timer.start()

    def save_draft(self) -> None:
        """Save the prompts and settings now, for the next start."""
        self._save_timer.stop()
        with self._footer.showing_errors():
            self._drafts.save(self.draft())

    def sections_open(self) -> str:
        """Which sections are open, as one 0 or 1 for each."""
        return "".join(str(int(section.is_open())) for section in self._sections())

    def open_sections(self, which: str) -> None:
        """Open the sections that `sections_open` reported as open."""
        for section, opened in zip(self._sections(), which, strict=False):
            section.set_open(opened == "1")

    def _sections(self) -> tuple[Section, ...]:
        negative, words = self.area.sections
        return negative, self.fields.advanced_section, self.fields.loras_section, words

    def submit(self) -> None:
        """Emit `submitted`, or show why nothing can be rendered."""
        draft = self.draft() if self.advanced.seed.locked else replace(self.draft(), seed=self._draw_seed())
        with self._footer.showing_errors():
            if self.model_choice.model is None:
                raise InvalidRequest(self.tr("no model is installed: add one in the Models menu"))
            try:
                requests = draft.requests(self.model_choice.model)
                second_passes = self.second_pass.requests_after(requests)
            except InvalidRequest as error:
                self.prompt.show_error(str(error))
                return
            self.advanced.seed.fill(draft.seed, draft.seed_locked)
            self.submitted.emit(requests, second_passes, draft.source)
            self._prompts.remember(draft.prompt, draft.negative_prompt)
            self.save_draft()

    # internals

    def _restore(self) -> None:
        self.fields.set_models(self._models)
        saved: Draft | None = None
        with self._footer.showing_errors():
            saved = self._drafts.read()
        self._editing_bar.setVisible(self.editing is not None)
        self._base = saved or Draft(seed=self._draw_seed())
        model = self._find(self._base.model)
        if model is None and self._models:
            self._base = self._base.with_model(self._models[0])
        elif model is not None:
            self._base = self._base.snapped(model) if saved else self._base.with_model(model)
        self._fill(self._base)
        self.area.negative_section.set_open(bool(self._base.negative_prompt))
        self.fields.loras_section.set_open(bool(self._base.loras))

    def _fill(self, draft: Draft) -> None:
        self._filling = True
        self._base = draft
        model = self._find(draft.model)
        self.area.fill(draft, model)
        if model is not None:
            self.model_shown.emit(model)
        self.fields.fill(draft, model)
        self._filling = False
        self._edited()

    def _edited(self) -> None:
        if self._filling:
            return
        draft, model = self.draft(), self.model_choice.model
        used = self.fields.show_draft(draft)
        if model is not None:
            self._base = replace(draft, preset=used or draft.preset)
        self.area.show_draft(draft)
        self._footer.clear_message()
        self._show_generate(model)
        self._save_timer.start()
        self._estimate_timer.start()

    def _show_generate(self, model: Model | None) -> None:
        error = self.area.error
        refusal = "" if error or model is None else self.draft().problem(model.words) or self.fields.problem
        if refusal:
            self._footer.show_message(refusal, "bad")
        self._footer.show_generate(self._clips(), enabled=not error and not refusal and model is not None and bool(self.prompt.text.strip()))

    def _clips(self) -> int:
        return self.area.clips(self.draft())

    def _show_cost(self) -> None:
        model = self.model_choice.model
        if model is None:
            self.cost.show_unknown(self.tr("No model installed yet"))
            return
        try:
            request = self._request_at_hand(model)
            if self._typing:
                self.typed.emit(request)
            self.second_pass.show_size(request)
            cost = self._estimate(request, self.draft().source_frames)
            for second in self.second_pass.requests_after([request]):
                cost = cost.then(self._estimate(second, 0))
            self.cost.show_estimate(request, cost, self._clips())
        except T2VError as error:
            self.cost.show_unknown(str(error))

    def _request_at_hand(self, model: Model) -> Request:
        """What Generate would submit, whatever the prompt. Raises InvalidRequest."""
        return replace(self.draft(), prompt="any", negative_prompt="", styles=(), count=1).requests(model)[0]

    def expect_request(self) -> None:
        """A request is likely, such as because the user has begun to type: announce it at once, and again whenever it changes."""
        self._typing = True
        if (model := self.model_choice.model) is not None:
            with suppress(T2VError):  # `_show_cost` shows it
                self.typed.emit(self._request_at_hand(model))

    def _use_advice(self, advice: Request) -> None:
        self._fill(replace(
            self.draft(), width=advice.width, height=advice.height, num_frames=advice.num_frames, memory=advice.memory, dtype=advice.dtype,
        ))  # fmt: skip

    def use_prompt(self, prompt: Prompt) -> None:
        """Show a saved or recent prompt."""
        self.set_prompt(prompt.prompt, prompt.negative_prompt)
        self.focus_prompt()

    def _use_preset(self, preset: OwnPreset) -> None:
        draft, changed = preset.apply(self.draft(), self._model())
        self._fill(draft)
        if changed:
            names = ", ".join(phrases.setting(name) for name in changed)
            self._footer.show_message(self.tr("{0} can't take all of this preset; changed: {1}").format(self._model().title, names), "warn")

    def _take(self, data: QMimeData) -> None:
        """Import dropped or pasted LoRAs, and start or end the clip with pictures, if the model can."""
        if files := lora_files(data):
            self.lora_files_given.emit(files)
        if (pictures := picture_files(data)) and (problem := self.given.take_pictures(pictures)):
            self.show_error(problem)

    def _find(self, name: str) -> Model | None:
        return next((model for model in self._models if model.name == name), None)

    def _model(self) -> Model:
        assert self.model_choice.model is not None
        return self.model_choice.model

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """At least MIN_WIDTH_PX, and wide enough for the texts of the language."""
        hint = super().minimumSizeHint()
        return QSize(max(hint.width(), MIN_WIDTH_PX), hint.height())

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802
        if is_for_the_panel(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        event.acceptProposedAction()
        self._take(event.mimeData())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.submit()
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            for part in (self.area, self.fields):
                part.apply_theme()
