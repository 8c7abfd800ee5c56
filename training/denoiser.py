"""Stages 2 and 3: the UNet3D learns to draw single frames, then whole clips, from the encoded sentence."""

import math
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass

import numpy as np
import torch
from diffusers import AutoencoderKL, DDIMScheduler, UNet3DConditionModel
from diffusers.models.resnet import ResnetBlock2D, TemporalConvLayer
from diffusers.models.transformers.transformer_2d import Transformer2DModel
from diffusers.models.transformers.transformer_temporal import TransformerTemporalModel
from numpy.typing import NDArray
from torch import Tensor, nn
from transformers import CLIPTextModel, CLIPTokenizer

from training.captions import caption
from training.course import Course
from training.muon import Muon
from training.scenes import FRAMES, Scene, draw, sample_training
from training.text import tokens
from training.vae import to_pixels

CAPTION_DROP = 0.1  # share of sentences left empty, for classifier-free guidance
EMA_DECAY = 0.998
HARD = {"star": 2.0, "spinning": 2.5, "small": 1.5, "pair": 1.5}  # how much more often such scenes are shown: the judge found most errors in them
HIGH_NOISE = 0.7  # timesteps are T * u ** HIGH_NOISE: composition is decided while noise is high


def new_scheduler() -> DDIMScheduler:
    """v-prediction, with a noisier end than Stable Diffusion's: 16 x 64 latents of one colour shine through 7 % of signal."""
    return DDIMScheduler(
        beta_start=0.00085, beta_end=0.03, beta_schedule="scaled_linear", prediction_type="v_prediction",
        clip_sample=False, set_alpha_to_one=False, steps_offset=1,
    )  # fmt: skip


def new_unet(size: int) -> UNet3DConditionModel:
    """An untrained UNet3D for latents (batch, 8, frames, size / 8, size / 8), every block of it the identity."""
    unet = UNet3DConditionModel(
        sample_size=size // 8,
        in_channels=8,
        out_channels=8,
        down_block_types=("CrossAttnDownBlock3D", "CrossAttnDownBlock3D", "DownBlock3D"),
        up_block_types=("UpBlock3D", "CrossAttnUpBlock3D", "CrossAttnUpBlock3D"),
        block_out_channels=(64, 128, 192),
        layers_per_block=1,
        norm_num_groups=8,
        cross_attention_dim=128,
        attention_head_dim=16,
    )
    for module in unet.modules():
        if isinstance(module, ResnetBlock2D):
            nn.init.zeros_(module.conv2.weight)
        if isinstance(module, (Transformer2DModel, TransformerTemporalModel)):
            nn.init.zeros_(module.proj_out.weight)
    return unet


@dataclass(frozen=True, slots=True)
class Lessons:
    """Scenes and their encoded clips: latents (scenes, 8, FRAMES, height, width) in half precision."""

    scenes: list[Scene]
    latents: Tensor


@torch.no_grad()
def encode_lessons(vae: AutoencoderKL, count: int, size: int, seed: int, device: torch.device, log: Callable[[str], None]) -> Lessons:
    rng = np.random.default_rng(seed)
    scenes = [sample_training(rng) for _ in range(count)]
    side = size // 2 ** (len(vae.config.block_out_channels) - 1)
    latents = torch.empty(count, 8, FRAMES, side, side, dtype=torch.float16)
    for i, scene in enumerate(scenes):
        encoded = vae.encode(to_pixels(draw(scene, size)[0], device)).latent_dist.mode()
        latents[i] = encoded.permute(1, 0, 2, 3).half()
        if i % 500 == 499:
            log(f"encoded {i + 1}/{count} clips")
    return Lessons(scenes, latents)


@contextmanager
def without_time(unet: UNet3DConditionModel) -> Iterator[None]:
    """Leave out the temporal layers, which start as the identity, while training on single frames."""
    temporal = [m for m in unet.modules() if isinstance(m, (TemporalConvLayer, TransformerTemporalModel))]
    for module in temporal:
        keeps_tuple = isinstance(module, TransformerTemporalModel)
        module.forward = (lambda x, *_, **__: (x,)) if keeps_tuple else (lambda x, *_, **__: x)
    try:
        yield
    finally:
        for module in temporal:
            del module.forward


class Average:
    """An exponential moving average of a model's parameters, which can be swapped in and out."""

    def __init__(self, model: nn.Module, decay: float = EMA_DECAY) -> None:
        self.model, self.decay, self.count = model, decay, 0
        self.mean = [p.detach().clone() for p in model.parameters()]

    @torch.no_grad()
    def update(self) -> None:
        self.count += 1
        weight = 1 - min(self.decay, (1 + self.count) / (10 + self.count))
        torch._foreach_lerp_(self.mean, [p.detach() for p in self.model.parameters()], weight)

    @torch.no_grad()
    def swap(self) -> None:
        """Exchange the model's parameters with their average; call again to undo."""
        for mean, parameter in zip(self.mean, self.model.parameters(), strict=True):
            kept = parameter.clone()
            parameter.copy_(mean)
            mean.copy_(kept)


def train_denoiser(
    unet: UNet3DConditionModel,
    text_encoder: CLIPTextModel,
    tokenizer: CLIPTokenizer,
    lessons: Lessons,
    course: Course,
    *,
    name: str,
    num_frames: int,
    seed: int = 0,
) -> None:
    """Train in place on frames (`num_frames` 1) or whole clips (16); `save` sees the averaged weights every 250 steps."""
    device, log = course.device, course.log
    rng, noise_source = np.random.default_rng([seed, course.start]), torch.Generator(device).manual_seed(seed + course.start)
    unet.to(device)
    text_encoder.to(device).eval()
    average = Average(unet)
    optimizer = Muon(unet.parameters(), lr=course.peak_lr)
    alphas = new_scheduler().alphas_cumprod.to(device)
    shares = emphasis(lessons.scenes)
    began, losses = time.monotonic(), []
    with without_time(unet) if num_frames == 1 else nullcontext():
        for step in range(course.start, course.steps):
            optimizer.lr = course.lr(step)
            clean, sentences = draw_batch(lessons, shares, course.batch, num_frames, rng)
            with torch.no_grad():
                text = text_encoder(tokens(tokenizer, sentences).to(device))[0]
            noisy, timesteps, target = add_noise(clean.to(device).float(), alphas, noise_source)
            loss = nn.functional.mse_loss(unet(noisy, timesteps, text).sample, target)
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(unet.parameters(), 1.0)
            optimizer.step()
            average.update()
            losses.append(loss.item())
            if step % 25 == 24:
                log(f"{name} {step + 1}/{course.steps} loss {np.mean(losses[-25:]):.4f} {time.monotonic() - began:.0f} s")
            if step % 250 == 249 or step == course.steps - 1:
                average.swap()
                course.save(step + 1)
                if step != course.steps - 1:
                    average.swap()


def emphasis(scenes: list[Scene]) -> NDArray[np.float64]:
    """The sampling weight of each scene (len(scenes),): larger for scenes with more hard features."""
    traits = [{*(t.shape for t in s.things), s.motion, s.size, "pair" if len(s.things) > 1 else "single"} for s in scenes]
    weights = np.array([math.prod(HARD.get(trait, 1.0) for trait in found) for found in traits])
    return np.asarray(weights / weights.sum())


def draw_batch(lessons: Lessons, shares: NDArray[np.float64], batch: int, num_frames: int, rng: np.random.Generator) -> tuple[Tensor, list[str]]:
    """Latents (batch, 8, num_frames, height, width), one random frame of a clip where `num_frames` is 1, and their sentences."""
    chosen = rng.choice(len(lessons.scenes), batch, p=shares)
    clean = lessons.latents[chosen]
    if num_frames == 1:
        clean = clean[torch.arange(batch), :, torch.from_numpy(rng.integers(0, FRAMES, batch))][:, :, None]
    return clean, ["" if rng.random() < CAPTION_DROP else caption(lessons.scenes[i], rng) for i in chosen]


def add_noise(clean: Tensor, alphas: Tensor, source: torch.Generator) -> tuple[Tensor, Tensor, Tensor]:
    """The noisy latents, their timesteps (batch,), spread evenly over the batch, and the velocity to be predicted."""
    batch = len(clean)
    u = (torch.arange(batch, device=clean.device) + torch.rand(batch, generator=source, device=clean.device)) / batch
    timesteps = (u**HIGH_NOISE * len(alphas)).long().clamp(max=len(alphas) - 1)
    noise = torch.randn(clean.shape, generator=source, device=clean.device)
    signal = alphas[timesteps].sqrt().view(-1, 1, 1, 1, 1)
    sigma = (1 - alphas[timesteps]).sqrt().view(-1, 1, 1, 1, 1)
    return signal * clean + sigma * noise, timesteps, signal * noise - sigma * clean


class FrameConv(nn.Conv3d):
    """A (3, 1, 1) convolution over (batch, channels, frames, height, width), computed as a (3, 1) one in two dimensions: faster on the CPU."""

    def forward(self, x: Tensor) -> Tensor:
        return torch.unflatten(nn.functional.conv2d(x.flatten(3), self.weight[..., 0], self.bias, padding=(1, 0)), 3, x.shape[3:])


def prepare(unet: UNet3DConditionModel) -> None:
    """Make an UNet ready for training: no dropout (the model is far too small for it), faster temporal convolutions."""
    for module in unet.modules():
        if isinstance(module, nn.Dropout):
            module.p = 0.0
        if type(module) is nn.Conv3d and module.kernel_size == (3, 1, 1):
            module.__class__ = FrameConv  # same parameters, another way to apply them
