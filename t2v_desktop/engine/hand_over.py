"""Hands chunks of work to a thread, so that the next is made while the last is taken."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Generic, TypeVar

Chunk = TypeVar("Chunk")


class HandOver(Generic[Chunk]):
    """Calls `take` for one chunk after another on a thread; at most one is under way.

    Use it as a context manager: at its end the last chunk is taken, unless an exception passes through. What `take` raises is
    raised by the next `give`, or at the end.
    """

    def __init__(self, take: Callable[[Chunk], None]) -> None:
        self._take = take
        self._thread = ThreadPoolExecutor(1)
        self._last: Future[None] | None = None

    def give(self, chunk: Chunk) -> None:
        """Start to take `chunk`, once the chunk before it is taken."""
        self.wait()
        self._last = self._thread.submit(self._take, chunk)

    def wait(self) -> None:
        """Return when everything given is taken."""
        if self._last is not None:
            last, self._last = self._last, None
            last.result()

    def __enter__(self) -> "HandOver[Chunk]":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        try:
            if kind is None:
                self.wait()
        finally:
            self._thread.shutdown()  # waits for a chunk under way
