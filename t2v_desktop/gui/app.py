"""The composition root: opens the library, builds the session and the window, and keeps them together until the end."""

import faulthandler
import logging
import re
import subprocess
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QEvent, QMessageLogContext, QObject, QTimer, QtMsgType, Signal, qInstallMessageHandler
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication, QMessageBox

from t2v_desktop import __version__, paths, settings
from t2v_desktop.errors import T2VError
from t2v_desktop.gui.library.recovery import Recovery
from t2v_desktop.gui.look import theme
from t2v_desktop.gui.look.translate import translate
from t2v_desktop.gui.main_window import MainWindow
from t2v_desktop.gui.screen import start_qt
from t2v_desktop.gui.session import Session
from t2v_desktop.gui.single_instance import SingleInstance
from t2v_desktop.library import trash
from t2v_desktop.library.database import open_database
from t2v_desktop.library.prompts import Prompts
from t2v_desktop.media.names import sweep_parts
from t2v_desktop.models import manage
from t2v_desktop.models.store import Model, find, find_installed, installed_names
from t2v_desktop.paths import sweep_unfinished
from t2v_desktop.settings import Settings

TIDY_AFTER_MS = 5_000
ASK_AFTER_MS = 2_000  # the window is drawn first
LOOK_MS = 200  # how long a window that is only tried stays open
TOKEN = re.compile(r"hf_\w{8,}")  # of the Hugging Face Hub
log = logging.getLogger(__name__)
SLEEP = {
    "win32": ["rundll32.exe", "powrprof.dll,SetSuspendState", "0,1,0"],
    "darwin": ["pmset", "sleepnow"],
    "linux": ["systemctl", "suspend"],
}


def run(files: list[str], command: list[str] | None = None, ready: Callable[[MainWindow], None] | None = None) -> int:
    """Open the window and stay until it is closed; the exit status. `ready` is called once it is on the screen."""
    app = start_qt()
    app.setApplicationName("t2v-desktop")
    app.setApplicationDisplayName("T2V Desktop")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("t2v-desktop")
    app.setQuitOnLastWindowClosed(False)
    try:
        instance = SingleInstance(paths.data())
        if not instance.first([str(Path(f).absolute()) for f in files]):
            print("t2v-desktop: a window is open already: it has been brought to the front", file=sys.stderr)
            return 0
    except T2VError as error:
        QMessageBox.critical(None, app.applicationDisplayName(), str(error))
        return 1
    _catch_everything()  # not before: the log is the first one's
    chosen, wrong = settings.read()
    chosen, lost = settings.without_lost_folders(chosen)
    if lost:  # for all who read the settings; what was chosen is told below
        with suppress(OSError):
            settings.save(chosen)
    theme.apply(app, chosen.theme)
    translate(app)
    try:
        database = open_database(paths.library_file())
    except T2VError as error:
        QMessageBox.critical(None, app.applicationDisplayName(), str(error))
        return 1
    session = Session(database, find_installed, chosen, command)
    window = MainWindow(session, Prompts(database), installed_models)
    window.settings_changed.connect(lambda new: _adopt(app, window, new))
    theme.follow_system(app, lambda: session.settings.theme)
    window.sleep_wanted.connect(_sleep)
    if sys.platform == "darwin":  # a filter hears of every event: not where nothing is to be heard
        opener = FileOpener(app)
        opener.asked.connect(window.open_file)
        app.installEventFilter(opener)
    instance.woken.connect(window.wake)
    instance.woken.connect(partial(_open_files, window))
    recovery = Recovery(database, session.clips, chosen.clips)
    recovery.found.connect(window.gallery.refresh)
    recovery.said.connect(window.status.say)
    if wrong := lost or wrong or settings.clips_trouble(chosen):
        window.status.say(wrong)
    window.show()
    recovery.start()
    _open_files(window, files)
    QTimer.singleShot(TIDY_AFTER_MS, lambda: tidy(chosen.clips))
    QTimer.singleShot(ASK_AFTER_MS, session.costs.ask)
    if ready is not None:
        ready(window)
    status = app.exec()
    recovery.stop()
    database.close()
    instance.close()
    return status


def _open_files(window: MainWindow, files: list[str]) -> None:
    for file in files:
        window.open_file(Path(file))


def tidy(clips: Path) -> None:
    """Take away what crashes left, in the user's folder of clips and in our own."""
    sweeps: list[Callable[[], object]] = [partial(sweep_parts, clips), partial(sweep_parts, paths.posters()), trash.sweep, manage.clean_up]
    sweeps += [partial(sweep_unfinished, folder) for folder in (paths.data(), paths.settings_file().parent, paths.kept_latents())]
    for sweep in sweeps:
        try:
            sweep()
        except (OSError, T2VError):  # of one folder, such as on a drive that is not there; the next one is swept
            log.warning("what was left could not be swept", exc_info=True)


def open_and_close() -> tuple[int, int] | None:
    """Open the window and close it again; its width and height, None where it did not come up."""
    seen: list[tuple[int, int]] = []

    def look(window: MainWindow) -> None:
        seen.append((window.width(), window.height()))
        QTimer.singleShot(LOOK_MS, window.close)

    status = run([], ready=look)
    return seen[0] if seen and status == 0 else None


class Redacted(logging.Formatter):
    """Lines of the log without hub tokens, whatever text they came in."""

    def format(self, record: logging.LogRecord) -> str:
        return TOKEN.sub("hf_...", super().format(record))


class FileOpener(QObject):
    """Files that macOS asks the application to open; the other systems name them on the command line."""

    asked = Signal(Path)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if isinstance(event, QFileOpenEvent) and event.file():
            self.asked.emit(Path(event.file()))
            return True
        return False


def installed_models() -> list[Model]:
    """The models that can be used now; one that cannot be loaded is left out of the chooser."""
    models = []
    for name in ("starter", *installed_names()):
        with suppress(T2VError):
            models.append(find(name))
    return models


def _adopt(app: QApplication, window: MainWindow, new: Settings) -> None:
    if new.theme != settings.load().theme:
        theme.apply(app, new.theme)
    try:
        settings.save(new)
    except T2VError as error:
        window.status.say(str(error))


def _sleep() -> None:
    command = SLEEP.get(sys.platform)
    if command is not None:
        with suppress(OSError):
            subprocess.Popen(command)


def _catch_everything() -> None:
    """An exception in a slot is logged, with Qt's own messages, and the window lives."""
    log_file = paths.data() / "window.log"
    with suppress(OSError):  # there may be none; the last one may tell of a crash
        log_file.replace(log_file.with_suffix(".old.log"))
    try:
        logging.basicConfig(filename=log_file, filemode="w", level=logging.INFO, encoding="utf-8")
    except OSError:
        logging.basicConfig(level=logging.INFO)  # to stderr
    for handler in logging.getLogger().handlers:
        handler.setFormatter(Redacted("%(asctime)s %(name)s %(message)s"))
    with suppress(OSError, ValueError, AttributeError, RuntimeError):  # there may be no stderr
        faulthandler.enable()

    def slot_failed(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        log.error("%s", "".join(traceback.format_exception(kind, error, trace)))
        sys.__excepthook__(kind, error, trace)
        for window in QApplication.topLevelWidgets():
            if isinstance(window, MainWindow):
                words = str(error) if isinstance(error, T2VError) else window.tr("Something went wrong; the details are in {0}").format(log_file)
                window.status.say(words)

    def qt_said(kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
        if kind is not QtMsgType.QtDebugMsg:
            log.warning("Qt: %s", text)

    sys.excepthook = slot_failed
    qInstallMessageHandler(qt_said)
