"""The noise that a diffusion model was trained with, and the noise levels that a schedule passes through."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from t2v_desktop.engine.sampling.levels import CLEAN, Course, Level, Prediction

MAX_BETA = 0.999  # Nichol & Dhariwal 2021
NEARLY_ZERO = 2.0**-24  # in place of a signal of nothing, which has no finite sigma: the smallest number above 0 in fp16
KARRAS_RHO = 7.0  # Karras et al. 2022, section 3
LCM_STEPS = 50  # of the schedule that consistency models are distilled on: Luo et al. 2023
AYS = (999, 850, 736, 645, 545, 455, 343, 233, 124, 24)  # timesteps of Stable Diffusion 1.5: Sabour et al. 2024, "Align Your Steps"


@dataclass(frozen=True, slots=True, eq=False)
class Noise:
    """What a model was trained with. `alpha_bars` are the squares of its levels' signals by timestep, in fp32, as trainers compute them."""

    alpha_bars: NDArray[np.float32]
    prediction: Prediction
    steps_offset: int
    trailing: bool
    last_alpha_bar: float

    @property
    def count(self) -> int:
        return len(self.alpha_bars)

    @property
    def sigmas(self) -> NDArray[np.float32]:
        bars = self.alpha_bars if self.alpha_bars[-1] else np.append(self.alpha_bars[:-1], np.float32(NEARLY_ZERO))
        sigmas: NDArray[np.float32] = np.sqrt((1 - bars) / bars)
        return sigmas

    def timestep_of(self, sigma: NDArray[np.float64]) -> NDArray[np.float64]:
        """The timestep of training whose noise was nearest to `sigma`, in logarithms."""
        nearest: NDArray[np.float64] = np.interp(np.log(sigma), np.log(self.sigmas), np.arange(self.count)).round()
        return nearest


def read_noise(config: Mapping[str, Any], *, rescales: bool = True, schedule: str = "linear", betas: tuple[float, float] = (0.0001, 0.02)) -> Noise:
    """The noise that a scheduler's settings describe; `schedule` and `betas` where they don't say. Raises TypeError or ValueError if they describe none."""
    count = int(config.get("num_train_timesteps", 1000))
    kind = config.get("beta_schedule", schedule)
    trained = config.get("trained_betas")
    if trained is not None:
        made = torch.tensor(trained, dtype=torch.float32)
    else:
        made = _betas(kind, config.get("beta_start", betas[0]), config.get("beta_end", betas[1]), count)
    if made.shape != (count,):
        raise ValueError(f"trained_betas are not {count} numbers")
    alpha_bars = (1 - made).cumprod(0)
    if rescales and config.get("rescale_betas_zero_snr", False):
        alpha_bars = _without_signal_at_the_end(alpha_bars)
    prediction = config.get("prediction_type", "epsilon")
    last = 1.0 if config.get("set_alpha_to_one", True) else float(alpha_bars[0])
    trailing = config.get("timestep_spacing") == "trailing"  # no scheduler's default: its author chose it, for noise that ends in nothing but noise
    return Noise(alpha_bars.numpy(), prediction, int(config.get("steps_offset", 0)), trailing, last)


def _betas(schedule: str, start: float, end: float, count: int) -> torch.Tensor:
    """The variance that each timestep of training adds: Ho et al. 2020, Rombach et al. 2022, and the cosine of Nichol & Dhariwal 2021."""
    if schedule == "linear":
        return torch.linspace(start, end, count, dtype=torch.float32)
    if schedule == "scaled_linear":
        return torch.linspace(start**0.5, end**0.5, count, dtype=torch.float32) ** 2
    if schedule == "squaredcos_cap_v2":
        bars = [math.cos((at / count + 0.008) / 1.008 * math.pi / 2) ** 2 for at in range(count + 1)]
        return torch.tensor([min(1 - after / before, MAX_BETA) for before, after in pairwise(bars)], dtype=torch.float32)
    raise ValueError(f"beta_schedule {schedule!r:.60} is not supported")


def _without_signal_at_the_end(alpha_bars: torch.Tensor) -> torch.Tensor:
    """Alpha-bars shifted and scaled to end in 0 and begin as before: Lin et al. 2023, "Common Diffusion Noise Schedules and Sample Steps are Flawed"."""
    signal = alpha_bars.sqrt()
    first, last = signal[0].clone(), signal[-1].clone()
    squares = ((signal - last) * (first / (first - last))) ** 2
    betas = 1 - torch.cat([squares[:1], squares[1:] / squares[:-1]])  # models are trained with betas: the same rounding
    return (1 - betas).cumprod(0)


# courses


def at_alpha_bars(noise: Noise, steps: int) -> Course:
    """Every so many timesteps, then the last alpha-bar: Song et al. 2021, "Denoising Diffusion Implicit Models".

    Raises IndexError or ValueError beyond the timesteps of training.
    """
    if steps > noise.count:
        raise ValueError(f"{steps} steps: training had {noise.count}")
    stride = noise.count // steps
    timesteps = _trailing(noise, steps) if noise.trailing else np.arange(steps)[::-1] * stride + noise.steps_offset
    bars = [(noise.alpha_bars[int(t)], noise.alpha_bars[int(t) - stride] if t >= stride else noise.last_alpha_bar) for t in timesteps]
    return Course(timesteps.tolist(), [Level.of_alpha_bar(float(a)) for a, _ in bars], [Level.of_alpha_bar(float(b)) for _, b in bars])


def at_sigmas(noise: Noise, steps: int) -> Course:
    """Evenly spaced whole timesteps, then clean."""
    return _through(*_evenly(noise, steps), CLEAN)


def at_sigmas_to_the_least(noise: Noise, steps: int) -> Course:
    """Evenly spaced whole timesteps, then the least noise of training."""
    return _through(*_evenly(noise, steps), Level.of_sigma(float(noise.sigmas[0])))


def between_timesteps(noise: Noise, steps: int) -> Course:
    """Evenly spaced from the first timestep to the last, between two timesteps of training where they fall there; then clean."""
    timesteps = (_trailing(noise, steps) if noise.trailing else np.linspace(0, noise.count - 1, steps)[::-1]).astype(np.float32)
    return replace(_through(timesteps, np.interp(timesteps, np.arange(noise.count), noise.sigmas), CLEAN), whole=False)


def at_karras_sigmas(noise: Noise, steps: int) -> Course:
    """Sigmas spaced evenly in their seventh root: Karras et al. 2022, "Elucidating the Design Space of Diffusion-Based Generative Models", equation 5."""
    most, least = (float(sigma) ** (1 / KARRAS_RHO) for sigma in (noise.sigmas[-1], noise.sigmas[0]))
    sigmas = (most + np.linspace(0, 1, steps) * (least - most)) ** KARRAS_RHO
    return _through(noise.timestep_of(sigmas), sigmas, CLEAN)


def at_aligned_steps(noise: Noise, steps: int) -> Course:
    """The ten steps of `AYS`, or as many others between them, interpolated in the logarithm of sigma; then clean."""
    known = [round(t * (noise.count - 1) / 999) for t in (*AYS, 0)]
    logs = np.log(noise.sigmas[known].astype(np.float64))
    sigmas = np.exp(np.interp(np.linspace(0, 1, steps + 1), np.linspace(0, 1, len(known)), logs))[:-1]
    return _through(noise.timestep_of(sigmas), sigmas, CLEAN)


def at_distilled_steps(noise: Noise, steps: int) -> Course:
    """Timesteps of the schedule that consistency models are distilled on: Luo et al. 2023, "Latent Consistency Models". Raises ValueError for too many."""
    if steps > LCM_STEPS:
        raise ValueError(f"{steps} steps: at most {LCM_STEPS}")
    distilled = np.arange(LCM_STEPS, 0, -1) * (noise.count // LCM_STEPS) - 1
    timesteps = distilled[np.floor(np.linspace(0, LCM_STEPS, steps, endpoint=False)).astype(np.int64)]
    levels = [Level.of_alpha_bar(float(noise.alpha_bars[t])) for t in timesteps]
    return Course(timesteps.tolist(), levels, [*levels[1:], CLEAN])


def _trailing(noise: Noise, steps: int) -> NDArray[np.float64]:
    """From the last timestep on, backwards: "trailing" in table 2 of Lin et al. 2023."""
    spaced: NDArray[np.float64] = np.arange(noise.count, 0, -noise.count / steps)[:steps].round() - 1
    return spaced


def _evenly(noise: Noise, steps: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    timesteps = _trailing(noise, steps) if noise.trailing else np.linspace(0, noise.count - 1, steps + 1).round()[:0:-1]
    return timesteps, np.interp(timesteps, np.arange(noise.count), noise.sigmas)


def _through(timesteps: NDArray[Any], sigmas: NDArray[np.float64], last: Level) -> Course:
    levels = [Level.of_sigma(float(sigma)) for sigma in sigmas]
    return Course(timesteps.tolist(), levels, [*levels[1:], last])
