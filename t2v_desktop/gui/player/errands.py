"""Work done on a thread, its outcome handed over in the window's thread."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from PySide6.QtCore import QObject, Signal, Slot

from t2v_desktop.errors import T2VError

T = TypeVar("T")


class _Courier(QObject):
    """Outlives the window that sent it, so that a thread never speaks through an object that is gone."""

    back = Signal(object, object, object)


class Errands(QObject):
    """One errand after the other. What they come back with after the window is gone is dropped."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="errand")
        self._courier = _Courier()
        self._courier.back.connect(self._hand_over)

    def run(self, work: Callable[[], T], then: Callable[[T], None], failed: Callable[[T2VError], None]) -> None:
        """Do `work` on the thread, then call `then` with what it returned, or `failed` with the T2VError it raised, in this thread."""
        courier = self._courier
        self._thread.submit(work).add_done_callback(lambda done: courier.back.emit(done, then, failed))

    @Slot(object, object, object)
    def _hand_over(self, done: "Future[T]", then: Callable[[T], None], failed: Callable[[T2VError], None]) -> None:
        try:
            outcome = done.result()
        except T2VError as error:
            failed(error)
        else:
            then(outcome)
