"""All settings of the next clips below the prompts: model and quality, what the clip is given, LoRAs, size and length, second pass, advanced."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from t2v_desktop.gui.compose.advanced import Advanced
from t2v_desktop.gui.compose.given import Given
from t2v_desktop.gui.compose.loras import Loras
from t2v_desktop.gui.compose.model_choice import ModelChoice
from t2v_desktop.gui.compose.second_pass import SecondPass
from t2v_desktop.gui.compose.section import Section
from t2v_desktop.gui.compose.size_length import SizeLength
from t2v_desktop.models.store import Model
from t2v_desktop.planning.draft import Draft


class ClipFields(QWidget):
    """`changed` is emitted when the user changes a setting; choosing a model or a preset has signals of its own in `model_choice`."""

    changed = Signal()

    def __init__(self, devices: Sequence[str], draw_seed: Callable[[], int], spacing: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model_choice, self.size_length, self.second_pass = ModelChoice(), SizeLength(), SecondPass()
        self.given, self.loras, self.advanced = Given(), Loras(), Advanced(devices, draw_seed)
        self.loras_section = Section(self.tr("LoRAs"), self.loras)
        self.advanced_section = Section(self.tr("Advanced"), self.advanced)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(spacing)
        for part in (self.model_choice, self.given, self.loras_section, self.size_length, self.second_pass, self.advanced_section):
            column.addWidget(part)
        self.size_length.changed.connect(self.changed)
        self.second_pass.toggled.connect(self.changed)
        self.advanced.changed.connect(self.changed)
        self.loras.changed.connect(self.changed)
        self.given.changed.connect(self.changed)

    @property
    def problem(self) -> str:
        """Why nothing can be rendered with these settings; "" if it can."""
        return self.loras.problem or self.given.problem

    def set_models(self, models: Sequence[Model]) -> None:
        self.model_choice.set_models(models)
        self.second_pass.set_models(models)

    def fill(self, draft: Draft, model: Model | None) -> None:
        """Show the settings of a draft. Its model is None if it isn't installed."""
        if model is not None:
            self.model_choice.choose(model)
            self.size_length.set_model(model)
            self.advanced.offer(model.family)
        self.given.fill(draft, model)
        self.loras.fill(draft.loras, model)
        self.size_length.fill(draft.width, draft.height, draft.num_frames, draft.fps)
        self.second_pass.update_visibility(model)
        self.second_pass.setChecked(draft.hd)
        self.advanced.fill(draft)

    def apply_to(self, draft: Draft) -> Draft:
        """The draft with the settings shown here."""
        (width, height), model = self.size_length.size_chosen, self.model_choice.model
        chosen = replace(
            draft, model=model.name if model else draft.model, width=width, height=height, num_frames=self.size_length.length.value(),
            hd=self.second_pass.isChecked(), loras=self.loras.chosen,
        )  # fmt: skip
        return self.given.apply_to(self.advanced.apply_to(chosen))

    def show_draft(self, draft: Draft) -> str:
        """Bring up to date what follows from the other settings. Returns the preset in use, "" if a setting was changed by hand."""
        used, model = "", self.model_choice.model
        self.size_length.length.set_fps(draft.fps)
        if model is not None:
            used = draft.preset_in_use(model)
            self.model_choice.offer_few_steps(bool(draft.loras) or used == "few_steps")
            self.model_choice.show_preset(used)
        self.model_choice.own.show_draft(draft, model)
        self.given.fill(draft, model)
        self.given.show_size(draft)
        self.advanced_section.set_summary(*self.advanced.summary())
        self.loras_section.set_summary(self.loras.summary)
        return used

    def apply_theme(self) -> None:
        for part in (self.model_choice.own, self.given, self.loras, self.loras_section, self.size_length, self.advanced, self.advanced_section):
            part.apply_theme()
