"""What the CPU sees of each step: whether its values are finite, and its preview."""

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import torch

from t2v_desktop.engine.denoise import Step
from t2v_desktop.engine.preview import LatentToRgb
from t2v_desktop.events import Preview

STEPS_AHEAD = 1  # of the CPU, before it waits for a CUDA card: with more, a cancelled clip would keep the card busy


@dataclass(frozen=True, slots=True)
class Seen:
    """A step, whether its latents are finite, and its preview if one is wanted."""

    step: Step
    finite: bool
    preview: Preview | None


@dataclass(frozen=True, slots=True)
class Copies:
    """Small tensors on their way from the device; `copied` happens when they have arrived, None if they have."""

    step: Step
    finite: torch.Tensor
    small: torch.Tensor | None
    copied: torch.cuda.Event | None

    def read(self, to_rgb: LatentToRgb | None) -> Seen:
        if self.copied is not None:
            self.copied.synchronize()
        return Seen(self.step, bool(self.finite), None if to_rgb is None or self.small is None else to_rgb.picture(self.small))


def read_back(steps: Iterable[Step], to_rgb: LatentToRgb | None) -> Iterator[Seen]:
    """The steps in order, each with a preview if there is `to_rgb`.

    On CUDA a step comes after the next one was queued, so that the card always has work and nothing waits for it within a step. Elsewhere it comes at once.
    """
    on_their_way = deque[Copies]()
    for step in steps:
        on_their_way.append(_copy(step, to_rgb))
        if len(on_their_way) > (STEPS_AHEAD if step.latents.is_cuda else 0):
            yield on_their_way.popleft().read(to_rgb)
    while on_their_way:
        yield on_their_way.popleft().read(to_rgb)


def _copy(step: Step, to_rgb: LatentToRgb | None) -> Copies:
    finite, small = torch.isfinite(step.latents).all(), to_rgb.small(step.predicted) if to_rgb else None
    if not step.latents.is_cuda:
        return Copies(step, finite, None if small is None else small.cpu(), None)
    finite, small = finite.to("cpu", non_blocking=True), None if small is None else small.to("cpu", non_blocking=True)  # into pinned memory
    copied = torch.cuda.Event(blocking=True)  # type: ignore[no-untyped-call]  # torch leaves it untyped; the CPU sleeps while it waits
    copied.record(torch.cuda.current_stream(step.latents.device))
    return Copies(step, finite, small, copied)
