"""The denoiser: a UNet3D, called for all frames at once."""

import torch
from diffusers import UNet3DConditionModel

from t2v_desktop.engine.family import Text


def predict(denoiser: UNet3DConditionModel, latents: torch.Tensor, timestep: torch.Tensor, text: Text) -> torch.Tensor:
    """The UNet's output in fp32 for `latents` (prompts, channels, frames, height, width)."""
    output: torch.Tensor = denoiser(latents.to(denoiser.dtype), timestep, text.features, return_dict=False)[0]
    return output.float()
