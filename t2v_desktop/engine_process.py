"""The engine process, seen from outside: started, fed one job at a time, listened to, cancelled, killed."""

import os
import signal
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO

from t2v_desktop import children
from t2v_desktop.clip import NO_CONSOLE, part_of, remove
from t2v_desktop.events import FINAL, Cancel, Event, Failed, Start, Stopped, read_event, write_command

SOFT_CANCEL_S = 2.0  # how long the engine has to stop by itself before it is killed
NEW_GROUP: int = getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)  # Windows only


class EngineProcess:
    """One engine process, started by `command` with the first job and again after it died.

    `run` belongs to one thread; `cancel` may come from any, and from a signal handler.
    """

    def __init__(self, command: list[str] | None = None) -> None:
        self._command = command or children.command("engine")
        self._process: subprocess.Popen[str] | None = None
        self._errors: IO[bytes] | None = None
        self._running = self._cancelling = False
        self._timer: threading.Timer | None = None
        self._lock = threading.RLock()  # a signal handler may interrupt its own thread

    @property
    def started(self) -> bool:
        """Whether there is a process for the next job. May be asked by any thread."""
        process = self._process
        return process is not None and process.poll() is None

    def run(self, start: Start) -> Iterator[Event]:
        """Yield the job's events; the last one is Done, Failed or Stopped, whatever happens to the process."""
        with self._lock:
            self._running, self._cancelling = True, False
        try:
            for event in self._listen(start):
                if isinstance(event, FINAL):
                    self._settle()
                yield event
        finally:
            self._settle()

    def _listen(self, start: Start) -> Iterator[Event]:
        """The job's events from one process or, where that was already ending when the job reached it, from the next."""
        for last_try in (False, True):
            used_before, heard, why = self._process is not None, False, ""
            process = self._alive()
            assert process.stdin is not None and process.stdout is not None
            try:
                process.stdin.write(write_command(start) + "\n")
                process.stdin.flush()
                if self._cancelling:  # asked for before there was a process to ask
                    self._ask(process)
                for line in process.stdout:
                    event, heard = read_event(line), True
                    yield event
                    if isinstance(event, FINAL):
                        return
            except (OSError, ValueError, TypeError, AttributeError) as error:
                why = "" if isinstance(error, OSError) else "the engine stopped making sense and was ended"
                kill(process)
            code = process.wait()
            why = why or self._why(code)
            self._forget()
            if last_try or heard or self._cancelling or not used_before:
                break
        sweep(start)
        yield Stopped() if self._cancelling else Failed("EngineStopped", why)

    def cancel(self) -> None:
        """Ask the running job to stop, and kill the process where asking is not enough; nothing where no job runs."""
        with self._lock:
            if not self._running or self._cancelling:
                return
            self._cancelling = True
            if (process := self._process) is not None:
                self._ask(process)

    def _ask(self, process: "subprocess.Popen[str]") -> None:
        with self._lock:
            self._timer = threading.Timer(SOFT_CANCEL_S, kill, [process])
            self._timer.daemon = True
            self._timer.start()
        try:
            assert process.stdin is not None
            process.stdin.write(write_command(Cancel()) + "\n")
            process.stdin.flush()
        except (OSError, ValueError, RuntimeError):  # gone, closed, or interrupted in the middle of a write
            kill(process)

    def close(self) -> None:
        """End the process and everything it started."""
        process = self._process
        if process is None:
            return
        assert process.stdin is not None
        try:
            process.stdin.close()
            process.wait(SOFT_CANCEL_S)
        except (OSError, subprocess.TimeoutExpired):
            kill(process)
            process.wait()
        self._settle()
        self._forget()

    def _alive(self) -> "subprocess.Popen[str]":
        if self._process is not None and self._process.poll() is not None:
            self._forget()
        if self._process is None:
            self._errors = tempfile.TemporaryFile("w+b")  # noqa: SIM115  # closed by _forget
            self._process = subprocess.Popen(
                self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._errors,
                encoding="utf-8", env=children.environment(), start_new_session=os.name != "nt",
                creationflags=NEW_GROUP | NO_CONSOLE,
            )  # fmt: skip  # a group of its own: Ctrl+C in the terminal is for us to pass on
        return self._process

    def _settle(self) -> None:
        """The job is over: call off the kill that `cancel` has set."""
        with self._lock:
            self._running = False
            if self._timer is not None:
                self._timer.cancel()
                self._timer = None

    def _forget(self) -> None:
        """Close what belongs to an ended process."""
        if self._process is not None:
            for stream in (self._process.stdin, self._process.stdout):
                with suppress(OSError):
                    if stream is not None:
                        stream.close()
        if self._errors is not None:
            self._errors.close()
        self._process = self._errors = None

    def _why(self, code: int) -> str:
        if os.name != "nt" and code == -signal.SIGKILL:
            return "the engine was killed, most likely because the computer's memory was full: try a smaller size or fewer frames"
        assert self._errors is not None
        self._errors.seek(0)
        said = self._errors.read().decode("utf-8", "replace").strip().splitlines()
        return f"the engine stopped unexpectedly with status {code}{': ' + said[-1] if said else ''}"


def kill(process: "subprocess.Popen[str]") -> None:
    """End the process at once, on POSIX with the encoder that it started."""
    with suppress(OSError):
        if os.name == "nt":
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)  # it leads a group of its own


def sweep(start: Start) -> None:
    """Remove what a killed engine was writing for a job."""
    for written in filter(None, (start.output, start.poster)):
        with suppress(OSError):
            remove(part_of(Path(written)))
