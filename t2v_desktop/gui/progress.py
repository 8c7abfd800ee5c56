"""Shows the progress of the running clip in the window's title and on the task bar."""

import sys
from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from t2v_desktop.gui.launcher_entry import LauncherEntry
from t2v_desktop.gui.session import Session
from t2v_desktop.planning.shown_progress import ShownProgress, shown_progress


class WindowProgress(QObject):
    """The task bar gets the percentage where Linux desktops show it, and the number of clips left as a badge where Qt can (macOS, Windows)."""

    def __init__(self, session: Session, window: QWidget, task_bar: Callable[[ShownProgress], None] | None = None) -> None:
        super().__init__(window)
        self._session, self._window = session, window
        self._task_bar = task_bar or _task_bar()
        self._shown = ShownProgress()
        session.queue_changed.connect(self._update)
        session.progressed.connect(lambda *_: self._update())

    def _update(self) -> None:
        running, progress = self._session.dispatch.running, self._session.model.progress
        known = progress is not None and running is not None and progress.job_id == running.id
        done = progress.pace.done if progress is not None and known else 0.0
        now = shown_progress(None if running is None else done, self._session.model.unfinished_count())
        if now == self._shown:
            return
        self._shown = now
        name = self.tr("T2V Desktop")
        self._window.setWindowTitle(name if now.percent is None else self.tr("{0} % – {1}").format(now.percent, name))
        self._task_bar(now)


def _task_bar() -> Callable[[ShownProgress], None]:
    if sys.platform == "linux":
        return LauncherEntry().show
    return lambda shown: QGuiApplication.setBadgeNumber(shown.left)
