"""The known frames of a clip, as each kind of transformer takes them."""

from collections.abc import Iterator
from functools import partial

import torch
from torch.nn import functional as F

from t2v_desktop.engine.families.wan.autoencoder import Autoencoder
from t2v_desktop.engine.families.wan.control import ControlledTransformer
from t2v_desktop.engine.families.wan.transformer import Transformer
from t2v_desktop.engine.families.wan.vae import encode, encode_pixels, values
from t2v_desktop.engine.family import Condition, Encoded, Known


def condition(vae: Autoencoder, denoiser: Transformer, known: Known, chunk: int, encoded: Encoded) -> Condition:
    """Control latents for a transformer that reads such (VACE); for another one (Wan 2.2 TI2V) its first latent frame, which stays as it is."""
    if isinstance(denoiser, ControlledTransformer):
        return Condition(control=_control(vae, known, chunk, encoded))
    return Condition(fixed=_joined(encode(vae, known.first, chunk), 0, len(known.first), encoded))


def _control(vae: Autoencoder, known: Known, chunk: int, encoded: Encoded) -> torch.Tensor:
    """Control latents (1, 2 x channels + stride x stride, frames, height, width).

    First those of the known frames with grey ones between them, then those of what a mask leaves to be changed in them, which is grey throughout because a
    frame is known as a whole; then that mask, for each pixel of a latent place: 1 where a latent frame is to be made.
    """
    total = known.num_frames * (2 if known else 1)
    grey = _joined(encode_pixels(vae, known.num_frames, chunk, partial(_grey, known)), 0, total, encoded)
    shown = grey
    if known:
        shown = _joined(encode_pixels(vae, known.num_frames, chunk, partial(_shown, known)), known.num_frames, total, encoded)
    rows, columns = known.height // grey.shape[-2], known.width // grey.shape[-1]
    mask = _mask(known, grey.shape[2]).to(grey.device)[None, None, :, None, None].expand(1, rows * columns, *grey.shape[2:])
    return torch.cat([shown, grey, mask], dim=1)


def _joined(parts: Iterator[torch.Tensor], before: int, total: int, encoded: Encoded) -> torch.Tensor:
    """The latents of all chunks. `before` frames of `total` have been encoded earlier."""
    joined: list[torch.Tensor] = []
    with torch.inference_mode():
        for part in parts:
            joined.append(part)
            encoded(part, before + 1 + 4 * (sum(each.shape[2] for each in joined) - 1), total)
        return torch.cat(joined, dim=2)


def _grey(known: Known, start: int, stop: int) -> torch.Tensor:
    return torch.zeros(1, 3, stop - start, known.height, known.width)


def _shown(known: Known, start: int, stop: int) -> torch.Tensor:
    """The values (1, 3, n, height, width) of the frames from `start` to `stop`; those that aren't known are grey."""
    pixels, last = _grey(known, start, stop), known.num_frames - len(known.last)
    if start < len(known.first):
        part = known.first[start:stop]
        pixels[:, :, : len(part)] = values(part)
    if stop > last:
        part = known.last[max(start - last, 0) : stop - last]
        pixels[:, :, -len(part) :] = values(part)
    return pixels


def _mask(known: Known, latent_frames: int) -> torch.Tensor:
    """For each latent frame, 1 if it is to be made, 0 if it is known: what is true of the frame nearest to its middle, as VACE was trained."""
    frames = torch.ones(known.num_frames)
    frames[: len(known.first)] = 0
    frames[known.num_frames - len(known.last) :] = 0
    return F.interpolate(frames[None, None], size=latent_frames, mode="nearest-exact")[0, 0]
