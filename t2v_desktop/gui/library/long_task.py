"""Work on a background thread that takes a while: it reports progress and can be cancelled."""

import threading
from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from t2v_desktop.errors import Cancelled, T2VError
from t2v_desktop.gui.background import BackgroundTasks

T = TypeVar("T")
E = TypeVar("E")
Report = Callable[[int, int], None]  # how many are done, of how many
Check = Callable[[], None]  # raises Cancelled once the user has cancelled


class LongTask(QObject):
    """Runs one piece of work at a time. `started` carries what it does in words, `progressed` how far it is, `ended` comes last."""

    started = Signal(str)
    progressed = Signal(int, int)
    ended = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._cancelled = threading.Event()
        self.running = False
        self._tasks = BackgroundTasks(self)

    def run(self, title: str, work: Callable[[Report, Check], T], then: Callable[[T], None], failed: Callable[[T2VError], None]) -> None:
        """Run `work`, then call `then` with its result or `failed` with the error, which is Cancelled after `cancel`. Only while `running` is False."""
        self.running, cancelled = True, threading.Event()
        self._cancelled = cancelled

        def check() -> None:
            if cancelled.is_set():
                raise Cancelled("cancelled")

        def end(call: Callable[[E], None]) -> Callable[[E], None]:
            def ended(result: E) -> None:
                self.running = False
                self.ended.emit()
                call(result)

            return ended

        self.started.emit(title)
        self._tasks.run(lambda: work(self.progressed.emit, check), end(then), end(failed))

    def cancel(self) -> None:
        self._cancelled.set()
