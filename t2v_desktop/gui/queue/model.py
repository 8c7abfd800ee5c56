"""The queue as a Qt model: one row per job, updated from the stored queue and the running job's events."""

import gc
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from PySide6.QtCore import QAbstractListModel, QByteArray, QMimeData, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QImage

from t2v_desktop.events import Denoising, Event
from t2v_desktop.gui.look import phrases
from t2v_desktop.gui.look.images import strip
from t2v_desktop.gui.look.labels import plain_tooltip
from t2v_desktop.gui.look.messages import in_words
from t2v_desktop.job import Job, State
from t2v_desktop.library.queue import Changes, Place
from t2v_desktop.planning.job_list import JobList, runs
from t2v_desktop.planning.job_progress import Pace
from t2v_desktop.request import Request

JOB = Qt.ItemDataRole.UserRole
MAX_RUNS = 50  # of adjacent rows that are removed one by one: each makes the view lay out its rows
MIME = "application/x-t2v-job"
FREEZE_AFTER = 1_000  # jobs read


@dataclass(slots=True)
class Progress:
    """How far the running job is."""

    job_id: str
    pace: Pace
    event: Event | None = None
    picture: QImage | None = None


class QueueModel(QAbstractListModel):
    """Rows are jobs in queue order. `reordered` carries the ids of dragged jobs and the id to insert them before ('' for the end)."""

    reordered = Signal(list, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._list = JobList()
        self._unfrozen = 0  # jobs read since the last freeze
        self.progress: Progress | None = None

    def jobs(self) -> Sequence[Job]:
        return self._list.jobs

    def job(self, index: QModelIndex | QPersistentModelIndex) -> Job | None:
        return self._list.jobs[index.row()] if index.isValid() and index.row() < len(self._list.jobs) else None

    def find(self, job_id: str) -> Job | None:
        """The job with this id, None if it is not in the queue."""
        row = self.row_of(job_id)
        return self._list.jobs[row] if row >= 0 else None

    def unfinished_count(self) -> int:
        """How many jobs are waiting or running."""
        return self._list.unfinished_count()

    def row_of(self, job_id: str) -> int:
        """The row of a job, -1 if it is not in the queue."""
        return self._list.row_of(job_id)

    def current(self) -> Job | None:
        """The running job, or else the first waiting one."""
        return self._list.current()

    def waiting(self) -> list[tuple[Request, int]]:
        """The requests that wait: one of each kind that costs the same, and how many there are."""
        return self._list.waiting()

    def apply(self, changes: Changes) -> None:
        """Show changes of the stored queue. Rows that stay where they are remain selected, and the view does not scroll."""
        moving = self._list.moved(changes)
        removing, added = list(runs(moving)), list(changes.jobs)
        if len(removing) > MAX_RUNS:  # scattered rows: one range of them is faster
            removing = [(moving[0], moving[-1])]
            known = {job.id for _, job in added}.union(changes.removed)
            added = sorted(added + [(place, job) for place, job in self._list.between(*removing[0]) if job.id not in known], key=itemgetter(0))
        for first, last in removing:
            self.beginRemoveRows(QModelIndex(), first, last)
            self._list.remove(first, last)
            self.endRemoveRows()
        inserting = self._put(added)
        for row, group in reversed([(row, list(group)) for row, group in groupby(inserting, lambda placed: self._list.row_for(placed[0]))]):
            self.beginInsertRows(QModelIndex(), row, row + len(group) - 1)
            self._list.insert(row, group)
            self.endInsertRows()
        self._freeze(len(changes.jobs))

    def _freeze(self, read: int) -> None:
        """Keep jobs out of Python's full garbage collections, which would visit all of them: 40 ms for 10,000. They are in no cycles."""
        self._unfrozen += read
        if self._unfrozen >= FREEZE_AFTER:
            gc.collect()
            gc.freeze()
            self._unfrozen = 0

    def _put(self, placed: Sequence[tuple[Place, Job]]) -> list[tuple[Place, Job]]:
        """Show the new states of jobs that have a row, and return the others."""
        rows = [(self.row_of(job.id), job) for _, job in placed]
        changed = [(row, job) for row, job in rows if row >= 0 and self._list.jobs[row] != job]
        for row, job in changed:
            self._list.put(row, job)
        for first, last in runs([row for row, _ in changed]):
            self.dataChanged.emit(self.index(first), self.index(last))
        return [each for each, (row, _) in zip(placed, rows, strict=True) if row < 0]

    def start_progress(self, job_id: str, event: Event | None = None) -> None:
        """Track the progress of a job from now on. `event` is its first event if that is known already."""
        self.progress = Progress(job_id, Pace(), event)
        if event is not None:
            self.progress.pace.update(event)

    def update_progress(self, job_id: str, event: Event) -> None:
        """Update the progress of the running job from an event."""
        if self.progress is None or self.progress.job_id != job_id:
            self.start_progress(job_id)
        assert self.progress is not None
        self.progress.pace.update(event)
        self.progress.event = event
        if isinstance(event, Denoising) and event.preview is not None:
            self.progress.picture = strip(event.preview)[event.preview.count // 2]
        if (row := self.row_of(job_id)) >= 0:
            self.dataChanged.emit(self.index(row), self.index(row))

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: N802, B008
        return 0 if parent.isValid() else len(self._list.jobs)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        job = self.job(index)
        if job is None:
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return job.request.prompt
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{job.request.prompt}, {self.status(job)}"
            case Qt.ItemDataRole.ToolTipRole:
                return plain_tooltip(job.request.prompt, in_words(job.error))
            case _ if role == JOB:
                return job
        return None

    def status(self, job: Job) -> str:
        """The line under a job's prompt."""
        text = self._pass_status(job)
        if job.passes_left:
            count = len(job.passes) + 1
            return self.tr("{0} of {1} · {2}").format(count - len(job.passes_left), count, text)
        return self.tr("HD · {0}").format(text) if job.current_source else text

    def _pass_status(self, job: Job) -> str:
        running = self.progress if self.progress is not None and self.progress.job_id == job.id else None
        if job.state is State.RUNNING and running is not None:
            left_s = running.pace.phase_left_s()
            phase = phrases.phase(running.event)
            return self.tr("{0} · {1} left").format(phase, phrases.duration(left_s)) if left_s is not None else phase
        if job.state in (State.FAILED, State.INTERRUPTED) and job.error:
            return f"{phrases.state(job.state)}: {in_words(job.error)}"
        if job.state is State.WAITING and job.attempts:
            return self.tr("The engine crashed. Retrying…")
        return phrases.state(job.state)

    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsDragEnabled

    def supportedDropActions(self) -> Qt.DropAction:  # noqa: N802
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:  # noqa: N802
        return [MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:  # noqa: N802
        data = QMimeData()
        ids = [job.id for index in sorted(indexes, key=lambda i: i.row()) if (job := self.job(index))]
        data.setData(MIME, QByteArray("\n".join(ids).encode()))
        return data

    def dropMimeData(  # noqa: N802
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: QModelIndex | QPersistentModelIndex
    ) -> bool:
        ids = bytes(data.data(MIME).data()).decode().split("\n")
        before = self._list.jobs[row].id if 0 <= row < len(self._list.jobs) else ""
        self.reordered.emit(ids, before)
        return False  # Qt must not move the rows itself: the stored queue is reordered, then shown
