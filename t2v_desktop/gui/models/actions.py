"""The window's commands for models: open the dialog or the models folder. Owns the thread that runs model tasks."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from t2v_desktop import settings
from t2v_desktop.errors import OutputError
from t2v_desktop.gui.look.desktop import open_folder
from t2v_desktop.gui.models.dialog import ModelsDialog
from t2v_desktop.gui.models.tasks import ModelTasks
from t2v_desktop.models.catalogue import Entry
from t2v_desktop.models.store import check_folder
from t2v_desktop.planning.model_fit import Fit


class ModelActions(QObject):
    """Emits `changed` when the installed models or their folder change. `lora_imported` carries a LoRA's name, `lora_refused` why one can't be imported."""

    changed = Signal()
    lora_imported = Signal(str)
    lora_refused = Signal(str)

    def __init__(self, window: QWidget, confirm: Callable[[QWidget, str, str, str], bool], fit: Callable[[Entry], Fit | None] = lambda _: None) -> None:
        super().__init__(window)
        self._fit = fit
        self.tasks = ModelTasks(self)
        self._window, self._confirm = window, confirm
        self.dialog: ModelsDialog | None = None
        self.tasks.ended.connect(self._task_ended)

    def open(self) -> None:
        """Show the dialog. Downloads continue when it is closed."""
        if self.dialog is None:
            self.dialog = ModelsDialog(self.tasks, self._window, self._confirm, self._fit)
            self.dialog.changed.connect(self.changed)
        self.dialog.refresh()
        self.dialog.show()
        self.dialog.raise_()
        self.dialog.activateWindow()

    def import_loras(self, files: Sequence[Path]) -> None:
        for file in files:
            self.tasks.import_lora(file)

    def _task_ended(self, _name: str, kind: str, result: str, failed: bool) -> None:
        if kind == "import LoRA":
            (self.lora_refused if failed else self.lora_imported).emit(result)

    def open_folder(self) -> None:
        """Open the models folder in the file manager, or the dialog if there is a problem with the folder."""
        folder = settings.load().models
        try:
            check_folder(folder)
            folder.mkdir(parents=True, exist_ok=True)
        except (OutputError, OSError):
            self.open()  # shows the reason
            return
        open_folder(folder)

    def close(self) -> None:
        """Cancel all tasks. Downloads can be resumed later."""
        self.tasks.close()
