"""The steps from one noise level to the next, as the weights of a few sums.

Every solver here is linear in what it is given, so its weights are computed once for a clip, in float64, and a step is a weighted sum or two.
"""

import math
from dataclasses import dataclass

from t2v_desktop.engine.sampling.levels import Course, Level, Prediction

Weights = tuple[float, ...]
SHORT = 15  # DEIS ends shorter schedules in a step of first order, for stability
SIGMA_DATA, TIMESTEP_SCALE = 0.5, 10.0  # of the boundary condition of latent consistency models, as Luo et al. 2023 published them


@dataclass(frozen=True, slots=True)
class Step:
    """One step from `level`, as weights.

    `model`: of the latents and the denoiser's output, which make what the solver keeps of this step; without it that is the output alone.
    `correction`: of the latents before the last step, this step's model and those of the steps before; the sum replaces the latents.
    `update`: of the latents, this step's model and those of the steps before; the sum is the next latents, with `noise` times new Gaussian noise.
    `scale` makes the latents the denoiser's input, of unit variance.
    """

    level: Level
    update: Weights
    model: Weights | None = None
    correction: Weights | None = None
    scale: float = 1.0
    noise: float = 0.0


def clean_weights(prediction: Prediction, level: Level) -> tuple[float, float]:
    """Weights of the denoiser's input and output whose sum is the clean latents; v is defined by Salimans & Ho 2022, a flow's output is noise - clean."""
    if prediction == "flow_prediction":
        return 1.0, -level.noise
    if prediction == "v_prediction":
        return level.signal, -level.noise
    return 1 / level.signal, -level.noise / level.signal


def noise_weights(prediction: Prediction, level: Level) -> tuple[float, float]:
    """Weights of the denoiser's input and output whose sum is the noise in the input."""
    if prediction == "flow_prediction":
        return 1.0, level.signal
    return (level.noise, level.signal) if prediction == "v_prediction" else (0.0, 1.0)


def ddim(course: Course, prediction: Prediction, first: int) -> list[Step]:
    """Song et al. 2021, "Denoising Diffusion Implicit Models", equation 12 without noise."""
    steps = []
    for level, target in _pairs(course, first):
        clean, noise = clean_weights(prediction, level), noise_weights(prediction, level)
        steps.append(Step(level, tuple(target.signal * c + target.noise * n for c, n in zip(clean, noise, strict=True))))
    return steps


def euler(course: Course, prediction: Prediction, first: int) -> list[Step]:
    """Karras et al. 2022, algorithm 1 without its correction of second order; its latents are clean latents + sigma x noise."""
    steps = []
    for level, target in _pairs(course, first):
        way, (of_input, of_output) = target.sigma - level.sigma, noise_weights(prediction, level)
        steps.append(Step(level, (1 + way * of_input * level.signal, way * of_output), scale=level.signal))
    return steps


def lcm(course: Course, prediction: Prediction, first: int) -> list[Step]:
    """Multistep sampling of Luo et al. 2023, "Latent Consistency Models": to clean, and back to the next level with new noise."""
    steps = []
    for timestep, (level, target) in zip(course.timesteps[first:], _pairs(course, first), strict=True):
        scaled = timestep * TIMESTEP_SCALE
        skip, out = SIGMA_DATA**2 / (scaled**2 + SIGMA_DATA**2), scaled / math.hypot(scaled, SIGMA_DATA)
        of_input, of_output = clean_weights(prediction, level)
        steps.append(Step(level, (target.signal * (out * of_input + skip), target.signal * out * of_output), noise=target.noise))
    return steps


def dpmpp_2m(course: Course, prediction: Prediction, first: int) -> list[Step]:
    """Lu et al. 2022, "DPM-Solver++: Fast Solver for Guided Sampling", algorithm 2; the first and last step are of first order."""
    levels, count = course.levels, len(course.levels)
    return [
        Step(levels[at], _data_update(course, at, 1 if at in (first, count - 1) else 2), clean_weights(prediction, levels[at]))
        for at in range(first, count)
    ]  # fmt: skip


def unipc(course: Course, prediction: Prediction, first: int) -> list[Step]:
    """Zhao et al. 2023, "UniPC", of order 2 with B(h) = e^h - 1 and data prediction; its predictor is then DPM-Solver++ 2M."""
    predicted = dpmpp_2m(course, prediction, first)
    return [
        Step(step.level, step.update, step.model, _unified_correction(course, at, 1 if at - 1 == first else 2) if at > first else None)
        for at, step in enumerate(predicted, first)
    ]  # fmt: skip


def deis(course: Course, prediction: Prediction, first: int) -> list[Step]:
    """Zhang & Chen 2023, "Fast Sampling of Diffusion Models with Exponential Integrator": the noise extrapolated linearly in log sigma."""
    steps, count = [], len(course.levels)
    for at, (level, target) in enumerate(_pairs(course, first), first):
        way = target.sigma - level.sigma
        weights: Weights = (way,)
        if at > first and not (at == count - 1 and count < SHORT):
            now, before = math.log(level.sigma), math.log(course.levels[at - 1].sigma)
            integral = _log_integral(target.sigma) - _log_integral(level.sigma)
            newest = (integral - before * way) / (now - before)
            weights = newest, way - newest
        steps.append(Step(level, (target.signal / level.signal, *(target.signal * w for w in weights)), noise_weights(prediction, level)))
    return steps


def _pairs(course: Course, first: int) -> list[tuple[Level, Level]]:
    return list(zip(course.levels[first:], course.targets[first:], strict=True))


def _log_integral(x: float) -> float:
    """An antiderivative of the logarithm."""
    return x * (math.log(x) - 1)


def _width(before: Level, after: Level) -> float:
    """The step in half the logarithm of the signal-to-noise ratio, which the papers call h."""
    return math.log(before.sigma / after.sigma)


def _exact_part(level: Level, target: Level) -> tuple[float, float]:
    """Weights of the latents and of the clean ones, were these the same all along the step: proposition 4.1 of DPM-Solver++."""
    return target.noise / level.noise, target.signal * (1 - target.sigma / level.sigma)


def _data_update(course: Course, at: int, order: int) -> Weights:
    level, target = course.levels[at], course.targets[at]
    kept, gained = _exact_part(level, target)
    if order == 1:
        return kept, gained
    ratio = _width(course.levels[at - 1], level) / _width(level, target)
    slope = gained / (2 * ratio)
    return kept, gained + slope, -slope


def _unified_correction(course: Course, at: int, order: int) -> Weights:
    """UniC, of the step that led to step `at`, with weights that make polynomials of its order exact. h is negative: the data is predicted."""
    before, level = course.levels[at - 1], course.levels[at]
    kept, gained = _exact_part(before, level)
    if order == 1:
        return kept, gained / 2, gained / 2
    h = -_width(before, level)
    ratio = _width(course.levels[at - 2], before) / h  # of the two steps, negative
    grown = math.expm1(h)
    phi_1 = grown / h - 1
    phi_2 = phi_1 / h - 0.5
    right_1, right_2 = phi_1 / grown, 2 * phi_2 / grown
    older = (right_1 - right_2) / (1 - ratio)
    newest = right_1 - older
    return kept, gained * newest, gained * (1 - newest - older / ratio), gained * older / ratio
