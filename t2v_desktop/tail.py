"""What a child process writes to its stderr, read on a thread and kept in memory: no full disk and no full pipe stops the child."""

import errno
import io
import os
import re
import subprocess
import threading
import time
from typing import IO, Any

WAIT_S = 1.0  # for the last words of a process that has ended; one it started may hold the pipe open


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
