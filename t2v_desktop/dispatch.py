"""What runs next, and what the end of a job means for it and for the rest of the queue."""

from dataclasses import replace

from t2v_desktop.events import Done, Event, Failed, Stopped
from t2v_desktop.job import Job, State
from t2v_desktop.library.queue import Queue

MOST_ATTEMPTS = 2  # a job whose engine died is tried once more by itself, then left for the user to decide
PAUSES = ("OutputError", "EngineNotStarted")  # what would meet every following job too, such as a full disk


class Dispatch:
    """One job at a time out of a stored queue. Every turn of a job's state is saved before it is acted on."""

    def __init__(self, queue: Queue, *, paused: bool = False) -> None:
        self.queue = queue
        self.paused = paused
        self.pause_reason = ""
        self.running: Job | None = None

    def take(self) -> Job | None:
        """The next job, now running; None while one runs, while paused, or where nothing waits."""
        if self.paused or self.running is not None:
            return None
        waiting = self.queue.next_waiting()
        if waiting is None:
            return None
        self.running = waiting.turn(State.RUNNING)
        self.queue.save(self.running)
        return self.running

    def pause(self, reason: str = "") -> None:
        """Let the running job end and start none after it."""
        self.paused, self.pause_reason = True, reason

    def resume(self) -> None:
        self.paused, self.pause_reason = False, ""

    def cancel(self, job_id: str) -> bool:
        """Cancel a job that has not ended; whether the engine has to be asked, because it is the running one."""
        if self.running is not None and self.running.id == job_id:
            if self.running.state is State.RUNNING:
                self.running = self.running.turn(State.CANCELLING)
                self.queue.save(self.running)
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

    def ended(self, event: Event) -> Job:
        """The running job as its last event leaves it."""
        job, self.running = self.running, None
        assert job is not None
        match event:
            case Done() if job.second is not None:
                job = job.go_on_from(event.path)
            case Done():
                job = job.turn(State.DONE)
            case Stopped():
                job = job.turn(State.CANCELLED)
            case Failed(kind="EngineStopped"):
                job = job.turn(State.INTERRUPTED, event.message)
                if job.attempts < MOST_ATTEMPTS:
                    job = job.turn(State.WAITING, event.message)
            case Failed():
                job = job.turn(State.FAILED, event.message)
                if event.kind in PAUSES:
                    self.pause(event.message)
            case _:
                raise ValueError(f"{type(event).__name__} does not end a job")
        self.queue.save(job)
        return job
