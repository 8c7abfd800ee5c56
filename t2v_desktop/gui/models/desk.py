"""What the window has to do with models: the thread that handles them, and the dialog once it is asked for."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from t2v_desktop import settings
from t2v_desktop.errors import OutputError
from t2v_desktop.gui.look.desktop import open_folder
from t2v_desktop.gui.models.chores import ModelChores
from t2v_desktop.gui.models.dialog import ModelsDialog
from t2v_desktop.models.store import check_folder


class ModelDesk(QObject):
    """`changed` when what is installed has, or where."""

    changed = Signal()

    def __init__(self, window: QWidget, confirm: Callable[[QWidget, str, str, str], bool]) -> None:
        super().__init__(window)
        self.chores = ModelChores(self)
        self._window, self._confirm = window, confirm
        self.dialog: ModelsDialog | None = None

    def open(self) -> None:
        """Show the dialog; downloads go on behind a closed one."""
        if self.dialog is None:
            self.dialog = ModelsDialog(self.chores, self._window, self._confirm)
            self.dialog.changed.connect(self.changed)
        self.dialog.refresh()
        self.dialog.show()
        self.dialog.raise_()
        self.dialog.activateWindow()

    def open_folder(self) -> None:
        folder = settings.load().models
        try:
            check_folder(folder)
            folder.mkdir(parents=True, exist_ok=True)
        except (OutputError, OSError):
            self.open()  # which says why
            return
        open_folder(folder)

    def close(self) -> None:
        """End what is being done; downloads are gone on with the next time."""
        self.chores.close()
