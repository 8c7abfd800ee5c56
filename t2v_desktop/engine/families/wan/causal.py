"""Layers of a video autoencoder that looks only back in time, so that a clip can pass through it in chunks.

What a layer still needs of the chunk before it, it keeps in `Past`, which belongs to one clip.
"""

from dataclasses import dataclass, field

import torch
from torch import Tensor, nn
from torch.nn import functional as F

TINY = 1e-12  # the least length that channels are divided by


@dataclass(slots=True)
class Past:
    """The last frames that each layer has seen of a clip (1, channels, frames, height, width); nothing before its first chunk."""

    frames: dict[nn.Module, Tensor] = field(default_factory=dict)

    @property
    def begins(self) -> bool:
        """Whether no chunk has passed yet: ask before the first layer."""
        return not self.frames

    def move(self, device: torch.device) -> None:
        """Keep what there is on `device`."""
        self.frames = {layer: frames.to(device) for layer, frames in self.frames.items()}

    def joined(self, layer: nn.Module, x: Tensor, count: int) -> Tensor:
        """`x` behind the last `count` frames that `layer` saw, zeros at first; the last `count` of both are kept."""
        before = self.frames.get(layer)
        if before is None:
            before = x.new_zeros(*x.shape[:2], count, *x.shape[3:])
        whole = torch.cat([before, x], dim=2)
        self.frames[layer] = whole[:, :, -count:].clone()
        return whole


class CausalConv3d(nn.Conv3d):
    """A convolution over frames, height and width whose kernel ends at the present frame."""

    def __init__(self, into: int, out: int, kernel: tuple[int, int, int], *, time_stride: int = 1) -> None:
        super().__init__(into, out, kernel, stride=(time_stride, 1, 1), padding=(0, kernel[1] // 2, kernel[2] // 2))

    def reset_parameters(self) -> None:
        """The weights come from a file."""

    def forward(self, x: Tensor, past: Past) -> Tensor:  # type: ignore[override]  # it needs the past
        back = self.kernel_size[0] - self.stride[0]  # frames before the chunk that its first result needs
        out: Tensor = super().forward(past.joined(self, x, back) if back else x)
        return out


class FrameConv2d(nn.Conv2d):
    """A convolution of each frame by itself, on (batch, channels, frames, height, width); each pixel is doubled first if `doubles`."""

    def __init__(self, into: int, out: int, kernel: int, *, stride: int = 1, padding: int = 0, doubles: bool = False) -> None:
        super().__init__(into, out, kernel, stride=stride, padding=padding)
        self.doubles = doubles

    def reset_parameters(self) -> None:
        """The weights come from a file."""

    def forward(self, x: Tensor) -> Tensor:
        frames = x.transpose(1, 2).flatten(0, 1)
        frames = F.interpolate(frames, scale_factor=2.0, mode="nearest") if self.doubles else frames
        return torch.unflatten(super().forward(frames), 0, (len(x), -1)).transpose(1, 2)


class ChannelNorm(nn.Module):
    """Each place's channels divided by their root mean square, and scaled; `places` is the number of dimensions after the channels in the checkpoint."""

    def __init__(self, channels: int, places: int) -> None:
        super().__init__()
        self.gamma = nn.Parameter(torch.empty(channels, *[1] * places))

    def forward(self, x: Tensor) -> Tensor:
        length = torch.linalg.vector_norm(x, dim=1, keepdim=True, dtype=torch.float32).clamp(min=TINY)
        out: Tensor = x * (len(self.gamma) ** 0.5 / length).to(x.dtype)
        return out.mul_(self.gamma.view(-1, *[1] * (x.ndim - 2)))


class Residual(nn.Module):
    def __init__(self, into: int, out: int) -> None:
        super().__init__()
        self.norm1, self.conv1 = ChannelNorm(into, 3), CausalConv3d(into, out, (3, 3, 3))
        self.norm2, self.conv2 = ChannelNorm(out, 3), CausalConv3d(out, out, (3, 3, 3))
        self.conv_shortcut = CausalConv3d(into, out, (1, 1, 1)) if into != out else None

    def forward(self, x: Tensor, past: Past) -> Tensor:
        kept = x if self.conv_shortcut is None else self.conv_shortcut(x, past)
        x = self.conv1(F.silu(self.norm1(x), inplace=True), past)
        out: Tensor = self.conv2(F.silu(self.norm2(x), inplace=True), past) + kept
        return out


class FrameAttention(nn.Module):
    """The places of each frame attend to each other, with one head."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.norm = ChannelNorm(channels, 2)
        self.to_qkv, self.proj = FrameConv2d(channels, 3 * channels, 1), FrameConv2d(channels, channels, 1)

    def forward(self, x: Tensor) -> Tensor:
        height = x.shape[-2]
        query, key, value = self.to_qkv(self.norm(x)).flatten(3).permute(0, 2, 3, 1).chunk(3, dim=-1)
        attended = torch.unflatten(F.scaled_dot_product_attention(query, key, value).permute(0, 3, 1, 2), -1, (height, -1))
        out: Tensor = self.proj(attended) + x
        return out


class Middle(nn.Module):
    def __init__(self, channels: int) -> None:
        super().__init__()
        self.resnets = nn.ModuleList([Residual(channels, channels), Residual(channels, channels)])
        self.attentions = nn.ModuleList([FrameAttention(channels)])

    def forward(self, x: Tensor, past: Past) -> Tensor:
        out: Tensor = self.resnets[1](self.attentions[0](self.resnets[0](x, past)), past)
        return out


class Halved(nn.Module):
    """Half the height and width; half the frames as well if `in_time`, but a clip's first frame stays one by itself."""

    def __init__(self, channels: int, *, in_time: bool) -> None:
        super().__init__()
        self.resample = nn.ModuleList([nn.Identity(), FrameConv2d(channels, channels, 3, stride=2)])
        self.time_conv = CausalConv3d(channels, channels, (3, 1, 1), time_stride=2) if in_time else None

    def forward(self, x: Tensor, past: Past) -> Tensor:
        x = self.resample[1](F.pad(x, (0, 1, 0, 1)))
        if self.time_conv is None:
            return x
        if self.time_conv in past.frames:
            out: Tensor = self.time_conv(x, past)
            return out
        first, others = x[:, :, :1], x[:, :, 1:]
        past.frames[self.time_conv] = first.clone()
        return torch.cat([first, self.time_conv(others, past)], dim=2) if others.shape[2] else first


class Doubled(nn.Module):
    """Twice the height and width; twice the frames as well if `in_time`, but a clip's first frame stays one."""

    def __init__(self, channels: int, out: int, *, in_time: bool) -> None:
        super().__init__()
        self.resample = nn.ModuleList([nn.Identity(), FrameConv2d(channels, out, 3, padding=1, doubles=True)])
        self.time_conv = CausalConv3d(channels, 2 * channels, (3, 1, 1)) if in_time else None

    def forward(self, x: Tensor, past: Past, *, first: bool) -> Tensor:
        """`first`: whether `x` begins with the clip's first frame."""
        if self.time_conv is not None:
            alone, others = (x[:, :, :1], x[:, :, 1:]) if first else (x[:, :, :0], x)
            if others.shape[2]:
                pairs = torch.unflatten(self.time_conv(others, past), 1, (2, -1)).permute(0, 2, 3, 1, 4, 5).flatten(2, 3)
                x = torch.cat([alone, pairs], dim=2)
        out: Tensor = self.resample[1](x)
        return out
