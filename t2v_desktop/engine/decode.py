"""Latents to frames: the VAE turns them into pixels, a few frames at a time."""

from collections.abc import Iterator

import numpy as np
import torch
from diffusers import AutoencoderKL
from numpy.typing import NDArray

from t2v_desktop.errors import BlankVideo

FLAT = 2  # levels of 255 that the pixels of some frame must differ by for a clip to show anything


def decode(vae: AutoencoderKL, latents: torch.Tensor, chunk: int) -> Iterator[NDArray[np.uint8]]:
    """Yield frames (n, height, width, 3) in order, at most `chunk` of them at a time; the caller may stop after any.

    `latents` is (1, channels, frames, height, width). Raises BlankVideo at NaN, and at the end where the whole clip was one
    flat colour.
    """
    if not torch.isfinite(latents).all():
        raise BlankVideo("the model gave NaN values")
    by_frame = latents[0].permute(1, 0, 2, 3) / vae.config.scaling_factor
    liveliest = 0
    for start in range(0, len(by_frame), chunk):
        with torch.inference_mode():
            part = by_frame[start : start + chunk].to(vae.device, vae.dtype)
            pixels = vae.decode(part, return_dict=False)[0].float()
            if not torch.isfinite(pixels).all():
                raise BlankVideo("the decoder gave NaN values")
            levels = ((pixels / 2 + 0.5).clamp(0, 1) * 255).round().to(torch.uint8)
            frames: NDArray[np.uint8] = levels.permute(0, 2, 3, 1).contiguous().cpu().numpy()
        liveliest = max(liveliest, int(np.ptp(frames, axis=(1, 2)).max()))  # of any channel within any frame
        yield frames
    if liveliest <= FLAT:
        raise BlankVideo("every frame came out as one flat colour")
