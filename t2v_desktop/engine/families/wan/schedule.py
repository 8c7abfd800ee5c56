"""Schedules for a flow: the straight line from noise to clean latents, walked in steps that `shift` makes smaller where there is much noise."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from t2v_desktop.engine.sampling import solvers
from t2v_desktop.engine.sampling.levels import CLEAN, Course, Level
from t2v_desktop.engine.sampling.schedule import Solve, SolverSchedule
from t2v_desktop.models.families.wan.settings import TIMESTEPS, flow_shift

NEARLY_NOISE = 1 - 1e-6  # the first time of solvers that need some signal, as the stock UniPC scheduler has it


@dataclass(frozen=True, slots=True)
class Kind:
    """The times of a schedule's steps, from 1 (noise) down, by their number and shift; and the solver."""

    times: Callable[[int, float], NDArray[np.float64]]
    solve: Solve
    whole: bool


def shifted(times: NDArray[np.float64], shift: float) -> NDArray[np.float64]:
    """Esser et al. 2024, "Scaling Rectified Flow Transformers for High-Resolution Image Synthesis", equation 23."""
    moved: NDArray[np.float64] = shift * times / (1 + (shift - 1) * times)
    return moved


def evenly(steps: int, shift: float) -> NDArray[np.float64]:
    """Evenly spaced before they are shifted, without the last one, which is almost clean."""
    times = shifted(np.linspace(1, 1 / TIMESTEPS, steps + 1)[:-1], shift)
    times[0] = min(times[0], NEARLY_NOISE)
    return times


def to_the_least(steps: int, shift: float) -> NDArray[np.float64]:
    """Down to the least noise of training, itself shifted, as the stock flow-matching Euler scheduler has it."""
    return shifted(np.linspace(1, shifted(np.array([1 / TIMESTEPS]), shift)[0], steps), shift)


KINDS = {
    "unipc": Kind(evenly, solvers.unipc, whole=True),
    "dpmpp_2m": Kind(evenly, solvers.dpmpp_2m, whole=True),
    "euler": Kind(to_the_least, solvers.ddim, whole=False),  # in a flow, DDIM's step is Euler's
}


def make_schedule(name: str, folder: Path, num_inference_steps: int, device: torch.device, shift: float = 0.0) -> SolverSchedule:
    """The schedule `name` (one of request.SCHEDULERS) with this `shift`; 0 is the one that the model in `folder` was made for. Raises BrokenModel."""
    kind = KINDS[name]
    times = kind.times(num_inference_steps, shift or flow_shift(folder))
    levels = [Level(float(1 - time), float(time)) for time in times.astype(np.float32)]  # in fp32: the least signal is rounded as stock rounds it
    asked = [int(time * TIMESTEPS) if kind.whole else float(time * TIMESTEPS) for time in times]
    made = SolverSchedule(Course(asked, levels, [*levels[1:], CLEAN], whole=kind.whole), "flow_prediction", kind.solve)
    made.timesteps = made.timesteps.to(device)
    return made
