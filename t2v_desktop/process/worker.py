"""The engine process: commands in, events out, one JSON object a line on a private pair of pipes."""

import json
import os
import sys
import threading
import time
import traceback
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from t2v_desktop import paths
from t2v_desktop.errors import Cancelled, T2VError
from t2v_desktop.events import Event, Failed, Loading, Start, Stopped, read_command, write_event

if TYPE_CHECKING:
    from t2v_desktop.engine.render import Renderer

ORPHANED_EXIT_S = 5.0
LOG_BYTES = 200_000  # of the log of unexpected errors that are kept when the next is added


class Pipe:
    """The process's own stdin and stdout, taken away from libraries that might read or print."""

    def __init__(self) -> None:
        self.commands = os.fdopen(os.dup(0), "r", encoding="utf-8", newline="\n")
        self._events = os.fdopen(os.dup(1), "w", encoding="utf-8", newline="\n")
        self._lock = threading.Lock()
        nothing = os.open(os.devnull, os.O_RDONLY)
        os.dup2(nothing, 0)
        os.close(nothing)
        os.dup2(2, 1)  # a stray print goes to stderr, never between two events

    def send(self, event: Event) -> None:
        with self._lock:
            self._events.write(write_event(event) + "\n")
            self._events.flush()


@dataclass(frozen=True, slots=True)
class Job:
    """What was asked for, and whether that was taken back."""

    start: Start
    cancelled: threading.Event = field(default_factory=threading.Event)


class Worker:
    """Takes one Start at a time; a thread listens, so that Cancel is heard while the engine works.

    Cancel means the Start before it on the pipe, whether that has begun, has not, or has ended.
    """

    def __init__(self, pipe: Pipe) -> None:
        self._pipe = pipe
        self._jobs: list[Job] = []
        self._latest: Job | None = None
        self._wake = threading.Condition()
        self._importing = True
        self._closed = False
        self._unsound = False

    def listen(self) -> None:
        """Read commands until the other end closes; then stop what is running and end the process."""
        try:
            for line in self._pipe.commands:
                self._hear(line)
        except (OSError, ValueError):  # nobody is there to answer, or what comes is no text
            traceback.print_exc()
        self._close()

    def _hear(self, line: str) -> None:
        try:
            command = read_command(line)
        except (ValueError, TypeError, LookupError, AttributeError, RecursionError, T2VError) as error:
            self._pipe.send(Failed("InvalidRequest", f"the engine was asked for something it does not know: {error}"))
            return
        with self._wake:
            if isinstance(command, Start):
                self._latest = Job(command)
                self._jobs.append(self._latest)
                self._wake.notify()
            elif self._latest is not None:
                self._latest.cancelled.set()
                if self._importing:  # nothing is written yet, and an import cannot be interrupted
                    self._pipe.send(Stopped())
                    os._exit(0)

    def _close(self) -> None:
        with self._wake:
            self._closed = True
            self._wake.notify()
            if self._importing:
                os._exit(0)
        time.sleep(ORPHANED_EXIT_S)  # on a thread that does not keep alive a process that ends by itself
        os._exit(1)

    def work(self) -> None:
        """Render what is asked for, until the other end closes the pipe or an unexpected error has left the process in doubt."""
        job = self._next()
        if job is None:
            return
        self._pipe.send(Loading("libraries", 0, 1))
        from t2v_desktop.engine.render import Renderer  # seconds of torch, only once somebody asks

        with self._wake:
            self._importing = False
        renderer = Renderer()
        while job is not None:
            self._pipe.send(self._render(renderer, job))
            job = None if self._unsound else self._next()

    def _next(self) -> Job | None:
        with self._wake:
            self._wake.wait_for(lambda: self._jobs or self._closed)
            return None if self._closed else self._jobs.pop(0)

    def _raise_if_cancelled(self, job: Job) -> None:
        if self._closed or job.cancelled.is_set():
            raise Cancelled("cancelled")

    def _render(self, renderer: "Renderer", job: Job) -> Event:
        try:
            return renderer.render(job.start, self._pipe.send, lambda: self._raise_if_cancelled(job))
        except Cancelled:
            return Stopped()
        except T2VError as error:
            return Failed(type(error).__name__, str(error))
        except OSError as error:
            return Failed("OutputError", f"{error.filename or 'a file'}: {error.strerror or error}")
        except Exception as error:  # noqa: BLE001  # the boundary: after a sticky CUDA error every later job would fail, so the process ends
            self._unsound = True
            traceback.print_exc()
            return Failed("EngineStopped", f"unexpected engine error ({type(error).__name__}: {error})".splitlines()[0] + _logged(job.start))


def _logged(start: Start) -> str:
    """Add the error that is being handled to the engine's log; where to find it, as the end of a message."""
    file = paths.data() / "engine.log"
    r = start.request
    job = f"{r.model}, {r.num_frames} frames of {r.width}x{r.height}, {r.device}, {r.dtype}, {r.memory}"
    with suppress(OSError):
        before = file.read_bytes()[-LOG_BYTES:] if file.is_file() else b""
        paths.write_whole(file, before + f"{time.strftime('%Y-%m-%d %H:%M:%S')} {job}\n{traceback.format_exc()}\n".encode("utf-8", "replace"))
        return f"; details: {file}"
    return ""


def describe() -> None:
    """Print what `doctor` and the window want to know about torch and the devices, as one line of JSON."""
    from t2v_desktop.engine.device import describe as device
    from t2v_desktop.engine.report import report_devices

    print(json.dumps(device() | report_devices()))


def main() -> None:
    if sys.argv[1:] == ["--describe"]:
        describe()
        return
    worker = Worker(Pipe())
    threading.Thread(target=worker.listen, daemon=True).start()
    worker.work()
    os._exit(0)  # every event is flushed, and taking torch apart piece by piece takes seconds


if __name__ == "__main__":
    main()
