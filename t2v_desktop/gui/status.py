"""The status bar: offline, device, model, messages with undo, and how much is left."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QPushButton, QStatusBar, QSystemTrayIcon, QWidget

from t2v_desktop.gui.look import theme, words
from t2v_desktop.gui.look.labels import ElidedLabel, label

MESSAGE_MS, UNDO_MS = 8_000, 15_000
WIDEST_PX = 160  # of a model's name


class Status(QStatusBar):
    undo_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeGripEnabled(False)
        self.setContentsMargins(theme.PANEL_GAP, 0, theme.PANEL_GAP, 2)
        self._offline = label(self.tr("Offline"), "muted")
        self._offline.setToolTip(self.tr("Nothing you type or make leaves this computer."))
        self._device, self._model, self._left = label("", "muted"), label("", "muted"), label("", "muted")
        self._message = ElidedLabel()
        self._undo = QPushButton(self.tr("Undo"))
        self._undo.setProperty("role", "quiet")
        self._undo.setAccessibleName(self.tr("Undo the last deletion"))
        self._undo.clicked.connect(self._undone)
        self._undo.hide()
        dot = label("●", "good")
        dot.setAccessibleName(self.tr("Working offline"))
        for item in (dot, self._offline, self._device, self._model):
            item.setContentsMargins(0, 0, 8, 0)
            self.addWidget(item)
        self.addWidget(self._message, 1)
        self.addPermanentWidget(self._undo)
        self.addPermanentWidget(self._left)
        self._quiet = QTimer(self, singleShot=True)
        self._quiet.timeout.connect(self._forget)
        self._tray: QSystemTrayIcon | None = None

    def say(self, text: str) -> None:
        """Show a message for a while."""
        self._undo.hide()
        self._message.show_text(words.sentence(text))
        self._quiet.start(MESSAGE_MS)

    def message(self) -> str:
        return self._message.whole

    def offer_undo(self, text: str) -> None:
        self.say(text)
        self._undo.show()
        self._quiet.start(UNDO_MS)

    def show_device(self, text: str) -> None:
        self._device.setText(text)

    def show_model(self, title: str) -> None:
        shown = self._model.fontMetrics().elidedText(title, Qt.TextElideMode.ElideRight, WIDEST_PX)
        self._model.setText(self.tr("{0} loaded").format(shown) if title else "")

    def show_engine(self, doing: str) -> None:
        """What the engine does before there is a model in memory."""
        self._model.setText(doing)

    def engine(self) -> str:
        return self._model.text()

    def show_queue(self, jobs: int, seconds: float | None, paused: bool) -> None:
        parts = [self.tr("%n left", "", jobs)] if jobs else []
        if paused and jobs:
            parts.append(self.tr("paused"))
        elif seconds is not None:
            parts.append(words.about(seconds))
        self._left.setText(" · ".join(parts))

    def notify(self, title: str, text: str) -> None:
        """One notification of the system, where it has any."""
        if not QSystemTrayIcon.isSystemTrayAvailable():
            return
        if self._tray is None:
            self._tray = QSystemTrayIcon(theme.app_icon(), self)
        self._tray.show()
        self._tray.showMessage(title, text)
        QTimer.singleShot(UNDO_MS, self._tray.hide)

    def _undone(self) -> None:
        self._undo.hide()
        self.undo_wanted.emit()

    def _forget(self) -> None:
        self._undo.hide()
        self._message.show_text("")
