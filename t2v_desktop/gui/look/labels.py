"""Labels and tooltips that never interpret text as HTML."""

import re
from html import escape

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QPushButton, QSizePolicy, QWidget

LONG_WORD = re.compile(r"[^\s/]{24,}")  # does not fit on a line of the narrowest panel; lines break after a slash anyway
ZERO_WIDTH_SPACE = "\u200b"
NARROWEST_PX = 90  # of a button whose text may be elided


class WrappedLabel(QLabel):
    """Plain text on several lines. Words longer than a line, such as paths, are broken too, so they never widen the window."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = ""
        self.setWordWrap(True)
        self.setText(text)

    def setText(self, text: str) -> None:  # noqa: N802
        self._text = text
        super().setText(LONG_WORD.sub(lambda found: ZERO_WIDTH_SPACE.join(found[0]), text))

    def text(self) -> str:
        """The text without the added line breaks."""
        return self._text


def label(text: str, role: str = "", *, wrap: bool = False) -> QLabel:
    """A plain-text label in one of the style sheet's roles."""
    made = WrappedLabel(text) if wrap else QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    if role:
        made.setProperty("role", role)
    return made


def plain_tooltip(*lines: str) -> str:
    """Tooltip text that shows `lines` as plain text, wrapped."""
    return "".join(f"<p style='margin: 0'>{escape(line)}</p>" for line in lines if line)


class ElidedButton(QPushButton):
    """A button that may be narrower than its text, which is then elided; the tooltip shows all of it."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = ""
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setText(text)

    def setText(self, text: str) -> None:  # noqa: N802
        self._text = text
        self.setAccessibleName(text)
        self.updateGeometry()
        self._elide()

    def text(self) -> str:
        """The text before eliding."""
        return self._text

    def sizeHint(self) -> QSize:  # noqa: N802
        advance = self.fontMetrics().horizontalAdvance
        shown = super().sizeHint()
        return QSize(shown.width() + advance(self._text) - advance(super().text()), shown.height())

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(min(NARROWEST_PX, self.sizeHint().width()), self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._elide()

    def _elide(self) -> None:
        advance = self.fontMetrics().horizontalAdvance
        around = super().sizeHint().width() - advance(super().text())  # the icon and the padding
        elided = self.fontMetrics().elidedText(self._text, Qt.TextElideMode.ElideRight, max(self.width() - around, 0)) if self.isVisible() else self._text
        super().setText(elided)
        self.setToolTip(plain_tooltip(self._text) if elided != self._text else "")


class ElidedLabel(QLabel):
    """One line of plain text, elided with … if it does not fit; the tooltip then shows all of it."""

    def __init__(self, role: str = "") -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        if role:
            self.setProperty("role", role)
        self._full_text = ""

    @property
    def full_text(self) -> str:
        """The text before eliding."""
        return self._full_text

    def show_text(self, text: str) -> None:
        self._full_text = " ".join(text.split())
        self._elide()

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(40, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._elide()

    def _elide(self) -> None:
        elided = self.fontMetrics().elidedText(self._full_text, Qt.TextElideMode.ElideRight, max(self.width() - 2, 40))
        self.setText(elided)
        self.setToolTip(plain_tooltip(self._full_text) if elided != self._full_text else "")
