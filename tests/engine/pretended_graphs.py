"""CUDA graphs of a pretended GPU: operations recorded once, and run again on what then lies in the memory that they read.

As on a real card, what a capture computes is not there before a replay, replays overwrite each other's results, and the graph keeps nothing alive that it
reads. A capture in which the program reads a value, waits, or copies from ordinary memory fails.
"""

import weakref
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import torch
from torch.utils._python_dispatch import _disable_current_modes
from torch.utils._pytree import tree_leaves, tree_map

Tensor = torch.Tensor


class Pool:
    """The memory of a predictor's graphs: it grows with what their captures need at once, and stays with them until the last is reset."""

    def __init__(self, take: Callable[[int], None], give: Callable[[int], None]) -> None:
        self._take, self._give = take, give
        self.used = self.size = self.graphs = 0

    def take(self, size: int) -> None:
        if self.used + size > self.size:
            self._take(self.used + size - self.size)
            self.size = self.used + size
        self.used += size

    def give(self, size: int) -> None:
        self.used -= size
        if not self.graphs:
            self._give(size)
            self.size -= size

    def release(self) -> None:
        self.graphs -= 1
        if not self.graphs:
            self._give(self.size - self.used)
            self.size = self.used


@dataclass(frozen=True, slots=True)
class Read:
    """A tensor by its place in memory: the storage of the capture's own with that number, or one that was there before."""

    storage: "int | weakref.ref[torch.UntypedStorage]"
    dtype: torch.dtype
    size: torch.Size
    stride: tuple[int, ...]
    offset: int


@dataclass(slots=True)
class Recording:
    """What a capture has recorded. `operations` are functions, their arguments and, for each storage that they make, its number and where in the result."""

    operations: list[tuple[Callable[..., Any], Any, Any, list[tuple[int, int]]]] = field(default_factory=list)
    made: "list[weakref.ref[torch.UntypedStorage]]" = field(default_factory=list)
    before: dict[int, tuple[Tensor, Tensor]] = field(default_factory=dict)  # what operations have changed that was there before, and what it was
    broken: str = ""
    hollow: bool = False  # there are no numbers to record

    def _number(self, storage: torch.UntypedStorage) -> int | None:
        return next((n for owner, n in [getattr(storage, "captured_as", (None, 0))] if owner is self), None)

    def _read(self, value: object) -> object:
        if not isinstance(value, Tensor):
            return value
        storage = value.untyped_storage()
        number = self._number(storage)
        if number is None and getattr(storage, "home", None) is None:
            return value.clone()  # a number, which becomes part of the operation
        return Read(weakref.ref(storage) if number is None else number, value.dtype, value.shape, value.stride(), value.storage_offset())

    def before_operation(self, func: Any, args: Any, kwargs: Any) -> None:
        """Keep what the operation is about to change, so that the capture changes nothing."""
        schema = getattr(func, "_schema", None)
        for value in tree_leaves((args[:1], kwargs.get("out"))) if schema is not None and schema.is_mutable and not self.hollow else ():
            if isinstance(value, Tensor) and self._number(value.untyped_storage()) is None:
                with _disable_current_modes():
                    self.before.setdefault(id(value), (value, value.clone()))

    def add(self, func: Any, args: Any, kwargs: Any, result: object) -> None:
        """Record an operation that has been run for the shapes it gives."""
        if self.hollow:
            return
        with _disable_current_modes():
            arguments = tree_map(self._read, (args, kwargs))
        made = []
        for place, value in enumerate(tree_leaves(result)):
            if isinstance(value, Tensor) and not hasattr(storage := value.untyped_storage(), "home"):
                storage.captured_as = self, len(self.made)  # type: ignore[attr-defined]
                made.append((place, len(self.made)))
                self.made.append(weakref.ref(storage))
        self.operations.append((func, *arguments, made))

    def end(self) -> None:
        """Take away what the capture has computed: a real one computes nothing."""
        with _disable_current_modes(), torch.inference_mode():
            for value, was in self.before.values():
                value.copy_(was)
            self.before.clear()
            for reference in self.made:
                if (storage := reference()) is not None:
                    torch.empty(0, dtype=torch.uint8).set_(storage).fill_(255)  # NaN in every float

    def replay(self) -> None:
        own: dict[int, torch.UntypedStorage] = {}

        def tensor(value: object) -> object:
            if not isinstance(value, Read):
                return value
            storage = own[value.storage] if isinstance(value.storage, int) else value.storage()
            if storage is None:
                raise RuntimeError("the graph reads memory that was freed")
            return torch.empty(0, dtype=value.dtype).set_(storage, value.offset, value.size, value.stride)

        with _disable_current_modes(), torch.inference_mode():
            for func, args, kwargs, made in self.operations:
                result = tree_leaves(func(*tree_map(tensor, args), **tree_map(tensor, kwargs)))
                for place, number in made:
                    own[number] = result[place].untyped_storage()
            for number, reference in enumerate(self.made):
                if (storage := reference()) is not None:
                    storage.copy_(own[number])


class Graph:
    """torch.cuda.CUDAGraph on a pretended card."""

    def __init__(self, card: Any) -> None:
        self._card = card
        self._recording: Recording | None = None
        self._pool: Pool | None = None
        self._stream: object = None

    def capture_begin(self, pool: Pool | None = None, capture_error_mode: str = "global") -> None:
        card = self._card
        if card.stream is None:
            raise RuntimeError("CUDA graphs must be captured on a non-default stream.")
        assert capture_error_mode == "thread_local" and card.recording is None
        self._stream, self._pool, self._recording = card.stream, pool or Pool(card.take, card.give), Recording(hollow=card.hollow)
        card.captures += 1
        self._pool.graphs += 1
        card.pools.append(self._pool)
        card.recording, card.pool = self._recording, self._pool

    def capture_end(self) -> None:
        card, recording = self._card, self._recording
        assert card.recording is recording is not None and card.stream is self._stream
        card.recording = card.pool = None
        recording.end()
        if recording.broken:
            self.reset()
            raise RuntimeError(f"CUDA error: operation failed due to a previous error during capture: {recording.broken}")

    def pool(self) -> Pool:
        assert self._pool is not None
        return self._pool

    def replay(self) -> None:
        if self._recording is None:
            raise RuntimeError("Called CUDAGraph::replay without a preceding successful capture.")
        self._card.replays += 1
        self._card.queued += 1
        self._recording.replay()

    def reset(self) -> None:
        self._recording = None
        if self._pool is not None:
            self._pool.release()
            self._card.pools.remove(self._pool)
            self._pool = None
