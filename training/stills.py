"""Scores the frames stage: renders single frames for unseen sentences without the temporal layers, and judges them."""

import numpy as np
import torch
from diffusers import AutoencoderKL, DPMSolverMultistepScheduler, UNet3DConditionModel
from numpy.typing import NDArray
from transformers import CLIPTextModel, CLIPTokenizer

from training.captions import caption
from training.denoiser import new_scheduler, without_time
from training.judge import look
from training.scenes import FRAMES, Scene, sample_held_out
from training.text import tokens

STEPS, GUIDANCE = 20, 3.0  # as in the balanced preset


def held_out_scenes(count: int) -> tuple[list[Scene], list[str]]:
    """Unseen scenes with a sentence for each, without blinking ones: a still of those can be empty."""
    rng = np.random.default_rng(5)
    scenes: list[Scene] = []
    while len(scenes) < count:
        scene = sample_held_out(rng)
        if scene.motion != "blinking":
            scenes.append(scene)
    return scenes, [caption(scene, rng) for scene in scenes]


@torch.no_grad()
def make_stills(unet: UNet3DConditionModel, encoder: CLIPTextModel, tokenizer: CLIPTokenizer, vae: AutoencoderKL, sentences: list[str]) -> NDArray[np.uint8]:
    """One frame for each sentence, (len(sentences), size, size, 3), all denoised together."""
    count, side, device = len(sentences), unet.config.sample_size, unet.device
    scheduler = DPMSolverMultistepScheduler.from_config(new_scheduler().config, algorithm_type="dpmsolver++")
    scheduler.set_timesteps(STEPS)
    text = encoder(tokens(tokenizer, [*sentences, *[""] * count]).to(device))[0]
    latents = torch.randn(count, unet.config.in_channels, 1, side, side, generator=torch.Generator().manual_seed(0)).to(device)
    with without_time(unet):
        for t in scheduler.timesteps:
            guided, free = unet(torch.cat([latents, latents]), t, text).sample.chunk(2)
            latents = scheduler.step(free + GUIDANCE * (guided - free), t, latents).prev_sample
    pixels = vae.decode(latents[:, :, 0] / vae.config.scaling_factor).sample
    return np.asarray(((pixels.clamp(-1, 1) + 1) * 127.5).round().byte().permute(0, 2, 3, 1).cpu().numpy(), np.uint8)


def score_stills(unet: UNet3DConditionModel, encoder: CLIPTextModel, tokenizer: CLIPTokenizer, vae: AutoencoderKL, count: int = 60) -> str:
    """A message with the share of stills that show the sentence's shape, colour and background."""
    scenes, sentences = held_out_scenes(count)
    stills = make_stills(unet, encoder, tokenizer, vae, sentences)
    marks = [look(np.repeat(still[None], FRAMES, 0)).marks(scene) for still, scene in zip(stills, scenes, strict=True)]
    return ", ".join(f"{mark} {100 * float(np.mean([m[mark] for m in marks])):.0f} %" for mark in ("shape", "colour", "background"))
