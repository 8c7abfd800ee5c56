"""The autoencoder: four frames a latent frame, the first frame by itself (Wan Team 2025, arXiv 2503.20314, section 4.1).

Its tensors have the names of diffusers' AutoencoderKLWan. With `is_residual`, as in Wan 2.2, each level also has a shortcut without weights.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from t2v_desktop.engine.families.wan.causal import CausalConv3d, ChannelNorm, Doubled, Halved, Middle, Past, Residual
from t2v_desktop.models.family import Config


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of the autoencoder, those of its config.json or the defaults of diffusers; `latents_mean` and `latents_std` are never left out."""

    latents_mean: Sequence[float]
    latents_std: Sequence[float]
    base_dim: int = 96
    decoder_base_dim: int | None = None
    z_dim: int = 16
    dim_mult: Sequence[int] = (1, 2, 4, 4)
    num_res_blocks: int = 2
    temperal_downsample: Sequence[bool] = (False, True, True)
    is_residual: bool = False
    in_channels: int = 3
    out_channels: int = 3
    patch_size: int | None = None

    @classmethod
    def read(cls, config: Config) -> "Settings":
        return cls(**{name: config[name] for name in cls.__slots__ if name in config})

    def widths(self, base: int) -> list[int]:
        """The channels of each level, from the pixels inward."""
        return [base * multiple for multiple in self.dim_mult]


class Level(nn.Module):
    """The residual blocks at one size."""

    def __init__(self, into: int, out: int, blocks: int) -> None:
        super().__init__()
        self.resnets = nn.ModuleList(Residual(into if at == 0 else out, out) for at in range(blocks))


class DownLevel(Level):
    """A level of Wan 2.2's encoder."""

    def __init__(self, into: int, out: int, blocks: int, *, halves: bool, in_time: bool) -> None:
        super().__init__(into, out, blocks)
        self.downsampler = Halved(out, in_time=in_time) if halves else None
        self.out, self.time, self.side = out, 2 if in_time else 1, 2 if halves else 1

    def forward(self, x: Tensor, past: Past) -> Tensor:
        kept = x
        for block in self.resnets:
            x = block(x, past)
        return (x if self.downsampler is None else self.downsampler(x, past)) + self._shortcut(kept)

    def _shortcut(self, x: Tensor) -> Tensor:
        """The mean of groups of channels, each pixel's neighbours in time and space among them."""
        x = F.pad(x, (0, 0, 0, 0, -x.shape[2] % self.time, 0))
        for dim, parts in ((4, self.side), (3, self.side), (2, self.time)):
            x = torch.unflatten(x, dim, (-1, parts))
        channels = x.permute(0, 1, 3, 5, 7, 2, 4, 6).flatten(1, 4)
        return torch.unflatten(channels, 1, (self.out, -1)).mean(2)


class UpLevel(Level):
    """A level of the decoder. Wan 2.1 keeps its change of size in a list, Wan 2.2 doesn't."""

    def __init__(self, into: int, out: int, blocks: int, *, doubles: bool, in_time: bool, is_residual: bool) -> None:
        super().__init__(into, out, blocks)
        resize = Doubled(out, out if is_residual else out // 2, in_time=in_time) if doubles else None
        self.upsampler = resize if is_residual else None
        self.upsamplers = nn.ModuleList([] if is_residual or resize is None else [resize])
        self.out, self.time, self.repeats = out, 2 if in_time else 1, is_residual and doubles

    def forward(self, x: Tensor, past: Past, *, first: bool) -> Tensor:
        """`first`: whether `x` begins with the clip's first frame."""
        kept = x
        for block in self.resnets:
            x = block(x, past)
        for resize in (self.upsampler, *self.upsamplers):
            x = x if resize is None else resize(x, past, first=first)
        return x + self._shortcut(kept, first=first) if self.repeats else x

    def _shortcut(self, x: Tensor, *, first: bool) -> Tensor:
        """Channels repeated, and spread over each pixel's neighbours in time and space."""
        copies = self.out * self.time * 4 // x.shape[1]
        cells = torch.unflatten(x.repeat_interleave(copies, dim=1), 1, (self.out, self.time, 2, 2))
        spread = cells.permute(0, 1, 5, 2, 6, 3, 7, 4).flatten(6, 7).flatten(4, 5).flatten(2, 3)
        return spread[:, :, self.time - 1 :] if first else spread


class Encoder(nn.Module):
    def __init__(self, settings: Settings) -> None:
        super().__init__()
        s, widths = settings, settings.widths(settings.base_dim)
        self.conv_in = CausalConv3d(s.in_channels, s.base_dim, (3, 3, 3))
        self.down_blocks = nn.ModuleList()
        into, last = s.base_dim, len(widths) - 1
        for at, out in enumerate(widths):
            in_time = at != last and s.temperal_downsample[at]
            if s.is_residual:
                self.down_blocks.append(DownLevel(into, out, s.num_res_blocks, halves=at != last, in_time=in_time))
            else:
                self.down_blocks.extend(Level(into, out, s.num_res_blocks).resnets)
                if at != last:
                    self.down_blocks.append(Halved(out, in_time=in_time))
            into = out
        self.mid_block = Middle(into)
        self.norm_out, self.conv_out = ChannelNorm(into, 3), CausalConv3d(into, 2 * s.z_dim, (3, 3, 3))

    def forward(self, x: Tensor, past: Past) -> Tensor:
        x = self.conv_in(x, past)
        for block in self.down_blocks:
            x = block(x, past)
        out: Tensor = self.conv_out(F.silu(self.norm_out(self.mid_block(x, past))), past)
        return out


class Decoder(nn.Module):
    def __init__(self, settings: Settings) -> None:
        super().__init__()
        s, widths = settings, settings.widths(settings.decoder_base_dim or settings.base_dim)[::-1]
        self.conv_in = CausalConv3d(s.z_dim, widths[0], (3, 3, 3))
        self.mid_block = Middle(widths[0])
        self.up_blocks = nn.ModuleList()
        into, in_times = widths[0], [*s.temperal_downsample[::-1], False]
        for out, in_time in zip(widths, in_times, strict=True):
            doubles = len(self.up_blocks) < len(widths) - 1
            level = UpLevel(into, out, s.num_res_blocks + 1, doubles=doubles, in_time=in_time, is_residual=s.is_residual)
            self.up_blocks.append(level)
            into = out if s.is_residual else out // 2
        self.norm_out, self.conv_out = ChannelNorm(widths[-1], 3), CausalConv3d(widths[-1], s.out_channels, (3, 3, 3))

    def features(self, x: Tensor, past: Past) -> Tensor:
        """What the levels begin with: of all layers only these see a frame as a whole."""
        out: Tensor = self.mid_block(self.conv_in(x, past), past)
        return out

    def forward(self, x: Tensor, past: Past, *, first: bool) -> Tensor:
        """Of `features`; `first`: whether they begin with the clip's first frame."""
        for level in self.up_blocks:
            x = level(x, past, first=first)
        out: Tensor = self.conv_out(F.silu(self.norm_out(x)), past)
        return out


class Autoencoder(nn.Module):
    """Pixels in -1..1 to latents of unit variance and back, chunk by chunk."""

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        s = settings
        self.settings = s
        self._statistics: tuple[Tensor, Tensor] | None = None
        self.encoder, self.decoder = Encoder(s), Decoder(s)
        self.quant_conv = CausalConv3d(2 * s.z_dim, 2 * s.z_dim, (1, 1, 1))
        self.post_quant_conv = CausalConv3d(s.z_dim, s.z_dim, (1, 1, 1))

    @property
    def device(self) -> torch.device:
        return self.quant_conv.weight.device

    @property
    def stride(self) -> int:
        """The pixels a side that one latent value stands for."""
        return int(2 ** (len(self.settings.dim_mult) - 1)) * (self.settings.patch_size or 1)

    @property
    def dtype(self) -> torch.dtype:
        return self.quant_conv.weight.dtype

    def decode(self, latents: Tensor, past: Past) -> Tensor:
        """Pixels (1, 3, frames, height, width) of the next latents (1, channels, latent frames, height, width) of a clip."""
        first = past.begins
        return self.pixels(self.features(latents, past), past, first=first)

    def features(self, latents: Tensor, past: Past) -> Tensor:
        """The first half of `decode`, whose layers are small and see a frame as a whole: features of the latents' size."""
        mean, deviation = self._statistics_for(latents)
        return self.decoder.features(self.post_quant_conv(latents * deviation + mean, past), past)

    def pixels(self, features: Tensor, past: Past, *, first: bool) -> Tensor:
        """The second half, whose layers see each place with its neighbours; `first`: whether it is the clip's first chunk."""
        pixels: Tensor = self.decoder(features, past, first=first)
        if self.settings.patch_size:
            side = self.settings.patch_size
            pixels = torch.unflatten(pixels, 1, (-1, side, side)).permute(0, 1, 4, 5, 3, 6, 2).flatten(5, 6).flatten(3, 4)
        return pixels.clamp(-1, 1)

    def encode(self, pixels: Tensor, past: Past) -> Tensor:
        """The mode of the latents of a clip's next pixels: one frame at first, or one and a multiple of four; then a multiple of four."""
        if self.settings.patch_size:
            side = self.settings.patch_size
            pixels = torch.unflatten(torch.unflatten(pixels, 4, (-1, side)), 3, (-1, side)).permute(0, 1, 6, 4, 2, 3, 5).flatten(1, 3)
        latents, _ = self.quant_conv(self.encoder(pixels, past), past).chunk(2, dim=1)
        mean, deviation = self._statistics_for(latents)
        out: Tensor = (latents - mean) / deviation
        return out

    def _statistics_for(self, like: Tensor) -> tuple[Tensor, Tensor]:
        """The mean and the standard deviation of the latents, by channel; they are made once for a device and precision."""
        if self._statistics is None or (self._statistics[0].device, self._statistics[0].dtype) != (like.device, like.dtype):
            values = torch.tensor([self.settings.latents_mean, self.settings.latents_std], dtype=like.dtype, device=like.device)
            mean, deviation = values[:, None, :, None, None, None]
            self._statistics = mean, deviation
        return self._statistics
