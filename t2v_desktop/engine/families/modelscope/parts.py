"""The modules of a ModelScope model: built empty, filled by the loader, then prepared for the device."""

import torch
from torch import nn

from t2v_desktop.engine.families.modelscope.autoencoder import AutoencoderKL
from t2v_desktop.engine.families.modelscope.text_encoder import TextEncoder, TextSettings
from t2v_desktop.engine.families.modelscope.unet import Settings, UNet3D
from t2v_desktop.models.families.modelscope.memory import SLICE_BYTES
from t2v_desktop.models.family import Config


def build(part: str, config: Config) -> nn.Module:
    """The module of "text_encoder", "unet" or "vae", on the meta device; whatever it raises, the settings don't describe it."""
    with torch.device("meta"):
        match part:
            case "text_encoder":
                return TextEncoder(TextSettings.read(config))
            case "unet":
                return UNet3D(Settings.read(config))
            case _:
                return AutoencoderKL(config)


def prepare(_part: str, module: nn.Module, device: torch.device) -> None:
    """Fuse and pack what can be. Apple's GPU writes attention's scores to memory, so that it computes them in slices."""
    if isinstance(module, UNet3D | AutoencoderKL):
        module.prepare(device, SLICE_BYTES if device.type == "mps" else 0)


def store_in_fp8(denoiser: UNet3D) -> None:
    denoiser.store_in(torch.float8_e4m3fn)
