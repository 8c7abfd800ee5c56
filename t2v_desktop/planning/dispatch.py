"""Dispatch: which job runs next, and what the end of a job means for it and for the queue."""

from collections.abc import Callable
from dataclasses import replace

from t2v_desktop.events import Done, Event, Failed, Stopped
from t2v_desktop.job import Job, State
from t2v_desktop.library.queue import Queue

MAX_ATTEMPTS = 2  # a job is retried once after the engine or the app crashed, then left to the user
PAUSES = ("OutputError", "LibraryError", "EngineNotStarted")  # errors that the next jobs would hit too, such as a full disk


class Dispatch:
    """Runs the jobs of a saved queue one at a time.

    Every change is saved first, then made in memory: a method that raises LibraryError or OutputError has changed nothing.
    `pause_kind` is the class of errors.py that paused the queue, "" if the user did. `held` is the id of a waiting job that is open for editing: it
    keeps its place but does not start. With `quit_after`, no more jobs start, because the application is about to quit.
    """

    def __init__(self, queue: Queue, *, paused: bool = False, pause_reason: str = "") -> None:
        self.queue = queue
        self.paused, self.pause_reason, self.pause_kind = paused, pause_reason, ""
        self.held = ""
        self.quit_after = False
        self.running: Job | None = None
        self._stalled: list[str] = []  # jobs whose failure paused the queue: `resume` retries them

    def next_job(self) -> Job | None:
        """The job to start now. None if one is running already, the queue is paused or nothing waits."""
        blocked = self.paused or self.quit_after or self.running is not None
        return None if blocked else self.queue.next_waiting(self.held)

    def start(self, waiting: Job, output: str = "") -> Job:
        """Mark `next_job` as running and return it. `output` is where its clip goes: saved before the engine starts, so that recovery can find the clip."""
        running = replace(waiting.advance_to(State.RUNNING), output=output)
        self.queue.save(running)
        self.running = running
        return running

    def pause(self, reason: str = "", kind: str = "") -> None:
        """Start no more jobs; the running one continues."""
        self.paused, self.pause_reason, self.pause_kind = True, reason, kind

    def resume(self) -> int:
        """Start jobs again, and retry those whose failure paused the queue. Returns how many are retried."""
        retried = [job_id for job_id in self._stalled if (job := self.queue.get(job_id)) is not None and job.state is State.FAILED]
        with self.queue.transaction():
            for job_id in retried:
                self.retry(job_id)
        self._stalled.clear()
        self.paused, self.pause_reason, self.pause_kind = False, "", ""
        return len(retried)

    def cancel(self, job_id: str) -> bool:
        """Cancel a job that has not ended. Returns True if it is the running one, which the engine has to stop."""
        if self.running is not None and self.running.id == job_id:
            if self.running.state is State.RUNNING:
                cancelling = self.running.advance_to(State.CANCELLING)
                self.queue.save(cancelling)
                self.running = cancelling
            return True
        job = self.queue.get(job_id)
        if job is not None and job.state in (State.WAITING, State.INTERRUPTED):
            self.queue.save(job.advance_to(State.CANCELLED))
        return False

    def retry(self, job_id: str) -> None:
        """Queue a failed, cancelled or interrupted job again, with its attempts counted from 0."""
        job = self.queue.get(job_id)
        if job is not None and job.state in (State.FAILED, State.CANCELLED, State.INTERRUPTED):
            self.queue.save(replace(job.advance_to(State.WAITING), attempts=0))

    def finish(self, event: Event, also: Callable[[], object] = lambda: None) -> Job:
        """Move the running job to the state that its final event leads to; save it in one transaction with what `also` writes.

        If saving fails, the job is still running.
        """
        assert self.running is not None
        job = job_after(self.running, event)
        with self.queue.transaction():
            self.queue.save(job)
            also()
        self.running = None
        if isinstance(event, Failed) and event.kind in PAUSES:
            self._stalled.append(job.id)
            self.pause(event.message, event.kind)
        return job

    def quit(self) -> None:
        """Call when the user quits: the running job starts over next time, and this attempt does not count."""
        if self.running is not None:
            self.queue.save(replace(self.running, attempts=max(0, self.running.attempts - 1)))


def job_after(job: Job, event: Event) -> Job:
    """A running job after its final event. Raises ValueError for an event that is not final."""
    match event:
        case Done():
            return job.finished(event.path)
        case Stopped():
            return job.advance_to(State.CANCELLED)
        case Failed(kind="EngineStopped"):
            return retry_or_interrupt(job, event.message)
        case Failed():
            return job.advance_to(State.FAILED, event.message)
        case _:
            raise ValueError(f"{type(event).__name__} does not end a job")


def retry_or_interrupt(job: Job, error: str) -> Job:
    """A job after a crash: waiting again, or interrupted after MAX_ATTEMPTS."""
    interrupted = job.advance_to(State.INTERRUPTED, error)
    return interrupted if job.attempts >= MAX_ATTEMPTS else interrupted.advance_to(State.WAITING, error)
