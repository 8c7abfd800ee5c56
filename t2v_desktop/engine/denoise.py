"""Text features to video latents: the UNet3D takes the noise away, step by step, from pure Gaussian noise."""

from collections.abc import Iterator
from dataclasses import dataclass

import torch
from diffusers import UNet3DConditionModel

from t2v_desktop.engine.families.modelscope.schedule import Scheduler


@dataclass(frozen=True, slots=True)
class Step:
    """The state after step `number` of `total`: noisy `latents` and the clean ones predicted from them."""

    number: int
    total: int
    latents: torch.Tensor
    predicted: torch.Tensor


def noise_source(seed: int) -> torch.Generator:
    """All the randomness of one clip, on the CPU so that a seed means the same everywhere."""
    return torch.Generator("cpu").manual_seed(seed)


def initial_latents(shape: tuple[int, ...], generator: torch.Generator) -> torch.Tensor:
    """Gaussian noise (1, channels, frames, height, width) in fp32."""
    return torch.randn(shape, generator=generator, dtype=torch.float32)


@torch.inference_mode()
def denoise(
    unet: UNet3DConditionModel,
    scheduler: Scheduler,
    prompt_embeds: torch.Tensor,
    latents: torch.Tensor,
    *,
    num_inference_steps: int,
    guidance_scale: float,
    device: torch.device,
    generator: torch.Generator,
    source: torch.Tensor | None = None,
    steps_taken: int = 0,
    batched: bool = True,
) -> Iterator[Step]:
    """Yield each step; the caller may stop after any of them.

    `prompt_embeds` (2, tokens, width), negative first, asks for classifier-free guidance (Ho & Salimans 2022); (1, tokens,
    width) for none. `latents` (1, channels, frames, height, width) is standard Gaussian noise. With clean latents of the same
    shape as `source` only the last `steps_taken` steps are made, from the noise that belongs there (SDEdit, Meng et al. 2021).
    Guidance takes two passes through the UNet a step: one batch or, where not `batched`, one after the other in half the memory.
    `generator` is the one that drew `latents`: a scheduler that adds noise at each step (LCM) must not draw theirs again.
    """
    scheduler.set_timesteps(num_inference_steps, device=device)
    timesteps = scheduler.timesteps
    prompt_embeds = prompt_embeds.to(device, unet.dtype)
    if source is None:
        latents = latents.to(device) * float(scheduler.init_noise_sigma)
    else:
        timesteps, latents = _enter(scheduler, source.to(device), latents.to(device), steps_taken)
    frames_first = latents.shape[2], latents.shape[1], *latents.shape[3:]
    for number, timestep in enumerate(timesteps, 1):
        scaled = scheduler.scale_model_input(latents, timestep)
        model_input = scaled.to(unet.dtype).expand(len(prompt_embeds), -1, -1, -1, -1)
        parts = 1 if batched else len(prompt_embeds)
        passes = zip(model_input.chunk(parts), prompt_embeds.chunk(parts), strict=True)
        output = torch.cat([unet(part, timestep, text, return_dict=False)[0].float() for part, text in passes])
        if len(prompt_embeds) == 2:
            negative, positive = output.chunk(2)
            output = negative + guidance_scale * (positive - negative)
        # schedulers know pictures, not clips: every frame is one
        flat = [x.permute(0, 2, 1, 3, 4).reshape(frames_first) for x in (output, latents)]
        noise = {"generator": generator} if scheduler.__class__.__name__ == "LCMScheduler" else {}
        stepped = scheduler.step(flat[0], timestep, flat[1], **noise, return_dict=False)[0]
        latents = stepped[None].permute(0, 2, 1, 3, 4)
        yield Step(number, len(timesteps), latents, predict_clean(scheduler, output, scaled, timestep))


def _enter(scheduler: Scheduler, source: torch.Tensor, noise: torch.Tensor, steps_taken: int) -> tuple[torch.Tensor, torch.Tensor]:
    """The schedule's last timesteps, and `source` with as much of `noise` as belongs at the first of them."""
    first = max(len(scheduler.timesteps) - steps_taken * scheduler.order, 0)
    if hasattr(scheduler, "set_begin_index"):
        scheduler.set_begin_index(first)
    timesteps = scheduler.timesteps[first:]
    noised: torch.Tensor = scheduler.add_noise(source, noise, timesteps[:1])
    return timesteps, noised


def predict_clean(scheduler: Scheduler, output: torch.Tensor, noisy: torch.Tensor, timestep: torch.Tensor) -> torch.Tensor:
    """The clean latents that the model's output implies; `noisy` is what the model saw, of unit variance."""
    alpha: torch.Tensor = scheduler.alphas_cumprod[int(timestep)].to(noisy)
    signal, sigma = alpha.sqrt(), (1 - alpha).sqrt()
    if scheduler.config.prediction_type == "v_prediction":
        return signal * noisy - sigma * output
    return (noisy - sigma * output) / signal
