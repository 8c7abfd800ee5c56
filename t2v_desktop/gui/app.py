"""Starts the application: opens the library, connects the session and the window, and runs until the window is closed."""

import gc
import logging
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication, QMessageBox

from t2v_desktop import __version__, paths, settings
from t2v_desktop.errors import T2VError
from t2v_desktop.gui.background import BackgroundTasks
from t2v_desktop.gui.faults import Faults
from t2v_desktop.gui.library.rescan import Recovery
from t2v_desktop.gui.log import start_logging
from t2v_desktop.gui.look import phrases, theme
from t2v_desktop.gui.look.translate import translate
from t2v_desktop.gui.main_window import MainWindow
from t2v_desktop.gui.session import Session
from t2v_desktop.gui.single_instance import SingleInstance
from t2v_desktop.gui.start_qt import start_qt
from t2v_desktop.library import images, trash
from t2v_desktop.library.database import Database, open_database
from t2v_desktop.library.kept_marks import write_marks
from t2v_desktop.library.prompts import Prompts
from t2v_desktop.media.names import clean_up_parts
from t2v_desktop.models import manage
from t2v_desktop.models.store import Model, find, find_installed, installed_names
from t2v_desktop.paths import clean_up_unfinished
from t2v_desktop.settings import Settings

CLEAN_UP_AFTER_MS = 5_000
QUERY_DEVICES_AFTER_MS = 2_000  # after the window has been drawn
VISIBLE_MS = 200  # how long the self-test keeps its window open
log = logging.getLogger(__name__)
SLEEP = {
    "win32": ["rundll32.exe", "powrprof.dll,SetSuspendState", "0,1,0"],
    "darwin": ["pmset", "sleepnow"],
    "linux": ["systemctl", "suspend"],
}


def run(files: list[str], command: list[str] | None = None, ready: Callable[[MainWindow], None] | None = None) -> int:
    """Open the window, run until it is closed and return the exit status. `ready` is called once the window is shown."""
    app = start_qt()
    app.setApplicationName("t2v-desktop")
    app.setApplicationDisplayName("T2V Desktop")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("t2v-desktop")
    app.setQuitOnLastWindowClosed(False)
    chosen, read_error = settings.read()
    translate(app, chosen.language)
    try:
        instance = SingleInstance(paths.data())
        if not instance.acquire([str(Path(f).absolute()) for f in files]):
            print("T2V Desktop is already running; its window is now in front", file=sys.stderr)
            return 0
    except T2VError as error:
        QMessageBox.critical(None, app.applicationDisplayName(), phrases.sentence(str(error)))
        return 1
    faults = Faults()
    start_logging(faults.show)  # not earlier: a second instance must not touch the log of the first
    chosen, folder_error = settings.with_usable_folders(chosen)
    if folder_error:  # saved for everything else that reads the settings; the message is shown below
        with suppress(OSError):
            settings.save(chosen)
    theme.apply(app, chosen.theme)
    try:
        database = open_database(paths.library_file())
    except T2VError as error:
        QMessageBox.critical(None, app.applicationDisplayName(), phrases.sentence(str(error)))
        return 1
    session = Session(database, find_installed, chosen, command)
    window = MainWindow(session, Prompts(database), installed_models)
    faults.watch(window)
    window.settings_changed.connect(lambda new: _apply_settings(app, window, new))
    theme.follow_system(app, lambda: session.settings.theme)
    window.sleep_requested.connect(_sleep)
    if sys.platform == "darwin":  # an event filter sees every event, so it is installed only where it is needed
        opener = FileOpener(app)
        opener.file_opened.connect(window.open_file)
        app.installEventFilter(opener)
    instance.activated.connect(window.bring_to_front)
    instance.activated.connect(partial(_open_files, window))
    recovery = Recovery(database, session.clips, chosen.clips)
    recovery.clips_added.connect(window.gallery.refresh)
    recovery.clips_added.connect(window.library.refresh)
    recovery.reported.connect(window.status.show_message)
    if problem := folder_error or read_error or settings.clips_folder_problem(chosen):
        window.status.show_message(problem)
    window.show()
    window.compose.typed.connect(session.warm_up)
    window.begin()
    recovery.start()
    window.library_binding.upkeep.resume_move()
    _open_files(window, files)
    QTimer.singleShot(CLEAN_UP_AFTER_MS, partial(_clean_up, window, chosen.clips, database))
    QTimer.singleShot(QUERY_DEVICES_AFTER_MS, session.costs.query_devices)
    if ready is not None:
        ready(window)
    gc.freeze()  # what the window is made of stays: a full garbage collection would visit it each time, for 20 ms
    status = app.exec()
    recovery.stop()
    database.close()
    write_marks(database.file)
    instance.close()
    return status


def _open_files(window: MainWindow, files: list[str]) -> None:
    for file in files:
        window.open_file(Path(file))


def _clean_up(window: MainWindow, clips: Path, database: Database) -> None:
    """Clean up the folders, which may hold 100,000 clips, on a thread, and then the images, which the library must agree to."""
    tasks = BackgroundTasks(window)
    tasks.run(
        partial(clean_up_folders, clips), lambda _: _try_all([partial(images.clean_up, database)]), lambda error: log.warning("clean-up failed: %s", error)
    )


def clean_up_folders(clips: Path) -> None:
    """Remove files that crashes left behind, in the clips folder and in the application's own folders. Can run on any thread."""
    steps: list[Callable[[], object]] = [partial(clean_up_parts, clips), partial(clean_up_parts, paths.posters()), trash.clean_up, manage.clean_up]
    steps += [partial(clean_up_unfinished, folder) for folder in (paths.data(), paths.settings_file().parent, paths.kept_latents())]
    _try_all(steps)


def _try_all(steps: Sequence[Callable[[], object]]) -> None:
    for step in steps:
        try:
            step()
        except (OSError, T2VError):  # one folder failed, such as one on a missing drive; try the next
            log.warning("leftover files could not be removed", exc_info=True)


def open_and_close() -> tuple[int, int] | None:
    """Open the window, close it again and return its width and height, or None if it did not open."""
    sizes: list[tuple[int, int]] = []

    def close_soon(window: MainWindow) -> None:
        sizes.append((window.width(), window.height()))
        QTimer.singleShot(VISIBLE_MS, window.close)

    status = run([], ready=close_soon)
    return sizes[0] if sizes and status == 0 else None


class FileOpener(QObject):
    """Reports files that macOS asks the application to open. Other systems pass them on the command line."""

    file_opened = Signal(Path)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if isinstance(event, QFileOpenEvent) and event.file():
            self.file_opened.emit(Path(event.file()))
            return True
        return False


def installed_models() -> list[Model]:
    """The installed models, without those that fail to load."""
    models = []
    for name in ("starter", *installed_names()):
        with suppress(T2VError):
            models.append(find(name))
    return models


def _apply_settings(app: QApplication, window: MainWindow, new: Settings) -> None:
    if new.theme != settings.load().theme:
        theme.apply(app, new.theme)
    try:
        settings.save(new)
    except T2VError as error:
        window.status.show_message(str(error))


def _sleep() -> None:
    command = SLEEP.get(sys.platform)
    if command is not None:
        with suppress(OSError):
            subprocess.Popen(command)
