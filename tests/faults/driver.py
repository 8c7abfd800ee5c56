"""Drives one application from outside: starts it, sends commands, receives events, kills it."""

import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil

from t2v_desktop.request import Request

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
QUICK_ENGINE = [sys.executable, str(HERE / "quick_engine.py")]
REAL_ENGINE: list[str] = []
PATIENCE_S = 30.0
Event = dict[str, Any]
_alive: "set[Application]" = set()


class Gone(Exception):
    """The application has ended or does not answer."""


class Application:
    """A running application. `folder` has its home and its temporary folder; `before` precedes the command line, `fds` are passed on."""

    def __init__(self, folder: Path, engine: Sequence[str], before: Sequence[str] = (), fds: Sequence[int] = ()) -> None:
        self.folder, self.home = folder, folder / "home"
        (folder / "tmp").mkdir(parents=True, exist_ok=True)
        own = {"T2V_DESKTOP_HOME": str(self.home), "TMPDIR": str(folder / "tmp"), "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
        self._errors = (folder / "stderr").open("ab")
        self.process = subprocess.Popen(
            [*before, sys.executable, str(HERE / "application.py"), *engine], env={**os.environ, **own}, cwd=ROOT, pass_fds=fds,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._errors,
        )  # fmt: skip
        _alive.add(self)
        self.states: dict[int, str] = {}
        self.tracebacks: list[str] = []
        self.last_failure = ""
        self.warnings: list[str] = []
        self.dialogs: list[str] = []
        self._events: queue.SimpleQueue[Event | None] = queue.SimpleQueue()
        self.on_event: Callable[[Event], None] = lambda _: None
        threading.Thread(target=self._read_events, daemon=True).start()

    def _read_events(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if line.startswith(b"{"):
                event = json.loads(line)
                self._record(event)
                self.on_event(event)
                self._events.put(event)
        self.process.stdout.close()
        self._events.put(None)

    def _record(self, event: Event) -> None:
        match event.get("event"):
            case "State":
                self.states[event["seed"]] = event["state"]
            case "EndedBadly":
                self.last_failure = event["words"]
            case "Traceback":
                self.tracebacks.append(event["words"])
            case "Warned" | "Refused":
                self.warnings.append(event["words"])
            case "Dialog":
                self.dialogs.append(event["words"])

    def wait(self, wanted: Callable[[Event], bool], patience_s: float = PATIENCE_S) -> Event:
        """The next wanted event. Raises Gone if the application ends first or the event does not come in time."""
        end = time.monotonic() + patience_s
        while True:
            try:
                event = self._events.get(timeout=max(end - time.monotonic(), 0.001))
            except queue.Empty:
                raise Gone(f"no answer in {patience_s:.0f} s") from None
            if event is None:
                self._events.put(None)
                raise Gone(f"it ended with status {self.process.wait()}: {self.last_error_line()}")
            if wanted(event):
                return event

    def ready(self) -> "Application":
        self.wait(lambda e: e.get("event") == "Ready")
        return self

    def do(self, verb: str, **values: object) -> Any:
        """Send a command and return its answer; None if it was refused with a message."""
        assert self.process.stdin is not None
        try:
            self.process.stdin.write((json.dumps({"do": verb, **values}) + "\n").encode())
            self.process.stdin.flush()
        except OSError as error:
            raise Gone("it has ended") from error
        answer = self.wait(lambda e: "answer" in e)
        if "refused" in answer:
            self.warnings.append(answer["refused"])
        return answer["answer"]

    def add(self, requests: Sequence[Request]) -> Any:
        """Submit requests. Returns the new jobs' ids, None if they were refused with a message."""
        return self.do("add", requests=[request.to_json() for request in requests])

    def settle(self, patience_s: float = PATIENCE_S, enough: Callable[[Event], bool] = lambda _: False) -> Event:
        """Wait until nothing runs or is about to run, or until `enough` accepts what the window shows. Returns what it shows then."""
        end = time.monotonic() + patience_s
        while True:
            seen: Event = self.do("seen")
            states = {job["state"] for job in seen["jobs"]}
            if (not states & {"running", "cancelling"} and ("waiting" not in states or seen["paused"])) or enough(seen):
                return seen
            if time.monotonic() > end:
                return seen
            time.sleep(0.1)

    def engines(self) -> list[psutil.Process]:
        try:
            below = psutil.Process(self.process.pid).children(recursive=True)
            return [p for p in below if any(name in " ".join(p.cmdline()) for name in ("quick_engine.py", "t2v_desktop.process.worker"))]
        except psutil.Error:
            return []

    def kill(self) -> None:
        """kill -9, and wait until the engine has ended too."""
        engines = self.engines()
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        _, alive = psutil.wait_procs(engines, 8)
        for process in alive:
            process.kill()
        self._close()

    def _close(self) -> None:
        _alive.discard(self)
        self._errors.close()
        with suppress(OSError):  # commands to a dead process cannot be delivered
            if self.process.stdin is not None:
                self.process.stdin.close()

    def quit(self) -> int:
        try:
            self.do("quit")
            status = self.process.wait(PATIENCE_S)
        except (Gone, subprocess.TimeoutExpired):
            self.kill()
            return -signal.SIGKILL
        self._close()
        return status

    def __enter__(self) -> "Application":
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.kill()

    def last_error_line(self) -> str:
        lines = (self.folder / "stderr").read_text("utf-8", "replace").strip().splitlines()
        return lines[-1][:200] if lines else ""


def end_all() -> None:
    """Kill the applications that trials left running for the next trial of their chain."""
    for application in list(_alive):
        application.kill()
