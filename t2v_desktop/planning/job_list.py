"""The queue's jobs in memory, in the order in which they are shown, with what the window counts of them: a change costs as much as the jobs it concerns."""

from bisect import bisect_left, insort
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from t2v_desktop.job import Job, State
from t2v_desktop.library.queue import Changes
from t2v_desktop.library.queue import Place as StoredPlace
from t2v_desktop.planning.estimate import cost_key
from t2v_desktop.request import Request

LIVE = (State.WAITING, State.RUNNING, State.CANCELLING)
FINISHED = (State.DONE, State.CANCELLED)  # shown apart from the others
GROUPS = {State.RUNNING: 0, State.CANCELLING: 0, State.WAITING: 1, State.FAILED: 2, State.INTERRUPTED: 2}  # in the order in which they are shown
Run = tuple[int, int]  # first and last of adjacent rows
Place = tuple[int, ...]  # where a job is shown: places are compared with each other
Shown = tuple[Place, Job]


def shown_place(place: StoredPlace, job: Job) -> Place:
    """Where a job is shown: the running one first, then those that wait, then those that failed; of the finished ones the last first."""
    return (-place[0], -place[1]) if job.state in FINISHED else (GROUPS[job.state], *place)


def stored_place(place: Place, job: Job) -> StoredPlace:
    """Where the queue has the job that is shown at `place`."""
    return (-place[0], -place[1]) if job.state in FINISHED else (place[1], place[2])


@dataclass(frozen=True, slots=True)
class Turn:
    """Changes of one list: jobs that were added, moved or changed, with their places there, and the ids of those that left it."""

    jobs: tuple[Shown, ...]
    left: tuple[str, ...]


def split(changes: Changes) -> tuple[Turn, Turn]:
    """Changes of the queue as those of the list of active jobs and of the list of finished ones."""
    shown = sorted(((shown_place(place, job), job) for place, job in changes.jobs), key=lambda each: each[0])
    active = tuple((place, job) for place, job in shown if job.state not in FINISHED)
    finished = tuple((place, job) for place, job in shown if job.state in FINISHED)
    return (
        Turn(active, (*changes.removed, *(job.id for _, job in finished))),
        Turn(finished, (*changes.removed, *(job.id for _, job in active))),
    )


class JobList:
    """Rows of jobs, ordered by their places."""

    def __init__(self) -> None:
        self.jobs: list[Job] = []
        self._places: list[Place] = []  # of `jobs`
        self._place_of: dict[str, Place] = {}  # by the job's id
        self._live: list[Place] = []  # of the jobs that wait or run, in order
        self._running: set[Place] = set()
        self._waiting: dict[tuple[object, ...], tuple[Request, int]] = {}  # a request for each cost_key, and how many such requests wait

    def row_of(self, job_id: str) -> int:
        """The row of a job, -1 if it is not in the queue."""
        place = self._place_of.get(job_id)
        return -1 if place is None else bisect_left(self._places, place)

    def row_for(self, place: Place) -> int:
        """Where a job with this place has to be inserted."""
        return bisect_left(self._places, place)

    def unfinished_count(self) -> int:
        """How many jobs wait or run."""
        return len(self._live)

    def current(self) -> Job | None:
        """The running job, or else the first waiting one."""
        place = min(self._running, default=self._live[0] if self._live else None)
        return None if place is None else self.jobs[bisect_left(self._places, place)]

    def waiting(self) -> list[tuple[Request, int]]:
        """The requests that wait: one of each kind that costs the same, and how many there are."""
        return list(self._waiting.values())

    def count(self) -> int:
        return len(self.jobs)

    def failed(self) -> list[Job]:
        """The jobs that failed or were interrupted."""
        first = bisect_left(self._places, (GROUPS[State.FAILED],))
        return self.jobs[first:]

    def placed(self, job_id: str) -> Shown | None:
        """A job with its place, None if it is not in the list."""
        place = self._place_of.get(job_id)
        return None if place is None else (place, self.jobs[bisect_left(self._places, place)])

    def moved(self, turn: Turn) -> list[int]:
        """The rows of the jobs that `turn` takes away or moves."""
        gone = [*turn.left, *(job.id for place, job in turn.jobs if self._place_of.get(job.id, place) != place)]
        return sorted(self.row_of(job_id) for job_id in gone if job_id in self._place_of)

    def stay(self, place: Place, job: Job) -> bool:
        """Give a job its new place if that is in the row where it is already. Returns whether it is."""
        old = self._place_of.get(job.id)
        if old is None or old == place:
            return False
        row = bisect_left(self._places, old)
        if (row and self._places[row - 1] >= place) or (row + 1 < len(self._places) and self._places[row + 1] <= place):
            return False
        before = self.jobs[row]
        self._count(old, before, -1)
        self._places[row] = self._place_of[job.id] = place
        self._count(place, before, 1)
        return True

    def between(self, first: int, last: int) -> list[tuple[Place, Job]]:
        """The jobs in the rows from `first` to `last`, with their places."""
        return list(zip(self._places[first : last + 1], self.jobs[first : last + 1], strict=True))

    def put(self, row: int, job: Job) -> None:
        """Replace the job in a row by its new state."""
        self._count(self._places[row], self.jobs[row], -1)
        self.jobs[row] = job
        self._count(self._places[row], job, 1)

    def insert(self, row: int, placed: Sequence[tuple[Place, Job]]) -> None:
        """Insert jobs at a row. Their places are those between its neighbours'."""
        self.jobs[row:row] = [job for _, job in placed]
        self._places[row:row] = [place for place, _ in placed]
        for place, job in placed:
            self._place_of[job.id] = place
            self._count(place, job, 1)

    def remove(self, first: int, last: int) -> None:
        """Remove the rows from `first` to `last`."""
        removed = self.between(first, last)
        del self.jobs[first : last + 1], self._places[first : last + 1]
        for place, job in removed:
            del self._place_of[job.id]
            self._count(place, job, -1)

    def _count(self, place: Place, job: Job, by: int) -> None:
        """Count a job, or no longer (`by` is 1 or -1)."""
        if job.state in LIVE:
            if by > 0:
                insort(self._live, place)
            else:
                del self._live[bisect_left(self._live, place)]
        if job.state in LIVE and job.state is not State.WAITING:
            (self._running.add if by > 0 else self._running.discard)(place)
        for request in job.requests_waiting:
            key = cost_key(request)
            example, count = self._waiting.pop(key, (request, 0))
            if count + by:
                self._waiting[key] = example, count + by


def runs(rows: Sequence[int]) -> Iterator[Run]:
    """Ascending rows as runs of adjacent ones, the last run first: an order in which they can be removed."""
    for _, group in reversed([(key, [row for _, row in pairs]) for key, pairs in groupby(enumerate(rows), key=lambda pair: pair[1] - pair[0])]):
        yield group[0], group[-1]
