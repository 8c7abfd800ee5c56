"""Schedulers by the names users know."""

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
    "num_train_timesteps", "beta_start", "beta_end", "beta_schedule", "trained_betas", "prediction_type", "steps_offset",
)  # fmt: skip


def make_scheduler(name: str, model_folder: Path) -> Scheduler:
    """The scheduler `name` (one of request.SCHEDULERS) for the noise the model in `model_folder` was trained with."""
    config = DDIMScheduler.load_config(model_folder / "scheduler", local_files_only=True)
    trained = {key: config[key] for key in TRAINED_WITH if key in config}
    kind, options = KINDS[name]
    if kind in (DDIMScheduler, LCMScheduler):
        options = options | {"clip_sample": False, "set_alpha_to_one": config.get("set_alpha_to_one", False)}
    try:
        scheduler: Scheduler = kind(**trained, **options)
    except (NotImplementedError, TypeError, ValueError, RuntimeError) as error:
        raise BrokenModel(f"{model_folder / 'scheduler'} describes no noise schedule that {name} knows") from error
    if scheduler.config.prediction_type not in ("epsilon", "v_prediction"):
        raise BrokenModel(f"{model_folder / 'scheduler'} predicts {scheduler.config.prediction_type!r:.40}, which is not supported")
    return scheduler
