"""The queue's jobs in memory, in their order, with what the window counts of them: a change costs as much as the jobs it concerns."""

from bisect import bisect_left, insort
from collections.abc import Iterator, Sequence
from itertools import groupby

from t2v_desktop.job import Job, State
from t2v_desktop.library.queue import Changes, Place
from t2v_desktop.planning.estimate import cost_key
from t2v_desktop.request import Request

LIVE = (State.WAITING, State.RUNNING, State.CANCELLING)
Run = tuple[int, int]  # first and last of adjacent rows


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

    def moved(self, changes: Changes) -> list[int]:
        """The rows of the jobs that `changes` removes or moves."""
        gone = [*changes.removed, *(job.id for place, job in changes.jobs if self._place_of.get(job.id, place) != place)]
        return sorted(self.row_of(job_id) for job_id in gone if job_id in self._place_of)

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
