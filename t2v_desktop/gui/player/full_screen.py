"""A black window over everything, that borrows the stage."""

from PySide6.QtCore import QT_TRANSLATE_NOOP, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from t2v_desktop.gui.player.stage import Stage

POINTER_MS = 2_000  # a pointer that rests as long is in the way


class FullScreen(QWidget):
    """Shows the stage until Esc or the window's end; `closed` tells its owner to take it back."""

    KEYS = (("Esc", QT_TRANSLATE_NOOP("FullScreen", "Leave full screen")),)
    closed = Signal()

    def __init__(self, stage: Stage, owner: QWidget) -> None:
        super().__init__(owner, Qt.WindowType.Window | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Full screen"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(stage)
        stage.set_bare(True)
        stage.installEventFilter(self)
        self._stage, self._resting = stage, QTimer(self, singleShot=True, interval=POINTER_MS)
        self._resting.timeout.connect(lambda: stage.setCursor(Qt.CursorShape.BlankCursor))
        self._resting.start()
        self.setGeometry(owner.screen().geometry())
        self.showFullScreen()
        stage.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() is QEvent.Type.MouseMove:  # the stage takes its own pointer again with it
            self._resting.start()
        return False

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        self._resting.stop()
        self._stage.removeEventFilter(self)
        self._stage.unsetCursor()
        self.closed.emit()
        super().closeEvent(event)
