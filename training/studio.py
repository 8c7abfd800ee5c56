"""Makes clips as arrays, directly with the engine, to judge many sentences without writing files."""

import numpy as np
import torch
from numpy.typing import NDArray

from t2v_desktop.engine.decode import to_frames
from t2v_desktop.engine.device import plan
from t2v_desktop.engine.load import load
from t2v_desktop.engine.stages import denoise_clip, encode_text
from t2v_desktop.events import Event
from t2v_desktop.models.memory import footprint
from t2v_desktop.models.store import find


class Studio:
    """A loaded model and the preset to make clips with."""

    def __init__(self, model: str, preset: str) -> None:
        self.model, self.preset = find(model), preset
        placed = plan(self.model.request("any", preset), footprint(self.model.folder))
        self.pipeline = load(self.model.folder, placed, _ignore, _never_cancelled)

    def make(self, prompt: str, seed: int, **chosen: object) -> NDArray[np.uint8]:
        """The frames (num_frames, height, width, 3) that `t2v-desktop render` would write for this prompt, seed and settings of a request."""
        request, pipeline = self.model.request(prompt, self.preset, seed=seed, **chosen), self.pipeline
        text, _ = encode_text(pipeline, request, _ignore, _never_cancelled)
        latents, _ = denoise_clip(pipeline, request, text, None, None, _ignore, _never_cancelled)
        with torch.inference_mode():
            return np.concatenate(list(to_frames(pipeline.family.decode(pipeline.vae, latents, pipeline.decode_chunk))))


def _ignore(_event: Event) -> None:
    """A report that ignores all events."""


def _never_cancelled() -> None:
    """A raise_if_cancelled that never raises."""
