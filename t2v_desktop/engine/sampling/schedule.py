"""The schedule of one clip: a solver's steps through a course of noise levels."""

from collections.abc import Callable, Iterable
from typing import TypeAlias

import torch

from t2v_desktop.engine.sampling.levels import Course, Prediction
from t2v_desktop.engine.sampling.solvers import Step, clean_weights

HISTORY = 2  # steps that a solver looks back at

Solve: TypeAlias = Callable[[Course, Prediction, int], list[Step]]  # the steps of a course from a number on


class SolverSchedule:
    """The schedule of one clip. Latents are (1, channels, frames, height, width).

    For each timestep in turn: `scaled`, then `step`, then `clean`. All numbers are known beforehand, so that nothing waits for the device.
    """

    def __init__(self, course: Course, prediction: Prediction, solve: Solve) -> None:
        self._course, self._prediction, self._solve = course, prediction, solve
        self._steps = self._solve(self._course, self._prediction, 0)
        self._clean = [clean_weights(self._prediction, step.level) for step in self._steps]
        self._taken = 0
        self._before: torch.Tensor | None = None
        self._models: tuple[torch.Tensor, ...] = ()
        self.timesteps = torch.tensor(self._course.timesteps, dtype=torch.int64 if self._course.whole else torch.float32)

    def start(self, noise: torch.Tensor) -> torch.Tensor:
        first = self._steps[0]
        return noise if first.scale == 1 else noise * first.level.sigma

    def start_from(self, source: torch.Tensor, noise: torch.Tensor, steps_taken: int) -> torch.Tensor:
        skipped = max(len(self._steps) - steps_taken, 0)
        self.timesteps, self._clean = self.timesteps[skipped:], self._clean[skipped:]
        self._steps = self._solve(self._course, self._prediction, skipped)
        first = self._steps[0]
        return _sum(((first.level.signal / first.scale, source), (first.level.noise / first.scale, noise)))

    def scaled(self, latents: torch.Tensor, _timestep: torch.Tensor) -> torch.Tensor:
        scale = self._steps[self._taken].scale
        return latents if scale == 1 else latents * scale

    def step(self, output: torch.Tensor, _timestep: torch.Tensor, latents: torch.Tensor, generator: torch.Generator) -> torch.Tensor:
        step = self._steps[self._taken]
        model = output if step.model is None else _sum(zip(step.model, (latents, output), strict=True))
        if step.correction is not None and self._before is not None:
            latents = _sum(zip(step.correction, (self._before, model, *self._models), strict=False))
        stepped = _sum(zip(step.update, (latents, model, *self._models), strict=False))
        if step.noise:
            stepped.add_(_new_noise(latents, generator), alpha=step.noise)
        if step.model is not None:
            self._before, self._models = latents, (model, *self._models)[:HISTORY]
        self._taken += 1
        return stepped

    def clean(self, output: torch.Tensor, scaled: torch.Tensor, _timestep: torch.Tensor) -> torch.Tensor:
        """Of the step taken last."""
        return _sum(zip(self._clean[self._taken - 1], (scaled, output), strict=True))


def _sum(terms: Iterable[tuple[float, torch.Tensor]]) -> torch.Tensor:
    """Each tensor times its weight, added up in a tensor of its own."""
    (weight, tensor), *rest = [term for term in terms if term[0]]
    total = tensor * weight
    for weight, tensor in rest:
        total.add_(tensor, alpha=weight)
    return total


def _new_noise(latents: torch.Tensor, generator: torch.Generator) -> torch.Tensor:
    """Standard Gaussian noise like `latents`, drawn frame by frame: a seed gives the stock pipeline's clip, which treats frames as images."""
    batch, channels, frames, height, width = latents.shape
    drawn = torch.randn((batch * frames, channels, height, width), generator=generator, device=generator.device, dtype=latents.dtype)
    if latents.device.type == "cuda":  # only a copy from pinned memory doesn't wait for the card
        drawn = drawn.pin_memory().to(latents.device, non_blocking=True)
    return drawn.to(latents.device).view(batch, frames, channels, height, width).transpose(1, 2)
