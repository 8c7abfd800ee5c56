"""Schedulers by the names users know, applied to the frames of a clip."""

from inspect import signature
from pathlib import Path
from typing import Any, TypeAlias

import torch
from diffusers import (
    DDIMScheduler,
    DEISMultistepScheduler,
    DPMSolverMultistepScheduler,
    EulerDiscreteScheduler,
    LCMScheduler,
    UniPCMultistepScheduler,
)

from t2v_desktop.errors import BrokenModel
from t2v_desktop.models.json_files import read_json

Scheduler: TypeAlias = DDIMScheduler | DEISMultistepScheduler | DPMSolverMultistepScheduler | EulerDiscreteScheduler | LCMScheduler | UniPCMultistepScheduler

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
}
TRAINED_WITH = (  # what a model was trained with and every scheduler must keep; the rest is each scheduler's own
    "num_train_timesteps", "beta_start", "beta_end", "beta_schedule", "trained_betas", "rescale_betas_zero_snr", "prediction_type", "steps_offset",
)  # fmt: skip


class FrameSchedule:
    """A diffusers scheduler for clips: it treats each frame as an image. Latents are (1, channels, frames, height, width)."""

    def __init__(self, scheduler: Scheduler, num_inference_steps: int, device: torch.device) -> None:
        scheduler.set_timesteps(num_inference_steps, device=device)
        self._scheduler = scheduler
        self.timesteps: torch.Tensor = scheduler.timesteps

    def start(self, noise: torch.Tensor) -> torch.Tensor:
        return noise * float(self._scheduler.init_noise_sigma)

    def start_from(self, source: torch.Tensor, noise: torch.Tensor, steps_taken: int) -> torch.Tensor:
        first = max(len(self.timesteps) - steps_taken * self._scheduler.order, 0)
        if hasattr(self._scheduler, "set_begin_index"):
            self._scheduler.set_begin_index(first)
        self.timesteps = self.timesteps[first:]
        noised: torch.Tensor = self._scheduler.add_noise(source, noise, self.timesteps[:1])
        return noised

    def scaled(self, latents: torch.Tensor, timestep: torch.Tensor) -> torch.Tensor:
        scaled: torch.Tensor = self._scheduler.scale_model_input(latents, timestep)
        return scaled

    def step(self, output: torch.Tensor, timestep: torch.Tensor, latents: torch.Tensor, generator: torch.Generator) -> torch.Tensor:
        frames_first = latents.shape[2], latents.shape[1], *latents.shape[3:]
        flat = [x.permute(0, 2, 1, 3, 4).reshape(frames_first) for x in (output, latents)]
        noise = {"generator": generator} if isinstance(self._scheduler, LCMScheduler) else {}
        stepped: torch.Tensor = self._scheduler.step(flat[0], timestep, flat[1], **noise, return_dict=False)[0]
        return stepped[None].permute(0, 2, 1, 3, 4)

    def clean(self, output: torch.Tensor, scaled: torch.Tensor, timestep: torch.Tensor) -> torch.Tensor:
        """`scaled` is of unit variance."""
        alpha: torch.Tensor = self._scheduler.alphas_cumprod[int(timestep)].to(scaled)
        signal, sigma = alpha.sqrt(), (1 - alpha).sqrt()
        if self._scheduler.config.prediction_type == "v_prediction":
            return signal * scaled - sigma * output
        return (scaled - sigma * output) / signal


def make_schedule(name: str, folder: Path, num_inference_steps: int, device: torch.device) -> FrameSchedule:
    """The schedule `name` for the model in `folder`. Raises BrokenModel."""
    return FrameSchedule(make_scheduler(name, folder), num_inference_steps, device)


def make_scheduler(name: str, model_folder: Path) -> Scheduler:
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
    try:
        scheduler: Scheduler = kind(**{key: value for key, value in trained.items() if key in known}, **options)
    except (NotImplementedError, TypeError, ValueError, RuntimeError) as error:
        raise BrokenModel(f"{model_folder / 'scheduler'} doesn't describe a noise schedule that {name} supports: choose another scheduler") from error
    if scheduler.config.prediction_type not in ("epsilon", "v_prediction"):
        raise BrokenModel(f"{model_folder / 'scheduler'} predicts {scheduler.config.prediction_type!r:.40}, which is not supported")
    return scheduler
