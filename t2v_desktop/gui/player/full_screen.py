"""The full-screen window, which borrows the stage and its controls from the player."""

from PySide6.QtCore import QT_TRANSLATE_NOOP, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QCursor, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from t2v_desktop.gui.player.stage import Stage
from t2v_desktop.gui.player.transport import Transport

REST_MS = 2_000  # hide pointer and controls after the pointer has rested this long
CONTROLS_PX, GAP_PX = 860, 24  # pixels at 100 %: the widest that the controls get; between them and the edges


class FullScreen(QWidget):
    """Shows the stage, and the controls while the pointer moves. The owner must take both back on `closed`."""

    KEYS = (("Esc", QT_TRANSLATE_NOOP("FullScreen", "Exit full screen")),)
    closed = Signal()

    def __init__(self, stage: Stage, transport: Transport, owner: QWidget) -> None:
        super().__init__(owner, Qt.WindowType.Window | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Full screen"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(stage)
        stage.set_borderless(True)
        stage.installEventFilter(self)
        self._stage, self._transport = stage, transport
        self.controls = QFrame(self)
        self.controls.setProperty("role", "panel")
        row = QVBoxLayout(self.controls)
        row.setContentsMargins(14, 8, 14, 8)
        row.addWidget(transport)
        self._timer = QTimer(self, singleShot=True, interval=REST_MS)
        self._timer.timeout.connect(self._hide_controls)
        self.setGeometry(owner.screen().geometry())
        self.showFullScreen()
        stage.setFocus()
        self._show_controls()

    def _show_controls(self) -> None:
        self._stage.unsetCursor()
        if not self._transport.isHidden():
            self.controls.show()
            self.controls.raise_()
        self._timer.start()

    def _hide_controls(self) -> None:
        """Hide them, unless they are in use."""
        focus = self.focusWidget()
        if self._transport.scrubber.isSliderDown() or self.controls.rect().contains(self.controls.mapFromGlobal(QCursor.pos())):
            self._timer.start()
            return
        if focus is not None and self.controls.isAncestorOf(focus):
            self._stage.setFocus()
        self.controls.hide()
        self._stage.setCursor(Qt.CursorShape.BlankCursor)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() in (QEvent.Type.MouseMove, QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride):
            self._show_controls()
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        width, height = min(CONTROLS_PX, self.width() - 2 * GAP_PX), self.controls.sizeHint().height()
        self.controls.setGeometry((self.width() - width) // 2, self.height() - height - GAP_PX, width, height)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        self._timer.stop()
        self._stage.removeEventFilter(self)
        self._stage.unsetCursor()
        self.closed.emit()
        super().closeEvent(event)
