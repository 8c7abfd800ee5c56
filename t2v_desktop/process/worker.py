"""The engine process from inside: reads commands and sends events, one JSON object per line."""

import json
import os
import sys
import threading
import time
import traceback
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from t2v_desktop import paths
from t2v_desktop.errors import Cancelled, T2VError
from t2v_desktop.events import Cancel, Event, Failed, KeepModel, Loading, Start, Stopped, WarmUp, Warned, read_command, write_event
from t2v_desktop.logs import log_files
from t2v_desktop.process.residence import Residence
from t2v_desktop.request import Request

if TYPE_CHECKING:
    from t2v_desktop.engine.render import Renderer

Result = TypeVar("Result")

ORPHANED_EXIT_S = 5.0
LOG_BYTES = 200_000  # of the error log that are kept when an error is added


class Pipe:
    """The commands on stdin and the events on stdout, protected from libraries that read or print."""

    def __init__(self) -> None:
        self.commands = os.fdopen(os.dup(0), "r", encoding="utf-8", newline="\n")
        self._events = os.fdopen(os.dup(1), "w", encoding="utf-8", newline="\n")
        self._lock = threading.Lock()
        null = os.open(os.devnull, os.O_RDONLY)
        os.dup2(null, 0)
        os.close(null)
        os.dup2(2, 1)  # a stray print goes to stderr, not between two events

    def send(self, event: Event) -> None:
        with self._lock:
            self._events.write(write_event(event) + "\n")
            self._events.flush()


@dataclass(frozen=True, slots=True)
class Task:
    """A Start command, and whether it was cancelled."""

    start: Start
    cancelled: threading.Event = field(default_factory=threading.Event)


class Worker:
    """Renders one Start at a time; a thread reads the commands, so that Cancel works during a render.

    Another thread finishes the file of a clip whose frames are all rendered. The next Start is rendered meanwhile, but its events are
    sent after the last one of the clip before it. Cancel is for the last Start before it on the pipe, whether that is waiting,
    running or finished. While nothing is to be rendered, it loads the model that a WarmUp names, and ends when `residence` says so.
    """

    def __init__(self, pipe: Pipe, residence: Residence | None = None) -> None:
        self._pipe, self._residence = pipe, residence or Residence()
        self._tasks: list[Task] = []
        self._latest: Task | None = None
        self._warm_up: WarmUp | None = None  # names a model to load
        self._unreported: list[Event] = []  # warnings from loading it, for the first job that uses it
        self._wake = threading.Condition()
        self._importing = True
        self._wanted = False  # the libraries are needed, or will be soon
        self._closed = False
        self._broken = False
        self._finisher = ThreadPoolExecutor(1)
        self._finishing: Future[None] | None = None  # the clip whose file is being finished
        self._held: list[Event] | None = None  # events to send after its last one; None while no file is being finished
        self._order = threading.Lock()

    def read_commands(self) -> None:
        """Read commands until the other end closes the pipe, then cancel the render and end the process."""
        try:
            for line in self._pipe.commands:
                self._handle(line)
        except (OSError, ValueError):  # the pipe is broken, or the input is not text
            traceback.print_exc()
        self._close()

    def _handle(self, line: str) -> None:
        try:
            command = read_command(line)
        except (ValueError, TypeError, LookupError, AttributeError, RecursionError, T2VError) as error:
            self._report(Failed("InvalidRequest", f"the engine received an invalid command: {error}"))
            return
        with self._wake:
            self._wanted = self._wanted or isinstance(command, Start | WarmUp)
            if isinstance(command, KeepModel):
                self._residence.keep_s = command.keep_s
            elif isinstance(command, WarmUp):
                self._warm_up = command if command.request is not None else self._warm_up
            elif isinstance(command, Start):
                if self._importing:
                    self._pipe.send(Loading("libraries", 0, 1))
                self._latest = Task(command)
                self._tasks.append(self._latest)
            elif isinstance(command, Cancel) and self._latest is not None:
                self._latest.cancelled.set()
                if self._importing:  # no file is written yet, and an import can't be interrupted
                    self._pipe.send(Stopped())
                    os._exit(0)
            self._wake.notify()

    def _close(self) -> None:
        with self._wake:
            self._closed = True
            self._wake.notify()
            if self._importing:
                os._exit(0)
        time.sleep(ORPHANED_EXIT_S)  # runs on a daemon thread: the process may end earlier by itself
        os._exit(1)

    def work(self) -> None:
        """Render until the other end closes the pipe, or until an unexpected error, which may have left the process broken."""
        with self._wake:
            self._wake.wait_for(lambda: self._wanted or self._closed)
            if self._closed:
                return
        from t2v_desktop.engine.render import Renderer  # torch takes seconds to import: only when needed

        with self._wake:
            self._importing = False
        renderer = Renderer()
        self._residence.restart()
        while not self._broken and (task := self._next(renderer)) is not None:
            self._render(renderer, task)
            self._residence.restart()
        self._wait_for_file()

    def _next(self, renderer: "Renderer") -> Task | None:
        """The next task, once there is one. None at the end."""
        while not self._broken:
            with self._wake:
                self._wake.wait_for(lambda: self._tasks or self._closed or self._broken or self._warm_up, self._residence.wait_s())
                if self._closed or self._broken:
                    return None
                if self._tasks:
                    return self._tasks.pop(0)
                wanted, self._warm_up = self._warm_up, None
                if wanted is None and self._held is None and self._residence.over(renderer.holds_model):
                    self._closed = True  # a Start that comes now gets no event: the other end sends it to another process
                    return None
            if wanted is not None:
                self._prepare(renderer, wanted)
                self._residence.restart()
        return None

    def _prepare(self, renderer: "Renderer", wanted: WarmUp) -> None:
        """Load a model before its first job. What fails here is left to that job, which reports it."""
        assert wanted.request is not None
        self._unreported.clear()
        try:
            start = Start(wanted.request, wanted.model_folder, "", loras=wanted.loras)
            renderer.prepare(start, self._report_to_waiting, lambda: self._raise_if_unwanted(wanted))
        except (Cancelled, T2VError, OSError, MemoryError):
            renderer.unload()
        except Exception:  # noqa: BLE001  # as in _render
            self._broken = True
            traceback.print_exc()

    def _report_to_waiting(self, event: Event) -> None:
        """Report the loading of a model to the job that waits for it; without one, keep the warnings for later."""
        with self._wake:
            waiting = bool(self._tasks)
        if waiting:
            self._report(event)
        elif isinstance(event, Warned):
            self._unreported.append(event)

    def _raise_if_unwanted(self, wanted: WarmUp) -> None:
        """Stop loading a model that the next job, or else a newer WarmUp, doesn't need."""
        with self._wake:
            task, newer = self._tasks[0] if self._tasks else None, self._warm_up
            if self._closed or (task is not None and (task.cancelled.is_set() or not _loads_for(wanted, task.start.request, task.start.model_folder))):
                raise Cancelled("not needed by the next job")
            if task is None and newer is not None and not _loads_for(wanted, newer.request, newer.model_folder):
                raise Cancelled("another model is wanted")

    def _raise_if_cancelled(self, task: Task) -> None:
        if self._closed or task.cancelled.is_set():
            raise Cancelled("cancelled")

    def _report(self, event: Event) -> None:
        """Send an event of the newest task, once the clip before it has ended."""
        with self._order:
            if self._held is None:
                self._pipe.send(event)
            else:
                self._held.append(event)

    def _render(self, renderer: "Renderer", task: Task) -> None:
        """Render all frames, and let the other thread finish the file."""
        for event in self._unreported:
            self._report(event)
        self._unreported.clear()
        finish = self._outcome(task, lambda: renderer.render_frames(task.start, self._report, lambda: self._raise_if_cancelled(task)))
        if isinstance(finish, Failed | Stopped):
            self._report(finish)
            return
        self._wait_for_file()
        with self._order:
            self._held = []
        self._finishing = self._finisher.submit(self._finish, task, lambda: finish(self._pipe.send))

    def _finish(self, task: Task, finish: Callable[[], Event]) -> None:
        """Finish a clip's file; then send its last event, and those that were held back."""
        final = self._outcome(task, finish)
        self._residence.restart()
        with self._order:
            for event in (final, *(self._held or ())):
                self._pipe.send(event)
            self._held = None
        with self._wake:
            self._wake.notify()  # the error may have been unexpected

    def _wait_for_file(self) -> None:
        """Return when no file is being finished."""
        if self._finishing is not None:
            self._finishing.result()

    def _outcome(self, task: Task, work: Callable[[], Result]) -> Result | Failed | Stopped:
        """What `work` returns, or the event that says why it did not."""
        try:
            return work()
        except Cancelled:
            return Stopped()
        except T2VError as error:
            return Failed(type(error).__name__, str(error))
        except OSError as error:
            return Failed("OutputError", f"{error.filename or 'a file'}: {error.strerror or error}")
        except Exception as error:  # noqa: BLE001  # the boundary: after a sticky CUDA error all later jobs would fail, so the process ends
            self._broken = True
            traceback.print_exc()
            return Failed("EngineStopped", f"unexpected engine error ({type(error).__name__}: {error})".splitlines()[0] + _logged(task.start))


def _loads_for(wanted: WarmUp, request: Request | None, model_folder: str) -> bool:
    """Whether what `wanted` loads also serves another request."""
    return wanted.request is not None and request is not None and model_folder == wanted.model_folder and request.within(wanted.request)


def _logged(start: Start) -> str:
    """Add the current exception to the engine's log. Returns the end of a message that names the log file."""
    file = log_files()["engine"]
    r = start.request
    summary = f"{r.model}, {r.num_frames} frames of {r.width}x{r.height}, {r.device}, {r.dtype}, {r.memory}"
    with suppress(OSError):
        older = file.read_bytes()[-LOG_BYTES:] if file.is_file() else b""
        paths.write_whole(file, older + f"{time.strftime('%Y-%m-%d %H:%M:%S')} {summary}\n{traceback.format_exc()}\n".encode("utf-8", "replace"))
        return f"; details: {file}"
    return ""


def describe() -> None:
    """Print a description of torch and the devices for `doctor` and the window, as one line of JSON."""
    from t2v_desktop.engine.device import describe as device
    from t2v_desktop.engine.report import report_devices

    print(json.dumps(device() | report_devices()))


def main() -> None:
    if sys.argv[1:] == ["--describe"]:
        describe()
        return
    worker = Worker(Pipe())
    threading.Thread(target=worker.read_commands, daemon=True).start()
    worker.work()
    os._exit(0)  # every event is flushed, and a normal exit of torch takes seconds


if __name__ == "__main__":
    main()
