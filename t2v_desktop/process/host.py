"""The engine process from outside: start it, send it jobs, read their events, cancel, kill."""

import errno
import logging
import os
import signal
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from t2v_desktop import children
from t2v_desktop.children import NO_CONSOLE, Tail
from t2v_desktop.errors import EngineNotStarted
from t2v_desktop.events import FINAL, Cancel, Command, Event, Failed, KeepModel, Start, Stopped, WarmUp, Writing, read_event, write_command
from t2v_desktop.media.names import part_of, remove_part

SOFT_CANCEL_S = 2.0  # how long the engine may take to stop before it is killed
LOCKED_S = 0.5  # the longest time to send a command to an engine that reads
NEW_GROUP: int = getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)  # Windows only
UNREADABLE = "the engine sent unreadable data and was stopped"
RESOURCE_ERRORS = {
    errno.EMFILE: "too many files are open: close other programs and try again",
    errno.ENFILE: "too many files are open: close other programs and try again",
    errno.EAGAIN: "too many programs are running: close some and try again",
    errno.ENOMEM: "out of memory: close other programs and try again",
}
log = logging.getLogger(__name__)


@dataclass(slots=True, eq=False)
class Cancellation:
    """A request to cancel a job or a batch of jobs; it may come before, during or after the run."""

    requested: bool = False


@dataclass(frozen=True, slots=True)
class Engine:
    """A running engine process and its stderr."""

    process: "subprocess.Popen[str]"
    stderr: Tail

    def write(self, command: Command) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(write_command(command) + "\n")
        self.process.stdin.flush()

    def end(self) -> int:
        """Wait for the process to end, kill its encoder if it is still there, and close the pipes. Returns the exit status."""
        try:
            code = self.process.wait(SOFT_CANCEL_S)
        except subprocess.TimeoutExpired:
            kill(self.process)
            code = self.process.wait()
        kill(self.process)  # an encoder outlives a killed engine
        close_pipes(self.process)
        self.stderr.text()  # waits until that pipe is closed too
        return code

    def explain(self, code: int) -> str:
        """A message for an unexpected end with status `code`."""
        if os.name != "nt" and code == -signal.SIGKILL:
            return "the engine was killed, probably because the computer ran out of memory: try a smaller size or fewer frames"
        log.info("the engine ended with status %s; stderr:\n%s", code, self.stderr.text())
        last = self.stderr.last_line()
        return f"the engine stopped unexpectedly with status {code}{': ' + last if last else ''}"


class EngineProcess:
    """The engine process: started by `command` for the first job, and again after it has ended.

    Call `run`, `warm_up` and `keep_model` from one thread only; `cancel` from any thread, or from a signal handler.
    """

    def __init__(self, command: list[str] | None = None) -> None:
        self._command = command or children.command("engine")
        self._engine: Engine | None = None
        self._keep: KeepModel | None = None
        self._used = False  # the engine has had a job
        self._job: Cancellation | None = None  # of the running job
        self._sent = False  # the running job was sent completely: a Cancel written next is for it
        self._ahead: Start | None = None  # the job after the running one, if the engine has it already
        self._timer: threading.Timer | None = None
        self._lock = threading.RLock()  # a signal handler may interrupt its own thread

    @property
    def started(self) -> bool:
        """Whether the process is running. Can be called from any thread."""
        return self.pid is not None

    @property
    def pid(self) -> int | None:
        """The running process's number, None if it is not running."""
        engine = self._engine
        return engine.process.pid if engine is not None and engine.process.poll() is None else None

    def warm_up(self, wanted: WarmUp = WarmUp()) -> None:  # noqa: B008  # frozen
        """Start the process if it is not running, and let it get ready. A failure is reported by the first job."""
        with suppress(EngineNotStarted, OSError):
            self._running_engine().write(wanted)

    def keep_model(self, keep_s: float) -> None:
        """End the process after it has been idle that long; it is started again when needed. 0 keeps it."""
        self._keep = KeepModel(keep_s)
        if self.started and self._engine is not None:
            with suppress(OSError):
                self._engine.write(self._keep)

    def run(self, start: Start, cancellation: Cancellation | None = None, following: Callable[[], Start | None] = lambda: None) -> Iterator[Event]:
        """Yield the job's events. The last one is Done, Failed or Stopped, whatever happens to the process.

        If the `cancellation` was requested before, the job ends at once, without a process. `following` returns the job that the next
        `run` will be called for, if there is one: the engine begins it while it finishes this job's file. From then on, cancelling
        this job gives it SOFT_CANCEL_S to finish.
        """
        job = cancellation or Cancellation()
        with self._lock:
            self._job = job
        try:
            for event in self._events(start, job, following):
                if isinstance(event, FINAL):
                    self._settle(job)
                yield event
        finally:
            self._settle(job)

    def _events(self, start: Start, job: Cancellation, following: Callable[[], Start | None]) -> Iterator[Event]:
        """The job's events, from a second process if the first was already ending when the job was sent."""
        for last_try in (False, True):
            used_before, any_event, unreadable = self._engine is not None, False, False
            ahead, self._ahead = self._ahead, None
            if job.requested and ahead is None:
                yield Stopped()
                return
            try:
                engine = self._engine_with(ahead, start)
            except EngineNotStarted as error:
                yield Failed("EngineNotStarted", str(error))
                return
            try:
                self._send(engine, None if ahead is start else start, job)
                assert engine.process.stdout is not None
                for line in engine.process.stdout:
                    event, any_event = read_event(line), True
                    if isinstance(event, Writing):
                        self._send_ahead(engine, job, following)
                    yield event
                    if isinstance(event, FINAL):
                        return
            except GeneratorExit:  # the caller stopped reading: remaining events would be taken for the next job's
                kill(engine.process)
                engine.end()
                self._forget(engine)
                remove_unfinished(start)
                raise
            except OSError:  # the engine closed its end of the pipe
                kill(engine.process)
            except Exception:
                log.info("the engine's events can't be read", exc_info=True)
                unreadable = True
                kill(engine.process)
            code = engine.end()
            self._forget(engine)
            if last_try or any_event or unreadable or not used_before:
                break
        remove_unfinished(start)
        yield Stopped() if job.requested else Failed("EngineStopped", UNREADABLE if unreadable else engine.explain(code))

    def cancel(self, cancellation: Cancellation | None = None) -> None:
        """Cancel the job that `run` was or will be called for with this `cancellation`; without one, the running job.

        Asks the engine to stop, and kills the process if it does not within SOFT_CANCEL_S.
        """
        with self._lock:
            job = cancellation or self._job
            if job is None or job.requested:
                return
            job.requested = True
            if job is self._job and self._engine is not None:
                self._request_cancel(self._engine)

    def _engine_with(self, ahead: Start | None, start: Start) -> Engine:
        """The process that has the job `ahead`, even if it is ending, or a running one. Raises EngineNotStarted."""
        engine = self._engine
        if ahead is None or engine is None:
            return self._running_engine()
        if ahead is not start:  # `following` was not what followed
            kill(engine.process)
            engine.end()
            self._forget(engine)
            remove_unfinished(ahead)
            return self._running_engine()
        return engine

    def _send(self, engine: Engine, start: Start | None, job: Cancellation) -> None:
        """Send the job, unless the engine has it already, then a Cancel if it was requested meanwhile: never in the middle of the job."""
        self._used = True
        if start is not None:
            engine.write(start)
        with self._lock:
            self._sent = True
            if job.requested:
                self._request_cancel(engine)

    def _send_ahead(self, engine: Engine, job: Cancellation, following: Callable[[], Start | None]) -> None:
        """Send the next job while the running one is finished, unless that is being cancelled."""
        upcoming = None if job.requested else following()
        if upcoming is None:
            return
        with self._lock:
            if job.requested:
                return
            self._sent = False  # a Cancel would be for the next job
        self._ahead = upcoming
        engine.write(upcoming)

    def _request_cancel(self, engine: Engine) -> None:
        """With the lock held: send Cancel once the engine has the job, and kill it if it does not stop within SOFT_CANCEL_S."""
        if self._timer is None:
            self._timer = threading.Timer(SOFT_CANCEL_S, self._kill, [engine, self._job])
            self._timer.daemon = True
            try:
                self._timer.start()
            except RuntimeError:  # no thread can be started to wait for it
                kill(engine.process)
                return
        if self._sent:
            self._sent = False  # once is enough
            try:
                engine.write(Cancel())
            except (OSError, ValueError, RuntimeError):  # ended, closed, or interrupted in the middle of a write
                kill(engine.process)

    def _kill(self, engine: Engine, job: Cancellation | None) -> None:
        """Kill the engine; runs on the timer's thread. If the lock is held longer than LOCKED_S, the engine is not reading: kill it anyway."""
        locked = self._lock.acquire(timeout=LOCKED_S)
        try:
            if self._job is job and self._engine is engine and engine.process.poll() is None:
                kill(engine.process)
        finally:
            if locked:
                self._lock.release()

    def close(self) -> None:
        """End the process and its children."""
        engine = self._engine
        if engine is None:
            return
        assert engine.process.stdin is not None
        if not self._used:  # it has written nothing, and needs a moment until it reads
            kill(engine.process)
        with suppress(OSError):
            engine.process.stdin.close()  # the engine exits when its stdin closes
        engine.end()
        self._forget(engine)

    def _running_engine(self) -> Engine:
        """The running process; starts one if there is none. Raises EngineNotStarted."""
        if self._engine is not None and self._engine.process.poll() is not None:
            self._engine.end()
            self._forget(self._engine)
        if self._engine is None:
            engine = start_engine(self._command)
            with self._lock:
                self._engine, self._sent, self._used = engine, False, False
            if self._keep is not None:
                with suppress(OSError):  # it has ended already, which the job will notice
                    engine.write(self._keep)
        return self._engine

    def _settle(self, job: Cancellation) -> None:
        """End the job: cancel the timer that would kill the engine."""
        with self._lock:
            if self._job is not job:
                return
            self._job, self._sent = None, False
            if self._timer is not None:
                self._timer.cancel()
                self._timer = None

    def _forget(self, engine: Engine) -> None:
        ahead, self._ahead = self._ahead, None
        if ahead is not None:
            remove_unfinished(ahead)
        with self._lock:
            self._sent = False
            if self._engine is engine:
                self._engine = None


def start_engine(command: list[str]) -> Engine:
    """Start the process. Raises EngineNotStarted."""
    process: subprocess.Popen[str] | None = None
    try:
        process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            encoding="utf-8", env=children.environment(), start_new_session=os.name != "nt",
            creationflags=NEW_GROUP | NO_CONSOLE,
        )  # fmt: skip  # its own process group: we pass on Ctrl+C from the terminal
        return Engine(process, Tail(process))
    except Exception as error:
        log.info("the engine can't be started", exc_info=True)
        if process is not None:
            kill(process)
            process.wait()
            close_pipes(process)
        raise EngineNotStarted(f"the engine can't be started: {_reason(error, command)}") from error


def _reason(error: Exception, command: list[str]) -> str:
    if not isinstance(error, OSError):
        return f"{type(error).__name__}: {error}"
    if error.errno in RESOURCE_ERRORS:
        return RESOURCE_ERRORS[error.errno]
    if isinstance(error, FileNotFoundError):
        return f"{command[0]} is missing: reinstall the application"
    return f"{error.filename or command[0]}: {error.strerror or error}"


def kill(process: "subprocess.Popen[str]") -> None:
    """Kill the process, on POSIX with the encoder it started."""
    with suppress(OSError):
        if os.name == "nt":
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)  # it leads its own group


def close_pipes(process: "subprocess.Popen[str]") -> None:
    for stream in (process.stdin, process.stdout):
        with suppress(OSError):
            if stream is not None:
                stream.close()


def remove_unfinished(start: Start) -> None:
    """Remove the unfinished files that a killed engine left for a job."""
    for written in filter(None, (start.output, start.poster)):
        with suppress(OSError):
            remove_part(part_of(Path(written)))
