"""Text to video latents. Removes noise step by step, starting from pure Gaussian noise."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import torch

from t2v_desktop.engine.family import Predict, Schedule
from t2v_desktop.request import Effort


@dataclass(frozen=True, slots=True)
class Step:
    """The state after step `number` of `total`: noisy `latents` and the clean ones predicted from them."""

    number: int
    total: int
    latents: torch.Tensor
    predicted: torch.Tensor


def noise_source(seed: int) -> torch.Generator:
    """All the randomness of one clip, on the CPU so that a seed means the same everywhere."""
    return torch.Generator("cpu").manual_seed(seed)


def initial_latents(shape: tuple[int, ...], generator: torch.Generator) -> torch.Tensor:
    """Gaussian noise (1, channels, frames, height, width) in fp32."""
    return torch.randn(shape, generator=generator, dtype=torch.float32)


@dataclass(frozen=True, slots=True)
class Passes:
    """The denoiser for one clip: `guided` for its prompts, negative first, in one batch or one after the other in half the memory; `alone` without guidance."""

    guided: Sequence[Predict]
    alone: Predict


@torch.inference_mode()
def denoise(
    passes: Passes,
    schedule: Schedule,
    noise: torch.Tensor,
    efforts: Sequence[Effort],
    *,
    guidance_scale: float,
    generator: torch.Generator,
    source: torch.Tensor | None = None,
    fixed: torch.Tensor | None = None,
) -> Iterator[Step]:
    """Yield each step; the caller may stop after any of them.

    `noise` (1, channels, frames, height, width) is standard Gaussian, on the device. With clean latents of the same shape as `source` only the last
    steps are run, as many as there are `efforts`, starting at the matching noise level (SDEdit, Meng et al. 2021). Guidance is classifier-free (Ho &
    Salimans 2022). `generator` is the one that drew `noise`: a schedule that adds noise at each step (LCM) must not draw that again. With `fixed`, clean
    latents of the clip's first frames, the denoiser is given these in place of its own, and they are in every step's latents.
    """
    latents = schedule.start(noise) if source is None else schedule.start_from(source, noise, len(efforts))
    for number, (timestep, effort) in enumerate(zip(schedule.timesteps, efforts, strict=True), 1):
        scaled = _beginning_with(fixed, schedule.scaled(latents, timestep))
        passed = passes.guided if effort.guided else (passes.alone,)
        output = torch.cat([predict(scaled, timestep, reuse=effort.reuses) for predict in passed])
        if effort.guided:
            negative, positive = output.chunk(2)
            output = negative + guidance_scale * (positive - negative)
        latents = schedule.step(output, timestep, latents, generator)
        yield Step(number, len(efforts), _beginning_with(fixed, latents), _beginning_with(fixed, schedule.clean(output, scaled, timestep)))


def _beginning_with(fixed: torch.Tensor | None, latents: torch.Tensor) -> torch.Tensor:
    return latents if fixed is None else torch.cat([fixed, latents[:, :, fixed.shape[2] :]], dim=2)
