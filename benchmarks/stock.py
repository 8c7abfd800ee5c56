"""The stock diffusers scheduler that each of our schedules stands for: the other side of comparisons."""

from inspect import signature
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import torch
from diffusers import (
    DDIMScheduler,
    DEISMultistepScheduler,
    DPMSolverMultistepScheduler,
    EulerDiscreteScheduler,
    LCMScheduler,
    UniPCMultistepScheduler,
)
from diffusers.schedulers import AysSchedules

from t2v_desktop.models.json_files import read_json

Scheduler: TypeAlias = DDIMScheduler | DEISMultistepScheduler | DPMSolverMultistepScheduler | EulerDiscreteScheduler | LCMScheduler | UniPCMultistepScheduler


class AlignedStepsScheduler(DPMSolverMultistepScheduler):  # type: ignore[misc]  # diffusers is untyped
    """DPM-Solver++ 2M at the steps that diffusers lists for Stable Diffusion, with their noise levels interpolated as Sabour et al. 2024 do."""

    def set_timesteps(self, num_inference_steps: int, device: torch.device | None = None, **_: Any) -> None:
        known = [round(t * (len(self.alphas_cumprod) - 1) / 999) for t in AysSchedules["StableDiffusionTimesteps"]]
        super().set_timesteps(timesteps=known, device=device)
        if num_inference_steps == len(known):
            return
        table = np.array(((1 - self.alphas_cumprod) / self.alphas_cumprod) ** 0.5, np.float64)
        ends = np.log(np.append(np.interp(known, np.arange(len(table)), table), table[0]))
        sigmas = np.exp(np.interp(np.linspace(0, 1, num_inference_steps + 1), np.linspace(0, 1, len(ends)), ends))[:-1]
        timesteps = np.interp(np.log(sigmas), np.log(table), np.arange(len(table))).round()
        self.sigmas = torch.from_numpy(np.append(sigmas, 0).astype(np.float32))
        self.timesteps = torch.from_numpy(timesteps.astype(np.int64)).to(device)
        self.num_inference_steps = num_inference_steps


KINDS: dict[str, tuple[type[Any], dict[str, Any]]] = {
    "ddim": (DDIMScheduler, {}),
    "dpmpp_2m": (DPMSolverMultistepScheduler, {"algorithm_type": "dpmsolver++", "solver_order": 2}),
    "dpmpp_2m_karras": (
        DPMSolverMultistepScheduler,
        {"algorithm_type": "dpmsolver++", "solver_order": 2, "use_karras_sigmas": True},
    ),
    "unipc": (UniPCMultistepScheduler, {}),
    "euler": (EulerDiscreteScheduler, {}),
    "deis": (DEISMultistepScheduler, {}),
    "lcm": (LCMScheduler, {}),
    "ays": (AlignedStepsScheduler, {"algorithm_type": "dpmsolver++", "solver_order": 2}),
}
TRAINED_WITH = (  # what a model was trained with and every scheduler must keep; the rest is each scheduler's own
    "num_train_timesteps", "beta_start", "beta_end", "beta_schedule", "trained_betas", "rescale_betas_zero_snr", "prediction_type", "steps_offset",
)  # fmt: skip


def stock_scheduler(name: str, model_folder: Path) -> Scheduler:
    """The scheduler `name` (one of request.SCHEDULERS) for the noise the model in `model_folder` was trained with.

    It is what diffusers' `from_config` makes of the model's settings, without the choices of another scheduler's own that
    they may hold, and never with clipped samples: latents have no bounds.
    """
    config = read_json(model_folder / "scheduler" / "scheduler_config.json")
    trained = {key: config[key] for key in TRAINED_WITH if key in config}
    if config.get("timestep_spacing") == "trailing":  # no scheduler's default: its author chose it, for noise that ends in nothing but noise
        trained["timestep_spacing"] = "trailing"
    kind, options = KINDS[name]
    if kind in (DDIMScheduler, LCMScheduler):
        options = options | {"clip_sample": False} | {key: config[key] for key in ("set_alpha_to_one",) if key in config}
    known = signature(kind.__init__).parameters  # DEIS doesn't support rescaled noise, and diffusers ignores it too
    scheduler: Scheduler = kind(**{key: value for key, value in trained.items() if key in known}, **options)
    return scheduler
