"""Latents to small RGB frames: one matrix, fitted to the model's VAE, cheap enough for every step."""

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import torch
from diffusers import AutoencoderKL
from safetensors import SafetensorError
from safetensors.torch import load_file
from torch.nn import functional as F

from t2v_desktop.events import Preview
from t2v_desktop.models.gate import vae_scale

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
        frames = latents.shape[2]
        chosen = torch.linspace(0, frames - 1, min(frames, MAX_FRAMES)).round().long()
        small = latents[0, :, chosen.to(latents.device)].float().cpu().permute(1, 2, 3, 0)  # frames, height, width, channels
        pixels = small @ self.matrix[:-1] + self.matrix[-1]
        count, height, width, _ = pixels.shape
        tiles = pixels.reshape(count, height, width, self.patch, self.patch, 3).permute(0, 1, 3, 2, 4, 5)
        strip = tiles.reshape(count, height * self.patch, width * self.patch, 3)
        levels = ((strip / 2 + 0.5).nan_to_num(0.5).clamp(0, 1) * 255).round().to(torch.uint8)
        return Preview(count, width * self.patch, height * self.patch, levels.numpy().tobytes())


def patch_side(height: int, width: int) -> int:
    """Pixels a side that one latent value of (height, width) latents becomes."""
    return max(1, min(4, SIDE // max(height, width)))


def read_or_fit(folder: Path, vae: AutoencoderKL, height: int, width: int) -> LatentToRgb:
    """The matrix that ships with the model in `folder`, if it fits latents of (height, width), else one fitted now."""
    patch = patch_side(height, width)
    with suppress(FileNotFoundError, SafetensorError, KeyError):
        matrix = load_file(folder / FILE)["matrix"].float()
        if matrix.shape == (vae.config.latent_channels + 1, patch * patch * 3):
            return LatentToRgb(matrix, patch)
    return fit(vae, _pictures(max(64, vae_scale(folder) * 8)), patch)


@torch.inference_mode()
def fit(vae: AutoencoderKL, pictures: torch.Tensor, patch: int) -> LatentToRgb:
    """Fit the matrix by least squares to `pictures` (n, 3, side, side) in -1..1 that the VAE encodes."""
    pictures = pictures.to(vae.device, vae.dtype)
    latents = vae.encode(pictures).latent_dist.mode().float().cpu().nan_to_num(0, 0, 0) * vae.config.scaling_factor
    side = latents.shape[-1]
    goal = F.interpolate(pictures.float().cpu(), size=(side * patch, side * patch), mode="area")
    goal = goal.reshape(len(pictures), 3, side, patch, side, patch).permute(0, 2, 4, 3, 5, 1).reshape(-1, patch * patch * 3)
    known = latents.permute(0, 2, 3, 1).reshape(-1, latents.shape[1])
    known = torch.cat([known, torch.ones(len(known), 1)], 1)
    ridge = 1e-3 * len(known) * torch.eye(known.shape[1])
    return LatentToRgb(torch.linalg.solve(known.T @ known + ridge, known.T @ goal).contiguous(), patch)


def _pictures(side: int) -> torch.Tensor:
    """Soft colour fields with hard-edged rectangles on them, (PICTURES, 3, side, side) in -1..1."""
    source = torch.Generator().manual_seed(5)
    fields = torch.rand(PICTURES, 3, 3, 3, generator=source) * 2 - 1
    pictures = F.interpolate(fields, size=(side, side), mode="bilinear", align_corners=True)
    for picture in pictures:
        for _ in range(3):
            top, left = (int(n) for n in torch.randint(0, side * 3 // 4, (2,), generator=source))
            colour = torch.rand(3, 1, 1, generator=source) * 2 - 1
            picture[:, top : top + side // 4, left : left + side // 4] = colour
    return pictures
