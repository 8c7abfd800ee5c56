"""Frames to latents: where a second pass over a finished clip begins."""

from collections.abc import Iterator

import torch
from diffusers import AutoencoderKL

from t2v_desktop.errors import BlankVideo
from t2v_desktop.media.read import Pixels


@torch.inference_mode()
def encode(vae: AutoencoderKL, frames: Pixels, chunk: int) -> Iterator[torch.Tensor]:
    """Yield latents (1, channels, n, height, width) in fp32 for `frames` (count, height, width, 3), at most `chunk` of them at a time.

    They are the mode of the VAE's distribution: the same clip gives the same latents. Raises BlankVideo at NaN.
    """
    for start in range(0, len(frames), chunk):
        pixels = torch.from_numpy(frames[start : start + chunk].copy()).permute(0, 3, 1, 2)
        part = (pixels.to(vae.device, torch.float32) / 127.5 - 1).to(vae.dtype)
        latents = vae.encode(part).latent_dist.mode().float() * vae.config.scaling_factor
        if not torch.isfinite(latents).all():
            raise BlankVideo("the encoder gave NaN values")
        yield latents.permute(1, 0, 2, 3)[None]
