"""The denoiser's calls of one clip as CUDA graphs: captured once, then started as a whole instead of operation by operation."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache

import torch

from t2v_desktop.engine.device import Plan, free_bytes, is_out_of_memory
from t2v_desktop.engine.family import Predict

FEWEST_CALLS = 4  # the first warms the card up, the second is captured, which takes about as long: two more are needed to gain anything
SETS = 2  # of a call's activations must fit: those of its graph, and those of a call that runs without one
SPARE = 1.1  # times the bytes that tensors took, for what lies between them

_FAILED = set[torch.device]()  # torch 2.13 keeps the memory of a failed capture until the process ends (pytorch pull request 190308): one is enough


@dataclass(frozen=True, slots=True)
class Kind:
    """Calls that one graph serves: those of predictor number `predictor`, with or without `reuse`, for latents of `shape`."""

    predictor: int
    reuse: bool
    shape: torch.Size


@dataclass(frozen=True, slots=True)
class Captured:
    """A graph that reads its inputs from `latents` and `timestep`, and leaves its result in `output`."""

    graph: torch.cuda.CUDAGraph
    latents: torch.Tensor
    timestep: torch.Tensor
    output: torch.Tensor

    def replay(self, latents: torch.Tensor, timestep: torch.Tensor) -> torch.Tensor:
        """The result for these inputs, in a tensor of its own."""
        self.latents.copy_(latents)
        self.timestep.copy_(timestep)
        self.graph.replay()
        return self.output.clone()


class ClipGraphs:
    """The graphs of one clip: its text's keys and values, and the features that are reused, lie at addresses that a graph holds.

    The first call of each kind runs as usual, the second is captured and replayed, like all that follow. Calls that cannot be captured run as usual.
    """

    def __init__(self, device: torch.device) -> None:
        self._device, self._capturing = device, device not in _FAILED
        self._needed: dict[Kind, int] = {}  # bytes of activations, by kind of call that has run
        self._graphs: dict[Kind, Captured] = {}
        self._held = 0  # bytes that the graphs keep to themselves
        self._predictors = 0

    def replayed(self, predict: Predict, calls: int) -> Predict:
        """`predict` by graphs, if it will be called often enough."""
        if calls < FEWEST_CALLS:
            return predict
        self._predictors += 1
        predictor = self._predictors

        def call(latents: torch.Tensor, timestep: torch.Tensor, *, reuse: bool = False) -> torch.Tensor:
            kind = Kind(predictor, reuse, latents.shape)
            if self._may_capture(kind):
                self._capture(predict, kind, latents, timestep)
            if kind in self._graphs:
                return self._graphs[kind].replay(latents, timestep)
            return self._run(predict, kind, latents, timestep)

        return call

    def close(self) -> None:
        """Give the graphs' memory back; all further calls run as usual."""
        self._capturing, self._held = False, 0
        if self._graphs:
            for captured in self._graphs.values():
                captured.graph.reset()
            self._graphs.clear()
            torch.cuda.empty_cache()

    def _run(self, predict: Predict, kind: Kind, latents: torch.Tensor, timestep: torch.Tensor) -> torch.Tensor:
        """Call without a graph, and note the memory that it takes. If memory is short because of the graphs, they give way."""
        torch.cuda.reset_peak_memory_stats(self._device)
        before = torch.cuda.memory_allocated(self._device)
        try:
            output = predict(latents, timestep, reuse=kind.reuse)
        except RuntimeError as error:
            if not self._graphs or not is_out_of_memory(error):
                raise
        else:
            self._needed[kind] = torch.cuda.max_memory_allocated(self._device) - before
            return output
        self.close()  # outside the handler, because of the memory that an exception keeps alive
        return predict(latents, timestep, reuse=kind.reuse)

    def _may_capture(self, kind: Kind) -> bool:
        if not self._capturing or kind not in self._needed or kind in self._graphs:
            return False
        if kind.reuse and Kind(kind.predictor, False, kind.shape) not in self._graphs:
            return False  # what it reuses has no lasting address yet
        unused = torch.cuda.memory_reserved(self._device) - torch.cuda.memory_allocated(self._device)
        self._capturing = free_bytes(self._device) + unused - self._held >= SETS * SPARE * self._needed[kind]
        return self._capturing

    def _capture(self, predict: Predict, kind: Kind, latents: torch.Tensor, timestep: torch.Tensor) -> None:
        """Capture the call; if that fails, no other call of this clip is captured."""
        # graphs of one predictor never run at once, and what the one leaves for the other stays allocated: they share their memory
        shared = next((captured.graph.pool() for other, captured in self._graphs.items() if other.predictor == kind.predictor), None)
        inputs = latents.clone(), timestep.clone()
        graph = torch.cuda.CUDAGraph()
        torch.cuda.empty_cache()  # a graph can't use what earlier calls left with the allocator
        out_of_memory = False
        try:
            with torch.cuda.stream(_capture_stream(self._device)):  # torch.cuda.graph wouldn't leave its stream if capture_end failed
                graph.capture_begin(pool=shared, capture_error_mode="thread_local")
                try:
                    output = predict(*inputs, reuse=kind.reuse)
                finally:
                    graph.capture_end()
        except RuntimeError as error:
            out_of_memory = is_out_of_memory(error)
        else:
            self._graphs[kind] = Captured(graph, *inputs, output)
            self._held += 0 if shared else self._needed[kind]
            return
        self._capturing = False
        if not out_of_memory:
            _FAILED.add(self._device)
        graph.reset()
        torch.cuda.empty_cache()


@contextmanager
def clip_graphs(plan: Plan) -> Iterator[ClipGraphs | None]:
    """Graphs for one clip, closed at its end; None if the device has none (ROCm's are untested), or the weights move during a call."""
    if plan.device.type != "cuda" or torch.version.hip is not None or plan.memory == "group_offload":
        yield None
        return
    graphs = ClipGraphs(plan.device)
    try:
        yield graphs
    finally:
        graphs.close()


@cache
def _capture_stream(device: torch.device) -> torch.cuda.Stream:
    """One stream for all captures: cuBLAS keeps a workspace for each stream that it has seen."""
    return torch.cuda.Stream(device)  # type: ignore[no-untyped-call]  # torch leaves it untyped
