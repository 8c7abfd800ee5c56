"""The training schedule of one part of the model: steps, batch size, learning rate."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import torch

WARM_UP = 50  # steps


@dataclass(frozen=True, slots=True)
class Course:
    """One training run: `steps` of `batch` examples, from step `start` on. Calls `save` with the steps done and `log` with messages."""

    steps: int
    batch: int
    peak_lr: float
    device: torch.device
    save: Callable[[int], None]
    start: int = 0
    log: Callable[[str], None] = print
    warm_up: int = WARM_UP

    def lr(self, step: int) -> float:
        """The learning rate of a step: a short warm-up, then half a cosine down to a fiftieth of the peak."""
        return self.peak_lr * min(1, (step - self.start + 1) / self.warm_up) * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * step / self.steps)))
