"""Latents to small RGB frames: one matrix, fitted to the model's VAE, cheap enough for every step."""

from contextlib import suppress
from dataclasses import dataclass

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file
from torch.nn import functional as F

from t2v_desktop.engine.load import Pipeline
from t2v_desktop.events import Preview
from t2v_desktop.media.read import Pixels

MAX_FRAMES = 16
SIDE = 64  # pixels of a preview's longer side, where the latents allow it
PICTURES = 12
FILE = "preview.safetensors"  # in a model's folder: a matrix fitted to what the model was trained on


@dataclass(frozen=True, slots=True)
class LatentToRgb:
    """`matrix` (channels + 1, patch * patch * 3) turns one latent value, and a 1, into a patch of pixels in -1..1."""

    matrix: torch.Tensor
    patch: int

    def __call__(self, latents: torch.Tensor) -> Preview:
        """The preview strip of latents (1, channels, frames, height, width), at most MAX_FRAMES of its frames."""
        return self.picture(self.small(latents).cpu())

    def small(self, latents: torch.Tensor) -> torch.Tensor:
        """The part of the latents that is previewed (channels, frames, height, width), still on the device."""
        frames = latents.shape[2]
        chosen = torch.linspace(0, frames - 1, min(frames, MAX_FRAMES), device=latents.device).round().long()
        return latents[0, :, chosen].float()

    def picture(self, small: torch.Tensor) -> Preview:
        """The preview strip of what `small` gave, on the CPU."""
        pixels = small.permute(1, 2, 3, 0) @ self.matrix[:-1] + self.matrix[-1]
        count, height, width, _ = pixels.shape
        tiles = pixels.reshape(count, height, width, self.patch, self.patch, 3).permute(0, 1, 3, 2, 4, 5)
        strip = tiles.reshape(count, height * self.patch, width * self.patch, 3)
        levels = ((strip / 2 + 0.5).nan_to_num(0.5).clamp(0, 1) * 255).round().to(torch.uint8)
        return Preview(count, width * self.patch, height * self.patch, levels.numpy().tobytes())


def patch_side(height: int, width: int) -> int:
    """Pixels a side that one latent value of (height, width) latents becomes."""
    return max(1, min(8, SIDE // max(height, width)))


def read_or_fit(pipeline: Pipeline, patch: int) -> LatentToRgb:
    """The matrix that ships with the model, if it has patches of that side, else one fitted now; the VAE is on its device."""
    shape = pipeline.shape
    with suppress(FileNotFoundError, SafetensorError, KeyError):
        matrix = load_file(pipeline.folder / FILE)["matrix"].float()
        if matrix.shape == (shape.latent_channels + 1, patch * patch * 3):
            return LatentToRgb(matrix, patch)
    pictures = _pictures(max(64, shape.stride * 8))
    with torch.inference_mode():
        latents = [part for picture in pictures for part in pipeline.family.encode(pipeline.vae, picture[None], 1)]
    return fit(pictures, torch.cat(latents)[:, :, 0], patch)


def fit(pictures: Pixels, latents: torch.Tensor, patch: int) -> LatentToRgb:
    """Fit the matrix by least squares to `pictures` (n, side, side, 3) and their `latents` (n, channels, height, width)."""
    known = latents.float().cpu().nan_to_num(0, 0, 0)
    side = known.shape[-1]
    goal = torch.from_numpy(pictures).permute(0, 3, 1, 2).float() / 127.5 - 1
    goal = F.interpolate(goal, size=(side * patch, side * patch), mode="area")
    goal = goal.reshape(len(pictures), 3, side, patch, side, patch).permute(0, 2, 4, 3, 5, 1).reshape(-1, patch * patch * 3)
    known = known.permute(0, 2, 3, 1).reshape(-1, known.shape[1])
    known = torch.cat([known, torch.ones(len(known), 1)], 1)
    ridge = 1e-3 * len(known) * torch.eye(known.shape[1])
    return LatentToRgb(torch.linalg.solve(known.T @ known + ridge, known.T @ goal).contiguous(), patch)


def _pictures(side: int) -> Pixels:
    """Soft colour fields with hard-edged rectangles on them, (PICTURES, side, side, 3)."""
    source = torch.Generator().manual_seed(5)
    fields = torch.rand(PICTURES, 3, 3, 3, generator=source) * 2 - 1
    pictures = F.interpolate(fields, size=(side, side), mode="bilinear", align_corners=True)
    for picture in pictures:
        for _ in range(3):
            top, left = (int(n) for n in torch.randint(0, side * 3 // 4, (2,), generator=source))
            colour = torch.rand(3, 1, 1, generator=source) * 2 - 1
            picture[:, top : top + side // 4, left : left + side // 4] = colour
    return ((pictures.permute(0, 2, 3, 1) + 1) * 127.5).round().clamp(0, 255).to(torch.uint8).numpy()
