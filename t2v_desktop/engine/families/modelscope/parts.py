"""The empty modules of a ModelScope model."""

import torch
from diffusers import UNet3DConditionModel
from torch import nn
from transformers import CLIPTextConfig, CLIPTextModel

from t2v_desktop.engine.families.modelscope import autoencoder, convolution
from t2v_desktop.engine.families.modelscope.autoencoder import AutoencoderKL
from t2v_desktop.engine.families.modelscope.rewrites import rewrite_unet, slice_attention
from t2v_desktop.models.families.modelscope.memory import SLICE_BYTES
from t2v_desktop.models.family import Config


def build(part: str, config: Config) -> nn.Module:
    """The module of "text_encoder", "unet" or "vae"; whatever it raises, the settings don't describe it."""
    module: nn.Module
    match part:
        case "text_encoder":
            module = CLIPTextModel(CLIPTextConfig.from_dict(dict(config)))
        case "unet":
            module = UNet3DConditionModel.from_config(config)
        case _:
            module = AutoencoderKL(config)
    return module


def rewrite(part: str, module: nn.Module, device: torch.device) -> None:
    """Put the exact rewrites into a module, before hooks wrap `forward`."""
    if part == "unet":
        rewrite_unet(module)
    if device.type == "mps" and part == "unet":
        slice_attention(module)
    if device.type == "mps" and part == "vae":
        autoencoder.slice_attention(module, SLICE_BYTES)


def prepare(part: str, module: nn.Module, device: torch.device) -> None:
    """Put the weights into the layout that is fastest on `device`."""
    if part == "vae":
        convolution.prepare(module, device)
