"""The variational autoencoder of Latent Diffusion (Rombach et al. 2022, arXiv 2112.10752, appendix G): frames to latents and back, for inference.

The names and shapes of its tensors are those of diffusers' AutoencoderKL. Pictures are (batch, channels, height, width).
"""

from collections.abc import Sequence
from itertools import pairwise

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from t2v_desktop.engine.families.modelscope.layers import ACTIVATIONS, Activation, DoublingConv2d, GroupNorm, silu
from t2v_desktop.engine.families.modelscope.residual import Downsampler, ResidualBlock, Upsampler
from t2v_desktop.engine.layers import Conv2d, Linear, pack
from t2v_desktop.errors import BrokenModel
from t2v_desktop.models.families.modelscope.tensors import expected
from t2v_desktop.models.family import Config

EPS = 1e-6  # of every group normalization


class AutoencoderKL(nn.Module):
    """An encoder to the mode of the latents' distribution, and a decoder. Latents are unscaled: `scaling_factor` is the caller's to apply."""

    def __init__(self, config: Config) -> None:
        """From the settings of diffusers' AutoencoderKL. Raises ValueError, naming the setting that describes none."""
        super().__init__()
        try:
            expected("vae", config)
        except BrokenModel as error:
            raise ValueError(str(error)) from error
        channels, latent = tuple(config.get("block_out_channels", (64,))), config.get("latent_channels", 4)
        shape = (config.get("layers_per_block", 1), config.get("norm_num_groups", 32), ACTIVATIONS[config.get("act_fn", "silu")])
        attends = config.get("mid_block_add_attention", True)
        self.scaling_factor = float(config.get("scaling_factor", 0.18215))
        self.encoder = Encoder(config.get("in_channels", 3), 2 * latent, channels, *shape, attends=attends)
        self.decoder = Decoder(latent, config.get("out_channels", 3), channels, *shape, attends=attends)
        self.quant_conv = Conv2d(2 * latent, 2 * latent, 1) if config.get("use_quant_conv", True) else None
        self.post_quant_conv = Conv2d(latent, latent, 1) if config.get("use_post_quant_conv", True) else None

    @property
    def dtype(self) -> torch.dtype:
        return self.decoder.conv_in.weight.dtype

    @property
    def device(self) -> torch.device:
        return self.decoder.conv_in.weight.device

    def encode(self, pixels: Tensor) -> Tensor:
        """The most probable latents of pixels in -1..1."""
        moments = self.encoder(pixels.contiguous(memory_format=torch.channels_last))
        if self.quant_conv is not None:
            moments = self.quant_conv(moments)
        mode: Tensor = moments.chunk(2, dim=1)[0]  # the other half is the logarithm of the variance
        return mode

    def decode(self, latents: Tensor) -> Tensor:
        """Pixels, most of them in -1..1."""
        latents = latents.contiguous(memory_format=torch.channels_last)
        if self.post_quant_conv is not None:
            latents = self.post_quant_conv(latents)
        pixels: Tensor = self.decoder(latents)
        return pixels

    def prepare(self, device: torch.device, slice_bytes: int = 0) -> None:
        """Split and pack the layers for a CPU, once the weights are loaded.

        `slice_bytes` is the most that attention scores may take, 0 where they are never stored.
        """
        for module in list(self.modules()):
            if isinstance(module, PixelAttention):
                module.most_bytes = slice_bytes
            if isinstance(module, DoublingConv2d) and device.type == "cpu":
                module.split()
        pack(self, device)


class Encoder(nn.Module):
    def __init__(
        self, into: int, out: int, channels: Sequence[int], layers_per_block: int, groups: int, activation: Activation, *, attends: bool
    ) -> None:  # fmt: skip
        super().__init__()
        self.conv_in = Conv2d(into, channels[0], 3, padding=1)
        self.down_blocks = nn.ModuleList()
        for number, (before, width) in enumerate(pairwise((channels[0], *channels))):
            block = Block(before, width, layers_per_block, groups, activation)
            block.downsamplers = nn.ModuleList([Downsampler(width, padding=0)] if number < len(channels) - 1 else [])
            self.down_blocks.append(block)
        self.mid_block = MidBlock(channels[-1], groups, activation, attends=attends)
        self.conv_norm_out = GroupNorm(groups, channels[-1], EPS, silu)
        self.conv_out = Conv2d(channels[-1], out, 3, padding=1)

    def forward(self, pixels: Tensor) -> Tensor:
        x = self.conv_in(pixels)
        for block in self.down_blocks:
            x = block(x)
        moments: Tensor = self.conv_out(self.conv_norm_out(self.mid_block(x)))
        return moments


class Decoder(nn.Module):
    def __init__(
        self, into: int, out: int, channels: Sequence[int], layers_per_block: int, groups: int, activation: Activation, *, attends: bool
    ) -> None:  # fmt: skip
        super().__init__()
        upward = tuple(reversed(channels))
        self.conv_in = Conv2d(into, upward[0], 3, padding=1)
        self.mid_block = MidBlock(upward[0], groups, activation, attends=attends)
        self.up_blocks = nn.ModuleList()
        for number, (before, width) in enumerate(pairwise((upward[0], *upward))):
            block = Block(before, width, layers_per_block + 1, groups, activation)
            block.upsamplers = nn.ModuleList([Upsampler(width)] if number < len(channels) - 1 else [])
            self.up_blocks.append(block)
        self.conv_norm_out = GroupNorm(groups, channels[0], EPS, silu)
        self.conv_out = Conv2d(channels[0], out, 3, padding=1)

    def forward(self, latents: Tensor) -> Tensor:
        x = self.mid_block(self.conv_in(latents))
        for block in self.up_blocks:
            x = block(x)
        pixels: Tensor = self.conv_out(self.conv_norm_out(x))
        return pixels


class Block(nn.Module):
    """Residual blocks at one size, and the way to the next, if there is one."""

    def __init__(self, into: int, out: int, count: int, groups: int, activation: Activation) -> None:
        super().__init__()
        self.resnets = nn.ModuleList(ResidualBlock(out if number else into, out, groups, EPS, activation) for number in range(count))

    def forward(self, x: Tensor) -> Tensor:
        for group in self.children():
            for layer in group.children():
                x = layer(x)
        return x


class MidBlock(nn.Module):
    def __init__(self, width: int, groups: int, activation: Activation, *, attends: bool) -> None:
        super().__init__()
        self.attentions = nn.ModuleList([PixelAttention(width, groups)] if attends else [])
        self.resnets = nn.ModuleList(ResidualBlock(width, width, groups, EPS, activation) for _ in range(2))

    def forward(self, x: Tensor) -> Tensor:
        for layer in (self.resnets[0], *self.attentions, self.resnets[1]):
            x = layer(x)
        return x


class PixelAttention(nn.Module):
    """Attention of a frame's pixels to one another, with one head."""

    def __init__(self, width: int, groups: int) -> None:
        super().__init__()
        self.most_bytes = 0  # of scores that may be in memory at once, on devices that write them to memory: at least one frame's
        self.group_norm = GroupNorm(groups, width, EPS)
        self.to_q, self.to_k, self.to_v = (Linear(width, width) for _ in range(3))
        self.to_out = nn.ModuleList([Linear(width, width)])

    def forward(self, x: Tensor) -> Tensor:
        batch, width, rows, columns = x.shape
        residual = x.permute(0, 2, 3, 1).reshape(batch, 1, rows * columns, width)
        pixels = self.group_norm(x).permute(0, 2, 3, 1).reshape(residual.shape)
        frames = max(1, self.most_bytes // ((rows * columns) ** 2 * pixels.element_size())) if self.most_bytes else batch
        mixed = [F.scaled_dot_product_attention(self.to_q(part), self.to_k(part), self.to_v(part)) for part in pixels.split(frames)]
        out: Tensor = self.to_out[0](torch.cat(mixed), add=residual)
        return out.reshape(batch, rows, columns, width).permute(0, 3, 1, 2)
