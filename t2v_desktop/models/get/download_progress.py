"""How far a download has come, added up over all its threads."""

import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

SPEED_WINDOW_S, REPORT_EVERY_S = 5.0, 0.1
SILENCE_S = 3.0  # after which a silent hub is reported


@dataclass(frozen=True, slots=True)
class DownloadProgress:
    """Progress of a download. `bytes_per_s` is the average of the last seconds; `waiting_for` is why nothing arrives, or empty."""

    done_bytes: int
    total_bytes: int
    bytes_per_s: float
    waiting_for: str = ""


class ProgressMeter:
    """Adds up the bytes of all threads and reports progress a few times a second."""

    def __init__(self, report: Callable[[DownloadProgress], None]) -> None:
        self.report, self.total_bytes, self._done = report, 0, 0
        self._lock, self._reported_at = threading.Lock(), 0.0
        self._samples: deque[tuple[float, int]] = deque()
        self._received_at, self._waiting_for = time.monotonic(), ""

    def start(self, total_bytes: int) -> None:
        with self._lock:
            self.total_bytes, self._done = total_bytes, 0
            self._samples.clear()
            self._received_at, self._waiting_for = time.monotonic(), ""

    def report_wait(self, reason: str) -> None:
        """Report that the download is waiting, until the next bytes arrive."""
        with self._lock:
            self._waiting_for, done = reason, self._done
        self.report(DownloadProgress(done, self.total_bytes, 0.0, reason))

    def report_if_idle(self, reason: str) -> None:
        """Report `reason` if nothing has arrived for a while and no other reason is shown."""
        with self._lock:
            idle = not self._waiting_for and time.monotonic() - self._received_at > SILENCE_S
        if idle:
            self.report_wait(reason)

    def add(self, count: int) -> None:
        """Add received bytes; negative if some were discarded."""
        now = time.monotonic()
        with self._lock:
            self._done += count
            if count > 0:
                self._received_at, self._waiting_for = now, ""
            self._samples.append((now, self._done))
            while now - self._samples[0][0] > SPEED_WINDOW_S:
                self._samples.popleft()
            if now - self._reported_at < REPORT_EVERY_S and self._done < self.total_bytes:
                return
            self._reported_at = now
            (start, before), done = self._samples[0], self._done
            speed = max(done - before, 0) / (now - start) if now > start else 0.0
        self.report(DownloadProgress(done, self.total_bytes, speed))
