"""The VAE, which works on each frame by itself."""

from collections.abc import Iterator

import torch

from t2v_desktop.engine.families.modelscope.autoencoder import AutoencoderKL
from t2v_desktop.media.read import Pixels


def decode(vae: AutoencoderKL, latents: torch.Tensor, chunk: int, _tile: int = 0) -> Iterator[torch.Tensor]:
    """Yield pixels (n, 3, height, width) in -1..1 and fp32 for `latents` (1, channels, frames, height, width), at most `chunk` frames at a time."""
    by_frame = latents[0].permute(1, 0, 2, 3) / vae.scaling_factor
    for start in range(0, len(by_frame), chunk):
        part = by_frame[start : start + chunk].to(vae.device, vae.dtype)
        yield vae.decode(part).float()


def encode(vae: AutoencoderKL, frames: Pixels, chunk: int) -> Iterator[torch.Tensor]:
    """Yield latents (1, channels, n, height, width) in fp32 for `frames` (count, height, width, 3), at most `chunk` of them at a time.

    They are the mode of the VAE's distribution: the same clip gives the same latents.
    """
    for start in range(0, len(frames), chunk):
        pixels = torch.from_numpy(frames[start : start + chunk].copy()).permute(0, 3, 1, 2)
        part = (pixels.to(vae.device, torch.float32) / 127.5 - 1).to(vae.dtype)
        latents = vae.encode(part).float() * vae.scaling_factor
        yield latents.permute(1, 0, 2, 3)[None]
