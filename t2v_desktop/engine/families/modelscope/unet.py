"""The denoiser: a UNet3D, called for all frames at once (ModelScope, Wang et al. 2023).

Its tensors have the names of diffusers' UNet3DConditionModel. It computes the same with less work: what doesn't depend on the step is computed once a
clip, and what doesn't depend on the prompt once for all prompts.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import torch
from torch import Tensor, nn

from t2v_desktop.engine.families.modelscope.layers import ACTIVATIONS, Activation, GroupNorm, silu
from t2v_desktop.engine.families.modelscope.residual import Downsampler, ResidualBlock, TemporalConvs, Upsampler
from t2v_desktop.engine.families.modelscope.transformer import Attention, GatedGelu, SpatialTransformer, TemporalTransformer, TextMemory
from t2v_desktop.engine.family import UNCONDITIONED, Condition, Text
from t2v_desktop.engine.layers import Conv2d, Linear, layers, pack, time_waves

INPUT_HEADS = 8  # of the transformer after the first convolution, whatever the model's settings say


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of a UNet3D, those of its config.json or the defaults of diffusers."""

    in_channels: int = 4
    out_channels: int = 4
    down_block_types: Sequence[str] = ("CrossAttnDownBlock3D", "CrossAttnDownBlock3D", "CrossAttnDownBlock3D", "DownBlock3D")
    up_block_types: Sequence[str] = ("UpBlock3D", "CrossAttnUpBlock3D", "CrossAttnUpBlock3D", "CrossAttnUpBlock3D")
    block_out_channels: Sequence[int] = (320, 640, 1280, 1280)
    layers_per_block: int = 2
    downsample_padding: int = 1
    mid_block_scale_factor: float = 1.0
    act_fn: str = "silu"
    norm_num_groups: int = 32
    norm_eps: float = 1e-5
    cross_attention_dim: int = 1024
    attention_head_dim: int = 64

    @classmethod
    def read(cls, config: Mapping[str, Any]) -> "Settings":
        return cls(**{name: config[name] for name in cls.__slots__ if name in config})


Shifts: TypeAlias = Mapping[nn.Module, Tensor]  # what the time adds in each residual block


class Level(nn.Module):
    """The layers at one size: each a residual block and temporal convolutions, with or without a spatial and a temporal transformer."""

    def __init__(self, into: Sequence[int], out: int, settings: Settings, *, attentions: int, scale: float = 1.0) -> None:
        """`into` has the channels that each layer takes, the first `attentions` of them have transformers."""
        super().__init__()
        s, time = settings, 4 * settings.block_out_channels[0]
        heads = out // s.attention_head_dim
        transformer = (out, heads, s.attention_head_dim, s.norm_num_groups)
        self.resnets = nn.ModuleList(ResidualBlock(i, out, s.norm_num_groups, s.norm_eps, ACTIVATIONS[s.act_fn], time=time, scale=scale) for i in into)
        self.temp_convs = nn.ModuleList(TemporalConvs(out, s.norm_num_groups) for _ in into)
        if attentions:
            self.attentions = nn.ModuleList(SpatialTransformer(*transformer, s.cross_attention_dim) for _ in range(attentions))
            self.temp_attentions = nn.ModuleList(TemporalTransformer(*transformer) for _ in range(attentions))
        self.attends = attentions

    def layer(self, at: int, x: Tensor, shifts: Shifts, num_frames: int, text: TextMemory) -> Tensor:
        x = self.temp_convs[at](self.resnets[at](x, shifts[self.resnets[at]]), num_frames)
        if at < self.attends:
            x = self.temp_attentions[at](self.attentions[at](x, num_frames, text), num_frames)
        return x


class DownLevel(Level):
    def __init__(self, into: int, out: int, settings: Settings, *, attends: bool, last: bool) -> None:
        layers = settings.layers_per_block
        super().__init__([into, *[out] * (layers - 1)], out, settings, attentions=layers * attends)
        self.downsamplers = None if last else nn.ModuleList([Downsampler(out, settings.downsample_padding)])

    def forward(self, x: Tensor, shifts: Shifts, num_frames: int, text: TextMemory, skips: list[Tensor]) -> Tensor:
        """Adds what the matching level on the way up will take to `skips`."""
        for at in range(len(self.resnets)):
            x = self.layer(at, x, shifts, num_frames, text)
            skips.append(x)
        if self.downsamplers is not None:
            x = self.downsamplers[0](x)
            skips.append(x)
        return x


class MidLevel(Level):
    def __init__(self, channels: int, settings: Settings) -> None:
        super().__init__([channels] * 2, channels, settings, attentions=1, scale=settings.mid_block_scale_factor)

    def forward(self, x: Tensor, shifts: Shifts, num_frames: int, text: TextMemory) -> Tensor:
        for at in range(len(self.resnets)):
            x = self.layer(at, x, shifts, num_frames, text)
        return x


class UpLevel(Level):
    def __init__(self, into: int, out: int, skipped: int, settings: Settings, *, attends: bool, last: bool) -> None:
        layers = settings.layers_per_block + 1
        taken = [(into if at == 0 else out) + (skipped if at == layers - 1 else out) for at in range(layers)]
        super().__init__(taken, out, settings, attentions=layers * attends)
        self.upsamplers = None if last else nn.ModuleList([Upsampler(out)])

    def forward(self, x: Tensor, shifts: Shifts, num_frames: int, text: TextMemory, skips: list[Tensor]) -> Tensor:
        """Takes its skipped tensors from the end of `skips`."""
        x = self.outer(self.inner(x, shifts, num_frames, text, skips), shifts, num_frames, text, skips)
        return x if self.upsamplers is None else self.upsamplers[0](x, skips[-1].shape[-2:])

    def inner(self, x: Tensor, shifts: Shifts, num_frames: int, text: TextMemory, skips: list[Tensor]) -> Tensor:
        """All layers but the last."""
        for at in range(len(self.resnets) - 1):
            x = self._joined(at, x, shifts, num_frames, text, skips)
        return x

    def outer(self, x: Tensor, shifts: Shifts, num_frames: int, text: TextMemory, skips: list[Tensor]) -> Tensor:
        """The last layer."""
        return self._joined(len(self.resnets) - 1, x, shifts, num_frames, text, skips)

    def _joined(self, at: int, x: Tensor, shifts: Shifts, num_frames: int, text: TextMemory, skips: list[Tensor]) -> Tensor:
        skipped = skips.pop()
        x = torch.cat([x, skipped.repeat(len(x) // len(skipped), 1, 1, 1)], dim=1)
        return self.layer(at, x, shifts, num_frames, text)


class TimeEmbedding(nn.Module):
    def __init__(self, channels: int, activation: Activation) -> None:
        super().__init__()
        self.channels, self.activation = channels, activation
        self.linear_1 = Linear(channels, 4 * channels)
        self.linear_2 = Linear(4 * channels, 4 * channels)

    def forward(self, timestep: Tensor, like: Tensor) -> Tensor:
        """The activated embedding (1, 4 * channels) of one timestep, on the device and in the precision of `like`: waves of many periods, then two layers."""
        waves = time_waves(timestep, self.channels, like.device).to(like.dtype)
        return self.activation(self.linear_2(self.activation(self.linear_1(waves))))


class TimeShifts(nn.Module):
    """The bias of the first convolution of every residual block at an activated time embedding."""

    def __init__(self, blocks: Sequence[ResidualBlock]) -> None:
        super().__init__()
        self.blocks = tuple(blocks)  # a tuple's modules are not this one's, which has no tensors of its own in a checkpoint
        self.fused: Linear | None = None

    def forward(self, time: Tensor) -> Shifts:
        if self.fused is None:
            return {block: block.shift(time) for block in self.blocks}
        return dict(zip(self.blocks, self.fused(time)[0].split([block.conv1.out_channels for block in self.blocks]), strict=True))

    def fuse(self) -> None:
        """Compute all of them in one product."""
        if self.fused is not None:
            return
        weights, biases = zip(*(block.take_shift() for block in self.blocks), strict=True)
        weight = torch.cat(weights)
        self.fused = Linear(weight.shape[1], weight.shape[0], device="meta")
        self.fused.weight, self.fused.bias = nn.Parameter(weight, requires_grad=False), nn.Parameter(torch.cat(biases), requires_grad=False)


class UNet3D(nn.Module):
    def __init__(self, settings: Settings) -> None:
        super().__init__()
        s, channels = settings, list(settings.block_out_channels)
        self.conv_in = Conv2d(s.in_channels, channels[0], 3, padding=1)
        self.time_embedding = TimeEmbedding(channels[0], ACTIVATIONS[s.act_fn])
        self.transformer_in = TemporalTransformer(channels[0], INPUT_HEADS, s.attention_head_dim, s.norm_num_groups)
        last = len(channels) - 1
        self.down_blocks = nn.ModuleList(
            DownLevel(channels[max(at - 1, 0)], out, s, attends="CrossAttn" in kind, last=at == last)
            for at, (out, kind) in enumerate(zip(channels, s.down_block_types, strict=True))
        )
        self.mid_block = MidLevel(channels[-1], s)
        upward = channels[::-1]
        self.up_blocks = nn.ModuleList(
            UpLevel(upward[max(at - 1, 0)], out, upward[min(at + 1, last)], s, attends="CrossAttn" in kind, last=at == last)
            for at, (out, kind) in enumerate(zip(upward, s.up_block_types, strict=True))
        )
        self.conv_norm_out = GroupNorm(s.norm_num_groups, channels[0], s.norm_eps, silu)
        self.conv_out = Conv2d(channels[0], s.out_channels, 3, padding=1)
        self.time_shifts = TimeShifts([block for block in self.modules() if isinstance(block, ResidualBlock)])

    def remember(self, features: Tensor) -> TextMemory:
        """What the steps of a clip need of its encoded prompts (prompts, tokens, cross_attention_dim)."""
        readers = (module.block.attn2 for module in self.modules() if isinstance(module, SpatialTransformer))
        return {attention: attention.remember(features) for attention in readers}

    def forward(self, latents: Tensor, timestep: Tensor, text: TextMemory, inner: Tensor | None = None) -> tuple[Tensor, Tensor]:
        """The prediction for each prompt, (prompts, channels, frames, height, width), from latents (1, channels, frames, height, width).

        Also what the inner layers gave. A call that is given that computes only the first layers and the very last (DeepCache, Ma et al. 2023, with its
        outermost branch).
        """
        num_frames = latents.shape[2]
        x = self.conv_in(latents[0].transpose(0, 1).contiguous(memory_format=torch.channels_last))
        shifts = self.time_shifts(self.time_embedding(timestep, x))
        x = self.transformer_in(x, num_frames)
        skips = [x]
        *levels, last = self.up_blocks
        assert isinstance(last, UpLevel)
        if inner is None:
            for level in self.down_blocks:
                x = level(x, shifts, num_frames, text, skips)
            x = self.mid_block(x, shifts, num_frames, text)
            for level in levels:
                x = level(x, shifts, num_frames, text, skips)
            inner = last.inner(x, shifts, num_frames, text, skips)
        x = last.outer(inner, shifts, num_frames, text, skips)
        out: Tensor = self.conv_out(self.conv_norm_out(x))
        return torch.unflatten(out, 0, (-1, num_frames)).transpose(1, 2), inner

    def prepare(self, device: torch.device, slice_bytes: int = 0) -> None:
        """Fuse what can be, and pack it for a CPU, once the weights are loaded.

        `slice_bytes` is the most that attention scores may take, 0 where they are never stored.
        """
        for module in list(self.modules()):
            if isinstance(module, SpatialTransformer | TemporalTransformer):
                module.block.attn1.fuse()
            if isinstance(module, TemporalTransformer):
                module.block.attn2.fuse()
            if isinstance(module, Attention):
                module.most_bytes = slice_bytes
            if isinstance(module, GatedGelu) and device.type == "cpu":
                module.split()
        self.time_shifts.fuse()
        pack(self, device)

    def store_in(self, dtype: torch.dtype) -> None:
        """Store the weights in a smaller precision, except where the clip goes in and out and that of the time; they compute in the old one."""
        whole = {*layers(self.conv_in), *layers(self.conv_out), *layers(self.time_embedding)}
        for layer in layers(self):
            if layer not in whole:
                layer.weight = nn.Parameter(layer.weight.to(dtype), requires_grad=False)


class Predictor:
    """The UNet for all steps of a clip, with the keys and values of its text computed."""

    def __init__(self, denoiser: UNet3D, text: Text, *, keeps: bool) -> None:
        self._denoiser, self._text, self._dtype = denoiser, denoiser.remember(text.features), text.features.dtype
        self._keeps = keeps
        self._inner: Tensor | None = None

    def __call__(self, latents: Tensor, timestep: Tensor, *, reuse: bool = False) -> Tensor:
        inner = self._inner if reuse else None
        output, inner = self._denoiser(latents.to(self._dtype), timestep, self._text, inner)
        self._inner = inner if self._keeps else None
        made: Tensor = output.float()
        return made


def predictor(denoiser: UNet3D, text: Text, *, keeps: bool = False, condition: Condition = UNCONDITIONED) -> Predictor:
    """The denoiser for all steps of a clip, which takes no `condition`."""
    assert condition == UNCONDITIONED
    return Predictor(denoiser, text, keeps=keeps)
