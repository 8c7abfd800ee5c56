"""What the user sees of an error that nothing caught: a dialog the first time, a message in the status bar if it happens again."""

from t2v_desktop.errors import T2VError
from t2v_desktop.gui.dialogs.crash import CrashDialog
from t2v_desktop.gui.main_window import MainWindow


class Faults:
    """Shows uncaught exceptions over a window. Never more than one dialog at a time, and none twice for the same error."""

    def __init__(self) -> None:
        self._window: MainWindow | None = None
        self._seen: set[str] = set()
        self.dialog: CrashDialog | None = None

    def watch(self, window: MainWindow) -> None:
        """Show the exceptions of this window from now on."""
        self._window = window

    def show(self, error: BaseException, details: str) -> None:
        window = self._window
        if window is None:
            return
        if isinstance(error, T2VError):  # its message says what to do
            window.status.show_message(str(error))
            return
        if details in self._seen or self.dialog is not None:
            window.status.show_message(window.tr("An unexpected error occurred again. Help > Log has the details."))
            return
        self._seen.add(details)
        self.dialog = CrashDialog(details, window)
        self.dialog.finished.connect(self._forget)
        self.dialog.open()

    def _forget(self) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
        self.dialog = None
