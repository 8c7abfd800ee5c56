"""Five stars to click, and a heart."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from t2v_desktop.clip import MAX_STARS, Marks
from t2v_desktop.gui.look import theme

GOLD, DARK_GOLD = "#F2B84B", "#C27C0E"  # on a dark and on a light panel


class StarsAndHeart(QWidget):
    """`rated` carries the stars, `liked` whether it is to be a favourite. A click on the last star of a rating removes the rating."""

    rated = Signal(int)
    liked = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._marks = Marks()
        self.stars = [QToolButton() for _ in range(MAX_STARS)]
        self.heart = QToolButton()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for number, button in enumerate(self.stars, 1):
            button.setAccessibleName(self.tr("%n star(s)", "", number))
            button.setToolTip(f"{button.accessibleName()} ({number})")
            button.clicked.connect(lambda _checked=False, number=number: self.rated.emit(0 if self._marks.stars == number else number))
            row.addWidget(button)
        row.addSpacing(8)
        row.addWidget(self.heart)
        row.addStretch(1)
        self.heart.setCheckable(True)
        self.heart.setAccessibleName(self.tr("Favourite"))
        self.heart.setToolTip(self.tr("Favourite (F)"))
        self.heart.clicked.connect(self.liked)
        self.show_marks(Marks())

    def show_marks(self, marks: Marks) -> None:
        self._marks = marks
        c = theme.colours()
        gold = GOLD if c is theme.DARK else DARK_GOLD
        for number, button in enumerate(self.stars, 1):
            filled = number <= marks.stars
            button.setIcon(theme.icon("star-filled" if filled else "star", gold if filled else c.muted))
        self.heart.setChecked(marks.favourite)
        self.heart.setIcon(theme.icon("heart-filled" if marks.favourite else "heart", c.bad if marks.favourite else c.muted))

    def apply_theme(self) -> None:
        """Redraw the icons in the current theme."""
        self.show_marks(self._marks)
