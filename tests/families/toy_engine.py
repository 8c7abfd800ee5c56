"""The toy family's half that needs torch: a module with the verbs of EngineFamily."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import torch
from torch import nn
from torch.nn import functional as F

from t2v_desktop.engine.family import UNCONDITIONED, Condition, Predict, Text, no_condition
from t2v_desktop.media.read import Pixels
from t2v_desktop.models.family import Config
from tests.families.toy import FRAME_STRIDE, LIMIT, STRIDE


class Words(nn.Module):
    def __init__(self, width: int) -> None:
        super().__init__()
        self.table = nn.Embedding(256, width)


class Mixer(nn.Module):
    def __init__(self, width: int, channels: int) -> None:
        super().__init__()
        self.text = nn.Linear(width, channels, bias=False)
        self.mix = nn.Conv3d(channels, channels, 1)


class Codec(nn.Module):
    def __init__(self, channels: int) -> None:
        super().__init__()
        self.out = nn.Linear(channels, 3 * STRIDE * STRIDE, bias=False)
        self.into = nn.Linear(3, channels, bias=False)


class Flow:
    """Straight lines from noise to clip, in equal steps."""

    def __init__(self, steps: int, device: torch.device) -> None:
        self.timesteps = torch.linspace(1, 0, steps + 1, device=device)[:-1]
        self._size = 1 / steps

    def start(self, noise: torch.Tensor) -> torch.Tensor:
        return noise

    def start_from(self, source: torch.Tensor, noise: torch.Tensor, steps_taken: int) -> torch.Tensor:
        self.timesteps = self.timesteps[-steps_taken:]
        level = self.timesteps[0]
        return (1 - level) * source + level * noise

    def scaled(self, latents: torch.Tensor, _timestep: torch.Tensor) -> torch.Tensor:
        return latents

    def step(self, output: torch.Tensor, _timestep: torch.Tensor, latents: torch.Tensor, _generator: torch.Generator) -> torch.Tensor:
        return latents - self._size * output

    def clean(self, output: torch.Tensor, scaled: torch.Tensor, timestep: torch.Tensor) -> torch.Tensor:
        return scaled - timestep * output


def load_tokenizer(folder: Path) -> dict[str, Any]:
    assert (folder / "bytes" / "bytes.json").is_file()
    return {"limit": LIMIT}


def build(part: str, config: Config) -> nn.Module:
    sizes = {name: value for name, value in config.items() if not name.startswith("_")}
    with torch.device("meta"):
        return {"words": Words, "mixer": Mixer, "codec": Codec}[part](**sizes)


def prepare(_part: str, _module: nn.Module, _device: torch.device) -> None:
    """Nothing could be faster."""


def store_in_fp8(denoiser: Mixer) -> None:
    """It has no large weights."""


def check_prompts(tokenizer: dict[str, Any], prompt: str, _negative_prompt: str, warn: Callable[[str], None]) -> None:
    if len(prompt.encode()) > tokenizer["limit"]:
        warn("the prompt is too long")


def encode_prompts(tokenizer: dict[str, Any], text_encoder: Words, prompt: str, negative_prompt: str, *, guided: bool) -> Text:
    """Padded to the limit, with a mask: unlike CLIP's."""
    rows = [list(text.encode())[: tokenizer["limit"]] for text in ([negative_prompt, prompt] if guided else [prompt])]
    ids = torch.tensor([(row + [0] * LIMIT)[:LIMIT] for row in rows], device=text_encoder.table.weight.device)
    mask = torch.tensor([[i < len(row) for i in range(LIMIT)] for row in rows])
    return Text(text_encoder.table(ids), mask)


def make_schedule(name: str, folder: Path, num_inference_steps: int, device: torch.device, _flow_shift: float = 0.0) -> Flow:
    assert name == "euler" and (folder / "flow" / "config.json").is_file()
    return Flow(num_inference_steps, device)


condition = no_condition


def predictor(denoiser: Mixer, text: Text, *, keeps: bool = False, condition: Condition = UNCONDITIONED) -> Predict:
    assert text.mask is not None and condition == UNCONDITIONED
    counted = text.mask[..., None].to(text.features)
    meaning = denoiser.text((text.features * counted).sum(1) / counted.sum(1).clamp(min=1))[:, :, None, None, None]
    return lambda latents, _timestep, reuse=False: (latents - 0.3 * denoiser.mix(latents.to(meaning.dtype)) - meaning).float()


def decode(vae: Codec, latents: torch.Tensor, chunk: int, _tile: int = 0) -> Iterator[torch.Tensor]:
    """The first latent frame is one frame, each other is four."""
    rows = latents[0].permute(1, 2, 3, 0)
    at_once = max(1, chunk // FRAME_STRIDE)
    for start in range(0, len(rows), at_once):
        part = rows[start : start + at_once]
        pixels = F.pixel_shuffle(vae.out(part.to(vae.out.weight)).permute(0, 3, 1, 2), STRIDE).float().tanh()
        repeated = pixels.repeat_interleave(FRAME_STRIDE, dim=0)
        yield repeated[FRAME_STRIDE - 1 :] if start == 0 else repeated


def encode(vae: Codec, frames: Pixels, chunk: int) -> Iterator[torch.Tensor]:
    """Every fourth frame, made small."""
    kept = torch.from_numpy(frames[::FRAME_STRIDE].copy()).to(vae.into.weight) / 127.5 - 1
    for part in kept.split(max(1, chunk // FRAME_STRIDE)):
        small = F.avg_pool2d(part.permute(0, 3, 1, 2), STRIDE)
        yield vae.into(small.permute(0, 2, 3, 1)).permute(3, 0, 1, 2)[None].float()
