"""Work done on a thread, its outcome handed over in the window's thread."""

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from PySide6.QtCore import QObject, Signal, Slot

from t2v_desktop.errors import OutputError, T2VError

T = TypeVar("T")
log = logging.getLogger(__name__)


class _Courier(QObject):
    """Outlives the window that sent it, so that a thread never speaks through an object that is gone."""

    back = Signal(object, object, object)


class Errands(QObject):
    """One errand after the other. What they come back with after the window is gone is dropped."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._thread = _one_thread()
        self._courier = _Courier()
        self._courier.back.connect(self._hand_over)

    def run(self, work: Callable[[], T], then: Callable[[T], None], failed: Callable[[T2VError], None]) -> None:
        """Do `work` on the thread, then in this one call `then` with what it returned, or `failed` with what went wrong in words."""
        courier = self._courier
        try:
            errand = self._thread.submit(work)
        except RuntimeError as error:  # no thread can be started; what was submitted would be done when one can
            self._thread.shutdown(wait=False, cancel_futures=True)
            self._thread = _one_thread()
            errand = Future()
            errand.set_exception(error)
        errand.add_done_callback(lambda done: courier.back.emit(done, then, failed))

    @Slot(object, object, object)
    def _hand_over(self, done: "Future[T]", then: Callable[[T], None], failed: Callable[[T2VError], None]) -> None:
        try:
            outcome = done.result()
        except Exception as error:  # noqa: BLE001  # the boundary: whoever waits for it is told
            failed(_in_words(error))
        else:
            then(outcome)


def _one_thread() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="errand")


def _in_words(error: Exception) -> T2VError:
    if isinstance(error, T2VError):
        return error
    log.error("an errand failed", exc_info=error)
    match error:
        case OSError():
            return OutputError(f"{error.filename}: {error.strerror}" if error.filename else str(error.strerror or error))
        case MemoryError():
            return OutputError("there is not enough memory: close other programs and try again")
        case _:
            return OutputError(f"unexpected error ({type(error).__name__}: {error})".splitlines()[0])
