"""Progress and a count on the application's launcher: the LauncherEntry signal of Unity's D-Bus interface, which GNOME's docks, KDE and others read."""

from PySide6.QtDBus import QDBusConnection, QDBusMessage
from PySide6.QtGui import QGuiApplication

from t2v_desktop.planning.shown_progress import ShownProgress

PATH, INTERFACE = "/com/canonical/unity/launcherentry/1", "com.canonical.Unity.LauncherEntry"


class LauncherEntry:
    """Does nothing without a session bus."""

    def __init__(self, bus: QDBusConnection | None = None) -> None:
        self._bus = bus

    def show(self, shown: ShownProgress) -> None:
        bus = self._bus = self._bus or QDBusConnection.sessionBus()
        if not bus.isConnected():
            return
        message = QDBusMessage.createSignal(PATH, INTERFACE, "Update")
        message.setArguments([f"application://{QGuiApplication.desktopFileName()}.desktop", values_of(shown)])
        bus.send(message)


def values_of(shown: ShownProgress) -> dict[str, object]:
    """The properties of the launcher."""
    return {
        "progress": shown.fraction, "progress-visible": shown.percent is not None,
        "count": shown.left, "count-visible": shown.left > 0,
    }  # fmt: skip
