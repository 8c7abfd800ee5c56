"""What failed attempts at a clip change in the next one: full precision after NaN values, a smaller placement after running out of memory."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

import torch

from t2v_desktop.engine.device import Plan
from t2v_desktop.errors import BlankVideo, OutOfMemory
from t2v_desktop.events import Report, Start, Warned
from t2v_desktop.models.memory import Placement, placements
from t2v_desktop.request import Request


@dataclass(slots=True)
class RenderTask:
    """One clip to render, and what earlier attempts have shown.

    `plan` is that of the last attempt, `dtype` the precision that NaN values have forced, `too_large` the placements that did not
    fit, `latents` finished latents that only need to be decoded.
    """

    start: Start
    plan: Plan | None = None
    dtype: torch.dtype | None = None
    too_large: set[Placement] = field(default_factory=set)
    latents: torch.Tensor | None = None

    @property
    def request(self) -> Request:
        """The request as the file will record it."""
        return replace(self.start.request, dtype="fp32") if self.dtype is torch.float32 else self.start.request


def raise_precision(task: RenderTask, problem: str, report: Report) -> None:
    """Retry a clip that came out blank in half precision in fp32. Raises BlankVideo if it was in fp32 already."""
    if task.plan is None or task.plan.dtype is torch.float32:
        raise BlankVideo(f"{problem}: nothing was saved. Another seed, more steps or a lower guidance may help")
    report(Warned(f"{problem}: trying again in full precision (fp32)"))
    task.dtype = torch.float32


def smaller_decode(plan: Plan, chunk: int, frame_stride: int, tiles: Iterable[int]) -> tuple[Plan, str] | None:
    """The plan whose decode takes less memory than with `chunk` frames at once, and what it does, in words; None if there is none.

    Fewer frames come first, as long as they are fewer latent frames; then tiles, and smaller ones.
    """
    if chunk // frame_stride > 1:
        fewer = chunk // 2
        return replace(plan, decode_chunk=plan.decode_chunk // 2), f"decoding {fewer} frame{'s' * (fewer > 1)} at a time"
    tile = next((tile for tile in tiles if not plan.decode_tile or tile < plan.decode_tile), None)
    if tile is None:
        return None
    return replace(plan, decode_tile=tile), "decoding in smaller tiles" if plan.decode_tile else "decoding in tiles"


def save_memory(task: RenderTask, report: Report) -> None:
    """Retry a clip that did not fit with the next placement. Raises OutOfMemory if there is none."""
    request, failed = task.start.request, task.plan
    clip = f"{request.num_frames} frames of {request.width}x{request.height}"
    if failed is None:
        raise OutOfMemory(f"{clip} did not fit into memory: close other programs, or use fewer frames or a smaller size")
    task.too_large.add(failed.placement)
    if set(placements(request, failed.device.type)) <= task.too_large:
        other = "" if request.memory == "auto" else ", or memory saving auto"
        raise OutOfMemory(f"{clip} did not fit into memory: use fewer frames{',' if other else ' or'} a smaller size{other}")
    report(Warned(f"{clip} ran out of memory with memory saving {failed.memory}: retrying with more memory saving"))
