"""What pressing Generate would cost: time, memory and disk, and what would fit where this does not."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from t2v_desktop.gui.compose.prompt_edit import show
from t2v_desktop.gui.look import words
from t2v_desktop.gui.look.labels import label
from t2v_desktop.planning.estimate import Estimate
from t2v_desktop.request import Request


class Cost(QWidget):
    """`taken` carries the request that was offered instead."""

    taken = Signal(Request)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._advice: Request | None = None
        self._line, self._reason = label("", "muted", wrap=True), label("", "bad", wrap=True)
        self._offer = QPushButton()
        self._offer.setAccessibleName(self.tr("Use settings that fit"))
        self._offer.clicked.connect(lambda: self.taken.emit(self._advice))
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._reason, 1)
        row.addWidget(self._offer)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self._line)
        column.addLayout(row)
        self.show_unknown("")

    def show_unknown(self, why: str) -> None:
        """No estimate, and why, if there is something to say."""
        self._advice = None
        show(self._line, why, "muted")
        for part in (self._reason, self._offer):
            part.hide()

    def show_estimate(self, request: Request, estimate: Estimate, clips: int) -> None:
        """The cost of `clips` clips like `request`, one after another."""
        seconds = estimate.seconds_of(clips)
        parts = [self.tr("time not known yet") if seconds is None else "≈ " + words.rough_duration(seconds)]
        if estimate.memory_bytes is not None:
            parts.append(words.size(estimate.memory_bytes))
        parts.append(self.tr("{0} on disk").format(words.size(estimate.disk_bytes * clips)))
        show(self._line, "  ·  ".join(parts), "muted" if estimate.fits else "bad")
        self._line.setToolTip(self._source(estimate))
        self._advice = estimate.advice
        self._reason.setText(self._lack(estimate))
        self._reason.setVisible(not estimate.fits)
        self._offer.setVisible(not estimate.fits and estimate.advice is not None)
        if estimate.advice is not None:
            self._offer.setText(self._difference(request, estimate.advice))
            self._offer.setAccessibleName(self._offer.text())

    def _source(self, estimate: Estimate) -> str:
        if estimate.seconds is None:
            return self.tr("Known once a clip was made with these settings on this device")
        return self.tr("Learned from clips made on this computer") if estimate.learned else self.tr("A guess until the first clips are made on this computer")

    def _lack(self, estimate: Estimate) -> str:
        smallest = estimate.advice is None
        match estimate.lacking:
            case ("memory",):
                return self.tr("Not enough memory, even at the smallest size") if smallest else self.tr("Not enough memory")
            case ("disk",):
                return self.tr("Not enough disk space, even at the smallest size") if smallest else self.tr("Not enough disk space")
            case _:
                return self.tr("Not enough memory and disk space, even at the smallest size") if smallest else self.tr("Not enough memory and disk space")

    def _difference(self, request: Request, advice: Request) -> str:
        size = f"{advice.width} × {advice.height}"
        resized = (request.width, request.height) != (advice.width, advice.height)
        shortened = request.num_frames != advice.num_frames
        if resized and shortened:
            return self.tr("Use {0}, {1} frames").format(size, advice.num_frames)
        if resized:
            return self.tr("Use {0}").format(size)
        return self.tr("Use {0} frames").format(advice.num_frames) if shortened else self.tr("Use settings that fit")
