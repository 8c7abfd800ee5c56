"""Videos and pictures dropped on the window: their settings go to the compose panel."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, Signal
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget

from t2v_desktop.errors import T2VError
from t2v_desktop.gui.background import BackgroundTasks
from t2v_desktop.gui.compose.panel import Compose
from t2v_desktop.models.store import Model
from t2v_desktop.planning.settings_in_file import FoundSettings, lost_model, read_settings, request_for

VIDEOS = (".mp4", ".webm", ".mkv", ".mov", ".avi", ".m4v")
PICTURES = (".png", ".webp", ".jpg", ".jpeg", ".gif")  # a picture dropped on the compose panel is one that a clip starts with
MAX_NAME = 60  # characters of a file's name in a message


class DropIn(QObject):
    """Watches the window and its compose panel. `reported` carries a message for the status bar, `taken` is emitted once settings are shown."""

    reported = Signal(str)
    taken = Signal()

    def __init__(self, window: QWidget, compose: Compose, models: Callable[[], list[Model]]) -> None:
        super().__init__(window)
        self._window, self._compose, self._models = window, compose, models
        self._tasks = BackgroundTasks(self)
        window.setAcceptDrops(True)
        for widget in (window, compose, compose.prompt.edit, compose.prompt.edit.viewport(), compose.negative.edit, compose.negative.edit.viewport()):
            widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if not isinstance(event, QDropEvent):  # the events of entering and moving are of that kind too
            return False
        files = files_with_settings(event.mimeData(), pictures=watched is self._window)
        if not files:
            return False
        event.acceptProposedAction()
        if event.type() is QEvent.Type.Drop:
            self.take(files)
        return True

    def take(self, files: list[Path]) -> None:
        """Show the settings of the first file in the compose panel."""
        self.reported.emit(self.tr("Reading the settings of {0}…").format(_name(files[0])))
        self._tasks.run(lambda: read_settings(files[0]), lambda found: self._show(found, len(files)), self._refuse)

    def _show(self, found: FoundSettings, count: int) -> None:
        models = self._models()
        installed = [model.name for model in models]
        draft = self._compose.draft()
        model = next((each for name in (found.settings.model, draft.model) for each in models if each.name == name), None)
        if model is None:
            self.reported.emit(self.tr("No model is installed: add one in the Models menu."))
            return
        try:
            request = request_for(found, replace(draft, model=model.name), model)
        except T2VError as error:
            self._refuse(error)
            return
        self._compose.set_request(request)
        parts = [self.tr("Settings taken from {0} ({1}).").format(_name(found.path), found.program)]
        if count > 1:
            parts.append(self.tr("The other files were ignored."))
        if lost := lost_model(found, installed):
            parts.append(self.tr("Its model {0} is not installed.").format(lost))
        self.reported.emit(" ".join(parts))
        self.taken.emit()

    def _refuse(self, error: T2VError) -> None:
        self.reported.emit(self.tr("Can't read settings: {0}").format(error))


def files_with_settings(data: QMimeData, *, pictures: bool) -> list[Path]:
    """The local files in a drop that may carry settings: videos first, then pictures if they are wanted."""
    files = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile() and url.toLocalFile()]
    found = [file for file in files if file.suffix.lower() in VIDEOS]
    return found + ([file for file in files if file.suffix.lower() in PICTURES] if pictures else [])


def _name(path: Path) -> str:
    name = " ".join(path.name.split())
    return name if len(name) <= MAX_NAME else f"{name[: MAX_NAME - 1]}…"
