"""The empty modules of a ModelScope model."""

import torch
from diffusers import AutoencoderKL, UNet3DConditionModel
from torch import nn

from t2v_desktop.engine.families.modelscope.rewrites import rewrite_unet, slice_attention
from t2v_desktop.engine.families.modelscope.text_encoder import TextEncoder, TextSettings
from t2v_desktop.models.family import Config


def build(part: str, config: Config) -> nn.Module:
    """The module of "text_encoder", "unet" or "vae"; whatever it raises, the settings don't describe it."""
    module: nn.Module
    match part:
        case "text_encoder":
            module = TextEncoder(TextSettings.read(config))
        case "unet":
            module = UNet3DConditionModel.from_config(config)
        case _:
            module = AutoencoderKL.from_config(config)
    return module


def rewrite(part: str, module: nn.Module, device: torch.device) -> None:
    """Put the exact rewrites into a module, before hooks wrap `forward`."""
    if part == "unet":
        rewrite_unet(module)
    if device.type == "mps" and part != "text_encoder":
        slice_attention(module)
