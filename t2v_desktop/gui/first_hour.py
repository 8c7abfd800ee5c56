"""What helps a newcomer: examples that render with one click, and a tour of the window at the first start."""

from collections.abc import Sequence

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from t2v_desktop.gui.compose.panel import Compose
from t2v_desktop.gui.player.panel import Player
from t2v_desktop.gui.tour import Stop, Tour
from t2v_desktop.models.store import Model
from t2v_desktop.prompt.marks import escape

EXAMPLES = 3  # in the empty player; the empty prompt offers others


class FirstHour(QObject):
    """Connects the examples of the chosen model with the panels that show them. `side` has the queue and the library."""

    def __init__(self, compose: Compose, player: Player, side: Sequence[QWidget], window: QWidget) -> None:
        super().__init__(window)
        self._compose, self._player, self._side = compose, player, side
        self.tour = Tour(window, self._stops)
        compose.submitted.connect(lambda *_: self.tour.end())
        compose.model_shown.connect(self._offer)
        player.stage.notice.example_chosen.connect(self._render)
        if (model := compose.model_choice.model) is not None:
            self._offer(model)

    def _offer(self, model: Model) -> None:
        """Offer the prompts to try with the chosen model, or say what it is for."""
        detail = self.tr("{0} upscales finished clips: choose another model for the first one.").format(model.title) if model.strength else ""
        self._player.offer_examples(model.examples[:EXAMPLES], detail)

    def _render(self, prompt: str) -> None:
        """Render an example at once."""
        self._compose.set_prompt(escape(prompt), self._compose.negative.text)
        self._compose.submit()

    def begin(self, *, first_start: bool) -> None:
        """Get the engine ready for an example while the user looks at them. At the very first start, show the tour."""
        if self._player.is_empty():
            self._compose.expect_request()
        if first_start:
            self.tour.start(take_focus=False)

    def _stops(self) -> list[Stop]:
        compose, (queue, library) = self._compose, self._side
        return [
            Stop(compose.prompt.edit, self.tr("Describe your clip"), self.tr("Write what the video should show, in English. The examples are a good start.")),
            Stop(compose.model_choice, self.tr("Choose a model"), self.tr("Starter draws shapes. Models for real scenes are at the end of this list.")),
            Stop(compose.generate, self.tr("Generate"), self.tr("Watch the clip take shape in the middle. More clips wait in the queue.")),
            Stop(queue, self.tr("Queue"), self.tr("Reorder, edit, pause or retry clips here. The queue survives quitting and power cuts.")),
            Stop(library, self.tr("Library"), self.tr("Every finished clip is kept here with its settings, ready to use again.")),
        ]  # fmt: skip
