"""A job's progress and remaining time, from the events of the engine."""

import time
from collections.abc import Callable

from t2v_desktop.events import Decoding, Denoising, Encoding, Event, Loading, Writing

LIBRARIES = "libraries"  # the first part of Loading, while the engine starts
SHARES = {Loading: (0.0, 0.08), Encoding: (0.08, 0.1), Denoising: (0.1, 0.92), Decoding: (0.92, 0.99), Writing: (0.99, 1.0)}


class Pace:
    """Tracks one job. `done` is its progress from 0 to 1; `start_s` is how long the engine took to start, 0 if it was running already."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._phase: type[Event] | None = None
        self._began = self._created = clock()
        self._starting = False
        self.start_s = 0.0
        self._inside = 0.0  # progress within the phase
        self.done = 0.0

    def update(self, event: Event) -> None:
        if type(event) not in SHARES:
            return
        libraries = isinstance(event, Loading) and event.part == LIBRARIES
        if self._starting and not libraries:
            self.start_s = self._clock() - self._created
        self._starting = libraries
        if type(event) is not self._phase:
            self._phase, self._began = type(event), self._clock()
        match event:
            case Loading(step=step, total=total) | Denoising(step=step, total=total) | Decoding(frame=step, total=total) | Encoding(frame=step, total=total):
                self._inside = step / max(total, 1)
            case _:
                self._inside = 0.0
        low, high = SHARES[type(event)]
        self.done = max(self.done, low + (high - low) * self._inside)

    def phase_left_s(self) -> float | None:
        """Seconds until the phase ends, at its pace so far; None if not known yet."""
        if self._phase not in (Denoising, Decoding) or not 0 < self._inside < 1:
            return None
        return (self._clock() - self._began) / self._inside * (1 - self._inside)
