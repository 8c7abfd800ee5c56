"""Convolutions within a frame and over the frames of a clip, around which their input is added (ModelScope, Wang et al. 2023).

All tensors are (prompts * frames, channels, height, width), the channels of a pixel beside each other in memory.
"""

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from t2v_desktop.engine.families.modelscope.layers import Activation, DoublingConv2d, FrameConv, GroupNorm, silu
from t2v_desktop.engine.layers import Conv2d, Linear

TEMPORAL_EPS = 1e-5  # of the group norms between temporal convolutions, whatever the model's settings say


class ResidualBlock(nn.Module):
    """Two convolutions, the first shifted by a time embedding of `time` values, if there is one."""

    def __init__(self, into: int, out: int, groups: int, eps: float, activation: Activation, *, time: int = 0, scale: float = 1.0) -> None:
        super().__init__()
        self.scale = scale
        self.norm1 = GroupNorm(groups, into, eps, activation)
        self.conv1 = Conv2d(into, out, 3, padding=1)
        self.time_emb_proj = Linear(time, out) if time else None
        self.norm2 = GroupNorm(groups, out, eps, activation)
        self.conv2 = Conv2d(out, out, 3, padding=1)
        self.conv_shortcut = Conv2d(into, out, 1) if into != out else None

    def shift(self, time: Tensor) -> Tensor:
        """The bias (out channels,) of the first convolution at an activated time embedding (1, time)."""
        assert self.time_emb_proj is not None and self.conv1.bias is not None
        shift: Tensor = self.time_emb_proj(time)[0] + self.conv1.bias
        return shift

    def take_shift(self) -> tuple[Tensor, Tensor]:
        """Weight and bias of `shift`, which the block then no longer has."""
        projection, self.time_emb_proj = self.time_emb_proj, None
        assert projection is not None and self.conv1.bias is not None
        return projection.weight, projection.bias + self.conv1.bias

    def forward(self, x: Tensor, shift: Tensor | None = None) -> Tensor:
        """`shift` takes the place of the first convolution's bias."""
        hidden = self.conv1(self.norm1(x), bias=shift)
        x = x if self.conv_shortcut is None else self.conv_shortcut(x)
        out: Tensor = self.conv2(self.norm2(hidden), add=x)
        return out if self.scale == 1 else out / self.scale


class TemporalConvs(nn.Module):
    """Four convolutions over three frames each."""

    def __init__(self, channels: int, groups: int) -> None:
        super().__init__()
        for number, gap in ((1, 1), (2, 2), (3, 2), (4, 2)):  # a checkpoint counts the layers that have no weights, too
            layers = [GroupNorm(groups, channels, TEMPORAL_EPS, silu), *(nn.Identity() for _ in range(gap)), FrameConv(channels, channels)]
            self.add_module(f"conv{number}", nn.ModuleList(layers))

    def forward(self, x: Tensor, num_frames: int) -> Tensor:
        _, channels, height, width = x.shape
        clip = hidden = x.permute(0, 2, 3, 1).reshape(-1, num_frames, height * width, channels).permute(0, 3, 1, 2)
        for number, layers in enumerate(self.children(), 1):
            norm, *_, conv = layers.children()
            hidden = conv(norm(hidden), add=clip if number == 4 else None)
        return hidden.permute(0, 2, 3, 1).reshape(-1, height, width, channels).permute(0, 3, 1, 2)


class Downsampler(nn.Module):
    """Half the width and height."""

    def __init__(self, channels: int, padding: int) -> None:
        super().__init__()
        self.conv = Conv2d(channels, channels, 3, stride=2, padding=padding)

    def forward(self, x: Tensor) -> Tensor:
        out: Tensor = self.conv(x if self.conv.padding[0] else F.pad(x, (0, 1, 0, 1)))
        return out


class Upsampler(nn.Module):
    """The nearest pixel at twice the width and height, or at `size`, then a convolution."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.conv = DoublingConv2d(channels)

    def forward(self, x: Tensor, size: torch.Size | None = None) -> Tensor:
        if size is None or size == torch.Size([2 * x.shape[2], 2 * x.shape[3]]):
            return self.conv.doubled(x)
        out: Tensor = self.conv(F.interpolate(x, size=size, mode="nearest"))
        return out
