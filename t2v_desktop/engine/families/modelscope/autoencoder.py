"""The variational autoencoder of Latent Diffusion (Rombach et al. 2022, arXiv 2112.10752, appendix G): frames to latents and back, for inference.

The names and shapes of its tensors are those of diffusers' AutoencoderKL, so that published weights load by name.
Pictures are (batch, channels, height, width). Residual blocks may overwrite what they are given.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import torch
from torch import nn
from torch.nn import functional as F

from t2v_desktop.engine.families.modelscope.convolution import Activation, Convolution, GroupNormAct, UpsamplingConvolution, channels_last
from t2v_desktop.errors import BrokenModel
from t2v_desktop.models.families.modelscope.tensors import expected
from t2v_desktop.models.family import Config

EPS = 1e-6  # of every group normalization
ACTIVATIONS: dict[str, Activation] = {"swish": F.silu, "silu": F.silu, "mish": F.mish, "gelu": F.gelu, "relu": F.relu}


class AutoencoderKL(nn.Module):
    """An encoder to the mode of the latents' distribution, and a decoder. Latents are unscaled: `scaling_factor` is the caller's to apply."""

    def __init__(self, config: Config) -> None:
        """From the settings of diffusers' AutoencoderKL. Raises ValueError, naming the setting that describes none."""
        super().__init__()
        try:
            expected("vae", config)
        except BrokenModel as error:
            raise ValueError(str(error)) from error
        channels = tuple(config.get("block_out_channels", (64,)))
        latent = config.get("latent_channels", 4)
        parts: dict[str, Any] = {
            "layers": config.get("layers_per_block", 1), "groups": config.get("norm_num_groups", 32),
            "activation": ACTIVATIONS[config.get("act_fn", "silu")], "attends": config.get("mid_block_add_attention", True),
        }  # fmt: skip
        self.scaling_factor = float(config.get("scaling_factor", 0.18215))
        self.encoder = Encoder(config.get("in_channels", 3), latent, channels, **parts)
        self.decoder = Decoder(latent, config.get("out_channels", 3), channels, **parts)
        self.quant_conv = Convolution(2 * latent, 2 * latent, 1) if config.get("use_quant_conv", True) else None
        self.post_quant_conv = Convolution(latent, latent, 1) if config.get("use_post_quant_conv", True) else None

    @property
    def dtype(self) -> torch.dtype:
        return self.decoder.conv_in.bias.dtype

    @property
    def device(self) -> torch.device:
        return self.decoder.conv_in.bias.device

    def encode(self, pixels: torch.Tensor) -> torch.Tensor:
        """The most probable latents of pixels in -1..1."""
        moments = self.encoder(channels_last(pixels))
        if self.quant_conv is not None:
            moments = self.quant_conv(moments)
        mode: torch.Tensor = moments.chunk(2, dim=1)[0]  # the other half is the logarithm of the variance
        return mode

    def decode(self, latents: torch.Tensor) -> torch.Tensor:
        """Pixels, most of them in -1..1."""
        latents = channels_last(latents)
        if self.post_quant_conv is not None:
            latents = self.post_quant_conv(latents)
        pixels: torch.Tensor = self.decoder(latents)
        return pixels


class Encoder(nn.Module):
    def __init__(self, into: int, latent: int, channels: Sequence[int], *, layers: int, groups: int, activation: Activation, attends: bool) -> None:
        super().__init__()
        self.conv_in = Convolution(into, channels[0])
        self.down_blocks = nn.ModuleList()
        for number, (before, width) in enumerate(pairwise((channels[0], *channels))):
            sampler = Downsampler(width) if number < len(channels) - 1 else None
            self.down_blocks.append(Block(before, width, layers, groups, activation, downsampler=sampler))
        self.mid_block = MidBlock(channels[-1], groups, activation, attends)
        self.conv_norm_out = GroupNormAct(groups, channels[-1], EPS)  # always with SiLU
        self.conv_out = Convolution(channels[-1], 2 * latent)

    def forward(self, pixels: torch.Tensor) -> torch.Tensor:
        hidden_states = self.conv_in(pixels)
        for block in self.down_blocks:
            hidden_states = block(hidden_states)
        moments: torch.Tensor = self.conv_out(self.conv_norm_out(self.mid_block(hidden_states)))
        return moments


class Decoder(nn.Module):
    def __init__(self, latent: int, out: int, channels: Sequence[int], *, layers: int, groups: int, activation: Activation, attends: bool) -> None:
        super().__init__()
        backward = tuple(reversed(channels))
        self.conv_in = Convolution(latent, backward[0])
        self.mid_block = MidBlock(backward[0], groups, activation, attends)
        self.up_blocks = nn.ModuleList()
        for number, (before, width) in enumerate(pairwise((backward[0], *backward))):
            sampler = Upsampler(width) if number < len(channels) - 1 else None
            self.up_blocks.append(Block(before, width, layers + 1, groups, activation, upsampler=sampler))
        self.conv_norm_out = GroupNormAct(groups, channels[0], EPS)  # always with SiLU
        self.conv_out = Convolution(channels[0], out)

    def forward(self, latents: torch.Tensor) -> torch.Tensor:
        hidden_states = self.mid_block(self.conv_in(latents))
        for block in self.up_blocks:
            hidden_states = block(hidden_states)
        pixels: torch.Tensor = self.conv_out(self.conv_norm_out(hidden_states))
        return pixels


class Block(nn.Module):
    """Residual blocks at one resolution, and the way to the next."""

    def __init__(
        self, into: int, out: int, layers: int, groups: int, activation: Activation, *,
        downsampler: nn.Module | None = None, upsampler: nn.Module | None = None,
    ) -> None:  # fmt: skip
        super().__init__()
        self.resnets = nn.ModuleList(ResnetBlock(out if layer else into, out, groups, activation) for layer in range(layers))
        self.downsamplers = None if downsampler is None else nn.ModuleList([downsampler])
        self.upsamplers = None if upsampler is None else nn.ModuleList([upsampler])

    def forward(self, hidden_states: torch.Tensor) -> torch.Tensor:
        for layer in (*self.resnets, *(self.downsamplers or ()), *(self.upsamplers or ())):
            hidden_states = layer(hidden_states)
        return hidden_states


class MidBlock(nn.Module):
    def __init__(self, width: int, groups: int, activation: Activation, attends: bool) -> None:
        super().__init__()
        self.attentions = nn.ModuleList([PixelAttention(width, groups)] if attends else [])
        self.resnets = nn.ModuleList(ResnetBlock(width, width, groups, activation) for _ in range(2))

    def forward(self, hidden_states: torch.Tensor) -> torch.Tensor:
        for layer in (self.resnets[0], *self.attentions, self.resnets[1]):
            hidden_states = layer(hidden_states)
        return hidden_states


class ResnetBlock(nn.Module):
    def __init__(self, into: int, out: int, groups: int, activation: Activation) -> None:
        super().__init__()
        self.norm1, self.conv1 = GroupNormAct(groups, into, EPS, activation), Convolution(into, out)
        self.norm2, self.conv2 = GroupNormAct(groups, out, EPS, activation), Convolution(out, out)
        self.conv_shortcut = Convolution(into, out, 1) if into != out else None

    def forward(self, hidden_states: torch.Tensor) -> torch.Tensor:
        changed = self.norm2(self.conv1(self.norm1(hidden_states)))
        return self.conv2.add_to(hidden_states if self.conv_shortcut is None else self.conv_shortcut(hidden_states), changed)


class Downsampler(nn.Module):
    def __init__(self, width: int) -> None:
        super().__init__()
        self.conv = Convolution(width, width, stride=2, padding=0)

    def forward(self, hidden_states: torch.Tensor) -> torch.Tensor:
        halved: torch.Tensor = self.conv(F.pad(hidden_states, (0, 1, 0, 1)))  # one row below, one column to the right
        return halved


class Upsampler(nn.Module):
    def __init__(self, width: int) -> None:
        super().__init__()
        self.conv = UpsamplingConvolution(width)

    def forward(self, hidden_states: torch.Tensor) -> torch.Tensor:
        doubled: torch.Tensor = self.conv(hidden_states)
        return doubled


class PixelAttention(nn.Module):
    """Attention of a frame's pixels to one another, with one head."""

    def __init__(self, width: int, groups: int) -> None:
        super().__init__()
        self.most_bytes: int | None = None  # of scores that may be in memory at once, on devices that write them to memory: at least one frame's
        self.group_norm = nn.GroupNorm(groups, width, EPS)
        self.to_q, self.to_k, self.to_v = (nn.Linear(width, width) for _ in range(3))
        self.to_out = nn.ModuleList([nn.Linear(width, width)])

    def forward(self, hidden_states: torch.Tensor) -> torch.Tensor:
        batch, width, rows, columns = hidden_states.shape
        pixels = self.group_norm(hidden_states).permute(0, 2, 3, 1).reshape(batch, 1, rows * columns, width)
        frames = batch if self.most_bytes is None else max(1, self.most_bytes // ((rows * columns) ** 2 * pixels.element_size()))
        for start in range(0, batch, frames):
            part = pixels[start : start + frames]
            mixed = F.scaled_dot_product_attention(self.to_q(part), self.to_k(part), self.to_v(part))
            changed = self.to_out[0](mixed).reshape(len(part), rows, columns, width).permute(0, 3, 1, 2)
            hidden_states[start : start + frames] += changed
        return hidden_states


def slice_attention(vae: nn.Module, most_bytes: int) -> None:
    """Let attention write at most `most_bytes` of scores to memory at once."""
    for module in vae.modules():
        if isinstance(module, PixelAttention):
            module.most_bytes = most_bytes
