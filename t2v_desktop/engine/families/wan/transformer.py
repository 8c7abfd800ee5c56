"""The denoiser: a transformer over all patches of all latent frames at once (Wan Team 2025, arXiv 2503.20314).

Its tensors have the names of diffusers' WanTransformer3DModel. What doesn't depend on the step is computed once a clip: the keys and values of the
text, and the rotations that tell each patch its place.
"""

import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from t2v_desktop.engine.family import UNCONDITIONED, Condition, Text
from t2v_desktop.engine.layers import Linear, layers, pack, time_waves
from t2v_desktop.models.family import Config

LONGEST_PERIOD = 10_000  # of the waves that encode places
SHIFTS = 6  # a block's shift, scale and gate of its attention to itself, and the same of its feed-forward network


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of a Wan transformer, those of its config.json or the defaults of diffusers."""

    patch_size: Sequence[int] = (1, 2, 2)
    num_attention_heads: int = 40
    attention_head_dim: int = 128
    in_channels: int = 16
    out_channels: int = 16
    text_dim: int = 4096
    freq_dim: int = 256
    ffn_dim: int = 13824
    num_layers: int = 40
    cross_attn_norm: bool = True
    eps: float = 1e-6

    @classmethod
    def read(cls, config: Config) -> "Settings":
        return cls(**{name: config[name] for name in cls.__slots__ if name in config})

    @property
    def width(self) -> int:
        return self.num_attention_heads * self.attention_head_dim


Memory: TypeAlias = tuple[Tensor, Tensor]  # keys and values (prompts, heads, tokens, head width)


@dataclass(frozen=True, slots=True)
class Times:
    """The times of a call: `embedded` (times, width), the `shifts` (times, SHIFTS, width) that the blocks have in common, and the `patches` of each.

    There is one time, or that of the patches which are known already, zero, and then that of the others.
    """

    embedded: Tensor
    shifts: Tensor
    patches: tuple[int, ...]


class Rotation:
    """Rotary embedding (Su et al. 2021) of places in time, height and width, as tables of cosines and sines (1, patches, 1, head width / 2).

    The first pairs of a head's values turn with the frame, the next with the row, the last with the column.
    """

    def __init__(self, head_width: int, places: tuple[int, int, int], device: torch.device) -> None:
        side = 2 * (head_width // 6)
        angles = [_angles(width, count) for width, count in zip((head_width - 2 * side, side, side), places, strict=True)]
        grids = [angle.view(*[count if axis == at else 1 for at, count in enumerate(places)], -1).expand(*places, -1) for axis, angle in enumerate(angles)]
        whole = torch.cat(grids, dim=-1).reshape(1, math.prod(places), 1, -1)
        self.cos, self.sin = (table.float().to(device) for table in (whole.cos(), whole.sin()))

    def __call__(self, x: Tensor) -> Tensor:
        """`x` (prompts, patches, heads, head width), each pair of neighbouring values turned by its angle; fp32 in between."""
        first, second = torch.unflatten(x.float(), -1, (-1, 2)).unbind(-1)
        turned = torch.stack([first * self.cos - second * self.sin, first * self.sin + second * self.cos], dim=-1)
        return turned.flatten(-2).to(x.dtype)


def _angles(width: int, count: int) -> Tensor:
    """The angles (count, width / 2) of `count` places, in fp64."""
    frequencies = LONGEST_PERIOD ** (-torch.arange(0, width, 2, dtype=torch.float64) / width)
    return torch.arange(count, dtype=torch.float64)[:, None] * frequencies


class Attention(nn.Module):
    """Attention whose queries and keys are normalized across all heads."""

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        width, self.heads = settings.width, settings.num_attention_heads
        self.to_q, self.to_k, self.to_v = Linear(width, width), Linear(width, width), Linear(width, width)
        self.to_out = nn.ModuleList([Linear(width, width)])
        self.norm_q, self.norm_k = nn.RMSNorm(width, eps=settings.eps), nn.RMSNorm(width, eps=settings.eps)

    def split(self, x: Tensor) -> Tensor:
        """(prompts, tokens, width) as (prompts, tokens, heads, head width)."""
        return torch.unflatten(x, -1, (self.heads, -1))

    def remember(self, text: Tensor) -> Memory:
        """The keys and values of a text (prompts, tokens, width)."""
        return self.split(self.norm_k(self.to_k(text))).transpose(1, 2), self.split(self.to_v(text)).transpose(1, 2)

    def to_itself(self, x: Tensor, rotation: Rotation) -> Tensor:
        """The attended values (prompts, patches, width) of patches to each other."""
        query, key = (rotation(self.split(norm(project(x)))).transpose(1, 2) for norm, project in ((self.norm_q, self.to_q), (self.norm_k, self.to_k)))
        return self._attend(query, (key, self.split(self.to_v(x)).transpose(1, 2)))

    def to_text(self, x: Tensor, text: Memory) -> Tensor:
        """The attended values of patches (prompts or 1, patches, width) to the text, (prompts, patches, width)."""
        query = self.split(self.norm_q(self.to_q(x))).transpose(1, 2)
        return self._attend(query.expand(len(text[0]), -1, -1, -1), text)

    def _attend(self, query: Tensor, memory: Memory) -> Tensor:
        out: Tensor = self.to_out[0](F.scaled_dot_product_attention(query, *memory).transpose(1, 2).flatten(2))
        return out


class FeedForward(nn.Module):
    def __init__(self, width: int, inner: int) -> None:
        super().__init__()
        self.net = nn.ModuleList([Projection(width, inner), nn.Identity(), Linear(inner, width)])

    def forward(self, x: Tensor) -> Tensor:
        first, _, second = self.net
        assert isinstance(first, Projection)
        out: Tensor = second(first.proj(x, gelu="tanh"))
        return out


class Projection(nn.Module):
    def __init__(self, width: int, inner: int) -> None:
        super().__init__()
        self.proj = Linear(width, inner)


class Block(nn.Module):
    def __init__(self, settings: Settings) -> None:
        super().__init__()
        width, self.eps = settings.width, settings.eps
        self.attn1, self.attn2 = Attention(settings), Attention(settings)
        self.norm2 = nn.LayerNorm(width, settings.eps) if settings.cross_attn_norm else nn.Identity()
        self.ffn = FeedForward(width, settings.ffn_dim)
        self.scale_shift_table = nn.Parameter(torch.empty(1, SHIFTS, width))

    def forward(self, x: Tensor, times: Times, rotation: Rotation, text: Memory) -> Tensor:
        """Patches (prompts, patches, width), or (1, patches, width) while they are the same for all prompts."""
        shift, scale, gate, late_shift, late_scale, late_gate = (self.scale_shift_table.float() + times.shifts.float()).unbind(1)
        x = _add(x, self.attn1.to_itself(_normed(x, scale, shift, self.eps, times.patches), rotation), gate, times.patches)
        x = x + self.attn2.to_text(self.norm2(x.float()).to(x.dtype), text)
        return _add(x, self.ffn(_normed(x, late_scale, late_shift, self.eps, times.patches)), late_gate, times.patches)


def _normed(x: Tensor, scale: Tensor, shift: Tensor, eps: float, patches: tuple[int, ...]) -> Tensor:
    """Layer normalization, scaled and shifted by each patch's time (times, width), computed in fp32."""
    parts = torch.split(x, list(patches), dim=1)
    return _whole([F.layer_norm(part.float(), x.shape[-1:], 1 + scale[at], shift[at], eps).to(x.dtype) for at, part in enumerate(parts)])


def _add(x: Tensor, change: Tensor, gate: Tensor, patches: tuple[int, ...]) -> Tensor:
    parts = zip(torch.split(x, list(patches), dim=1), torch.split(change, list(patches), dim=1), torch.split(gate, 1), strict=True)
    return _whole([torch.addcmul(old.float(), new.float(), by).to(x.dtype) for old, new, by in parts])


def _whole(parts: list[Tensor]) -> Tensor:
    return parts[0] if len(parts) == 1 else torch.cat(parts, dim=1)


class Embedder(nn.Module):
    """Two layers with an activation between them."""

    def __init__(self, into: int, out: int) -> None:
        super().__init__()
        self.linear_1, self.linear_2 = Linear(into, out), Linear(out, out)


class Conditions(nn.Module):
    """The time and the text as the blocks take them."""

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        width, self.waves = settings.width, settings.freq_dim
        self.time_embedder = Embedder(settings.freq_dim, width)
        self.time_proj = Linear(width, SHIFTS * width)
        self.text_embedder = Embedder(settings.text_dim, width)

    def times(self, timestep: Tensor, dtype: torch.dtype, patches: int, known: int) -> Times:
        """The times of a call at `timestep` for so many patches, of which the first `known` are clean."""
        first, second = self.time_embedder.linear_1, self.time_embedder.linear_2
        waves = time_waves(timestep, self.waves, timestep.device)
        if known:
            waves = torch.cat([time_waves(timestep * 0, self.waves, timestep.device), waves])
        embedded = second(F.silu(first(waves))).to(dtype)
        shifts = torch.unflatten(self.time_proj(F.silu(embedded)), 1, (SHIFTS, -1))
        return Times(embedded, shifts, (known, patches - known) if known else (patches,))

    def text(self, features: Tensor) -> Tensor:
        """Text features (prompts, tokens, text width) in the transformer's width."""
        out: Tensor = self.text_embedder.linear_2(self.text_embedder.linear_1(features, gelu="tanh"))
        return out


class Patches(Linear):
    """Patches of latents to tokens: in the checkpoint a convolution as large as its stride, here a product."""

    def __init__(self, channels: int, width: int, size: Sequence[int]) -> None:
        super().__init__(channels * math.prod(size), width)
        self.size = tuple(size)
        self.weight = nn.Parameter(self.weight.new_empty(width, channels, *size))

    def flatten(self) -> None:
        """Make the kernel a matrix, once it has been read."""
        self.weight = nn.Parameter(self.weight.flatten(1), requires_grad=False)

    def cut(self, latents: Tensor) -> Tensor:
        """Latents (batch, channels, frames, height, width) as rows of patches (batch, patches, channels x patch)."""
        for at, side in enumerate(self.size):
            latents = torch.unflatten(latents, 2 + 2 * at, (-1, side))
        return latents.permute(0, 2, 4, 6, 1, 3, 5, 7).flatten(4).flatten(1, 3)


class Transformer(nn.Module):
    def __init__(self, settings: Settings) -> None:
        super().__init__()
        s = settings
        self.settings = s
        self.patch_embedding = Patches(s.in_channels, s.width, s.patch_size)
        self.condition_embedder = Conditions(s)
        self.blocks = nn.ModuleList(Block(s) for _ in range(s.num_layers))
        self.scale_shift_table = nn.Parameter(torch.empty(1, 2, s.width))
        self.proj_out = Linear(s.width, s.out_channels * math.prod(s.patch_size))

    @property
    def all_blocks(self) -> Iterator[Block]:
        """Every block that reads the text."""
        return (block for block in self.blocks if isinstance(block, Block))

    def remember(self, features: Tensor) -> Mapping[nn.Module, Memory]:
        """What the steps of a clip need of its encoded prompts (prompts, tokens, text width), by block."""
        text = self.condition_embedder.text(features)
        return {block: block.attn2.remember(text) for block in self.all_blocks}

    def places(self, latents: Tensor) -> tuple[int, int, int]:
        """How many patches latents have in time, height and width."""
        frames, height, width = (side // patch for side, patch in zip(latents.shape[2:], self.settings.patch_size, strict=True))
        return frames, height, width

    def forward(
        self, latents: Tensor, timestep: Tensor, rotation: Rotation, text: Mapping[nn.Module, Memory], inner: Tensor | None = None,
        *, known_frames: int = 0, control: Tensor | None = None,
    ) -> tuple[Tensor, Tensor]:  # fmt: skip
        """The prediction for each prompt, (prompts, channels, frames, height, width), from latents (1, channels, frames, height, width).

        Also what the control and all blocks but the first have added. A call that is given that computes only the first block.
        The first `known_frames` of the latents are clean. `control` are latents beside them, of the same frames, for a transformer that has such.
        """
        x = self.patch_embedding(self.patch_embedding.cut(latents))
        frames, height, width = self.places(latents)
        times = self.condition_embedder.times(timestep, x.dtype, frames * height * width, known_frames * height * width)
        hints = self.hints(x, times, rotation, text, control)
        first, *others = self.blocks
        x = begun = first(x, times, rotation, text[first])
        if inner is None:
            x = _hinted(x, next(hints))
            for block in others:
                x = _hinted(block(x, times, rotation, text[block]), next(hints))
            inner = x - begun
        else:
            x = x + inner
        shift, scale = (self.scale_shift_table.float() + times.embedded.float()[:, None]).unbind(1)
        x = self.proj_out(_normed(x, scale, shift, self.settings.eps, times.patches))
        return self._joined(x, (frames, height, width)), inner

    def hints(self, _x: Tensor, _times: Times, _rotation: Rotation, _text: Mapping[nn.Module, Memory], _control: Tensor | None) -> Iterator[Tensor | None]:
        """What is added to the result of each block in turn: nothing."""
        return itertools.repeat(None)

    def _joined(self, x: Tensor, places: tuple[int, int, int]) -> Tensor:
        """Rows of patches, their channels last, as latents."""
        whole = torch.unflatten(torch.unflatten(x, 1, places), -1, (*self.settings.patch_size, -1)).permute(0, 7, 1, 4, 2, 5, 3, 6)
        return whole.flatten(6, 7).flatten(4, 5).flatten(2, 3)

    def prepare(self, device: torch.device) -> None:
        """Make products of what can be, and pack them for a CPU, once the weights are loaded."""
        self.flatten()
        pack(self, device)

    def flatten(self) -> None:
        """Make matrices of the kernels that cut patches."""
        self.patch_embedding.flatten()

    def store_in(self, dtype: torch.dtype) -> None:
        """Store the blocks' weights in a smaller precision; they compute in the old one."""
        for layer in itertools.chain.from_iterable(layers(block) for block in self.all_blocks):
            layer.weight = nn.Parameter(layer.weight.to(dtype), requires_grad=False)


def _hinted(x: Tensor, hint: Tensor | None) -> Tensor:
    return x if hint is None else x + hint


class Predictor:
    """The transformer for all steps of a clip, with the keys and values of its text computed."""

    def __init__(self, denoiser: Transformer, text: Text, *, keeps: bool, condition: Condition) -> None:
        self._denoiser, self._text, self._dtype = denoiser, denoiser.remember(text.features), text.features.dtype
        self._keeps = keeps
        self._control, self._known_frames = condition.control, condition.fixed_frames
        self._inner: Tensor | None = None
        self._rotation: Rotation | None = None

    def __call__(self, latents: Tensor, timestep: Tensor, *, reuse: bool = False) -> Tensor:
        if self._rotation is None:  # of the clip's size, which doesn't change
            self._rotation = Rotation(self._denoiser.settings.attention_head_dim, self._denoiser.places(latents), latents.device)
        output, inner = self._denoiser(
            latents.to(self._dtype), timestep, self._rotation, self._text, self._inner if reuse else None,
            known_frames=self._known_frames, control=self._control,
        )  # fmt: skip
        self._inner = inner if self._keeps else None
        made: Tensor = output.float()
        return made


def predictor(denoiser: Transformer, text: Text, *, keeps: bool = False, condition: Condition = UNCONDITIONED) -> Predictor:
    return Predictor(denoiser, text, keeps=keeps, condition=condition)
