"""Describes a model family: one architecture with its folder layout, as data and a few functions, without torch."""

import math
import re
from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, Protocol

from t2v_desktop.models.words import NO_WORDS, ModelWords
from t2v_desktop.request import Request

Config = Mapping[str, Any]  # the content of a JSON settings file
TensorShapes = dict[str, tuple[int, ...]]  # by the tensor's name
FLOP_S_PER_CORE = 75e9  # that a CPU makes of `Family.flop` in fp32: half of what matrices alone reach
Role = Literal["text_encoder", "denoiser", "vae"]
Input = Literal["start_image", "end_image", "continued_frames"]  # what a clip can be given, by the field of its request


@dataclass(frozen=True, slots=True)
class Part:
    """A component with weights.

    `name` is its folder, `role` what it does in the pipeline, `classes` what its settings may name, `stem` its weights file without
    suffix, `pickle` the file in which older repositories keep the weights, "" if none does. With `once` it is so large that it is read where it is
    needed and dropped again, in the precision of its file. Tensors whose names contain one of `in_fp32` keep full precision; with `halves`, the others
    are converted to bf16 as they are downloaded.
    """

    name: str
    role: Role
    classes: frozenset[str]
    stem: str
    pickle: str
    once: bool = False
    in_fp32: tuple[str, ...] = ()
    halves: bool = False

    @property
    def config(self) -> str:
        """Its settings file, by its path in the model's folder."""
        return f"{self.name}/config.json"

    @property
    def pickle_file(self) -> str:
        """`pickle` by its path in the model's folder."""
        return f"{self.name}/{self.pickle}"

    @property
    def weights(self) -> tuple[str, ...]:
        """The weights files it may have, by their path in the model's folder, the preferred one first."""
        return f"{self.name}/{self.stem}.fp16.safetensors", f"{self.name}/{self.stem}.safetensors"

    @property
    def shard_indexes(self) -> tuple[str, ...]:
        """The files that may name the weights files instead, where there are several, in the same order."""
        return f"{self.name}/{self.stem}.safetensors.index.fp16.json", f"{self.name}/{self.stem}.safetensors.index.json"

    def stays_in_fp32(self, tensor: str) -> bool:
        return any(kept in tensor for kept in self.in_fp32)

    def is_shard(self, name: str) -> bool:
        """Whether a file, by its path in the model's folder, can be one of several weights files, such as NAME/STEM-00001-of-00002.safetensors."""
        return re.fullmatch(rf"{self.name}/{self.stem}(\.fp16)?-\d{{5}}-of-\d{{5}}(\.fp16)?\.safetensors", name) is not None


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a preset denoises."""

    scheduler: str
    num_inference_steps: int
    guidance_scale: float
    guidance_start: float = 0.0
    guidance_end: float = 1.0
    cache_interval: int = 1


@dataclass(frozen=True, slots=True)
class ClipShape:
    """The clips that a model makes.

    `width` and `height` in pixels, `num_frames` and `fps` are those it was trained on. Sides are multiples of `grid` pixels; one latent value stands for
    `stride` pixels a side and for `frame_stride` frames. `frame_rest` is what `num_frames` leaves when divided by `frame_stride`: 1 for
    a VAE that keeps the first frame on its own, as in 4n+1 frames. `inputs` are what a clip can be given besides its prompt; `control_channels` are those
    of the latents that the denoiser is given beside each clip's own, 0 if there are none.
    """

    width: int
    height: int
    grid: int
    stride: int
    latent_channels: int
    frame_stride: int = 1
    frame_rest: int = 0
    num_frames: int = 16
    fps: int = 8
    inputs: tuple[Input, ...] = ()
    control_channels: int = 0

    def latents(self, num_frames: int, width: int, height: int) -> tuple[int, int, int, int, int]:
        """The latents (batch, channels, frames, height, width) of one clip."""
        return 1, self.latent_channels, self.latent_frames(num_frames), height // self.stride, width // self.stride

    def latent_frames(self, num_frames: int) -> int:
        return math.ceil(num_frames / self.frame_stride)

    def takes(self, num_frames: int) -> bool:
        return num_frames >= 1 and num_frames % self.frame_stride == self.frame_rest % self.frame_stride

    def nearest_frames(self, num_frames: int, most: int) -> int:
        """The nearest length, in frames, that the model takes, at most `most`; of two as near the shorter."""
        rest = self.frame_rest % self.frame_stride
        least, steps = rest or self.frame_stride, max(math.ceil((num_frames - rest) / self.frame_stride - 0.5), 0)
        longest = rest + (most - rest) // self.frame_stride * self.frame_stride
        return min(max(rest + steps * self.frame_stride, least), longest)


@dataclass(frozen=True, slots=True)
class Need:
    """Bytes on the device: weights while denoising and while decoding, by memory plan; the denoiser's work, and the VAE's on one frame.

    `denoise` is for both guidance passes as one batch, `denoise_pass` for one of them. `decode_tiles` is the VAE's work on one frame if it decodes in
    tiles, by their size in latent pixels, largest first; empty if it can't.
    """

    denoise_weights: dict[str, int]
    decode_weights: dict[str, int]
    denoise: int
    denoise_pass: int
    decode_frame: int
    decode_tiles: Mapping[int, int] = field(default_factory=dict)

    @property
    def tiles(self) -> tuple[int, ...]:
        """The sizes of tiles to decode in, 0 for whole frames, from the fastest to the one that takes the least memory."""
        return 0, *self.decode_tiles

    def decode(self, tile: int = 0) -> int:
        """The VAE's work on one frame."""
        return self.decode_tiles[tile] if tile else self.decode_frame

    @property
    def work(self) -> int:
        return max(self.denoise, self.decode_frame)

    def total(self, memory: str, batched: bool = True, tile: int = 0) -> int:
        denoise = self.denoise if batched else self.denoise_pass
        return max(self.denoise_weights[memory] + denoise, self.decode_weights[memory] + self.decode(tile))


@dataclass(frozen=True, slots=True)
class Read:
    """A text as the model reads it: as many `ids` as it has positions, and the characters that each stands for, none for special tokens around the text."""

    ids: list[int]
    offsets: list[tuple[int, int]]


class TextTokens(Protocol):
    """Counts tokens as the model's text encoder does. Every method raises BrokenModel if the tokenizer's files can't be used."""

    @property
    def limit(self) -> int:
        """The most tokens the model reads, special tokens included."""

    @property
    def slow(self) -> bool:
        """Whether the next call reads files for so long that a window should not make it while a text is too short to be cut."""

    def count(self, text: str) -> int:
        """The tokens of `text`, special tokens included."""

    def first_cut(self, text: str) -> int | None:
        """The index in `text` at which the words past the limit begin, None if all are read."""

    def read(self, text: str) -> Read:
        """`text` as the model reads it, cut at the limit."""


@dataclass(frozen=True, slots=True)
class Family:
    """One architecture: what its folders hold, which clips it makes, and what they cost.

    `name` is also the name of its modules in `models.families` and `engine.families`; `pipelines` are the classes that model_index.json
    may name. `parts` come in loading order. `tokenizers` lists sets of files of which one set is enough, `extras` files that are read if
    they are there. `schedulers` are those of request.SCHEDULERS that it offers. `few_steps` is the preset for LoRAs that were distilled for few steps
    without guidance.

    `shape(folder)` raises BrokenModel if the settings describe no clip. `tensors(folder, configs)` checks the settings, by part (and
    "scheduler"), and returns the tensors that each part needs; raises BrokenModel. `current_name` is today's name of a tensor in an older file,
    `original_layers` gives the names that layers of the denoiser have in its authors' own checkpoints. `need(request, parameters, shape, value_bytes,
    device_kind)` counts memory, `flop(request, parameters, shape)` the work of denoising and of decoding one clip. `cached_share` is what a step costs
    whose inner layers are kept, as a share of a whole one; None if the denoiser can't do that. `half` is the half precision that it was trained for.
    `languages` are those it was trained on, as codes of ISO 639; `words` suit its prompts, `examples` are prompts to try. With `has_flow_shift`, a
    request may set the shift of its noise schedule.
    """

    name: str
    title: str
    pipelines: tuple[str, ...]
    parts: tuple[Part, ...]
    scheduler_config: str
    tokenizer_classes: frozenset[str]
    tokenizers: tuple[tuple[str, ...], ...]
    extras: tuple[str, ...]
    schedulers: tuple[str, ...]
    presets: Mapping[str, Recipe]
    few_steps: Recipe
    shape: Callable[[Path], ClipShape]
    tensors: Callable[[Path, Mapping[str, Config]], Mapping[str, TensorShapes]]
    current_name: Callable[[str, Container[str]], str]
    need: Callable[[Request, Mapping[str, int], ClipShape, int, str], Need]
    flop: Callable[[Request, Mapping[str, int], ClipShape], tuple[float, float]]
    text_tokens: Callable[[Path], TextTokens]
    original_layers: Callable[[Iterable[str]], Mapping[str, str]] = lambda _layers: {}
    cached_share: float | None = None
    half: Literal["fp16", "bf16"] = "fp16"
    has_flow_shift: bool = False
    languages: tuple[str, ...] = ("en",)
    examples: tuple[str, ...] = ()
    words: ModelWords = NO_WORDS

    def halving_part(self, name: str) -> Part | None:
        """The part whose fp32 weights in this file, by its path in the model's folder, are converted to bf16 as they arrive."""
        return next((part for part in self.parts if part.halves and (name in part.weights or part.is_shard(name))), None)

    def with_role(self, role: Role) -> Part:
        return next(part for part in self.parts if part.role == role)

    @property
    def part_names(self) -> tuple[str, ...]:
        return tuple(part.name for part in self.parts)

    @property
    def settings(self) -> tuple[str, ...]:
        """The settings files that every model of the family has, by their path in its folder."""
        return "model_index.json", self.scheduler_config, *(part.config for part in self.parts)

    @property
    def files(self) -> tuple[str, ...]:
        """Every file that is read of a model, by its path in its folder, but for shards: others may lie beside them."""
        tokenizers = dict.fromkeys(name for names in self.tokenizers for name in names)
        return *self.settings, *tokenizers, *self.extras, *(name for part in self.parts for name in (*part.weights, *part.shard_indexes))
