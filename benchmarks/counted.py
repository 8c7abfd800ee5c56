"""Counts what a step and a decode of a model do, instead of timing them: the same on every computer and at every load."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch
from torch.utils._python_dispatch import TorchDispatchMode

from t2v_desktop.engine.denoise import initial_latents, noise_source
from t2v_desktop.engine.device import plan
from t2v_desktop.engine.load import load
from t2v_desktop.engine.stages import encode_text
from t2v_desktop.models.memory import footprint
from t2v_desktop.models.store import Model

COPIES = {"copy_", "clone", "_to_copy", "cat", "repeat", "constant_pad_nd", "contiguous", "stack"}
VIEWS = {"view", "_unsafe_view", "permute", "transpose", "t", "expand", "slice", "select", "unbind", "split", "as_strided", "alias", "detach", "unsqueeze"}


@dataclass(slots=True)
class Work:
    """`flop` of matrix products, convolutions and attention; `calls` of operators that do more than look at memory another way; `copied` bytes written by
    those that only move values."""

    flop: int = 0
    calls: int = 0
    copied: int = 0


class Counter(TorchDispatchMode):  # type: ignore[no-untyped-call]  # torch leaves it untyped
    """Counts every operator that runs, torch's own and those packed for a CPU."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.work = Work()

    def __torch_dispatch__(self, func: Any, types: object, args: Any = (), kwargs: Any = None) -> object:
        name = func.overloadpacket.__name__
        made = func(*args, **(kwargs or {}))
        if name in VIEWS or name.startswith("_reorder"):  # weights are packed once, in the first call
            return made
        self.work.calls += 1
        self.work.flop += _flop(name, args, made)
        if name in COPIES and isinstance(made, torch.Tensor):
            self.work.copied += made.numel() * made.element_size()
        return made


def _flop(name: str, args: Any, made: Any) -> int:
    if name in ("mm", "bmm"):
        return int(2 * made.numel() * args[0].shape[-1])
    if name == "addmm":
        return int(2 * made.numel() * args[1].shape[-1])
    if name.startswith(("_linear_pointwise", "linear")):
        return int(2 * made.numel() * args[0].shape[-1])
    if name.startswith(("_convolution_pointwise", "convolution")):
        weight = next(x for x in args[1:] if isinstance(x, torch.Tensor) and (x.is_mkldnn or name == "convolution"))
        return int(2 * made.numel() * math.prod(weight.shape[1:]))
    if "scaled_dot_product" in name:
        query, key = args[:2]
        return int(4 * query.numel() * key.shape[-2])
    return 0


@torch.inference_mode()
def count(model: Model, dtype: str = "fp32") -> tuple[Work, Work]:
    """The work of one guided step and of one decode of the model's own clip on a CPU, once its weights are packed."""
    request = model.request("a red circle", device="cpu", dtype=dtype, memory="full", guidance_scale=5.0)
    pipeline = load(model.folder, plan(request, footprint(model.folder)), lambda _: None, lambda: None)
    text, _ = encode_text(pipeline, request, lambda _: None, lambda: None)
    latents = initial_latents(pipeline.shape.latents(request.num_frames, request.width, request.height), noise_source(1))
    predict, timestep = pipeline.family.predictor(pipeline.denoiser, text), torch.tensor(500.0)
    return (
        _counted(lambda: predict(latents, timestep)),
        _counted(lambda: list(pipeline.family.decode(pipeline.vae, latents, pipeline.decode_chunk))),
    )


def _counted(run: Callable[[], object]) -> Work:
    run()
    counter = Counter()
    with counter:
        run()
    return counter.work
