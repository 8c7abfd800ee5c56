"""Latents to frames: what the family's VAE yields becomes bytes, chunk by chunk."""

from collections.abc import Iterable, Iterator

import numpy as np
import torch
from numpy.typing import NDArray

from t2v_desktop.errors import BlankVideo

FLAT = 2  # levels of 255 that the pixels of some frame must differ by for a clip to show anything


@torch.inference_mode()
def to_frames(decoded: Iterable[torch.Tensor]) -> Iterator[NDArray[np.uint8]]:
    """Yield frames (n, height, width, 3) for each chunk of pixels (n, 3, height, width) in -1..1; the caller may stop after any.

    Raises BlankVideo for NaN values, and at the end if the whole clip was one flat colour.
    """
    flat = True
    for pixels in decoded:
        least, most = pixels.aminmax()  # both are NaN if any value is
        if not (least.isfinite() & most.isfinite()):
            raise BlankVideo("the decoder returned NaN values")
        levels = (pixels.permute(0, 2, 3, 1) / 2).add_(0.5).clamp_(0, 1).mul_(255).round_().to(torch.uint8)
        frames: NDArray[np.uint8] = levels.contiguous().cpu().numpy()
        flat = flat and all(_is_flat(frame) for frame in frames)
        yield frames
    if flat:
        raise BlankVideo("every frame came out as one flat colour")


def _is_flat(frame: NDArray[np.uint8]) -> bool:
    """Whether each channel of a frame (height, width, 3) has one value, or nearly one."""
    pixels = frame.reshape(-1, frame.shape[-1])
    return int(np.max(pixels.max(0) - pixels.min(0))) <= FLAT
