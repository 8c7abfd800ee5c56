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
    highest_contrast = 0
    for pixels in decoded:
        if not torch.isfinite(pixels).all():
            raise BlankVideo("the decoder returned NaN values")
        levels = ((pixels / 2 + 0.5).clamp(0, 1) * 255).round().to(torch.uint8)
        frames: NDArray[np.uint8] = levels.permute(0, 2, 3, 1).contiguous().cpu().numpy()
        highest_contrast = max(highest_contrast, int(np.ptp(frames, axis=(1, 2)).max()))  # of any channel within any frame
        yield frames
    if highest_contrast <= FLAT:
        raise BlankVideo("every frame came out as one flat colour")
