"""Text to video latents. Removes noise step by step, starting from pure Gaussian noise."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import torch

from t2v_desktop.engine.family import Predict, Schedule


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


@torch.inference_mode()
def denoise(
    passes: Sequence[Predict],
    schedule: Schedule,
    noise: torch.Tensor,
    *,
    guidance_scale: float,
    generator: torch.Generator,
    source: torch.Tensor | None = None,
    steps_taken: int = 0,
) -> Iterator[Step]:
    """Yield each step; the caller may stop after any of them.

    `passes` predict for one prompt, or for two, negative first: classifier-free guidance (Ho & Salimans 2022), in one batch or, with two passes, one
    after the other in half the memory. `noise` (1, channels, frames, height, width) is standard Gaussian, on the device. With clean latents of the same
    shape as `source` only the last `steps_taken` steps are run, starting at the matching noise level (SDEdit, Meng et al. 2021). `generator` is the one
    that drew `noise`: a schedule that adds noise at each step (LCM) must not draw that again.
    """
    latents = schedule.start(noise) if source is None else schedule.start_from(source, noise, steps_taken)
    for number, timestep in enumerate(schedule.timesteps, 1):
        scaled = schedule.scaled(latents, timestep)
        output = torch.cat([predict(scaled, timestep) for predict in passes])
        if len(output) == 2:
            negative, positive = output.chunk(2)
            output = negative + guidance_scale * (positive - negative)
        latents = schedule.step(output, timestep, latents, generator)
        yield Step(number, len(schedule.timesteps), latents, schedule.clean(output, scaled, timestep))
