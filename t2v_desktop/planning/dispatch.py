"""What runs next, and what the end of a job means for it and for the rest of the queue."""

from collections.abc import Callable
from dataclasses import replace

from t2v_desktop.events import Done, Event, Failed, Stopped
from t2v_desktop.job import Job, State
from t2v_desktop.library.queue import Queue

MOST_ATTEMPTS = 2  # a job whose engine or application died is tried once more by itself, then left for the user to decide
PAUSES = ("OutputError", "LibraryError", "EngineNotStarted")  # what would meet every following job too, such as a full disk


class Dispatch:
    """One job at a time out of a stored queue.

    Every change is saved first and made here after it: a method that raises LibraryError or OutputError has changed nothing.
    """

    def __init__(self, queue: Queue, *, paused: bool = False, pause_reason: str = "") -> None:
        self.queue = queue
        self.paused, self.pause_reason = paused, pause_reason
        self.running: Job | None = None
        self._stalled: list[str] = []  # failed jobs whose failure paused the queue: resuming tries them again

    def take(self) -> Job | None:
        """The next job, now running; None while one runs, while paused, or where nothing waits."""
        if self.paused or self.running is not None:
            return None
        waiting = self.queue.next_waiting()
        if waiting is None:
            return None
        running = waiting.turn(State.RUNNING)
        self.queue.save(running)
        self.running = running
        return running

    def write_to(self, output: str) -> None:
        """Save where the running job's clip goes. Call it before the engine starts, so that recovery can find the clip."""
        assert self.running is not None
        running = replace(self.running, output=output)
        self.queue.save(running)
        self.running = running

    def pause(self, reason: str = "") -> None:
        """Let the running job end and start none after it."""
        self.paused, self.pause_reason = True, reason

    def resume(self) -> int:
        """Start jobs again, first those that failed when the queue paused itself; how many those were."""
        again = [job_id for job_id in self._stalled if (job := self.queue.get(job_id)) is not None and job.state is State.FAILED]
        with self.queue.transaction():
            for job_id in again:
                self.retry(job_id)
        self._stalled.clear()
        self.paused, self.pause_reason = False, ""
        return len(again)

    def cancel(self, job_id: str) -> bool:
        """Cancel a job that has not ended; whether the engine has to be asked, because it is the running one."""
        if self.running is not None and self.running.id == job_id:
            if self.running.state is State.RUNNING:
                cancelling = self.running.turn(State.CANCELLING)
                self.queue.save(cancelling)
                self.running = cancelling
            return True
        job = self.queue.get(job_id)
        if job is not None and job.state in (State.WAITING, State.INTERRUPTED):
            self.queue.save(job.turn(State.CANCELLED))
        return False

    def retry(self, job_id: str) -> None:
        """Let a job that ended badly wait again, with all its attempts before it."""
        job = self.queue.get(job_id)
        if job is not None and job.state in (State.FAILED, State.CANCELLED, State.INTERRUPTED):
            self.queue.save(replace(job.turn(State.WAITING), attempts=0))

    def ended(self, event: Event, also: Callable[[], object] = lambda: None) -> Job:
        """The running job as its last event leaves it. It is saved in one transaction with what `also` writes, or still runs."""
        assert self.running is not None
        job = after(self.running, event)
        with self.queue.transaction():
            self.queue.save(job)
            also()
        self.running = None
        if isinstance(event, Failed) and event.kind in PAUSES:
            self._stalled.append(job.id)
            self.pause(event.message)
        return job

    def leave(self) -> None:
        """The user closes the application: the running job starts over next time, and this attempt does not count."""
        if self.running is not None:
            self.queue.save(replace(self.running, attempts=max(0, self.running.attempts - 1)))


def after(job: Job, event: Event) -> Job:
    """A running job as its last event leaves it. Raises ValueError for an event that ends no job."""
    match event:
        case Done():
            return job.finished(event.path)
        case Stopped():
            return job.turn(State.CANCELLED)
        case Failed(kind="EngineStopped"):
            return retried(job, event.message)
        case Failed():
            return job.turn(State.FAILED, event.message)
        case _:
            raise ValueError(f"{type(event).__name__} does not end a job")


def retried(job: Job, why: str) -> Job:
    """A job that was cut short: waiting again, or interrupted after MOST_ATTEMPTS."""
    interrupted = job.turn(State.INTERRUPTED, why)
    return interrupted if job.attempts >= MOST_ATTEMPTS else interrupted.turn(State.WAITING, why)
