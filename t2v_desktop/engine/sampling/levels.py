"""Noise levels, and the course that a clip takes through them."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Prediction = Literal["epsilon", "v_prediction", "flow_prediction"]


@dataclass(frozen=True, slots=True)
class Level:
    """A noise level: noisy latents are `signal` x clean latents + `noise` x Gaussian noise.

    The squares of both add up to 1 in a diffusion that keeps the variance, they themselves in a flow (rectified flow, Liu et al. 2023).
    """

    signal: float
    noise: float

    @classmethod
    def of_alpha_bar(cls, alpha_bar: float) -> "Level":
        return cls(math.sqrt(alpha_bar), math.sqrt(1 - alpha_bar))

    @classmethod
    def of_sigma(cls, sigma: float) -> "Level":
        length = math.hypot(1, sigma)
        return cls(1 / length, sigma / length)

    @property
    def sigma(self) -> float:
        """Noise over signal, which Karras et al. 2022 call sigma."""
        return self.noise / self.signal


CLEAN = Level(1.0, 0.0)


@dataclass(frozen=True, slots=True)
class Course:
    """The timesteps that the model is asked at, from noise to clean, the level at each, and the level that each step leads to."""

    timesteps: Sequence[float]
    levels: Sequence[Level]
    targets: Sequence[Level]
    whole: bool = True  # whether timesteps are whole numbers
