"""The background thread that owns the engine process and turns its events into signals."""

import queue
from contextlib import AbstractContextManager, nullcontext

from PySide6.QtCore import QObject, QThread, Signal

from t2v_desktop.engine_process import EngineProcess
from t2v_desktop.events import Start

GONE_S = 5.0  # how long closing waits for the engine to end


class RenderThread(QThread):
    """Runs one job at a time, in the order of `begin`; keeps the computer awake while there is one.

    `heard` carries a job's id and one of its events; the last one is Done, Failed or Stopped, whatever happens to the
    engine process.
    """

    heard = Signal(str, object)

    def __init__(self, command: list[str] | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._engine = EngineProcess(command)
        self._jobs: queue.SimpleQueue[tuple[str, Start] | None] = queue.SimpleQueue()

    def engine_started(self) -> bool:
        """Whether the engine runs, or a job has to start it first."""
        return self._engine.started

    def begin(self, job_id: str, start: Start) -> None:
        """Render `start` once the jobs before it have ended."""
        self._jobs.put((job_id, start))

    def cancel(self) -> None:
        """Ask the running job to stop; the engine is ended where asking is not enough."""
        self._engine.cancel()

    def stop(self) -> None:
        """End the engine, with its job if there is one, and then this thread."""
        self._engine.cancel()
        self._jobs.put(None)
        if not self.wait(int(GONE_S * 1000)):
            self._engine.close()
            self.wait()

    def run(self) -> None:
        while (job := self._jobs.get()) is not None:
            job_id, start = job
            with _awake():
                for event in self._engine.run(start):
                    self.heard.emit(job_id, event)
        self._engine.close()


def _awake() -> AbstractContextManager[object]:
    """The computer does not fall asleep in here, where the system can be asked for that."""
    from wakepy import keep  # 0.1 s, and only once something is rendered

    try:
        return keep.running(on_fail="pass")
    except (OSError, ValueError):  # a desktop that answers in a way wakepy does not know
        return nullcontext()
