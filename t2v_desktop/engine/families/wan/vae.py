"""The autoencoder of a clip, chunk by chunk: what a chunk needs of the one before it is kept. Frames too large for the memory are decoded in tiles."""

from collections.abc import Callable, Iterator, Sequence

import torch

from t2v_desktop.engine.families.wan.autoencoder import Autoencoder
from t2v_desktop.engine.families.wan.causal import Past
from t2v_desktop.media.read import Pixels
from t2v_desktop.models.families.wan.tiling import MARGIN, Span, grid_within, spans

STRIDE = 4  # frames a latent frame, but for the first
CPU = torch.device("cpu")


def decode(vae: Autoencoder, latents: torch.Tensor, chunk: int, tile: int = 0) -> Iterator[torch.Tensor]:
    """Yield pixels (n, 3, height, width) in -1..1 and fp32 for `latents` (1, channels, latent frames, height, width), about `chunk` frames at a time.

    Frames of more than `tile` latent pixels, unless it is 0, are decoded in tiles that fade into each other.
    """
    height, width = latents.shape[-2:]
    rows, columns = grid_within(height, width, tile or height * width)
    parts = torch.split(latents, max(1, chunk // STRIDE), dim=2)
    if rows * columns > 1:
        yield from _decode_tiles(vae, parts, spans(height, rows), spans(width, columns))
        return
    past = Past()
    for part in parts:
        yield vae.decode(part.to(vae.device, vae.dtype), past)[0].transpose(0, 1).float()


def _decode_tiles(vae: Autoencoder, parts: Sequence[torch.Tensor], rows: list[Span], columns: list[Span]) -> Iterator[torch.Tensor]:
    """As `decode`, but only the layers that see a frame as a whole take it whole; the others, which take nearly all the memory, get it tile by tile.

    What the next chunk needs of each tile waits in the computer's memory: carrying it there and back takes less time than computing it anew. So the frames
    still come in order, and a graphics card holds one tile.
    """
    stride = vae.stride
    down, across = (_fades([(start * stride, stop * stride) for start, stop in cuts], MARGIN * stride, vae.device) for cuts in (rows, columns))
    whole = Past()
    tiles = [(row, column, Past()) for row in range(len(rows)) for column in range(len(columns))]
    for part in parts:
        frames: torch.Tensor | None = None
        features = vae.features(part.to(vae.device, vae.dtype), whole)
        for row, column, past in tiles:
            (top, bottom), (left, right) = rows[row], columns[column]
            past.move(vae.device)
            pixels = vae.pixels(features[..., top:bottom, left:right], past, first=past.begins)[0].transpose(0, 1).float()
            past.move(CPU)
            if frames is None:
                frames = pixels.new_zeros(*pixels.shape[:2], rows[-1][1] * stride, columns[-1][1] * stride)
            frames[..., top * stride : bottom * stride, left * stride : right * stride] += pixels * down[row][:, None] * across[column]
        assert frames is not None
        yield frames


def _fades(cuts: list[Span], margin: int, device: torch.device) -> list[torch.Tensor]:
    """The share of each tile in the pixels it covers, along one side: linear where two overlap, but for a `margin` of them at either end.

    There the tile whose edge it is counts for nothing: it doesn't see what lies beyond.
    """
    fades = []
    for at, (start, stop) in enumerate(cuts):
        places, share = torch.arange(start, stop, device=device) + 0.5, torch.ones(stop - start, device=device)
        if at > 0:
            begins, ends = start + margin, cuts[at - 1][1] - margin
            share = torch.minimum(share, ((places - begins) / (ends - begins)).clamp(min=0))
        if at < len(cuts) - 1:
            begins, ends = cuts[at + 1][0] + margin, stop - margin
            share = torch.minimum(share, ((ends - places) / (ends - begins)).clamp(min=0))
        fades.append(share)
    return fades


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
