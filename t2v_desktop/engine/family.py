"""What the engine needs from a model family: how its parts are built and used. The loop around them is written once, elsewhere in this package."""

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
    """The encoded prompts: features (prompts, tokens, width) and, if the family uses one, the attention mask (prompts, tokens)."""

    features: torch.Tensor
    mask: torch.Tensor | None = None

    def __len__(self) -> int:
        return len(self.features)

    def to(self, device: torch.device, dtype: torch.dtype) -> "Text":
        return Text(self.features.to(device, dtype), None if self.mask is None else self.mask.to(device))

    def chunk(self, parts: int) -> "list[Text]":
        masks = [None] * parts if self.mask is None else self.mask.chunk(parts)
        return [Text(features, mask) for features, mask in zip(self.features.chunk(parts), masks, strict=True)]


@dataclass(frozen=True, slots=True)
class Known:
    """The size of a clip, and the frames of it that are known: the `first` and the `last` ones, (count, height, width, 3) each."""

    num_frames: int
    width: int
    height: int
    first: Pixels
    last: Pixels

    def __bool__(self) -> bool:
        return len(self.first) + len(self.last) > 0


@dataclass(frozen=True, slots=True)
class Condition:
    """What the known frames of a clip become.

    `control` are latents (1, control channels, frames, height, width) that the denoiser is given with each step, `fixed` clean latents (1, channels, n,
    height, width) that take the place of the clip's first n latent frames before each step and after the last.
    """

    control: torch.Tensor | None = None
    fixed: torch.Tensor | None = None

    @property
    def fixed_frames(self) -> int:
        return 0 if self.fixed is None else self.fixed.shape[2]

    def to(self, device: torch.device, dtype: torch.dtype) -> "Condition":
        """On `device`; what the denoiser is given, in its precision."""
        return Condition(None if self.control is None else self.control.to(device, dtype), None if self.fixed is None else self.fixed.to(device))


UNCONDITIONED = Condition()
Encoded = Callable[[torch.Tensor, int, int], None]  # is given a chunk's latents, and how many frames of how many are encoded


def no_condition(_vae: object, _denoiser: object, _known: Known, _chunk: int, _encoded: Encoded) -> Condition:
    """The `condition` of a family whose models take no frames: it is never called."""
    return UNCONDITIONED


class Predict(Protocol):
    """The denoiser with the text of one clip."""

    def __call__(self, latents: torch.Tensor, timestep: torch.Tensor, *, reuse: bool = False) -> torch.Tensor:
        """The output in fp32 for each prompt, (prompts, channels, frames, height, width), of latents (1, channels, frames, height, width).

        With `reuse`, only the outermost layers are computed, on what the inner ones gave in the last call without it.
        A call may be captured as a CUDA graph: it reads no value from the device, takes none from the CPU's memory, and keeps nothing else for the next.
        """


class Schedule(Protocol):
    """The noise levels of one clip, and the steps between them. Latents are (batch, channels, frames, height, width)."""

    timesteps: torch.Tensor

    def start(self, noise: torch.Tensor) -> torch.Tensor:
        """Standard Gaussian noise, scaled for the first step."""

    def start_from(self, source: torch.Tensor, noise: torch.Tensor, steps_taken: int) -> torch.Tensor:
        """Keep only the last `steps_taken` steps, and return the clean latents with the amount of `noise` that the first of them expects."""

    def scaled(self, latents: torch.Tensor, timestep: torch.Tensor) -> torch.Tensor:
        """Latents scaled for the denoiser at `timestep`."""

    def step(self, output: torch.Tensor, timestep: torch.Tensor, latents: torch.Tensor, generator: torch.Generator) -> torch.Tensor:
        """The latents after one step, given the denoiser's `output`."""

    def clean(self, output: torch.Tensor, scaled: torch.Tensor, timestep: torch.Tensor) -> torch.Tensor:
        """The clean latents that the denoiser's output implies; `scaled` is its input."""


class EngineFamily(Protocol):
    """The part of a family that needs torch. A module with these functions implements it."""

    def load_tokenizer(self, folder: Path) -> Any:
        """The tokenizer of the model in `folder`. Raises BrokenModel."""

    def build(self, part: str, config: Config) -> nn.Module:
        """The module of a part, its parameters on the meta device. Raises any exception if the settings don't describe one."""

    def prepare(self, part: str, module: nn.Module, device: torch.device) -> None:
        """Rearrange a module whose weights have been read, for the device it will run on; the values it computes stay those of the stock pipeline."""

    def store_in_fp8(self, denoiser: Any) -> None:
        """Store the denoiser's large weights in 8 bits; it goes on computing in the precision that they have."""

    def check_prompts(self, tokenizer: Any, prompt: str, negative_prompt: str, warn: Callable[[str], None]) -> None:
        """Call `warn` with what the model ignores of the prompts."""

    def encode_prompts(self, tokenizer: Any, text_encoder: Any, prompt: str, negative_prompt: str, *, guided: bool) -> Text:
        """The encoded prompt, preceded by the negative prompt if `guided`. Raises InvalidRequest."""

    def make_schedule(self, name: str, folder: Path, num_inference_steps: int, device: torch.device, flow_shift: float = 0.0) -> Schedule:
        """The schedule `name` (one of request.SCHEDULERS) for the noise that the model was trained with. Raises BrokenModel.

        `flow_shift` is 0 for the model's own shift, and in families without one.
        """

    def predictor(self, denoiser: Any, text: Text, *, keeps: bool = False, condition: Condition = UNCONDITIONED) -> Predict:
        """The denoiser for all steps of a clip: what depends on the text alone is computed here, once. Calls with `reuse` need one that `keeps`."""

    def decode(self, vae: Any, latents: torch.Tensor, chunk: int, tile: int = 0) -> Iterator[torch.Tensor]:
        """Yield pixels (frames, 3, height, width) in -1..1 and fp32, in order, about `chunk` frames at a time.

        Frames of more than `tile` latent pixels are decoded in tiles, unless it is 0, as it always is in families whose `Need` has no tiles.
        """

    def encode(self, vae: Any, frames: Pixels, chunk: int) -> Iterator[torch.Tensor]:
        """Yield clean latents in fp32 of `frames` (count, height, width, 3), about `chunk` frames at a time, the same ones every time."""

    def condition(self, vae: Any, denoiser: Any, known: Known, chunk: int, encoded: Encoded) -> Condition:
        """What `denoiser` takes of a clip's known frames, encoded about `chunk` frames at a time.

        `encoded` is called after each chunk and may raise. Called only if frames are known, or if the model's shape has control channels.
        """
