"""Windows that stay within the screen they open on."""

from PySide6.QtCore import QMargins, QRect, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

FRAME = QMargins(4, 36, 4, 4)  # pixels that a title bar and borders may take; the real ones are known only once a window is shown


def room(window: QWidget) -> QRect:
    """Where a window's content can be so that its frame, too, is on the screen beside panels and docks."""
    screen = QGuiApplication.screenAt(window.geometry().center()) if window.testAttribute(Qt.WidgetAttribute.WA_Moved) else None
    return (screen or window.screen()).availableGeometry().marginsRemoved(FRAME)


def fit(window: QWidget) -> None:
    """Shrink a window to its screen, and move one that has a place to where all of it is seen."""
    if window.isMaximized() or window.isFullScreen():
        return
    space = room(window)
    window.resize(window.size().boundedTo(space.size()))
    if window.testAttribute(Qt.WidgetAttribute.WA_Moved):
        place = window.geometry()
        place.moveLeft(max(space.left(), min(place.left(), space.right() + 1 - place.width())))
        place.moveTop(max(space.top(), min(place.top(), space.bottom() + 1 - place.height())))
        window.setGeometry(place)
