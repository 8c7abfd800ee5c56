"""The queue as a Qt model: one row per job, updated from the stored queue and the running job's events."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QByteArray, QMimeData, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QImage

from t2v_desktop.events import Denoising, Event
from t2v_desktop.gui.look import phrases
from t2v_desktop.gui.look.images import strip
from t2v_desktop.gui.look.labels import plain_tooltip
from t2v_desktop.job import Job, State
from t2v_desktop.planning.job_progress import Pace

JOB = Qt.ItemDataRole.UserRole
LIVE = (State.WAITING, State.RUNNING, State.CANCELLING)
MIME = "application/x-t2v-job"


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
        self._jobs: list[Job] = []
        self._rows: dict[str, int] = {}  # by the job's id
        self.progress: Progress | None = None

    def jobs(self) -> list[Job]:
        return self._jobs

    def job(self, index: QModelIndex | QPersistentModelIndex) -> Job | None:
        return self._jobs[index.row()] if index.isValid() and index.row() < len(self._jobs) else None

    def unfinished_count(self) -> int:
        """How many jobs are waiting or running."""
        return sum(job.state in LIVE for job in self._jobs)

    def row_of(self, job_id: str) -> int:
        """The row of a job, -1 if it is not in the queue."""
        return self._rows.get(job_id, -1)

    def current(self) -> Job | None:
        """The running job, or else the first waiting one."""
        live = [job for job in self._jobs if job.state in LIVE]
        return next((job for job in live if job.state is not State.WAITING), live[0] if live else None)

    def show(self, jobs: list[Job]) -> None:
        """Replace the rows. Rows that remain stay selected, and the view does not scroll."""
        before = self._jobs
        head = _common_prefix(before, jobs)
        tail = _common_prefix(before[head:][::-1], jobs[head:][::-1])
        if removed := len(before) - head - tail:
            self.beginRemoveRows(QModelIndex(), head, head + removed - 1)
            self._set_jobs(before[:head] + before[head + removed :])
            self.endRemoveRows()
        if added := len(jobs) - head - tail:
            self.beginInsertRows(QModelIndex(), head, head + added - 1)
            self._set_jobs(jobs)
            self.endInsertRows()
        self._set_jobs(jobs)
        by_id = {job.id: job for job in before}
        for row, job in enumerate(jobs):
            if job.id in by_id and by_id[job.id] != job:
                self.dataChanged.emit(self.index(row), self.index(row))

    def _set_jobs(self, jobs: list[Job]) -> None:
        self._jobs, self._rows = jobs, {job.id: row for row, job in enumerate(jobs)}

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
        return 0 if parent.isValid() else len(self._jobs)

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
                return plain_tooltip(job.request.prompt, job.error)
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
            return f"{phrases.state(job.state)}: {job.error}"
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
        before = self._jobs[row].id if 0 <= row < len(self._jobs) else ""
        self.reordered.emit(ids, before)
        return False  # Qt must not move the rows itself: the stored queue is reordered, then shown


def _common_prefix(left: list[Job], right: list[Job]) -> int:
    """How many jobs both lists have in common at their start."""
    pairs = zip(left, right, strict=False)
    return next((i for i, (one, other) in enumerate(pairs) if one.id != other.id), min(len(left), len(right)))
