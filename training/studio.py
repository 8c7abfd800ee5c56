"""Clips as arrays, straight from the engine: what judging many sentences needs, with no files in between."""

import numpy as np
import torch
from numpy.typing import NDArray

from t2v_desktop.engine.decode import decode
from t2v_desktop.engine.denoise import denoise, initial_latents, noise_source
from t2v_desktop.engine.device import plan
from t2v_desktop.engine.families.modelscope.schedule import make_scheduler
from t2v_desktop.engine.families.modelscope.text import encode_prompt
from t2v_desktop.engine.load import load
from t2v_desktop.events import Event
from t2v_desktop.models.memory import count_parameters
from t2v_desktop.models.store import find


class Studio:
    """One model in memory, and a preset to make clips with."""

    def __init__(self, model: str, preset: str) -> None:
        self.model, self.preset = find(model), preset
        placed = plan(self.model.request("any", preset), count_parameters(self.model.folder), self.model.scale)
        self.pipeline = load(self.model.folder, placed, _ignore)

    def make(self, prompt: str, seed: int) -> NDArray[np.uint8]:
        """The frames (num_frames, height, width, 3) that `t2v-desktop render` would write for this prompt and seed."""
        request, pipeline = self.model.request(prompt, self.preset, seed=seed), self.pipeline
        text = encode_prompt(pipeline.tokenizer, pipeline.text_encoder, prompt, "", guided=request.guidance_scale > 1, warn=lambda _: None)
        height, width = request.height // self.model.scale, request.width // self.model.scale
        shape = (1, pipeline.unet.config.in_channels, request.num_frames, height, width)
        latents, noise = torch.empty(0), noise_source(seed)
        for step in denoise(
            pipeline.unet, make_scheduler(request.scheduler, self.model.folder), text, initial_latents(shape, noise),
            num_inference_steps=request.num_inference_steps, guidance_scale=request.guidance_scale,
            device=pipeline.plan.device, generator=noise,
        ):  # fmt: skip
            latents = step.latents
        return np.concatenate(list(decode(pipeline.vae, latents, pipeline.plan.decode_chunk)))


def _ignore(event: Event | None = None) -> None:
    return None
