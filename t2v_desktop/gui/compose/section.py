"""A collapsible section of a panel, with a summary while it is collapsed."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from t2v_desktop.gui.look import theme
from t2v_desktop.gui.look.labels import ElidedLabel

ICON_PX = 14


class Section(QWidget):
    """`toggled` carries whether the section is now open."""

    toggled = Signal(bool)

    def __init__(self, title: str, body: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._body, self._icon_name = body, ""
        self._button = QPushButton(title)
        self._button.setProperty("role", "quiet")
        self._button.setStyleSheet("margin-left: -4px; padding-left: 0; padding-right: 6px;")  # align the chevron with the captions
        self._button.setCheckable(True)
        self._button.setAccessibleName(title)
        self._button.toggled.connect(self._toggle)
        self._summary, self._icon = ElidedLabel("muted"), QLabel()
        self._summary.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        head = QHBoxLayout()
        head.setSpacing(4)
        head.addWidget(self._button)
        head.addWidget(self._summary, 1)
        head.addWidget(self._icon)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(body)
        body.hide()
        self.apply_theme()

    def is_open(self) -> bool:
        return self._button.isChecked()

    def set_open(self, opened: bool) -> None:
        self._button.setChecked(opened)

    def set_summary(self, text: str, icon: str = "", icon_hint: str = "") -> None:
        """Set what a collapsed section shows on the right: a text, then an icon with its tooltip."""
        self._icon.setToolTip(icon_hint)
        self._icon.setAccessibleName(icon_hint)
        self._summary.show_text(text)
        self._icon_name = icon
        self._show_summary()

    def apply_theme(self) -> None:
        """Redraw the icons in the current theme."""
        self._button.setIcon(theme.icon("chevron-down" if self.is_open() else "chevron-right"))
        self._show_summary()

    def _toggle(self, opened: bool) -> None:
        self._body.setVisible(opened)
        self.apply_theme()
        self.toggled.emit(opened)

    def _show_summary(self) -> None:
        collapsed = not self.is_open()
        self._summary.setVisible(collapsed)
        self._icon.setVisible(collapsed and bool(self._icon_name))
        if self._icon_name:
            self._icon.setPixmap(theme.icon(self._icon_name, theme.colours().muted).pixmap(ICON_PX, ICON_PX))
