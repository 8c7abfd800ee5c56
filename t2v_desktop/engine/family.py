"""What the engine asks of a family of models: how its parts are built and used. The loop around them is written once, in the rooms above."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import torch
from torch import nn

from t2v_desktop.media.read import Pixels
from t2v_desktop.models.family import Config


@dataclass(frozen=True, slots=True)
class Text:
    """What a text encoder makes of the prompts: features (prompts, tokens, width), and the mask (prompts, tokens) of those that count, if any."""

    features: torch.Tensor
    mask: torch.Tensor | None = None

    def __len__(self) -> int:
        return len(self.features)

    def to(self, device: torch.device, dtype: torch.dtype) -> "Text":
        return Text(self.features.to(device, dtype), None if self.mask is None else self.mask.to(device))

    def chunk(self, parts: int) -> "list[Text]":
        masks = [None] * parts if self.mask is None else self.mask.chunk(parts)
        return [Text(features, mask) for features, mask in zip(self.features.chunk(parts), masks, strict=True)]


class Schedule(Protocol):
    """The noise levels of one clip, and the steps between them. Latents are (batch, channels, frames, height, width)."""

    timesteps: torch.Tensor

    def start(self, noise: torch.Tensor) -> torch.Tensor:
        """Standard Gaussian noise as the first step takes it."""

    def start_from(self, source: torch.Tensor, noise: torch.Tensor, steps_taken: int) -> torch.Tensor:
        """Keep only the last `steps_taken` steps; clean latents with as much of `noise` as belongs at the first of them."""

    def scaled(self, latents: torch.Tensor, timestep: torch.Tensor) -> torch.Tensor:
        """Latents as the denoiser takes them at `timestep`."""

    def step(self, output: torch.Tensor, timestep: torch.Tensor, latents: torch.Tensor, generator: torch.Generator) -> torch.Tensor:
        """The latents after one step; `output` is the denoiser's."""

    def clean(self, output: torch.Tensor, scaled: torch.Tensor, timestep: torch.Tensor) -> torch.Tensor:
        """The clean latents that the denoiser's output implies; `scaled` is what it was given."""


class EngineFamily(Protocol):
    """The family's half that needs torch. A module with these functions is one."""

    def load_tokenizer(self, folder: Path) -> Any:
        """The tokenizer of the model in `folder`. Raises BrokenModel."""

    def build(self, part: str, config: Config) -> nn.Module:
        """The part's module, called where parameters take no memory. Raises anything if the settings don't describe one."""

    def rewrite(self, part: str, module: nn.Module, device: torch.device) -> None:
        """Put equal but faster or smaller code into a module that was just built, before its weights are read."""

    def encode_prompts(self, tokenizer: Any, text_encoder: Any, prompt: str, negative_prompt: str, *, guided: bool, warn: Callable[[str], None]) -> Text:
        """The text of the prompt, the negative one before it if `guided`. `warn` hears what is not read. Raises InvalidRequest."""

    def make_schedule(self, name: str, folder: Path, num_inference_steps: int, device: torch.device) -> Schedule:
        """The schedule `name` (one of request.SCHEDULERS) for the noise that the model was trained with. Raises BrokenModel."""

    def predict(self, denoiser: Any, latents: torch.Tensor, timestep: torch.Tensor, text: Text) -> torch.Tensor:
        """The denoiser's output in fp32 for `latents` (prompts, channels, frames, height, width)."""

    def decode(self, vae: Any, latents: torch.Tensor, chunk: int) -> Iterator[torch.Tensor]:
        """Yield pixels (frames, 3, height, width) in -1..1 and fp32, in order, about `chunk` frames at a time."""

    def encode(self, vae: Any, frames: Pixels, chunk: int) -> Iterator[torch.Tensor]:
        """Yield clean latents in fp32 of `frames` (count, height, width, 3), about `chunk` frames at a time, the same ones every time."""
