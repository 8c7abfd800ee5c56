"""The engine process, seen from outside: started, fed one job at a time, listened to, cancelled, killed."""

import errno
import logging
import os
import signal
import subprocess
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from t2v_desktop import children
from t2v_desktop.children import NO_CONSOLE, Tail
from t2v_desktop.errors import EngineNotStarted
from t2v_desktop.events import FINAL, Cancel, Event, Failed, Start, Stopped, read_event, write_command
from t2v_desktop.media.names import part_of, remove_part

SOFT_CANCEL_S = 2.0  # how long the engine has to stop by itself before it is killed
LOCKED_S = 0.5  # how long handing a command to a living engine takes at the most
NEW_GROUP: int = getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)  # Windows only
GARBAGE = "the engine sent something unreadable and was stopped"
TOO_FULL = {
    errno.EMFILE: "too many files are open: close other programs and try again",
    errno.ENFILE: "too many files are open: close other programs and try again",
    errno.EAGAIN: "too many programs are running: close some and try again",
    errno.ENOMEM: "the memory is full: close other programs and try again",
}
log = logging.getLogger(__name__)


@dataclass(slots=True, eq=False)
class Cancellation:
    """Whether a job, or a batch of them, has been cancelled: before it began, while it runs, or too late."""

    asked: bool = False


@dataclass(frozen=True, slots=True)
class Engine:
    """A running process, and what it says besides its events."""

    process: "subprocess.Popen[str]"
    said: Tail

    def write(self, command: Start | Cancel) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(write_command(command) + "\n")
        self.process.stdin.flush()

    def end(self) -> int:
        """Its exit status, once it has ended, with the encoder that it may have started, and what belongs to it is closed."""
        try:
            code = self.process.wait(SOFT_CANCEL_S)
        except subprocess.TimeoutExpired:
            kill(self.process)
            code = self.process.wait()
        kill(self.process)  # an encoder outlives an engine that was killed
        close_pipes(self.process)
        self.said.text()  # until its pipe is closed too
        return code

    def why(self, code: int) -> str:
        """What can be said about an end that nobody asked for."""
        if os.name != "nt" and code == -signal.SIGKILL:
            return "the engine was killed, most likely because the computer's memory was full: try a smaller size or fewer frames"
        log.info("the engine ended with status %s and said:\n%s", code, self.said.text())
        last = self.said.last_line()
        return f"the engine stopped unexpectedly with status {code}{': ' + last if last else ''}"


class EngineProcess:
    """One engine process, started by `command` with the first job and again after it died.

    `run` belongs to one thread; `cancel` may come from any, and from a signal handler.
    """

    def __init__(self, command: list[str] | None = None) -> None:
        self._command = command or children.command("engine")
        self._engine: Engine | None = None
        self._job: Cancellation | None = None  # of the job that runs
        self._fed = False  # the engine has all of the job that runs: what is written next is about that one
        self._timer: threading.Timer | None = None
        self._lock = threading.RLock()  # a signal handler may interrupt its own thread

    @property
    def started(self) -> bool:
        """Whether there is a process for the next job. May be asked by any thread."""
        engine = self._engine
        return engine is not None and engine.process.poll() is None

    def run(self, start: Start, cancellation: Cancellation | None = None) -> Iterator[Event]:
        """Yield the job's events; the last one is Done, Failed or Stopped, whatever happens to the process.

        A job whose `cancellation` was asked for before it begins ends at once, without a process.
        """
        job = cancellation or Cancellation()
        with self._lock:
            self._job = job
        try:
            for event in self._listen(start, job):
                if isinstance(event, FINAL):
                    self._settle(job)
                yield event
        finally:
            self._settle(job)

    def _listen(self, start: Start, job: Cancellation) -> Iterator[Event]:
        """The job's events from one process or, where that was already ending when the job reached it, from the next."""
        for last_try in (False, True):
            used_before, heard, garbage = self._engine is not None, False, False
            if job.asked:
                yield Stopped()
                return
            try:
                engine = self._alive()
            except EngineNotStarted as error:
                yield Failed("EngineNotStarted", str(error))
                return
            try:
                self._feed(engine, start, job)
                assert engine.process.stdout is not None
                for line in engine.process.stdout:
                    event, heard = read_event(line), True
                    yield event
                    if isinstance(event, FINAL):
                        return
            except GeneratorExit:  # nobody listens any more: what it still says would be taken for the next job's
                kill(engine.process)
                engine.end()
                self._forget(engine)
                sweep(start)
                raise
            except OSError:  # its end of the pipe is closed
                kill(engine.process)
            except Exception:
                log.info("the engine's events cannot be read", exc_info=True)
                garbage = True
                kill(engine.process)
            code = engine.end()
            self._forget(engine)
            if last_try or heard or garbage or not used_before:
                break
        sweep(start)
        yield Stopped() if job.asked else Failed("EngineStopped", GARBAGE if garbage else engine.why(code))

    def cancel(self, cancellation: Cancellation | None = None) -> None:
        """Cancel a job: the one that `run` was or will be given this `cancellation` for, without one whichever runs now.

        The running one is asked to stop, and the process is killed where asking is not enough.
        """
        with self._lock:
            job = cancellation or self._job
            if job is None or job.asked:
                return
            job.asked = True
            if job is self._job and self._engine is not None:
                self._ask(self._engine)

    def _feed(self, engine: Engine, start: Start, job: Cancellation) -> None:
        """Hand over the job, and the wish to cancel it where that has come meanwhile: never in the middle of it."""
        engine.write(start)
        with self._lock:
            self._fed = True
            if job.asked:
                self._ask(engine)

    def _ask(self, engine: Engine) -> None:
        """With the lock held: ask the engine to stop, once it has the job, and kill it where it does not within SOFT_CANCEL_S."""
        if self._timer is None:
            self._timer = threading.Timer(SOFT_CANCEL_S, self._kill, [engine, self._job])
            self._timer.daemon = True
            try:
                self._timer.start()
            except RuntimeError:  # no thread is left to wait for it
                kill(engine.process)
                return
        if self._fed:
            self._fed = False  # once is enough
            try:
                engine.write(Cancel())
            except (OSError, ValueError, RuntimeError):  # gone, closed, or interrupted in the middle of a write
                kill(engine.process)

    def _kill(self, engine: Engine, job: Cancellation | None) -> None:
        """On the timer's thread. Who holds the lock for longer waits for the engine to read: it is deaf."""
        locked = self._lock.acquire(timeout=LOCKED_S)
        try:
            if self._job is job and self._engine is engine and engine.process.poll() is None:
                kill(engine.process)
        finally:
            if locked:
                self._lock.release()

    def close(self) -> None:
        """End the process and everything it started."""
        engine = self._engine
        if engine is None:
            return
        assert engine.process.stdin is not None
        with suppress(OSError):
            engine.process.stdin.close()  # it ends by itself when nobody can ask it for anything
        engine.end()
        self._forget(engine)

    def _alive(self) -> Engine:
        """The process, started where there is none. Raises EngineNotStarted."""
        if self._engine is not None and self._engine.process.poll() is not None:
            self._engine.end()
            self._forget(self._engine)
        if self._engine is None:
            engine = start_engine(self._command)
            with self._lock:
                self._engine, self._fed = engine, False
        return self._engine

    def _settle(self, job: Cancellation) -> None:
        """The job is over: call off the kill that `cancel` has set."""
        with self._lock:
            if self._job is not job:
                return
            self._job, self._fed = None, False
            if self._timer is not None:
                self._timer.cancel()
                self._timer = None

    def _forget(self, engine: Engine) -> None:
        with self._lock:
            self._fed = False
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
        )  # fmt: skip  # a group of its own: Ctrl+C in the terminal is for us to pass on
        return Engine(process, Tail(process))
    except Exception as error:
        log.info("the engine cannot be started", exc_info=True)
        if process is not None:
            kill(process)
            process.wait()
            close_pipes(process)
        raise EngineNotStarted(f"the engine cannot be started: {_reason(error, command)}") from error


def _reason(error: Exception, command: list[str]) -> str:
    if not isinstance(error, OSError):
        return f"{type(error).__name__}: {error}"
    if error.errno in TOO_FULL:
        return TOO_FULL[error.errno]
    if isinstance(error, FileNotFoundError):
        return f"{command[0]} is missing: install the application again"
    return f"{error.filename or command[0]}: {error.strerror or error}"


def kill(process: "subprocess.Popen[str]") -> None:
    """End the process at once, on POSIX with the encoder that it started."""
    with suppress(OSError):
        if os.name == "nt":
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)  # it leads a group of its own


def close_pipes(process: "subprocess.Popen[str]") -> None:
    for stream in (process.stdin, process.stdout):
        with suppress(OSError):
            if stream is not None:
                stream.close()


def sweep(start: Start) -> None:
    """Remove what a killed engine was writing for a job."""
    for written in filter(None, (start.output, start.poster)):
        with suppress(OSError):
            remove_part(part_of(Path(written)))
