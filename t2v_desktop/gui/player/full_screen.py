"""The full-screen window, which borrows the stage from the player."""

from PySide6.QtCore import QT_TRANSLATE_NOOP, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from t2v_desktop.gui.player.stage import Stage

POINTER_MS = 2_000  # hide the pointer after it has rested this long


class FullScreen(QWidget):
    """Shows the stage until it is closed. The owner must take the stage back on `closed`."""

    KEYS = (("Esc", QT_TRANSLATE_NOOP("FullScreen", "Exit full screen")),)
    closed = Signal()

    def __init__(self, stage: Stage, owner: QWidget) -> None:
        super().__init__(owner, Qt.WindowType.Window | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Full screen"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(stage)
        stage.set_borderless(True)
        stage.installEventFilter(self)
        self._stage, self._pointer_timer = stage, QTimer(self, singleShot=True, interval=POINTER_MS)
        self._pointer_timer.timeout.connect(lambda: stage.setCursor(Qt.CursorShape.BlankCursor))
        self._pointer_timer.start()
        self.setGeometry(owner.screen().geometry())
        self.showFullScreen()
        stage.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() is QEvent.Type.MouseMove:  # which also makes the stage show its own pointer again
            self._pointer_timer.start()
        return False

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        self._pointer_timer.stop()
        self._stage.removeEventFilter(self)
        self._stage.unsetCursor()
        self.closed.emit()
        super().closeEvent(event)
