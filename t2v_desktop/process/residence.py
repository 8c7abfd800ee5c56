"""Decides how long an idle engine stays in memory."""

import time
from collections.abc import Callable
from dataclasses import dataclass

import psutil

CHECK_S = 3.0  # how often an idle engine looks at the memory
PRESSURE_SHARE, PRESSURE_BYTES = 0.1, 1_500_000_000  # memory is short if less is free than this share, or this many bytes if that is less


@dataclass(frozen=True, slots=True)
class Memory:
    """The computer's memory in bytes: what programs can still get, and all of it."""

    free: int
    total: int

    @property
    def short(self) -> bool:
        return self.free < min(self.total * PRESSURE_SHARE, PRESSURE_BYTES)


def read_memory() -> Memory:
    now = psutil.virtual_memory()
    return Memory(int(now.available), int(now.total))


class Residence:
    """Tells when to end an idle engine: after `keep_s` seconds (0: never), or as soon as memory is short while it holds a model.

    The whole process ends, not only the model: that also frees what torch and a graphics driver hold. The next job, or the next word
    that the user types, starts another.
    """

    def __init__(self, memory: Callable[[], Memory] = read_memory, clock: Callable[[], float] = time.monotonic, check_s: float = CHECK_S) -> None:
        self.keep_s = 0.0
        self._memory, self._clock, self._check_s = memory, clock, check_s
        self._idle_since = clock()

    def restart(self) -> None:
        """Count the idle time from now on."""
        self._idle_since = self._clock()

    def over(self, holds_model: bool) -> bool:
        """Whether the idle engine should end now."""
        if self.keep_s and self._clock() - self._idle_since >= self.keep_s:
            return True
        return holds_model and self._memory().short

    def wait_s(self) -> float:
        """When to ask again, in seconds from now."""
        left = self._idle_since + self.keep_s - self._clock() if self.keep_s else self._check_s
        return min(max(left, 0.05), self._check_s)
