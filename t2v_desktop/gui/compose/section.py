"""A part of a panel that opens and closes under its title, with a summary while it is closed."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from t2v_desktop.gui.look import theme
from t2v_desktop.gui.look.labels import ElidedLabel

ICON_PX = 14


class Section(QWidget):
    """`toggled` tells whether it is open now."""

    toggled = Signal(bool)

    def __init__(self, title: str, body: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._body, self._mark_name = body, ""
        self._button = QPushButton(title)
        self._button.setProperty("role", "quiet")
        self._button.setStyleSheet("margin-left: -4px; padding-left: 0; padding-right: 6px;")  # the chevron in line with the captions
        self._button.setCheckable(True)
        self._button.setAccessibleName(title)
        self._button.toggled.connect(self._toggle)
        self._summary, self._mark = ElidedLabel("muted"), QLabel()
        self._summary.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        head = QHBoxLayout()
        head.setSpacing(4)
        head.addWidget(self._button)
        head.addWidget(self._summary, 1)
        head.addWidget(self._mark)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(body)
        body.hide()
        self.dress()

    def is_open(self) -> bool:
        return self._button.isChecked()

    def set_open(self, opened: bool) -> None:
        self._button.setChecked(opened)

    def set_summary(self, text: str, mark: str = "", meaning: str = "") -> None:
        """What to show at the right while closed: a text, and after it the icon `mark` with its `meaning`."""
        self._mark.setToolTip(meaning)
        self._mark.setAccessibleName(meaning)
        self._summary.show_text(text)
        self._mark_name = mark
        self._show_summary()

    def dress(self) -> None:
        """Take the icons again, in the colours of now."""
        self._button.setIcon(theme.icon("chevron-down" if self.is_open() else "chevron-right"))
        self._show_summary()

    def _toggle(self, opened: bool) -> None:
        self._body.setVisible(opened)
        self.dress()
        self.toggled.emit(opened)

    def _show_summary(self) -> None:
        closed = not self.is_open()
        self._summary.setVisible(closed)
        self._mark.setVisible(closed and bool(self._mark_name))
        if self._mark_name:
            self._mark.setPixmap(theme.icon(self._mark_name, theme.colours().muted).pixmap(ICON_PX, ICON_PX))
