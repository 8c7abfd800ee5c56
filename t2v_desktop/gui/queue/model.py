"""The queue as a Qt model: one row a job, kept in step with the stored queue and the running job's events."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QByteArray, QMimeData, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QImage

from t2v_desktop.events import Denoising, Event
from t2v_desktop.gui.look import words
from t2v_desktop.gui.look.labels import tip
from t2v_desktop.gui.look.pictures import strip
from t2v_desktop.job import Job, State
from t2v_desktop.planning.timing import Pace

JOB = Qt.ItemDataRole.UserRole
LIVE = (State.WAITING, State.RUNNING, State.CANCELLING)
MIME = "application/x-t2v-job"


@dataclass(slots=True)
class Progress:
    """Where the running job is."""

    job_id: str
    pace: Pace
    event: Event | None = None
    picture: QImage | None = None


class QueueModel(QAbstractListModel):
    """Rows are jobs in their order. `reordered` carries the ids that were dragged and the id they go before ('' for the end)."""

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

    def left(self) -> int:
        """How many jobs are still to be done."""
        return sum(job.state in LIVE for job in self._jobs)

    def row_of(self, job_id: str) -> int:
        """The row of a job, -1 where there is none."""
        return self._rows.get(job_id, -1)

    def current(self) -> Job | None:
        """The job that runs, or else the first that waits."""
        live = [job for job in self._jobs if job.state in LIVE]
        return next((job for job in live if job.state is not State.WAITING), live[0] if live else None)

    def show(self, jobs: list[Job]) -> None:
        """Take these as the rows. Rows that stay keep their selection, and the view its place."""
        before = self._jobs
        same = _alike(before, jobs)
        tail = _alike(before[same:][::-1], jobs[same:][::-1])
        if gone := len(before) - same - tail:
            self.beginRemoveRows(QModelIndex(), same, same + gone - 1)
            self._hold(before[:same] + before[same + gone :])
            self.endRemoveRows()
        if new := len(jobs) - same - tail:
            self.beginInsertRows(QModelIndex(), same, same + new - 1)
            self._hold(jobs)
            self.endInsertRows()
        self._hold(jobs)
        stayed = {job.id: job for job in before}
        for row, job in enumerate(jobs):
            if job.id in stayed and stayed[job.id] != job:
                self.dataChanged.emit(self.index(row), self.index(row))

    def _hold(self, jobs: list[Job]) -> None:
        self._jobs, self._rows = jobs, {job.id: row for row, job in enumerate(jobs)}

    def begin(self, job_id: str, event: Event | None = None) -> None:
        """Follow a job from now on; `event` is what is known to come first."""
        self.progress = Progress(job_id, Pace(), event)
        if event is not None:
            self.progress.pace.update(event)

    def hear(self, job_id: str, event: Event) -> None:
        """Take in an event of the running job."""
        if self.progress is None or self.progress.job_id != job_id:
            self.begin(job_id)
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
                return tip(job.request.prompt, job.error)
            case _ if role == JOB:
                return job
        return None

    def status(self, job: Job) -> str:
        """The line under a job's prompt."""
        said = self._doing(job)
        if job.passes_left:
            count = len(job.passes) + 1
            return self.tr("{0} of {1} · {2}").format(count - len(job.passes_left), count, said)
        return self.tr("HD · {0}").format(said) if job.current_source else said

    def _doing(self, job: Job) -> str:
        running = self.progress if self.progress is not None and self.progress.job_id == job.id else None
        if job.state is State.RUNNING and running is not None:
            left = running.pace.phase_left_s()
            said = words.phase(running.event)
            return self.tr("{0} · {1} left").format(said, words.duration(left)) if left is not None else said
        if job.state in (State.FAILED, State.INTERRUPTED) and job.error:
            return f"{words.state(job.state)}: {job.error}"
        if job.state is State.WAITING and job.attempts:
            return self.tr("The engine crashed. Retrying…")
        return words.state(job.state)

    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsDragEnabled

    def supportedDropActions(self) -> Qt.DropAction:  # noqa: N802
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:  # noqa: N802
        return [MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:  # noqa: N802
        carried = QMimeData()
        ids = [job.id for index in sorted(indexes, key=lambda i: i.row()) if (job := self.job(index))]
        carried.setData(MIME, QByteArray("\n".join(ids).encode()))
        return carried

    def dropMimeData(  # noqa: N802
        self, carried: QMimeData, action: Qt.DropAction, row: int, column: int, parent: QModelIndex | QPersistentModelIndex
    ) -> bool:
        ids = bytes(carried.data(MIME).data()).decode().split("\n")
        before = self._jobs[row].id if 0 <= row < len(self._jobs) else ""
        self.reordered.emit(ids, before)
        return False  # the stored queue is reordered, and shown again; Qt must not move rows of its own


def _alike(some: list[Job], others: list[Job]) -> int:
    """How many jobs both begin with."""
    pairs = zip(some, others, strict=False)
    return next((at for at, (one, other) in enumerate(pairs) if one.id != other.id), min(len(some), len(others)))
