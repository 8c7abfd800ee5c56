"""The check box that adds a second pass, which upscales each clip with another model."""

from collections.abc import Sequence

from PySide6.QtWidgets import QCheckBox, QWidget

from t2v_desktop.models.store import Model
from t2v_desktop.request import Request


class SecondPass(QCheckBox):
    """Hidden if no upscaling model is installed, or if that model itself is chosen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model: Model | None = None
        self._set_label()

    def set_models(self, models: Sequence[Model]) -> None:
        self._model = next((model for model in models if model.strength), None)
        if self._model is not None:
            self.setToolTip(self.tr("Each clip is rendered as usual, then upscaled with {0}").format(self._model.title))

    def update_visibility(self, chosen: Model | None) -> None:
        self.setVisible(self._model is not None and chosen is not None and not chosen.strength)

    def requests_after(self, requests: Sequence[Request]) -> list[Request]:
        """The second pass of each of `requests`, or an empty list if the box is not checked. Raises InvalidRequest."""
        if self._model is None or self.isHidden() or not self.isChecked():
            return []
        return [self._model.second_pass(request) for request in requests]

    def show_size(self, request: Request) -> None:
        """Show the size that the second pass of `request` would have. Raises InvalidRequest."""
        if self._model is not None:
            second = self._model.second_pass(request)
            self._set_label(f" · {second.width} × {second.height}")

    def _set_label(self, size: str = "") -> None:
        self.setText(self.tr("Also upscale to HD") + size)
