"""Labels, made the one way that is safe for text the application did not write."""

import re
from html import escape

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy

LONG_WORD = re.compile(r"[^\s/]{24,}")  # fewer characters fit on a line of the narrowest panel; after a slash lines break anyway
ZERO_WIDTH_SPACE = "\u200b"


class WrappedLabel(QLabel):
    """Plain text over several lines. A word longer than a line, such as a path, is broken too, and never widens the window."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._whole = ""
        self.setWordWrap(True)
        self.setText(text)

    def setText(self, text: str) -> None:  # noqa: N802
        self._whole = text
        super().setText(LONG_WORD.sub(lambda found: ZERO_WIDTH_SPACE.join(found[0]), text))

    def text(self) -> str:
        """As it was given."""
        return self._whole


def label(text: str, role: str = "", *, wrap: bool = False) -> QLabel:
    """A plain-text label in one of the style sheet's roles."""
    made = WrappedLabel(text) if wrap else QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    if role:
        made.setProperty("role", role)
    return made


def tip(*lines: str) -> str:
    """A tool tip of lines that the application did not write: shown as they are, and wrapped."""
    return "".join(f"<p style='margin: 0'>{escape(line)}</p>" for line in lines if line)


class ElidedLabel(QLabel):
    """One line of plain text that ends in … where there is no room; the whole is in the tool tip."""

    def __init__(self, role: str = "") -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        if role:
            self.setProperty("role", role)
        self._whole = ""

    @property
    def whole(self) -> str:
        """The text without an end for want of room."""
        return self._whole

    def show_text(self, text: str) -> None:
        self._whole = " ".join(text.split())
        self._fit()

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(40, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        fitted = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, max(self.width() - 2, 40))
        self.setText(fitted)
        self.setToolTip(tip(self._whole) if fitted != self._whole else "")
