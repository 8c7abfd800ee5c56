"""The background thread that owns the engine process and turns its events into signals."""

import logging
import queue
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from PySide6.QtCore import QObject, QThread, Signal

from t2v_desktop.events import FINAL, Failed, Start
from t2v_desktop.process.host import Cancellation, EngineProcess

GONE_S = 5.0  # how long closing waits for the engine to end
log = logging.getLogger(__name__)


class RenderThread(QThread):
    """Runs one job at a time, in the order of `begin`; keeps the computer awake while there is one.

    `heard` carries a job's id and one of its events; the last one is Done, Failed or Stopped, whatever happens to the
    engine process or in this thread.
    """

    heard = Signal(str, object)

    def __init__(self, command: list[str] | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._engine = EngineProcess(command)
        self._jobs: queue.SimpleQueue[tuple[str, Start, Cancellation] | None] = queue.SimpleQueue()
        self._begun: dict[str, Cancellation] = {}  # by job, until its last event

    def engine_started(self) -> bool:
        """Whether the engine runs, or a job has to start it first."""
        return self._engine.started

    def begin(self, job_id: str, start: Start) -> None:
        """Render `start` once the jobs before it have ended."""
        self._begun[job_id] = Cancellation()
        self._jobs.put((job_id, start, self._begun[job_id]))

    def cancel(self, job_id: str) -> None:
        """End a job that was begun: before it starts, or by asking the engine and ending it where asking is not enough."""
        if (cancellation := self._begun.get(job_id)) is not None:
            self._engine.cancel(cancellation)

    def stop(self) -> None:
        """End the engine, with every job that was begun, and then this thread."""
        for job_id in list(self._begun):
            self.cancel(job_id)
        self._jobs.put(None)
        if not self.wait(int(GONE_S * 1000)):
            self._engine.close()
            self.wait()

    def run(self) -> None:
        while (job := self._jobs.get()) is not None:
            self._render(*job)
        with suppress(Exception):  # of an engine that is ending anyhow
            self._engine.close()

    def _render(self, job_id: str, start: Start, cancellation: Cancellation) -> None:
        ended, why = False, "the engine ended without a word"
        try:
            with _awake():
                for event in self._engine.run(start, cancellation):
                    if ended := isinstance(event, FINAL):
                        self._begun.pop(job_id, None)
                    self.heard.emit(job_id, event)
        except Exception as error:  # the boundary: a job without a last event would run for ever
            log.exception("job %s", job_id)
            why = f"unexpected error ({type(error).__name__}: {error})".splitlines()[0]
        if not ended:
            self._begun.pop(job_id, None)
            self.heard.emit(job_id, Failed("EngineStopped", why))


@contextmanager
def _awake() -> Iterator[None]:
    """The computer does not fall asleep in here, where the system can be asked for that."""
    kept = None
    try:
        from wakepy import keep  # 0.1 s, and only once something is rendered

        kept = keep.running(on_fail="pass")
        kept.__enter__()
    except Exception:  # a desktop that answers in a way wakepy does not know, or no handle left to ask it
        log.warning("the computer cannot be kept awake", exc_info=True)
        kept = None
    try:
        yield
    finally:
        with suppress(Exception):
            if kept is not None:
                kept.__exit__(None, None, None)
