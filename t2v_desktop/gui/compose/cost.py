"""What pressing Generate would cost: time, memory and disk, and what would fit where this does not."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from t2v_desktop.estimate import Estimate
from t2v_desktop.gui import words
from t2v_desktop.gui.compose.prompt_edit import show
from t2v_desktop.gui.labels import label
from t2v_desktop.request import Request


class Cost(QWidget):
    """`taken` carries the request that was offered instead."""

    taken = Signal(Request)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._advice: Request | None = None
        self._line, self._reason = label("", "muted", wrap=True), label("", "bad", wrap=True)
        self._offer = QPushButton()
        self._offer.setAccessibleName(self.tr("Use what fits"))
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
        disk = words.size(estimate.disk_bytes * clips)
        parts = [words.size(estimate.memory_bytes), self.tr("{0} on disk").format(disk)]
        if estimate.seconds is None:
            parts.insert(0, self.tr("time not known yet"))
        else:
            parts.insert(0, "≈ " + words.about(estimate.seconds * clips))
        show(self._line, "  ·  ".join(parts), "muted" if estimate.fits else "bad")
        self._line.setToolTip(
            self.tr("Learned from clips made on this computer") if estimate.learned else self.tr("A guess until the first clips are made on this computer")
        )
        self._advice = estimate.advice
        self._reason.setText(self.tr("More than is free here") if estimate.advice else self.tr("More than is free here, and nothing smaller fits"))
        self._reason.setVisible(not estimate.fits)
        self._offer.setVisible(not estimate.fits and estimate.advice is not None)
        if estimate.advice is not None:
            self._offer.setText(self._difference(request, estimate.advice))
            self._offer.setAccessibleName(self._offer.text())

    def _difference(self, request: Request, advice: Request) -> str:
        size = f"{advice.width} × {advice.height}"
        resized = (request.width, request.height) != (advice.width, advice.height)
        shortened = request.num_frames != advice.num_frames
        if resized and shortened:
            return self.tr("Use {0}, {1} frames").format(size, advice.num_frames)
        if resized:
            return self.tr("Use {0}").format(size)
        return self.tr("Use {0} frames").format(advice.num_frames) if shortened else self.tr("Use what fits")
