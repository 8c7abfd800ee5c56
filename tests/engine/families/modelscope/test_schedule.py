import json
from pathlib import Path
from typing import Any

import pytest
import torch
from diffusers import DDIMScheduler, DDPMScheduler, EulerAncestralDiscreteScheduler, HeunDiscreteScheduler, PNDMScheduler

from t2v_desktop.engine.families.modelscope.schedule import KINDS, make_scheduler

NOISE: dict[str, Any] = {"beta_start": 0.00085, "beta_end": 0.012, "beta_schedule": "scaled_linear", "prediction_type": "v_prediction", "steps_offset": 1}
SAVED = {
    "as the model's card says": {"_class_name": "DDIMScheduler", "clip_sample": False, "set_alpha_to_one": False, **NOISE},
    "nothing said of the last alpha": {"_class_name": "DDIMScheduler", "clip_sample": False, **NOISE},
    "noise that ends in noise": {"_class_name": "DDIMScheduler", "clip_sample": False, "rescale_betas_zero_snr": True, "timestep_spacing": "trailing", **NOISE},
    "an ancestral scheduler": dict(EulerAncestralDiscreteScheduler(rescale_betas_zero_snr=True, **NOISE).config),
    "Heun": dict(HeunDiscreteScheduler(**NOISE).config),
    "PNDM": dict(PNDMScheduler(skip_prk_steps=True, set_alpha_to_one=True, **NOISE).config),
    "DDPM": dict(DDPMScheduler(trained_betas=[0.001 * (i + 1) / 1000 for i in range(1000)], prediction_type="epsilon").config),
}
DEFAULTS = ("timestep_spacing", "clip_sample")  # that these classes write out though nobody chose them


def written(folder: Path, config: dict[str, Any]) -> Path:
    (folder / "scheduler").mkdir()
    (folder / "scheduler/scheduler_config.json").write_text(json.dumps({k: list(v) if isinstance(v, tuple) else v for k, v in config.items()}))
    return folder


@pytest.mark.parametrize("saved", SAVED)
@pytest.mark.parametrize("name", KINDS)
def test_the_noise_is_what_diffusers_makes_of_the_same_settings(name: str, saved: str, tmp_path: Path) -> None:
    config = SAVED[saved]
    kind, options = KINDS[name]
    chosen = {k: v for k, v in config.items() if k not in DEFAULTS or v == "trailing"} | {"clip_sample": False}
    right, made = kind.from_config(chosen, **options), make_scheduler(name, written(tmp_path, config))
    assert torch.equal(made.alphas_cumprod, right.alphas_cumprod)
    assert getattr(made, "final_alpha_cumprod", None) == getattr(right, "final_alpha_cumprod", None)
    sample, noise = torch.full((1, 4, 2, 2), 0.5), torch.full((1, 4, 2, 2), 0.25)
    for scheduler in (made, right):
        scheduler.set_timesteps(7)
    assert torch.equal(made.timesteps, right.timesteps)
    first = made.timesteps[0]
    for scheduler in (made, right):
        scheduler.scale_model_input(sample, first)
    steps = [scheduler.step(noise, first, sample, generator=torch.Generator().manual_seed(1)) if name in ("ddim", "lcm", "euler")
             else scheduler.step(noise, first, sample) for scheduler in (made, right)]  # fmt: skip
    assert torch.equal(steps[0].prev_sample, steps[1].prev_sample)


def test_noise_that_is_rescaled_ends_in_nothing_else(tmp_path: Path) -> None:
    folder = written(tmp_path, SAVED["noise that ends in noise"])
    assert float(make_scheduler("ddim", folder).alphas_cumprod[-1]) == 0
    assert isinstance(make_scheduler("ddim", folder), DDIMScheduler) and int(make_scheduler("ddim", folder).config.num_train_timesteps) == 1000
