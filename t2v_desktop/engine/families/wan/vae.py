"""The autoencoder of a clip, chunk by chunk: what a chunk needs of the one before it is kept."""

from collections.abc import Callable, Iterator

import torch

from t2v_desktop.engine.families.wan.autoencoder import Autoencoder
from t2v_desktop.engine.families.wan.causal import Past
from t2v_desktop.media.read import Pixels

STRIDE = 4  # frames a latent frame, but for the first


def decode(vae: Autoencoder, latents: torch.Tensor, chunk: int) -> Iterator[torch.Tensor]:
    """Yield pixels (n, 3, height, width) in -1..1 and fp32 for `latents` (1, channels, latent frames, height, width), about `chunk` frames at a time."""
    past = Past()
    for part in torch.split(latents, max(1, chunk // STRIDE), dim=2):
        yield vae.decode(part.to(vae.device, vae.dtype), past)[0].transpose(0, 1).float()


def encode(vae: Autoencoder, frames: Pixels, chunk: int) -> Iterator[torch.Tensor]:
    """Yield latents (1, channels, n, height, width) in fp32 for `frames` (4n + 1, height, width, 3), the first frame with the first chunk.

    They are the mode of the autoencoder's distribution: the same clip gives the same latents.
    """
    return encode_pixels(vae, len(frames), chunk, lambda start, stop: values(frames[start:stop]))


def encode_pixels(vae: Autoencoder, count: int, chunk: int, pixels: Callable[[int, int], torch.Tensor]) -> Iterator[torch.Tensor]:
    """As `encode`, for a clip of `count` frames; `pixels` gives the values (1, 3, n, height, width) in -1..1 of the frames from one number to another."""
    past, at_once = Past(), max(1, chunk // STRIDE) * STRIDE
    for start, stop in zip((0, *range(1, count, at_once)), (*range(1, count, at_once), count), strict=True):
        yield vae.encode(pixels(start, stop).to(vae.device).to(vae.dtype), past).float()


def values(frames: Pixels) -> torch.Tensor:
    """Frames (n, height, width, 3) as values (1, 3, n, height, width) in -1..1."""
    return torch.from_numpy(frames.copy()).permute(3, 0, 1, 2)[None].float() / 127.5 - 1
