"""Whether each clip is made once more, larger, by a model that is made for that."""

from collections.abc import Sequence

from PySide6.QtWidgets import QCheckBox, QWidget

from t2v_desktop.models.store import Model
from t2v_desktop.request import Request


class SecondPass(QCheckBox):
    """Hidden where no such model is installed, and where that model itself is chosen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model: Model | None = None
        self._say()

    def set_models(self, models: Sequence[Model]) -> None:
        self._model = next((model for model in models if model.strength), None)
        if self._model is not None:
            self.setToolTip(self.tr("Each clip is made first as it is, then again and larger with {0}").format(self._model.title))

    def offer(self, chosen: Model | None) -> None:
        self.setVisible(self._model is not None and chosen is not None and not chosen.strength)

    def of(self, requests: Sequence[Request]) -> list[Request]:
        """The second passes that are wanted after `requests`: one each, or none at all. Raises InvalidRequest."""
        if self._model is None or self.isHidden() or not self.isChecked():
            return []
        return [self._model.second_pass(request) for request in requests]

    def tell(self, request: Request) -> None:
        """Say how large the second pass of `request` would be. Raises InvalidRequest."""
        if self._model is not None:
            second = self._model.second_pass(request)
            self._say(f" · {second.width} × {second.height}")

    def _say(self, size: str = "") -> None:
        self.setText(self.tr("Then again in HD") + size)
