"""A message in the middle of the stage, shown instead of a picture."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from t2v_desktop.gui.look import theme
from t2v_desktop.gui.look.labels import label

ICON_PX, WIDEST_PX = 32, 380


class Notice(QWidget):
    """An icon, a title, and a detail such as the reason or what to do next."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._icon, self._title, self._detail = QLabel(), label("", "heading", wrap=True), label("", "muted", wrap=True)
        self._detail.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._layout = layout = QVBoxLayout(self)
        layout.setSpacing(theme.SPACING)
        layout.addStretch(1)
        for child in (self._icon, self._title, self._detail):
            child.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            layout.addWidget(child)
        layout.addStretch(1)

    def show_message(self, icon: str, colour: str, title: str, detail: str) -> None:
        self._icon.setPixmap(theme.icon(icon, colour).pixmap(ICON_PX, ICON_PX))
        self._title.setText(title)
        self._detail.setText(detail)
        self._detail.setVisible(bool(detail))
        self.setAccessibleName(title)
        self.setAccessibleDescription(detail)

    def resizeEvent(self, _event: QResizeEvent) -> None:  # noqa: N802
        side = max(24, (self.width() - WIDEST_PX) // 2)
        self._layout.setContentsMargins(side, 24, side, 24)
