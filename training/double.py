"""Gives a finished VAE frames twice as large: one more block on either side, the latents and so the denoiser as they were.

The old VAE's latents of a frame halved by averaging are both the new decoder's input and what the new encoder must return.
"""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch
from diffusers import AutoencoderKL
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from training.course import Course
from training.muon import Muon
from training.vae import LATENT_NOISE, OBJECT_WEIGHT, draw_frames, halve, halved_latents, new_vae, to_pixels

FRAMES_KEPT = 12_000  # in memory: 0.8 GB at 128x128
STRAIGHTNESS = 0.3  # share of the absolute error in the decoder's loss: where an edge is in doubt, a median has one and a mean a blur


@dataclass(frozen=True, slots=True)
class Pairs:
    """Frames (n, size, size, 3), their objects' coverage (n, size, size) in 0..255, and the latents (n, channels, height, width) to show them by.

    `noise` is the largest deviation of what is added to these latents for the decoder.
    """

    frames: NDArray[np.uint8]
    covered: NDArray[np.uint8]
    latents: Tensor
    noise: float = 0.0


def drawn_pairs(vae: AutoencoderKL, size: int, course: Course, noise: float) -> Pairs:
    """Drawn frames of `size` x `size` pixels for a course, with the latents that the old `vae` gives them halved."""
    frames, covered = draw_frames(min(FRAMES_KEPT, course.steps * course.batch), size, seed=11 + course.start)
    return Pairs(frames, covered, halved_latents(vae, frames, course.device), noise)


def unseen_pairs(vae: AutoencoderKL, size: int, device: torch.device) -> Pairs:
    """Pairs that no training draws."""
    frames, covered = (part[::4] for part in draw_frames(160, size, seed=2))
    return Pairs(frames, covered, halved_latents(vae, frames, device))


def doubled(vae: AutoencoderKL) -> AutoencoderKL:
    """A VAE for frames twice as large whose inner blocks are those of `vae`, untrained in the new outer ones."""
    widths = tuple(vae.config.block_out_channels)
    new = new_vae(2 * vae.config.sample_size, (widths[0], *widths))
    last = len(widths) - 1
    inner = {}
    for name, tensor in vae.state_dict().items():
        if name.startswith("encoder.down_blocks."):
            _, _, number, rest = name.split(".", 3)
            inner[f"encoder.down_blocks.{int(number) + 1}.{rest}"] = tensor
        elif not name.startswith("encoder.conv_in"):
            inner[name] = tensor
    new.load_state_dict(inner, strict=False)
    with torch.no_grad():
        _blur_bilinearly(new.decoder.up_blocks[last].upsamplers[0].conv)
        _fit_entry(new, vae)
    return new


def _blur_bilinearly(conv: nn.Conv2d) -> None:
    """Let a 3x3 convolution after nearest-neighbour doubling make it a bilinear one, channel by channel."""
    line = torch.tensor([0.25, 0.5, 0.25])
    nn.init.zeros_(conv.weight)
    conv.weight[range(len(conv.weight)), range(len(conv.weight))] = torch.outer(line, line)
    if conv.bias is not None:
        conv.bias.zero_()


def _fit_entry(new: AutoencoderKL, vae: AutoencoderKL) -> None:
    """Set the new encoder's downsampler to the least squares of what the old one's first convolution makes of halved frames."""
    pixels = to_pixels(draw_frames(320, new.config.sample_size, seed=6)[0][::16], torch.device("cpu"))
    target = vae.encoder.conv_in(halve(pixels))
    down = new.encoder.down_blocks[0].downsamplers[0].conv
    windows = functional.unfold(functional.pad(new.encoder.conv_in(pixels), (0, 1, 0, 1)), 3, stride=2)  # (n, 9 * channels, places)
    rows = windows.permute(0, 2, 1).flatten(0, 1)
    rows = torch.cat([rows, torch.ones(len(rows), 1)], 1).double()
    wanted = target.flatten(2).permute(0, 2, 1).flatten(0, 1).double()
    ridge = 1e-6 * len(rows) * torch.eye(rows.shape[1], dtype=torch.float64)
    solved = torch.linalg.solve(rows.T @ rows + ridge, rows.T @ wanted).float()
    down.weight.copy_(solved[:-1].T.reshape(down.weight.shape))
    down.bias.copy_(solved[-1])


def train_decoder(new: AutoencoderKL, vae: AutoencoderKL, course: Course) -> None:
    """Train the doubled decoder in place on the old `vae`'s latents, with noise for a denoiser's errors."""
    size, device = new.config.sample_size, course.device
    drawn, unseen = drawn_pairs(vae, size, course, LATENT_NOISE), unseen_pairs(vae, size, device)

    def loss(pixels: Tensor, latents: Tensor, weight: Tensor) -> Tensor:
        error = new.decode(latents).sample.float() - pixels
        return torch.as_tensor((weight * (error**2 + STRAIGHTNESS * error.abs())).mean())

    def score() -> str:
        return f"unseen frames come out of the old latents at {_psnr(new, unseen.frames, unseen.latents):.2f} dB"

    _train("doubled decoder", new, (new.decoder, new.post_quant_conv), drawn, loss, score, course)


def train_encoder(new: AutoencoderKL, vae: AutoencoderKL, course: Course) -> None:
    """Train the doubled encoder in place to give the latents that the old `vae` gives the halved frame."""
    size, device = new.config.sample_size, course.device
    drawn, unseen = drawn_pairs(vae, size, course, 0.0), unseen_pairs(vae, size, device)

    def loss(pixels: Tensor, latents: Tensor, weight: Tensor) -> Tensor:
        error = new.encode(pixels).latent_dist.mode().float() - latents
        return torch.as_tensor((functional.adaptive_avg_pool2d(weight, (latents.shape[2], latents.shape[3])) * error**2).mean())

    def score() -> str:
        found = new.encode(to_pixels(unseen.frames, device)).latent_dist.mode()
        away = float(((found - unseen.latents) ** 2).mean().sqrt())
        return f"latents of unseen frames are off by {away:.4f} deviations, the frames come back at {_psnr(new, unseen.frames, found):.2f} dB"

    _train("doubled encoder", new, (new.encoder, new.quant_conv), drawn, loss, score, course)


def _psnr(vae: AutoencoderKL, frames: NDArray[np.uint8], latents: Tensor) -> float:
    error = vae.decode(latents).sample.clamp(-1, 1) - to_pixels(frames, latents.device)
    return 10 * math.log10(4 / float((error**2).mean()))


def _train(
    name: str,
    new: AutoencoderKL,
    parts: tuple[nn.Module, ...],
    drawn: Pairs,
    loss: Callable[[Tensor, Tensor, Tensor], Tensor],
    score: Callable[[], str],
    course: Course,
) -> None:
    """The training loop of both functions above: `parts` of `new` learn from `drawn`."""
    device, log = course.device, course.log
    new.requires_grad_(False)
    for part in parts:
        part.requires_grad_(True)
    new.to(device, memory_format=torch.channels_last).train()
    optimizer = Muon([p for part in parts for p in part.parameters()], lr=course.peak_lr)
    rng = np.random.default_rng(course.start)
    began = time.monotonic()
    for step in range(course.start, course.steps):
        optimizer.lr = course.lr(step)
        with torch.autocast(device.type, torch.bfloat16):
            value = loss(*_batch(drawn, course.batch, rng, device))
        optimizer.zero_grad()
        value.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(optimizer.parameters, 1.0)
        optimizer.step()
        if step % 50 == 49:
            log(f"{name} {step + 1}/{course.steps} loss {value.item():.4f} {time.monotonic() - began:.0f} s")
        if step % 200 == 199 or step == course.steps - 1:
            with torch.no_grad():
                log(f"{name} {step + 1}: {score()}")
            course.save(step + 1)
    new.eval()


def _batch(pairs: Pairs, count: int, rng: np.random.Generator, device: torch.device) -> tuple[Tensor, Tensor, Tensor]:
    """Some pairs: pixels in -1..1, latents with noise, and the weight of each pixel."""
    chosen = rng.integers(0, len(pairs.frames), count)
    latents = pairs.latents[torch.from_numpy(chosen)].to(device)
    deviation = pairs.noise * torch.rand(count, 1, 1, 1, device=device)
    weight = 1 + OBJECT_WEIGHT * torch.from_numpy(pairs.covered[chosen]).to(device)[:, None].float() / 255
    return to_pixels(pairs.frames[chosen], device), latents + deviation * torch.randn_like(latents), weight
