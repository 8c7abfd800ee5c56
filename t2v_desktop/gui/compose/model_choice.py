"""The model picker and the quality presets."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from t2v_desktop.gui.compose.fields import Choice, set_up_field, with_caption
from t2v_desktop.gui.compose.own_presets import OwnPresets
from t2v_desktop.gui.look import phrases, theme
from t2v_desktop.gui.look.labels import label
from t2v_desktop.models.catalogue import CATALOG
from t2v_desktop.models.store import Model


class ModelBox(Choice):
    """Keys choose among the models while the list is closed; its last entry has to be opened and chosen on purpose."""

    KEYS = ()  # those of every such box

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        before, last = self.currentIndex(), self.count() - 1
        moves = event.key() in (Qt.Key.Key_Down, Qt.Key.Key_PageDown, Qt.Key.Key_End) and not event.modifiers() & Qt.KeyboardModifier.AltModifier
        if moves and before + 2 >= last:  # the separator and the last entry come next
            return
        if moves and event.key() != Qt.Key.Key_Down:
            self.setCurrentIndex(last - 2)
            self.activated.emit(last - 2)
            return
        super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        if event.angleDelta().y() < 0 and self.currentIndex() + 2 >= self.count() - 1:
            event.accept()
            return
        super().wheelEvent(event)


class ModelChoice(QWidget):
    """`model_chosen` carries a Model, `preset_chosen` a preset's name. Only the user's choices emit them.

    The last entry of the list, for more models, emits `models_requested`: the model stays chosen.
    """

    model_chosen = Signal(Model)
    preset_chosen = Signal(str)
    models_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._models: list[Model] = []
        self._at = -1  # of the chosen model
        self._box = ModelBox()
        self._box.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._box.setPlaceholderText(self.tr("No model installed"))
        set_up_field(self._box)
        self._about = label("", "muted", wrap=True)
        self._presets = QButtonGroup(self)
        self.own = OwnPresets()
        self._buttons: dict[str, QPushButton] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(with_caption(self.tr("Model"), self._box))
        column.addWidget(self._about)
        column.addSpacing(4)
        head = QHBoxLayout()
        head.addWidget(label(self.tr("Quality"), "heading"), 1)
        head.addWidget(self.own)
        column.addLayout(head)
        column.addLayout(self._segments())
        self._box.activated.connect(self._activate)

    def _segments(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.SPACING)
        for name, text in self._names().items():
            button = QPushButton(text)
            button.setCheckable(True)
            button.setProperty("role", "segment")
            button.setAccessibleName(self.tr("Quality: {0}").format(text))
            button.clicked.connect(lambda _=False, name=name: self.preset_chosen.emit(name))
            self._presets.addButton(button)
            self._buttons[name] = button
            row.addWidget(button, 1)
        return row

    def _names(self) -> dict[str, str]:
        return {"draft": self.tr("Draft"), "balanced": self.tr("Balanced"), "best": self.tr("Best"), "few_steps": self.tr("Few steps")}

    def offer_few_steps(self, offered: bool) -> None:
        """Show the preset for LoRAs that were distilled for few steps; without one it would only blur the clip."""
        self._buttons["few_steps"].setVisible(offered)

    @property
    def model(self) -> Model | None:
        return self._models[self._at] if 0 <= self._at < len(self._models) else None

    def set_models(self, models: Sequence[Model]) -> None:
        self._models = list(models)
        self._box.clear()
        self._box.addItems([model.title for model in models])
        if models:
            self._box.insertSeparator(self._box.count())
        self._box.addItem(self.tr("Get more models…"))
        self._show_at(0 if models else -1)

    def _activate(self, at: int) -> None:
        if at < len(self._models):
            self._show_at(at)
            self.model_chosen.emit(self._models[at])
        else:
            self._show_at(self._at)
            self.models_requested.emit()

    def _show_at(self, at: int) -> None:
        self._at = at
        self._box.setCurrentIndex(at)

    def choose(self, model: Model) -> None:
        self._show_at(self._models.index(model))
        entry = CATALOG.get(model.name)
        self._about.setText(phrases.sentence(entry.summary) if entry else str(model.folder))
        for name, recipe in model.presets.items():
            if name in self._buttons:
                self._buttons[name].setToolTip(self.tr("{0} steps").format(recipe.num_inference_steps))
        few = self.tr("{0} steps without guidance, for LoRAs that were made for it, such as LCM, CausVid or lightx2v")
        self._buttons["few_steps"].setToolTip(few.format(model.presets["few_steps"].num_inference_steps))

    def show_preset(self, name: str) -> None:
        """Check the button of a preset; "" checks none, for settings changed by hand."""
        self._presets.setExclusive(False)
        for preset, button in self._buttons.items():
            button.setChecked(preset == name)
        self._presets.setExclusive(True)
