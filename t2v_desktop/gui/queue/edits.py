"""What the user changes in the queue: saved first, then shown. Very many jobs change in several turns of the event loop, so that the window never stalls."""

from collections.abc import Callable, Sequence
from itertools import groupby
from typing import TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from t2v_desktop.errors import T2VError
from t2v_desktop.gui.queue.model import QueueModel
from t2v_desktop.job import Job, Pass, State
from t2v_desktop.library.queue import Place
from t2v_desktop.planning.dispatch import Dispatch
from t2v_desktop.request import Request

AT_ONCE = 250  # jobs
KEPT = 20  # removals that can be undone
Placed = tuple[Place, Job]
T = TypeVar("T")


class QueueEdits(QObject):
    """`changed` is emitted after each change of the stored queue, `jobs_wait` once jobs may be waiting that did not, `failed` with the reason
    if the library can't be written: then nothing has changed.
    """

    changed = Signal()
    jobs_wait = Signal()
    failed = Signal(str)

    def __init__(self, dispatch: Dispatch, model: QueueModel, parent: QObject) -> None:
        super().__init__(parent)
        self._dispatch, self._queue, self._model = dispatch, dispatch.queue, model
        self._removed: list[list[Placed]] = []  # the latest removal last
        model.reordered.connect(self.move)

    def _saved(self, write: Callable[[], object]) -> bool:
        """Change the stored queue, all or nothing. Returns whether that could be saved."""
        try:
            with self._queue.transaction():
                write()
        except T2VError as error:
            self.failed.emit(str(error))
            return False
        finally:
            self.changed.emit()
        return True

    def move(self, job_ids: list[str], before: str) -> None:
        self._saved(lambda: self._queue.move(job_ids, before or None))

    def retry(self, job_ids: Sequence[str]) -> bool:
        """Queue failed, cancelled or interrupted jobs again. Returns whether that could be saved."""

        def retry() -> None:
            for job_id in job_ids:
                self._dispatch.retry(job_id)

        saved = self._saved(retry)
        self.jobs_wait.emit()
        return saved

    def retry_failed(self) -> None:
        """Retry all jobs that failed or were interrupted."""
        self._in_turns([job.id for job in self._model.failed()], self.retry)

    def duplicate(self, job_ids: Sequence[str]) -> None:
        """Queue a copy of each job from its current or last pass on."""

        def add() -> None:
            for source, group in groupby((job for _, job in self._model.placed(job_ids)), lambda job: job.current_source):
                copied = list(group)
                self._queue.add([job.current for job in copied], [job.passes_left for job in copied], source)

        self._saved(add)
        self.jobs_wait.emit()

    # edit

    def edit(self, job_id: str) -> Job | None:
        """Hold a waiting job for editing: it keeps its place, and does not start until `replace` or `stop_editing` is called.

        Returns None for a job that can't be edited: one that doesn't wait, or that starts from a clip.
        """
        job = self._model.find(job_id)
        if job is None or job.state is not State.WAITING or job.current_source:
            return None
        self._dispatch.held = job.id
        self.changed.emit()
        return job

    def stop_editing(self) -> None:
        """Let the job that is open for editing wait as it was."""
        self._dispatch.held = ""
        self.changed.emit()
        self.jobs_wait.emit()

    def replace(self, job_id: str, requests: Sequence[Request], passes: Sequence[Sequence[Pass]] = (), source: str = "") -> None:
        """Put new jobs in the place of one that isn't running. Arguments as in `Queue.add`."""
        if self._saved(lambda: self._queue.replace(job_id, requests, passes, source)) and self._dispatch.held == job_id:
            self.stop_editing()
        self.jobs_wait.emit()

    # remove

    def remove(self, job_ids: Sequence[str]) -> int:
        """Remove jobs but for the running one. Returns how many; one `undo_removal` restores them all."""
        running, batch = self._dispatch.running, list[Placed]()
        ids = [job_id for job_id in job_ids if running is None or job_id != running.id]

        def remove(some: Sequence[str]) -> bool:
            placed = self._removable(some)  # one of them may have started since
            saved = self._saved(lambda: self._queue.remove([job.id for _, job in placed]))
            batch.extend(placed if saved else ())
            return saved

        self._in_turns(ids, remove)
        if not batch:
            return 0
        self._removed = [*self._removed, batch][-KEPT:]
        return len(ids)

    def clear_finished(self) -> int:
        """Remove the finished jobs. Returns how many, as `remove` does."""
        return self.remove([job.id for job in self._model.finished()])

    def undo_removal(self) -> int:
        """Restore the jobs that were removed last: at their places, with their passes and clips. Returns how many."""
        batch = self._removed.pop() if self._removed else []
        count = len(batch)

        def restore(some: Sequence[Placed]) -> bool:
            if not self._saved(lambda: self._queue.restore(some)):
                self._removed.append(batch)  # the next undo tries again
                return False
            del batch[: len(some)]
            self.jobs_wait.emit()
            return True

        self._in_turns(batch.copy(), restore)
        return 0 if len(batch) == count else count

    def _removable(self, job_ids: Sequence[str]) -> list[Placed]:
        running = self._dispatch.running
        return [(place, job) for place, job in self._model.placed(job_ids) if running is None or job.id != running.id]

    def _in_turns(self, items: list[T], change: Callable[[Sequence[T]], bool]) -> None:
        """Change AT_ONCE of the items now, and as many in each of the next turns of the event loop, until a change can't be saved."""
        if items and change(items[:AT_ONCE]):
            QTimer.singleShot(0, self, lambda: self._in_turns(items[AT_ONCE:], change))
