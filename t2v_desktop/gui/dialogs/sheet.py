"""A dialog as tall as its content. If that is taller than the screen, the content scrolls above the buttons."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFrame, QLayout, QScrollArea, QVBoxLayout, QWidget

from t2v_desktop.gui.look import theme
from t2v_desktop.gui.look.fit import available_area, fit

MARGIN, SCROLL_PX, GAP, INSET = 20, 10, 12, 8  # pixels at 100 %; INSET keeps the content off its focus ring


class Sheet(QDialog):
    """Call `fill` once to add the content. `width` is the minimum width."""

    def __init__(self, title: str, width: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self._width = width
        self._column, self._footer, self._body = QVBoxLayout(self), QVBoxLayout(), QWidget()
        self._scroll = QScrollArea()
        self._scroll.setProperty("role", "pane")
        self._scroll.setAccessibleName(title)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.verticalScrollBar().rangeChanged.connect(self._update_focus_policy)

    def fill(self, body: QLayout, buttons: QDialogButtonBox) -> None:
        """Add the content and the buttons below it."""
        theme.set_margins(body, INSET, INSET, INSET + SCROLL_PX, INSET)
        self._body.setLayout(body)
        self._scroll.setWidget(self._body)
        self._body.setAutoFillBackground(False)
        self._scroll.viewport().setAutoFillBackground(False)
        theme.set_margins(self._footer, 0, 0, INSET + SCROLL_PX, 0)
        self._footer.addWidget(buttons)
        theme.set_margins(self._column, MARGIN - INSET, MARGIN - INSET, MARGIN - INSET - SCROLL_PX, 16)
        self._column.setSpacing(GAP)
        self._column.addWidget(self._scroll, 1)
        self._column.addLayout(self._footer)
        for button in buttons.buttons():
            button.setAccessibleName(button.text().replace("&", ""))
        buttons.buttons()[0].setFocus()

    def sizeHint(self) -> QSize:  # noqa: N802
        """The size at which nothing has to scroll."""
        margins, frame = self._column.contentsMargins(), 2 * self._scroll.frameWidth()
        around = margins.left() + margins.right() + frame
        width = max(self._width, self._body.minimumSizeHint().width() + around)
        height = self._body.heightForWidth(width - around) if self._body.hasHeightForWidth() else self._body.sizeHint().height()
        return QSize(width, height + frame + GAP + self._footer.sizeHint().height() + margins.top() + margins.bottom())

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        if not event.spontaneous():  # spontaneous: restored from the task bar
            self.setMinimumWidth(min(self.sizeHint().width(), available_area(self).width()))
            self.resize(self.sizeHint())
            fit(self)
        super().showEvent(event)

    def _update_focus_policy(self, low: int, high: int) -> None:
        """Let the keyboard scroll the content, if it needs scrolling."""
        self._scroll.setFocusPolicy(Qt.FocusPolicy.StrongFocus if high > low else Qt.FocusPolicy.NoFocus)
