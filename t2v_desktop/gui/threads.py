"""The background thread that runs the engine process and turns its events into signals."""

import logging
import queue
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial

from PySide6.QtCore import QObject, QThread, Signal

from t2v_desktop.events import FINAL, Failed, Start, WarmUp
from t2v_desktop.process.host import Cancellation, EngineProcess

CLOSE_TIMEOUT_S = 5.0  # how long `stop` waits for the engine to exit
log = logging.getLogger(__name__)


class RenderThread(QThread):
    """Renders submitted jobs one at a time, in order, and keeps the computer awake meanwhile.

    `received` carries a job's id and one of its events. The last event of a job is always Done, Failed or Stopped, even if
    the engine process or this thread fails.
    """

    received = Signal(str, object)

    def __init__(self, command: list[str] | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._engine = EngineProcess(command)
        self._work: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._pending: dict[str, Cancellation] = {}  # by job id, until the last event

    def engine_started(self) -> bool:
        """Whether the engine process is running; if not, the next job starts it."""
        return self._engine.started

    def warm_up(self, wanted: WarmUp) -> None:
        """Start the engine and let it get ready before the next job."""
        self._work.put(partial(self._engine.warm_up, wanted))

    def keep_model(self, keep_s: float) -> None:
        """End the engine after it has been idle that long; 0 keeps it."""
        self._work.put(partial(self._engine.keep_model, keep_s))

    def submit(self, job_id: str, start: Start) -> None:
        """Render `start` after the jobs submitted before it."""
        self._pending[job_id] = Cancellation()
        self._work.put(partial(self._render, job_id, start, self._pending[job_id]))

    def cancel(self, job_id: str) -> None:
        """Cancel a submitted job. If it is running and the engine does not respond, the engine is killed."""
        if (cancellation := self._pending.get(job_id)) is not None:
            self._engine.cancel(cancellation)

    def stop(self) -> None:
        """Cancel all submitted jobs and stop the engine and this thread."""
        for job_id in list(self._pending):
            self.cancel(job_id)
        self._work.put(None)
        if not self.wait(int(CLOSE_TIMEOUT_S * 1000)):
            self._engine.close()
            self.wait()

    def run(self) -> None:
        while (task := self._work.get()) is not None:
            task()
        with suppress(Exception):  # the engine is exiting anyway
            self._engine.close()

    def _render(self, job_id: str, start: Start, cancellation: Cancellation) -> None:
        ended, why = False, "the engine exited unexpectedly"
        try:
            with _keep_awake():
                for event in self._engine.run(start, cancellation):
                    if ended := isinstance(event, FINAL):
                        self._pending.pop(job_id, None)
                    self.received.emit(job_id, event)
        except Exception as error:  # thread boundary: without a final event the job would never end
            log.exception("job %s", job_id)
            why = f"unexpected error ({type(error).__name__}: {error})".splitlines()[0]
        if not ended:
            self._pending.pop(job_id, None)
            self.received.emit(job_id, Failed("EngineStopped", why))


@contextmanager
def _keep_awake() -> Iterator[None]:
    """Prevent the computer from going to sleep, if the system allows that."""
    mode = None
    try:
        from wakepy import keep  # takes 0.1 s to import and is needed only for rendering

        mode = keep.running(on_fail="pass")
        mode.__enter__()
    except Exception:  # an unexpected answer from the desktop, or no file handle left
        log.warning("the computer may go to sleep while rendering", exc_info=True)
        mode = None
    try:
        yield
    finally:
        with suppress(Exception):
            if mode is not None:
                mode.__exit__(None, None, None)
