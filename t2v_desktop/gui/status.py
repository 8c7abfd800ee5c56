"""The status bar: privacy, device, model, messages with Undo, and the time left."""

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QPushButton, QStatusBar, QSystemTrayIcon, QWidget

from t2v_desktop.gui.look import phrases, theme
from t2v_desktop.gui.look.labels import ElidedLabel, label

MESSAGE_MS, UNDO_MS = 8_000, 15_000
MODEL_WIDTH_PX = 160  # a longer model name is elided


class Status(QStatusBar):
    undo_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeGripEnabled(False)
        self.setContentsMargins(theme.PANEL_GAP, 0, theme.PANEL_GAP, 2)
        self._private = label(self.tr("Private"), "muted")
        self._private.setToolTip(self.tr("Nothing leaves this computer"))
        self._device, self._model, self._left = label("", "muted"), label("", "muted"), label("", "muted")
        self._message = ElidedLabel()
        self._undo_step: Callable[[], object] | None = None
        self._undo = QPushButton(self.tr("Undo"))
        self._undo.setProperty("role", "quiet")
        self._undo.setAccessibleName(self._undo.text())
        self._undo.clicked.connect(self._request_undo)
        self._undo.hide()
        dot = label("●", "good")
        dot.setAccessibleName(self.tr("Nothing leaves this computer"))
        for item in (dot, self._private, self._device, self._model):
            theme.set_margins(item, 0, 0, 8, 0)
            self.addWidget(item)
        self.addWidget(self._message, 1)
        self.addPermanentWidget(self._undo)
        self.addPermanentWidget(self._left)
        self._message_timer = QTimer(self, singleShot=True)
        self._message_timer.timeout.connect(self._clear)
        self._tray: QSystemTrayIcon | None = None

    def show_message(self, text: str) -> None:
        """Show a message for MESSAGE_MS."""
        self._undo.hide()
        self._message.show_text(phrases.sentence(text))
        self._message_timer.start(MESSAGE_MS)

    def message(self) -> str:
        return self._message.full_text

    def offer_undo(self, text: str, undo: Callable[[], object] | None = None) -> None:
        """Show a message with an Undo button, which calls `undo`, or else emits `undo_requested`."""
        self.show_message(text)
        self._undo_step = undo
        self._undo.show()
        self._message_timer.start(UNDO_MS)

    def show_device(self, text: str) -> None:
        self._device.setText(text)

    def show_model(self, title: str) -> None:
        shown = self._model.fontMetrics().elidedText(title, Qt.TextElideMode.ElideRight, MODEL_WIDTH_PX)
        self._model.setText(self.tr("{0} loaded").format(shown) if title else "")

    def show_engine(self, phase: str) -> None:
        """Show what the engine is doing until a model is loaded."""
        self._model.setText(phase)

    def engine_text(self) -> str:
        return self._model.text()

    def show_queue(self, jobs: int, seconds: float | None, paused: bool) -> None:
        parts = [self.tr("%n clip(s) left", "", jobs)] if jobs else []
        if paused and jobs:
            parts.append(self.tr("paused"))
        elif seconds is not None:
            parts.append(self.tr("about {0}").format(phrases.rough_duration(seconds)))
        self._left.setText(" · ".join(parts))

    def notify(self, title: str, text: str) -> None:
        """Show a desktop notification, if the system supports them."""
        if not QSystemTrayIcon.isSystemTrayAvailable():
            return
        if self._tray is None:
            self._tray = QSystemTrayIcon(theme.app_icon(), self)
        self._tray.show()
        self._tray.showMessage(title, text)
        QTimer.singleShot(UNDO_MS, self._tray.hide)

    def _request_undo(self) -> None:
        self._undo.hide()
        (self._undo_step or self.undo_requested.emit)()

    def _clear(self) -> None:
        self._undo.hide()
        self._message.show_text("")
