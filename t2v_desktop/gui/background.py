"""Runs work on a background thread and delivers the result on the GUI thread."""

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from PySide6.QtCore import QObject, Signal, Slot

from t2v_desktop.errors import OutputError, T2VError

T = TypeVar("T")
log = logging.getLogger(__name__)


class _Relay(QObject):
    """Outlives the window, so that the thread never emits a signal of a deleted object."""

    finished = Signal(object, object, object)


class BackgroundTasks(QObject):
    """Runs one task after the other. Results that arrive after the window is gone are dropped."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._thread = _new_thread()
        self._relay = _Relay()
        self._relay.finished.connect(self._deliver)

    def run(self, work: Callable[[], T], then: Callable[[T], None], failed: Callable[[T2VError], None]) -> None:
        """Run `work` on the background thread, then call `then` with its result, or `failed` with the error, on the GUI thread."""
        relay = self._relay
        try:
            task = self._thread.submit(work)
        except RuntimeError as error:  # no thread could be started; cancel the task, which would otherwise run once one can
            self._thread.shutdown(wait=False, cancel_futures=True)
            self._thread = _new_thread()
            task = Future()
            task.set_exception(error)
        task.add_done_callback(lambda done: relay.finished.emit(done, then, failed))

    @Slot(object, object, object)
    def _deliver(self, done: "Future[T]", then: Callable[[T], None], failed: Callable[[T2VError], None]) -> None:
        try:
            result = done.result()
        except Exception as error:  # noqa: BLE001  # the thread boundary: every error is reported to the caller
            failed(_as_t2v_error(error))
        else:
            then(result)


def _new_thread() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="background")


def _as_t2v_error(error: Exception) -> T2VError:
    if isinstance(error, T2VError):
        return error
    log.error("background task failed", exc_info=error)
    match error:
        case OSError():
            return OutputError(f"{error.filename}: {error.strerror}" if error.filename else str(error.strerror or error))
        case MemoryError():
            return OutputError("not enough memory: close other programs and try again")
        case _:
            return OutputError(f"unexpected error ({type(error).__name__}: {error})".splitlines()[0])
