"""Says what a model with a small vocabulary can't draw, and leads to other models."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from t2v_desktop.gui.look import theme
from t2v_desktop.gui.look.labels import label, plain_tooltip
from t2v_desktop.models.store import Model
from t2v_desktop.prompt.known_words import unknown_words
from t2v_desktop.prompt.language import looks_english


class UnknownWords(QWidget):
    """`models_requested` says that the user wants a model that can draw more."""

    models_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model: Model | None = None
        self._text = label("", "warn", wrap=True)
        self._get = QPushButton(self.tr("Get a model…"))
        self._get.setAccessibleName(self.tr("Get a model for scenes"))
        self._get.clicked.connect(self.models_requested)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.SPACING)
        row.addWidget(self._text, 1)
        row.addWidget(self._get)
        self.hide()

    def set_model(self, model: Model) -> None:
        self._model = model
        self._text.setText(self.tr("{0} draws only shapes: get a model for scenes").format(model.title))

    def show_for(self, prompt: str) -> None:
        """Show the line if the prompt asks for something that the model doesn't know."""
        words = self._model.known_words if self._model is not None else frozenset[str]()
        unknown = unknown_words(prompt, words) if words and looks_english(prompt) else []
        self._text.setToolTip(plain_tooltip(self.tr("Not known: {0}").format(", ".join(unknown))) if unknown else "")
        self.setVisible(bool(unknown))
