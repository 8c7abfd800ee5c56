"""The processes this application starts: their command lines, their environment, and what they write to stderr."""

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
# How often a thread of GNU OpenMP looks whether the others are done before it sleeps. Its own 300,000 make the engine wait whole
# time slices for threads that another program has pushed aside: measured on two cores beside one busy program, a clip of the
# starter took 130 s, with this 8 s; on an idle machine both take 1.8 s, and 1,000 would take 2.9 s.
PATIENCE_OF_THREADS = {"GOMP_SPINCOUNT": "10000"}
FROZEN_ANEW = {"PYINSTALLER_RESET_ENVIRONMENT": "1"}  # a frozen process looks for its libraries itself: we keep no LD_LIBRARY_PATH for it
WAIT_S = 1.0  # for the last words of a process that has ended; one it started may hold the pipe open
NO_CONSOLE: int = getattr(subprocess, "CREATE_NO_WINDOW", 0)  # Windows: ffmpeg opens no window of its own
MODULES = {"engine": "t2v_desktop.process.worker", "converter": "t2v_desktop.models.get.converter"}


def command(role: str, *options: str) -> list[str]:
    """The command line of a process: this application itself once it is frozen, else a module of it, none of the current folder."""
    if getattr(sys, "frozen", False):
        return [str(_with_console(Path(sys.executable))), f"--{role}", *options]
    return [sys.executable, "-P", "-m", MODULES[role], *options]


def _with_console(program: Path) -> Path:
    """On Windows the program whose standard streams are there; its console is never shown (NO_CONSOLE)."""
    beside = program.with_name("t2v-desktop-cli.exe")
    return beside if program.suffix == ".exe" and beside.is_file() else program


def environment() -> dict[str, str]:
    """Our environment without secrets, told that there is no network; how threads wait is the user's to choose."""
    kept = {k: v for k, v in os.environ.items() if "TOKEN" not in k.upper().replace("TOKENIZER", "")}
    return PATIENCE_OF_THREADS | kept | OFFLINE | {"PYTHONUTF8": "1"} | FROZEN_ANEW


class Tail:
    """Takes a process's stderr, reads it to its end, and keeps its last `most_bytes`. Raises OSError where there can be no further thread."""

    def __init__(self, process: "subprocess.Popen[Any]", most_bytes: int = 64_000) -> None:
        stream, process.stderr = process.stderr, None  # so that nobody else closes it
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
        """What was kept, once the stream has ended or `wait_s` have passed."""
        with self._changed:
            self._changed.wait_for(lambda: self._ended, wait_s)
            return self._kept.decode("utf-8", "replace")

    def find(self, pattern: "re.Pattern[str]", wait_s: float = WAIT_S) -> "re.Match[str] | None":
        """The pattern's first match, waited for until the stream has ended or `wait_s` have passed; None if there is none."""
        until = time.monotonic() + wait_s
        with self._changed:
            while True:
                found = pattern.search(self._kept.decode("utf-8", "replace"))
                left = until - time.monotonic()
                if found or self._ended or left <= 0:
                    return found
                self._changed.wait(left)

    def last_line(self) -> str:
        """The last line with words, "" where there is none."""
        return next((line.strip() for line in reversed(self.text().splitlines()) if line.strip()), "")
