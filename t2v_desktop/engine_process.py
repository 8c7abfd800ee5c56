"""The engine process, seen from outside: started, fed one job at a time, listened to, cancelled, killed."""

import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO

from t2v_desktop.events import FINAL, Cancel, Event, Failed, Start, Stopped, read_event, write_command

SOFT_CANCEL_S = 2.0  # how long the engine has to stop by itself before it is killed
OFFLINE = {"HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1", "HF_HUB_DISABLE_TELEMETRY": "1", "DO_NOT_TRACK": "1"}
NEW_GROUP: int = getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)  # Windows only
SECRETS = ("HF_TOKEN", "HUGGING_FACE_HUB_TOKEN", "HUGGINGFACE_HUB_TOKEN")


class EngineProcess:
    """One engine process, started by `command` with the first job and again after it died."""

    def __init__(self, command: list[str] | None = None) -> None:
        self._command = command or engine_command()
        self._process: subprocess.Popen[str] | None = None
        self._errors: IO[bytes] | None = None
        self._cancelling = False
        self._timer: threading.Timer | None = None

    def run(self, start: Start) -> Iterator[Event]:
        """Yield the job's events; the last one is Done, Failed or Stopped, whatever happens to the process."""
        self._cancelling = False
        used_before, heard = self._process is not None, False
        process = self._alive()
        assert process.stdin is not None and process.stdout is not None
        try:
            process.stdin.write(write_command(start) + "\n")
            process.stdin.flush()
            for line in process.stdout:
                event, heard = read_event(line), True
                if isinstance(event, FINAL):
                    self._settle()
                    yield event
                    return
                yield event
        except (OSError, ValueError):
            process.kill()
        code = process.wait()
        self._settle()
        why = self._why(code)
        self._forget()
        if used_before and not heard and not self._cancelling:  # it was already ending when the job reached it
            yield from self.run(start)
            return
        sweep(Path(start.output))
        yield Stopped() if self._cancelling else Failed("EngineStopped", why)

    def cancel(self) -> None:
        """Ask the running job to stop, and kill the process where asking is not enough."""
        process = self._process
        if process is None or self._cancelling:
            return
        self._cancelling = True
        self._timer = threading.Timer(SOFT_CANCEL_S, process.kill)
        self._timer.daemon = True
        self._timer.start()
        try:
            assert process.stdin is not None
            process.stdin.write(write_command(Cancel()) + "\n")
            process.stdin.flush()
        except OSError:
            process.kill()

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
            process.kill()
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
                encoding="utf-8", env=environment(), start_new_session=os.name != "nt",
                creationflags=NEW_GROUP,
            )  # fmt: skip  # a group of its own: Ctrl+C in the terminal is for us to pass on
        return self._process

    def _settle(self) -> None:
        """Call off the kill that `cancel` has set."""
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
        return f"the engine stopped unexpectedly ({said[-1] if said else f'exit status {code}'})"


def engine_command(*options: str) -> list[str]:
    """The command line of an engine process: this application itself once it is frozen, else a module of it."""
    if getattr(sys, "frozen", False):
        return [sys.executable, "--engine", *options]
    return [sys.executable, "-P", "-m", "t2v_desktop.worker", *options]


def environment() -> dict[str, str]:
    """Our environment without secrets, told that there is no network."""
    kept = {k: v for k, v in os.environ.items() if k not in SECRETS}
    return kept | OFFLINE | {"PYTHONUTF8": "1"}


def sweep(output: Path) -> None:
    """Remove what a killed engine was writing for `output`."""
    part = output.with_name(f".{output.name}.part{output.suffix}")
    if part.is_dir():
        for picture in part.iterdir():
            picture.unlink(missing_ok=True)
        part.rmdir()
    else:
        part.unlink(missing_ok=True)
