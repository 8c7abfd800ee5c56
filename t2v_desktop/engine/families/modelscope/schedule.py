"""Schedulers by the names users know."""

from inspect import signature
from pathlib import Path
from typing import Any, TypeAlias

from diffusers import (
    DDIMScheduler,
    DEISMultistepScheduler,
    DPMSolverMultistepScheduler,
    EulerDiscreteScheduler,
    LCMScheduler,
    UniPCMultistepScheduler,
)

from t2v_desktop.errors import BrokenModel
from t2v_desktop.models.gate import read_json

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
    known = signature(kind.__init__).parameters  # DEIS knows nothing of rescaled noise, and diffusers passes it over too
    try:
        scheduler: Scheduler = kind(**{key: value for key, value in trained.items() if key in known}, **options)
    except (NotImplementedError, TypeError, ValueError, RuntimeError) as error:
        raise BrokenModel(f"{model_folder / 'scheduler'} describes no noise schedule that {name} knows") from error
    if scheduler.config.prediction_type not in ("epsilon", "v_prediction"):
        raise BrokenModel(f"{model_folder / 'scheduler'} predicts {scheduler.config.prediction_type!r:.40}, which is not supported")
    return scheduler
