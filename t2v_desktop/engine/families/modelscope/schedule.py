"""Schedules by the names users know: the noise levels of a clip, and the steps between them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any, get_args

import torch

from t2v_desktop.engine.families.modelscope import noise, solvers
from t2v_desktop.engine.families.modelscope.noise import Course, Noise, Prediction, read_noise
from t2v_desktop.engine.families.modelscope.solvers import Step, clean_weights
from t2v_desktop.errors import BrokenModel
from t2v_desktop.models.json_files import read_json


@dataclass(frozen=True, slots=True)
class Kind:
    """A way through the noise levels, a solver, and how it reads settings that say nothing of a value (as its stock scheduler does)."""

    course: Callable[[Noise, int], Course]
    solve: Callable[[Course, Prediction, int], list[Step]]
    reads: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))


KINDS = {
    "ddim": Kind(noise.at_alpha_bars, solvers.ddim),
    "dpmpp_2m": Kind(noise.at_sigmas, solvers.dpmpp_2m),
    "dpmpp_2m_karras": Kind(noise.at_karras_sigmas, solvers.dpmpp_2m),
    "unipc": Kind(noise.at_sigmas, solvers.unipc),
    "euler": Kind(noise.between_timesteps, solvers.euler),
    "deis": Kind(noise.at_sigmas_to_the_least, solvers.deis, {"rescales": False}),
    "lcm": Kind(noise.at_distilled_steps, solvers.lcm, {"schedule": "scaled_linear", "betas": (0.00085, 0.012)}),
    "ays": Kind(noise.at_aligned_steps, solvers.dpmpp_2m),
}
HISTORY = 2  # steps that a solver looks back at


class SolverSchedule:
    """The schedule of one clip. Latents are (1, channels, frames, height, width).

    For each timestep in turn: `scaled`, then `step`, then `clean`. All numbers are known beforehand, so that nothing waits for the device.
    """

    def __init__(self, kind: Kind, noise: Noise, num_inference_steps: int) -> None:
        self._course, self._prediction, self._solve = kind.course(noise, num_inference_steps), noise.prediction, kind.solve
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


def make_schedule(name: str, folder: Path, num_inference_steps: int, device: torch.device) -> SolverSchedule:
    """The schedule `name` (one of request.SCHEDULERS) for the noise that the model in `folder` was trained with. Raises BrokenModel.

    Of a scheduler's settings, which may hold choices of its own, only those count that say what the model was trained with.
    """
    file, kind = folder / "scheduler" / "scheduler_config.json", KINDS[name]
    try:
        trained = read_noise(read_json(file), **kind.reads)
        if trained.prediction not in get_args(Prediction):
            raise BrokenModel(f"{file.parent} predicts {trained.prediction!r:.40}, which is not supported")
        made = SolverSchedule(kind, trained, num_inference_steps)
    except (TypeError, ValueError, RuntimeError, ArithmeticError, IndexError, AttributeError) as error:
        raise BrokenModel(f"{file.parent} doesn't describe a noise schedule that {name} supports: choose another scheduler") from error
    made.timesteps = made.timesteps.to(device)
    return made
