"""The estimated time, memory and disk space of the next clips, and settings that fit if these do not."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from t2v_desktop.gui.compose.prompt_edit import set_text
from t2v_desktop.gui.look import phrases
from t2v_desktop.gui.look.labels import label
from t2v_desktop.planning.estimate import Estimate
from t2v_desktop.request import Request


class Cost(QWidget):
    """`advice_accepted` carries the request with the suggested settings."""

    advice_accepted = Signal(Request)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._advice: Request | None = None
        self._line, self._reason = label("", "muted", wrap=True), label("", "bad", wrap=True)
        self._accept = QPushButton()
        self._accept.setAccessibleName(self.tr("Use settings that fit"))
        self._accept.clicked.connect(lambda: self.advice_accepted.emit(self._advice))
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._reason, 1)
        row.addWidget(self._accept)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self._line)
        column.addLayout(row)
        self.show_unknown("")

    def show_unknown(self, reason: str) -> None:
        """Show the reason why there is no estimate; it may be empty."""
        self._advice = None
        set_text(self._line, phrases.sentence(reason), "muted")
        for part in (self._reason, self._accept):
            part.hide()

    def show_estimate(self, request: Request, estimate: Estimate, clips: int) -> None:
        """Show the estimate for rendering `clips` clips like `request`, one after the other."""
        seconds = estimate.seconds_of(clips)
        parts = [self.tr("time unknown") if seconds is None else "≈ " + phrases.rough_duration(seconds)]
        if estimate.memory_bytes is not None:
            parts.append(phrases.size(estimate.memory_bytes))
        parts.append(self.tr("{0} on disk").format(phrases.size(estimate.disk_bytes * clips)))
        set_text(self._line, "  ·  ".join(parts), "muted" if estimate.fits else "bad")
        self._line.setToolTip(self._basis(estimate))
        self._advice = estimate.advice
        self._reason.setText(self._shortage(estimate))
        self._reason.setVisible(not estimate.fits)
        self._accept.setVisible(not estimate.fits and estimate.advice is not None)
        if estimate.advice is not None:
            self._accept.setText(self._advice_text(request, estimate.advice))
            self._accept.setAccessibleName(self._accept.text())

    def _basis(self, estimate: Estimate) -> str:
        if estimate.seconds is None:
            return self.tr("Available after the first clip on this device")
        if estimate.learned:
            return self.tr("Based on clips rendered on this computer")
        return self.tr("A rough guess until you have rendered some clips on this computer")

    def _shortage(self, estimate: Estimate) -> str:
        nothing_fits = estimate.advice is None
        match estimate.lacking:
            case ("memory",):
                return self.tr("Not enough memory, even at the smallest size") if nothing_fits else self.tr("Not enough memory")
            case ("disk",):
                return self.tr("Not enough disk space, even at the smallest size") if nothing_fits else self.tr("Not enough disk space")
            case _:
                return self.tr("Not enough memory and disk space, even at the smallest size") if nothing_fits else self.tr("Not enough memory and disk space")

    def _advice_text(self, request: Request, advice: Request) -> str:
        size = f"{advice.width} × {advice.height}"
        resized = (request.width, request.height) != (advice.width, advice.height)
        shortened = request.num_frames != advice.num_frames
        if resized and shortened:
            return self.tr("Use {0}, {1} frames").format(size, advice.num_frames)
        if resized:
            return self.tr("Use {0}").format(size)
        return self.tr("Use {0} frames").format(advice.num_frames) if shortened else self.tr("Use settings that fit")
