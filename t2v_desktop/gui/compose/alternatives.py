"""Whether a prompt with alternatives makes one clip of each, or some random ones."""

from PySide6.QtCore import QLocale, QSignalBlocker, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QSpinBox, QVBoxLayout, QWidget

from t2v_desktop.gui.compose.fields import number
from t2v_desktop.planning.draft import MAX_COUNT

FIRST_RANDOM, MOST_SHOWN = 8, 10**9


class Alternatives(QWidget):
    """`chosen` carries whether the alternatives are random, and the number of clips; `whole_wanted` asks for all of the prompt that a clip is one of."""

    chosen = Signal(bool, int)
    whole_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._all, self._random, self._count = QPushButton(), QPushButton(self.tr("Random")), number(self.tr("Random clips"), 1, MAX_COUNT)
        group = QButtonGroup(self)
        for button in (self._all, self._random):
            button.setCheckable(True)
            button.setProperty("role", "segment")
            group.addButton(button)
        self._random.setAccessibleName(self.tr("Random alternatives"))
        self._random.setToolTip(self.tr("Each clip has an alternative that its seed draws"))
        self.whole = QPushButton()
        self.whole.setProperty("role", "quiet")
        self.whole.hide()
        self._row = QWidget()
        row = QHBoxLayout(self._row)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._all, 1)
        row.addWidget(self._random, 1)
        row.addWidget(self._count)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._row)
        column.addWidget(self.whole)
        self._all.clicked.connect(lambda: self.chosen.emit(False, 1))
        self._random.clicked.connect(lambda: self.chosen.emit(True, max(self._count.value(), FIRST_RANDOM)))
        self._count.valueChanged.connect(lambda count: self.chosen.emit(True, count))
        self.whole.clicked.connect(self.whole_wanted)
        self.hide()

    @property
    def buttons(self) -> tuple[QPushButton, QPushButton, QSpinBox]:
        """All, Random and the number of random clips."""
        return self._all, self._random, self._count

    def show_state(self, combinations: int, *, random: bool, count: int, whole: int = 1) -> None:
        """Show how many combinations there are and what is chosen. `whole` is how many clips the whole prompt makes that a reused clip is one of."""
        shown = QLocale().toString(combinations) if combinations < MOST_SHOWN else self.tr("{0} or more").format(QLocale().toString(MOST_SHOWN))
        self._all.setText(self.tr("All {0}").format(shown))
        self._all.setAccessibleName(self.tr("All {0} alternatives").format(shown))
        self._all.setChecked(not random)
        self._random.setChecked(random)
        with QSignalBlocker(self._count):
            self._count.setValue(count)
        self._count.setVisible(random)
        self._row.setVisible(combinations > 1)
        self.whole.setText(self.tr("Use all alternatives ({0})").format(QLocale().toString(whole)))
        self.whole.setVisible(whole > 1)
        self.setVisible(combinations > 1 or whole > 1)
