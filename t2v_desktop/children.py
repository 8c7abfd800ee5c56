"""Child processes of the application: their command lines, environment and stderr."""

import errno
import io
import os
import re
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import IO, Any

OFFLINE = {"HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1", "HF_HUB_DISABLE_TELEMETRY": "1", "DO_NOT_TRACK": "1"}
# How often a GNU OpenMP thread polls for the others before it sleeps. With the default of 300,000 the engine waits whole time
# slices for threads that another program has preempted. Measured on two cores beside one busy program: a starter clip took 130 s,
# with this value 8 s. On an idle machine both take 1.8 s; 1,000 would take 2.9 s.
SHORT_SPIN = {"GOMP_SPINCOUNT": "10000"}
RESET_PYINSTALLER = {"PYINSTALLER_RESET_ENVIRONMENT": "1"}  # a frozen child finds its libraries itself: it gets no LD_LIBRARY_PATH from us
WAIT_S = 1.0  # for the rest of an ended process's stderr; a grandchild may hold the pipe open
NO_CONSOLE: int = getattr(subprocess, "CREATE_NO_WINDOW", 0)  # Windows: children open no console window
MODULES = {"engine": "t2v_desktop.process.worker", "converter": "t2v_desktop.models.get.converter"}


def command(role: str, *options: str) -> list[str]:
    """The command line that starts the engine or the converter: the frozen application itself, otherwise one of MODULES.

    -P keeps the current folder off the import path.
    """
    if getattr(sys, "frozen", False):
        return [str(_with_console(Path(sys.executable))), f"--{role}", *options]
    return [sys.executable, "-P", "-m", MODULES[role], *options]


def command_line(*arguments: str) -> list[str]:
    """The command line that starts the application's own command line, such as `doctor`."""
    if getattr(sys, "frozen", False):
        return [str(_with_console(Path(sys.executable))), *arguments]
    return [sys.executable, "-P", "-m", "t2v_desktop", *arguments]


def _with_console(program: Path) -> Path:
    """On Windows, the console program beside it, which has standard streams. NO_CONSOLE hides its window."""
    cli = program.with_name("t2v-desktop-cli.exe")
    return cli if program.suffix == ".exe" and cli.is_file() else program


def environment() -> dict[str, str]:
    """Our environment without tokens, in offline mode. A GOMP_SPINCOUNT set by the user wins over ours."""
    kept = {k: v for k, v in os.environ.items() if "TOKEN" not in k.upper().replace("TOKENIZER", "")}
    return SHORT_SPIN | kept | OFFLINE | {"PYTHONUTF8": "1"} | RESET_PYINSTALLER


class Tail:
    """Reads a process's stderr on a thread and keeps the last `most_bytes` of it. Raises OSError if no thread can be started."""

    def __init__(self, process: "subprocess.Popen[Any]", most_bytes: int = 64_000) -> None:
        stream, process.stderr = process.stderr, None  # so that only we close it
        assert stream is not None
        self._stream: IO[bytes] = stream.detach() if isinstance(stream, io.TextIOWrapper) else stream
        self._most_bytes = most_bytes
        self._kept, self._ended = bytearray(), False
        self._changed = threading.Condition()
        try:
            threading.Thread(target=self._read, name="stderr", daemon=True).start()
        except RuntimeError as error:
            self._stream.close()
            raise OSError(errno.EAGAIN, os.strerror(errno.EAGAIN)) from error

    def _read(self) -> None:
        try:
            with self._stream:
                while block := os.read(self._stream.fileno(), 65536):
                    with self._changed:
                        self._kept += block
                        del self._kept[: -self._most_bytes]
                        self._changed.notify_all()
        finally:
            with self._changed:
                self._ended = True
                self._changed.notify_all()

    def text(self, wait_s: float = WAIT_S) -> str:
        """What was kept. Waits until the stream ends, at most `wait_s`."""
        with self._changed:
            self._changed.wait_for(lambda: self._ended, wait_s)
            return self._kept.decode("utf-8", "replace")

    def find(self, pattern: "re.Pattern[str]", wait_s: float = WAIT_S) -> "re.Match[str] | None":
        """The pattern's first match. Waits until it appears or the stream ends, at most `wait_s`. None if there is no match."""
        deadline = time.monotonic() + wait_s
        with self._changed:
            while True:
                found = pattern.search(self._kept.decode("utf-8", "replace"))
                left = deadline - time.monotonic()
                if found or self._ended or left <= 0:
                    return found
                self._changed.wait(left)

    def last_line(self) -> str:
        """The last line that is not blank, "" if there is none."""
        return next((line.strip() for line in reversed(self.text().splitlines()) if line.strip()), "")
