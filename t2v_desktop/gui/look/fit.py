"""Keeps windows within their screen."""

from PySide6.QtCore import QMargins, QRect, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

FRAME = QMargins(4, 36, 4, 4)  # pixels for title bar and borders: the real size is known only once a window is shown


def available_area(window: QWidget) -> QRect:
    """The area for a window's content that keeps its frame on the screen and clear of task bars and docks."""
    screen = QGuiApplication.screenAt(window.geometry().center()) if window.testAttribute(Qt.WidgetAttribute.WA_Moved) else None
    return (screen or window.screen()).availableGeometry().marginsRemoved(FRAME)


def fit(window: QWidget) -> None:
    """Shrink a window to fit its screen; if it has been positioned, also move it fully onto the screen."""
    if window.isMaximized() or window.isFullScreen():
        return
    area = available_area(window)
    window.resize(window.size().boundedTo(area.size()))
    if window.testAttribute(Qt.WidgetAttribute.WA_Moved):
        rect = window.geometry()
        rect.moveLeft(max(area.left(), min(rect.left(), area.right() + 1 - rect.width())))
        rect.moveTop(max(area.top(), min(rect.top(), area.bottom() + 1 - rect.height())))
        window.setGeometry(rect)


def scrollable(content: QWidget, name: str) -> QScrollArea:
    """Scroll `content` where it is given less room than it needs at least, as on a small screen at 200 %; `name` is for screen readers."""
    scroll = QScrollArea()
    scroll.setWidget(content)
    scroll.setWidgetResizable(True)
    scroll.setFrameShape(QFrame.Shape.NoFrame)
    scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    scroll.setAccessibleName(name)
    content.setAutoFillBackground(False)
    scroll.viewport().setAutoFillBackground(False)
    return scroll
