"""Trains the VAE on single frames first, and its decoder again at the end."""

import math
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch
from diffusers import AutoencoderKL
from diffusers.models.resnet import ResnetBlock2D
from numpy.typing import NDArray
from torch import nn
from torch.nn import functional

from training.course import Course
from training.muon import Muon
from training.scenes import FRAMES, draw, sample_training

OBJECT_WEIGHT = 6.0  # extra weight of an object's pixels: they are a tenth of the frame but matter most
KL_WEIGHT = 3e-5
LATENT_NOISE = 0.4  # largest deviation of the noise that the decoder learns to ignore: a denoiser's errors


def new_vae(size: int, blocks: tuple[int, ...] = (16, 32, 64, 128)) -> AutoencoderKL:
    """An untrained VAE that turns a `size` x `size` frame into an 8-channel latent, halved in width by every block but the first."""
    vae = AutoencoderKL(
        down_block_types=("DownEncoderBlock2D",) * len(blocks),
        up_block_types=("UpDecoderBlock2D",) * len(blocks),
        block_out_channels=blocks,
        layers_per_block=1,
        latent_channels=8,
        norm_num_groups=2,  # small groups erase the colour of a plain frame
        sample_size=size,
        scaling_factor=1.0,
    )
    for block in vae.modules():  # every residual block starts as the identity: colours pass from the first step on
        if isinstance(block, ResnetBlock2D):
            nn.init.zeros_(block.conv2.weight)
    return vae


def draw_frames(count: int, size: int, seed: int) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Frames (count, size, size, 3) of training scenes and their objects' coverage (count, size, size) in 0..255."""
    rng = np.random.default_rng(seed)
    frames = np.empty((count, size, size, 3), np.uint8)
    covered = np.empty((count, size, size), np.uint8)
    for start in range(0, count, FRAMES):
        clip, alpha = draw(sample_training(rng), size)
        take = min(FRAMES, count - start)
        frames[start : start + take] = clip[:take]
        covered[start : start + take] = np.rint(alpha[:take] * 255)
    return frames, covered


def to_pixels(frames: NDArray[np.uint8], device: torch.device) -> torch.Tensor:
    """Frames (n, height, width, 3) in 0..255 as (n, 3, height, width) in -1..1."""
    pixels = torch.from_numpy(frames).to(device).permute(0, 3, 1, 2).float() / 127.5 - 1
    return pixels.contiguous(memory_format=torch.channels_last)


def halve(pixels: torch.Tensor) -> torch.Tensor:
    """Frames (n, 3, height, width) at half the size, each pixel the mean of four."""
    return functional.avg_pool2d(pixels, 2)


@torch.no_grad()
def halved_latents(vae: AutoencoderKL, frames: NDArray[np.uint8], device: torch.device) -> torch.Tensor:
    """The latents (n, channels, height, width) that `vae` gives frames (n, height, width, 3) halved."""
    vae.to(device)
    parts = [vae.encode(halve(to_pixels(frames[i : i + 64], device))).latent_dist.mode() for i in range(0, len(frames), 64)]
    return torch.cat(parts)


def reconstruction_psnr(vae: AutoencoderKL, frames: NDArray[np.uint8], device: torch.device) -> float:
    """Peak signal-to-noise ratio in dB of frames that the VAE encoded and decoded."""
    with torch.no_grad():
        pixels = to_pixels(frames, device)
        back = vae.decode(vae.encode(pixels).latent_dist.mode()).sample.clamp(-1, 1)
    return 10 * math.log10(4 / float(((back - pixels) ** 2).mean()))


def train_vae(vae: AutoencoderKL, size: int, course: Course) -> None:
    """Train in place on frames of `size` x `size` pixels."""

    def losses(pixels: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        posterior = vae.encode(pixels).latent_dist
        kl = posterior.kl().mean() / posterior.mean[0].numel()
        return vae.decode(posterior.sample()).sample, KL_WEIGHT * kl

    _train("vae", vae, losses, size, course)


def refine_decoder(vae: AutoencoderKL, size: int, course: Course) -> None:
    """Train only the decoder, in place, on noisy latents. Latents keep their meaning, so a finished denoiser stays valid."""
    vae.requires_grad_(False)
    for part in (vae.decoder, vae.post_quant_conv):
        part.requires_grad_(True)

    def losses(pixels: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        with torch.no_grad():
            latents = vae.encode(pixels).latent_dist.mode()
            deviation = LATENT_NOISE * torch.rand(len(latents), 1, 1, 1, device=pixels.device)
            latents = latents + deviation * torch.randn_like(latents)
        return vae.decode(latents).sample, torch.zeros((), device=pixels.device)

    _train("decoder", vae, losses, size, course)


def _train(name: str, vae: AutoencoderKL, losses: Callable[[torch.Tensor], tuple[torch.Tensor, torch.Tensor]], size: int, course: Course) -> None:
    """The training loop of both functions above. `losses` returns the decoded pixels and a penalty on the latents."""
    device, log = course.device, course.log
    vae.to(device, memory_format=torch.channels_last).train()
    frames, covered = draw_frames(min(24_000, course.steps * course.batch), size, seed=1 + course.start)
    unseen, _ = draw_frames(160, size, seed=2)
    optimizer = Muon(vae.parameters(), lr=course.peak_lr)
    rng = np.random.default_rng(course.start)
    began = time.monotonic()
    for step in range(course.start, course.steps):
        optimizer.lr = course.lr(step)
        chosen = rng.integers(0, len(frames), course.batch)
        pixels = to_pixels(frames[chosen], device)
        weight = 1 + OBJECT_WEIGHT * torch.from_numpy(covered[chosen]).to(device)[:, None].float() / 255
        back, penalty = losses(pixels)
        error = back - pixels
        loss = (weight * (error**2 + 0.05 * error.abs())).mean() + penalty
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(optimizer.parameters, 1.0)
        optimizer.step()
        if step % 50 == 49:
            with torch.no_grad():
                plain = 10 * math.log10(4 / float((error**2).mean()))
            log(f"{name} {step + 1}/{course.steps} loss {loss.item():.4f} psnr {plain:.1f} dB {time.monotonic() - began:.0f} s")
        if step % 200 == 199 or step == course.steps - 1:
            vae.eval()
            log(f"{name} {step + 1}: unseen frames come back at {reconstruction_psnr(vae, unseen[::4], device):.2f} dB")
            vae.train()
            course.save(step + 1)
    vae.eval()


def load_vae(folder: Path) -> AutoencoderKL:
    """The VAE saved in `folder`, ready to use."""
    return AutoencoderKL.from_pretrained(folder, use_safetensors=True, local_files_only=True, torch_dtype=torch.float32).eval()


@torch.no_grad()
def standardize_latents(vae: AutoencoderKL, size: int, device: torch.device) -> None:
    """Fold each latent channel's mean and deviation into the 1x1 convolutions around it: zero mean, unit deviation."""
    frames, _ = draw_frames(1600, size, seed=3)
    latents = torch.cat([vae.encode(to_pixels(frames[i : i + 80 : 4], device)).latent_dist.mode() for i in range(0, 1600, 80)])
    mean, deviation = latents.mean((0, 2, 3)), latents.std((0, 2, 3))
    channels = len(mean)
    quant, post = vae.quant_conv, vae.post_quant_conv
    quant.weight[:channels] /= deviation[:, None, None, None]
    quant.bias[:channels] = (quant.bias[:channels] - mean) / deviation
    quant.bias[channels:] -= 2 * deviation.log()
    post.bias += post.weight[:, :, 0, 0] @ mean
    post.weight *= deviation[None, :, None, None]
