"""Pairs of a denoiser's latents and the frames that they should have become: the decoder learns to mend a denoiser's own errors.

Drawn clips are noised and denoised again, as in a second pass over a clip: what moves where stays, the details are the denoiser's.
"""

from collections.abc import Callable

import numpy as np
import torch
from diffusers import AutoencoderKL, DPMSolverMultistepScheduler, UNet3DConditionModel
from torch import Tensor
from transformers import CLIPTextModel, CLIPTokenizer

from training.captions import caption
from training.denoiser import new_scheduler
from training.double import Pairs
from training.scenes import draw, sample_training
from training.stills import GUIDANCE
from training.text import tokens
from training.vae import latents_of

STEPS = 10
STRENGTHS = (0.3, 0.4, 0.5)  # shares of the schedule that are denoised again: above, objects change their places


@torch.no_grad()
def make_pairs(
    encoder: CLIPTextModel, tokenizer: CLIPTokenizer, unet: UNet3DConditionModel, vae: AutoencoderKL, clips: int, size: int, log: Callable[[str], None]
) -> Pairs:
    """Pairs from `clips` drawn clips; `vae` gives the latents of frames half as large as `size`."""
    rng, noise_source = np.random.default_rng(31), torch.Generator().manual_seed(31)
    frames, covered, latents = [], [], []
    for number in range(clips):
        scene = sample_training(rng)
        clip, alpha = draw(scene, size)
        known = latents_of(vae, clip, unet.device).permute(1, 0, 2, 3)[None]
        text = encoder(tokens(tokenizer, [caption(scene, rng), ""]).to(unet.device))[0]
        latents.append(denoised_again(unet, text, known, STRENGTHS[number % len(STRENGTHS)], noise_source)[0].permute(1, 0, 2, 3))
        frames.append(clip)
        covered.append(np.rint(alpha * 255).astype(np.uint8))
        if number % 20 == 19:
            log(f"{number + 1}/{clips} clips denoised again")
    return Pairs(np.concatenate(frames), np.concatenate(covered), torch.cat(latents))


def denoised_again(unet: UNet3DConditionModel, text: Tensor, latents: Tensor, strength: float, source: torch.Generator) -> Tensor:
    """Latents (1, channels, frames, height, width), noised and denoised over the last `strength` of the schedule, with guidance by `text` and "" (2, ...)."""
    scheduler = DPMSolverMultistepScheduler.from_config(new_scheduler().config, algorithm_type="dpmsolver++")
    scheduler.set_timesteps(STEPS)
    begin = round(STEPS * (1 - strength))
    scheduler.set_begin_index(begin)
    noise = torch.randn(latents.shape, generator=source).to(latents.device)
    x = scheduler.add_noise(latents, noise, scheduler.timesteps[begin : begin + 1])
    for t in scheduler.timesteps[begin:]:
        guided, free = unet(torch.cat([x, x]), t, text).sample.chunk(2)
        x = scheduler.step(free + GUIDANCE * (guided - free), t, x).prev_sample
    return torch.as_tensor(x)
