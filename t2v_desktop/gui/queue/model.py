"""The queue as a Qt model, updated from the stored queue and the running job's events: active jobs, then a heading that folds the finished ones."""

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
from t2v_desktop.planning.job_list import JobList, Shown, Turn, runs, split, stored_place
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
    """Rows are the running job, the waiting ones in their order and the failed ones; then "Finished (n)", and the finished jobs if that is open.

    `reordered` carries the ids of dragged jobs and the id to insert them before ('' for the end).
    """

    reordered = Signal(list, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._active, self._finished = JobList(), JobList()
        self._heading = self._open = False  # whether there is a heading, and whether the jobs below it are shown
        self._unfrozen = 0  # jobs read since the last freeze
        self.progress: Progress | None = None
        self.held = ""  # id of the job that is open for editing

    # what is in the queue

    def jobs(self) -> list[Job]:
        """All jobs in the order of the queue."""
        shown = [placed for jobs in (self._active, self._finished) for placed in jobs.between(0, jobs.count())]
        return [job for _, job in sorted(((stored_place(place, job), job) for place, job in shown), key=itemgetter(0))]

    def count(self) -> int:
        return self._active.count() + self._finished.count()

    def finished(self) -> list[Job]:
        return list(self._finished.jobs)

    def failed(self) -> list[Job]:
        """The jobs that failed or were interrupted, in their order."""
        return self._active.failed()

    def placed(self, ids: Sequence[str]) -> list[tuple[Place, Job]]:
        """Those of the jobs that are in the queue, with their places there, in its order."""
        found = [shown for job_id in ids if (shown := self._active.placed(job_id) or self._finished.placed(job_id)) is not None]
        return sorted(((stored_place(place, job), job) for place, job in found), key=itemgetter(0))

    def find(self, job_id: str) -> Job | None:
        """The job with this id, None if it is not in the queue."""
        found = self._active.placed(job_id) or self._finished.placed(job_id)
        return found[1] if found else None

    def unfinished_count(self) -> int:
        """How many jobs are waiting or running."""
        return self._active.unfinished_count()

    def current(self) -> Job | None:
        """The running job, or else the first waiting one."""
        return self._active.current()

    def waiting(self) -> list[tuple[Request, int]]:
        """The requests that wait: one of each kind that costs the same, and how many there are."""
        return self._active.waiting()

    # rows

    def job(self, index: QModelIndex | QPersistentModelIndex) -> Job | None:
        return self.job_at(index.row()) if index.isValid() else None

    def job_at(self, row: int) -> Job | None:
        """The job in a row, None for the heading."""
        below = row - self._active.count()
        if below < 0:
            return self._active.jobs[row] if row >= 0 else None
        return self._finished.jobs[below - 1] if 0 < below <= self._finished.count() and self._open else None

    def row_of(self, job_id: str) -> int:
        """The row of a job, -1 if it is folded or not in the queue."""
        if (row := self._active.row_of(job_id)) >= 0 or not self._open:
            return row
        row = self._finished.row_of(job_id)
        return row if row < 0 else self._first_finished() + row

    def heading_row(self) -> int:
        """The row of the heading, -1 if there is none."""
        return self._active.count() if self._heading else -1

    def is_open(self) -> bool:
        """Whether the finished jobs are shown."""
        return self._open

    def set_open(self, opened: bool) -> None:
        """Show the finished jobs, or fold them."""
        if opened == self._open or not self._heading:
            return
        first, last = self._first_finished(), self._first_finished() + self._finished.count() - 1
        if opened:
            self.beginInsertRows(QModelIndex(), first, last)
            self._open = True
            self.endInsertRows()
        else:
            self.beginRemoveRows(QModelIndex(), first, last)
            self._open = False
            self.endRemoveRows()
        self._heading_changed()

    def _first_finished(self) -> int:
        return self._active.count() + 1

    def _heading_changed(self) -> None:
        if self._heading:
            index = self.index(self.heading_row())
            self.dataChanged.emit(index, index)

    # changes

    def apply(self, changes: Changes) -> None:
        """Show changes of the stored queue. Rows that stay where they are remain selected, and the view does not scroll."""
        active, finished = split(changes)
        before = self._finished.count()
        self._apply(self._active, active, 0, shown=True)
        if finished.jobs and not self._heading:
            row = self._active.count()
            self.beginInsertRows(QModelIndex(), row, row)
            self._heading, self._open = True, False
            self.endInsertRows()
        self._apply(self._finished, finished, self._first_finished(), shown=self._open)
        if self._heading and not self._finished.count():
            row = self.heading_row()
            self.beginRemoveRows(QModelIndex(), row, row)
            self._heading = self._open = False
            self.endRemoveRows()
        elif self._finished.count() != before:
            self._heading_changed()
        self._freeze(len(changes.jobs))

    def _apply(self, jobs: JobList, turn: Turn, first_row: int, *, shown: bool) -> None:
        """Make the changes of one of the lists, whose jobs are in the rows from `first_row` on if they are `shown`."""
        for place, job in turn.jobs:
            jobs.stay(place, job)
        moving = jobs.moved(turn)
        removing, added = list(runs(moving)), list(turn.jobs)
        if len(removing) > MAX_RUNS:  # scattered rows: one range of them is faster
            removing = [(moving[0], moving[-1])]
            known = {job.id for _, job in added}.union(turn.left)
            added = sorted(added + [(place, job) for place, job in jobs.between(*removing[0]) if job.id not in known], key=itemgetter(0))
        for first, last in removing:
            if shown:
                self.beginRemoveRows(QModelIndex(), first_row + first, first_row + last)
            jobs.remove(first, last)
            if shown:
                self.endRemoveRows()
        inserting = self._put(jobs, added, first_row, shown=shown)
        for row, group in reversed([(row, list(group)) for row, group in groupby(inserting, lambda placed: jobs.row_for(placed[0]))]):
            if shown:
                self.beginInsertRows(QModelIndex(), first_row + row, first_row + row + len(group) - 1)
            jobs.insert(row, group)
            if shown:
                self.endInsertRows()

    def _freeze(self, read: int) -> None:
        """Keep jobs out of Python's full garbage collections, which would visit all of them: 40 ms for 10,000. They are in no cycles."""
        self._unfrozen += read
        if self._unfrozen >= FREEZE_AFTER:
            gc.collect()
            gc.freeze()
            self._unfrozen = 0

    def _put(self, jobs: JobList, placed: Sequence[Shown], first_row: int, *, shown: bool) -> list[Shown]:
        """Show the new states of jobs that have a row, and return the others."""
        rows = [(jobs.row_of(job.id), job) for _, job in placed]
        changed = [(row, job) for row, job in rows if row >= 0 and jobs.jobs[row] != job]
        for row, job in changed:
            jobs.put(row, job)
        if shown:
            for first, last in runs([row for row, _ in changed]):
                self.dataChanged.emit(self.index(first_row + first), self.index(first_row + last))
        return [each for each, (row, _) in zip(placed, rows, strict=True) if row < 0]

    def show_held(self, job_id: str) -> None:
        """Mark the job that is open for editing, "" for none."""
        before, self.held = self.held, job_id
        for changed in {before, job_id} - {""}:
            if before != job_id and (row := self.row_of(changed)) >= 0:
                self.dataChanged.emit(self.index(row), self.index(row))

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

    def id_before(self, row: int) -> str:
        """The id of the job to move others before, so that they come to wait in this row; "" for the end of the queue."""
        job = self.job_at(row)
        return job.id if job is not None and job.state in (State.RUNNING, State.CANCELLING, State.WAITING) else ""

    # what a view asks for

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: N802, B008
        return 0 if parent.isValid() else self._active.count() + self._heading + (self._finished.count() if self._open else 0)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        job = self.job(index)
        if job is None:
            return self._heading_data(role) if index.isValid() and index.row() == self.heading_row() else None
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

    def _heading_data(self, role: int) -> object:
        text = self.tr("Finished (%n)", "", self._finished.count())
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return text
            case Qt.ItemDataRole.AccessibleTextRole:
                return self.tr("{0}, open").format(text) if self._open else self.tr("{0}, folded").format(text)
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
        if job.id == self.held:
            return self.tr("Open for editing")
        if job.state is State.WAITING and job.attempts:
            return self.tr("The engine crashed. Retrying…")
        return phrases.state(job.state)

    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled
        job = self.job(index)
        if job is None:
            return Qt.ItemFlag.ItemIsEnabled
        dragged = Qt.ItemFlag.ItemIsDragEnabled if job.state is State.WAITING else Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | dragged

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
        self.reordered.emit(ids, self.id_before(row))
        return False  # Qt must not move the rows itself: the stored queue is reordered, then shown
