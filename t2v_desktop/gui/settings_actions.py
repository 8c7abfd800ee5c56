"""The commands that show, change, export and import the settings."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from t2v_desktop.errors import T2VError
from t2v_desktop.gui.dialogs.files import choose_file, choose_new_file
from t2v_desktop.gui.dialogs.folders import Purpose
from t2v_desktop.gui.dialogs.preferences import Preferences
from t2v_desktop.gui.status import Status
from t2v_desktop.settings import Settings, export, read_exported

FILE = "t2v-desktop-settings.json"


class SettingsActions(QObject):
    """`changed` carries settings that the user chose or imported, `move_requested` a new place for the clips. `current` returns those in use."""

    changed = Signal(Settings)
    move_requested = Signal(object)  # Path, where the clips folder goes

    def __init__(self, window: QWidget, status: Status, current: Callable[[], Settings]) -> None:
        super().__init__(window)
        self._window, self._status, self._current = window, status, current

    def commands(self) -> dict[str, Callable[[], object]]:
        """The commands by the names they have in the menu."""
        return {"preferences": self._open, "export_settings": self._export, "import_settings": self._import}

    def _open(self) -> None:
        dialog = Preferences(self._current(), self._window)
        dialog.changed.connect(self._apply)
        dialog.move_requested.connect(self.move_requested)
        dialog.exec()

    def _apply(self, chosen: Settings) -> None:
        restart = chosen.language != self._current().language
        self.changed.emit(chosen)
        if restart:
            self._status.show_message(self.tr("The language changes when you next start the application."))

    def _export(self) -> None:
        file = choose_new_file(self._window, Purpose.SETTINGS, self.tr("Export settings"), self.tr("Settings (*.json)"), FILE)
        if file is None:
            return
        try:
            export(self._current(), file)
            self._status.show_message(self.tr("Saved: {0}").format(file))
        except T2VError as error:
            self._status.show_message(str(error))

    def _import(self) -> None:
        file = choose_file(self._window, Purpose.SETTINGS, self.tr("Import settings"), self.tr("Settings (*.json)"))
        if file is None:
            return
        try:
            settings, problem = read_exported(file, self._current())
        except T2VError as error:
            self._status.show_message(str(error))
            return
        self.changed.emit(settings)
        self._status.show_message(problem or self.tr("Settings imported from {0}").format(file.name))
