"""Results: how the running job ended, kept until the library has it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from t2v_desktop.clip import Clip
from t2v_desktop.events import Done, Event, Failed
from t2v_desktop.job import Job, State
from t2v_desktop.library.clips import Clips
from t2v_desktop.planning.dispatch import Dispatch
from t2v_desktop.planning.unfinished_jobs import finished_clip, recover
from t2v_desktop.request import Request

MAX_KINDS = 1_000  # failures whose kind is remembered


@dataclass(frozen=True, slots=True)
class Result:
    """A job after its end was saved, the clip it made (None if it made none), and whether it failed."""

    job: Job
    clip: Clip | None
    failed: bool


class Results:
    """Saves how jobs end. `made` and `failed` count clips and failures since `reset`; `recovered` is True once the jobs of the last run are settled.

    `unsaved` is the final event of the running job until it is saved: it may have to wait until the disk has room.
    """

    def __init__(self, dispatch: Dispatch, clips: Clips) -> None:
        self._dispatch, self._clips = dispatch, clips
        self._kinds: dict[str, str] = {}  # of the last failures, by the job's id
        self.unsaved: Event | None = None
        self.recovered = False
        self.made = self.failed = 0

    def recover(self) -> bool:
        """Settle the jobs of the last run. Raises and returns like `unfinished_jobs.recover`."""
        interrupted = recover(self._dispatch.queue, self._clips)
        self.recovered = True
        return interrupted

    def is_unsaved(self, job_id: str) -> bool:
        """Whether this job has ended but its result is not saved yet."""
        running = self._dispatch.running
        return self.unsaved is not None and running is not None and running.id == job_id

    def save(self, record: Callable[[Request, Done], object]) -> Result | None:
        """Save `unsaved`, and with it what `record` writes about a clip. Returns None if there is nothing to save.

        Raises LibraryError or OutputError if the library can't be written: the job is then still running.
        """
        event, running = self.unsaved, self._dispatch.running
        if event is None or running is None:
            return None
        found = None if isinstance(event, Done) else finished_clip(running)  # the engine may have died just before sending Done
        made: list[Clip] = []

        def add_clip() -> None:
            if found is not None:
                made.append(self._clips.add(found))
            elif isinstance(event, Done):
                made.append(self._clips.add(Clip(Path(event.path), Path(event.poster), running.current)))
                record(running.current, event)

        ending = event if found is None else Done(str(found.path), str(found.poster), 0, 0, 0, 0, 0)
        job = self._dispatch.finish(ending, add_clip)
        self.unsaved = None
        failed = isinstance(ending, Failed)
        self.made += len(made)
        self.failed += failed and job.state is not State.WAITING
        if isinstance(ending, Failed):
            self._remember(job.id, ending.kind)
        return Result(job, made[0] if made else None, failed)

    def kind_of(self, job: Job) -> str:
        """The class of errors.py that a job failed with, "" if it has not failed or failed before the application was started."""
        return self._kinds.get(job.id, "") if job.state in (State.FAILED, State.INTERRUPTED) else ""

    def reset(self) -> tuple[int, int]:
        """Count from 0 again. Returns how many clips were made and how many jobs failed."""
        counts = self.made, self.failed
        self.made = self.failed = 0
        return counts

    def _remember(self, job_id: str, kind: str) -> None:
        self._kinds.pop(job_id, None)
        self._kinds[job_id] = kind
        if len(self._kinds) > MAX_KINDS:
            del self._kinds[next(iter(self._kinds))]
