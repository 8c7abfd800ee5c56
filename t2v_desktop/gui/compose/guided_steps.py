"""The part of the steps in which guidance is applied, in percent."""

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from t2v_desktop.gui.compose.fields import decimal
from t2v_desktop.gui.look import theme

SMALLEST, DIGITS = 1.0, 6  # percent between the two; digits of a share that can be typed


class GuidedSteps(QWidget):
    """Two percentages, the first always below the second. Emits `changed` when the user edits one; `fill` does not emit it."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._from = decimal(self.tr("Guided steps: from"), 0, 100, 10)
        self._to = decimal(self.tr("Guided steps: to"), 0, 100, 10)
        self._from.setPrefix(self.tr("from "))
        self._to.setPrefix(self.tr("to "))
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.SPACING)
        for spin in (self._from, self._to):
            spin.setSuffix(self.tr(" %"))
            line.addWidget(spin, 1)
            spin.valueChanged.connect(self._edited)
        self.setFocusProxy(self._from)
        self.set_available(True)

    @property
    def shares(self) -> tuple[float, float]:
        """Where guidance starts and ends, as shares of the steps."""
        return round(self._from.value() / 100, DIGITS), round(self._to.value() / 100, DIGITS)

    def fill(self, start: float, end: float) -> None:
        with QSignalBlocker(self._from), QSignalBlocker(self._to):
            for spin, share in ((self._from, start), (self._to, end)):
                spin.setRange(0, 100)
                spin.setValue(share * 100)
        self._limit()

    def set_available(self, guided: bool) -> None:
        """Enable the fields, or disable them and say why, because without guidance they have no effect."""
        self.setEnabled(guided)
        hint = self.tr("Guide only these steps: the others take half the time") if guided else self.tr("Needs guidance above 1")
        for spin in (self._from, self._to):
            spin.setToolTip(hint)

    def _limit(self) -> None:
        """Keep the first below the second, without changing either."""
        start, end = self._from.value(), self._to.value()
        with QSignalBlocker(self._from), QSignalBlocker(self._to):
            self._from.setMaximum(max(end - SMALLEST, start))
            self._to.setMinimum(min(start + SMALLEST, end))

    def _edited(self) -> None:
        self._limit()
        self.changed.emit()
