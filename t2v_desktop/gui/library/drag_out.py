"""Drags the files of clips out of the window. They can only be copied: the library keeps its own."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint, Qt, QUrl
from PySide6.QtGui import QDrag, QMouseEvent, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

PICTURE_PX = 96  # the longer side of the picture at the mouse


def file_urls(files: Sequence[Path]) -> QMimeData:
    """Files as other programs take them."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    return data


def start_drag(source: QWidget, files: Sequence[Path], picture: QPixmap | None = None) -> None:
    """Drag files until the mouse button is released."""
    drag = QDrag(source)
    drag.setMimeData(file_urls(files))
    if picture is not None and not picture.isNull():
        small = picture.scaled(PICTURE_PX, PICTURE_PX, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
        drag.setPixmap(small)
        drag.setHotSpot(QPoint(small.width() // 2, small.height() + 4))
    drag.exec(Qt.DropAction.CopyAction)


class DragOut(QObject):
    """An event filter that starts a drag of `files` from a widget whose own mouse commands are free, which `may_start` decides."""

    def __init__(self, widget: QWidget, files: Callable[[], Sequence[Path]], may_start: Callable[[], bool]) -> None:
        super().__init__(widget)
        self._widget, self._files, self._may_start = widget, files, may_start
        self._pressed_at: QPoint | None = None
        widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if not isinstance(event, QMouseEvent):
            return False
        match event.type():
            case QEvent.Type.MouseButtonPress if event.button() is Qt.MouseButton.LeftButton and self._may_start():
                self._pressed_at = event.position().toPoint()
            case QEvent.Type.MouseButtonRelease:
                self._pressed_at = None
            case QEvent.Type.MouseMove if self._pressed_at is not None and event.buttons() & Qt.MouseButton.LeftButton:
                if (event.position().toPoint() - self._pressed_at).manhattanLength() < QApplication.startDragDistance():
                    return False
                self._pressed_at = None
                if files := self._files():
                    start_drag(self._widget, files, self._widget.grab())
                return True
        return False
