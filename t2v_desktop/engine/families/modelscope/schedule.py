"""Schedules by the names users know: the noise levels of a clip, and the steps between them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

import torch

from t2v_desktop.engine.families.modelscope import noise
from t2v_desktop.engine.families.modelscope.noise import Noise, read_noise
from t2v_desktop.engine.sampling import solvers
from t2v_desktop.engine.sampling.levels import Course
from t2v_desktop.engine.sampling.schedule import Solve, SolverSchedule
from t2v_desktop.errors import BrokenModel
from t2v_desktop.models.families.modelscope.settings import PREDICTIONS
from t2v_desktop.models.json_files import read_json


@dataclass(frozen=True, slots=True)
class Kind:
    """A way through the noise levels, a solver, and how it reads settings that say nothing of a value (as its stock scheduler does)."""

    course: Callable[[Noise, int], Course]
    solve: Solve
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


def make_schedule(name: str, folder: Path, num_inference_steps: int, device: torch.device, _flow_shift: float = 0.0) -> SolverSchedule:
    """The schedule `name` (one of request.SCHEDULERS) for the noise that the model in `folder` was trained with. Raises BrokenModel.

    Of a scheduler's settings, which may hold choices of its own, only those count that say what the model was trained with.
    """
    file, kind = folder / "scheduler" / "scheduler_config.json", KINDS[name]
    try:
        trained = read_noise(read_json(file), **kind.reads)
        if trained.prediction not in PREDICTIONS:
            raise BrokenModel(f"{file.parent} predicts {trained.prediction!r:.40}, which is not supported")
        made = SolverSchedule(kind.course(trained, num_inference_steps), trained.prediction, kind.solve)
    except (TypeError, ValueError, RuntimeError, ArithmeticError, IndexError, AttributeError) as error:
        raise BrokenModel(f"{file.parent} doesn't describe a noise schedule that {name} supports: choose another scheduler") from error
    made.timesteps = made.timesteps.to(device)
    return made
