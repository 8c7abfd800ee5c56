"""The layers that only a UNet3D and its autoencoder have: each keeps its checkpoint's tensor names."""

from collections.abc import Callable

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from t2v_desktop.engine.layers import Conv2d


class DoublingConv2d(Conv2d):
    """Each pixel doubled in height and width, then a 3x3 convolution.

    A 3x3 kernel covers only 2x2 different pixels of a doubled picture. Once `split`, each of the four pixels that one becomes is computed by a 2x2
    kernel on the small picture, of sums of the 3x3 kernel's values, with 4/9 of the operations.
    """

    def __init__(self, channels: int) -> None:
        super().__init__(channels, channels, 3, padding=1)
        self.quarters: Conv2d | None = None

    def split(self) -> None:
        """Replace the kernel by those of the four pixels, by row and column, as the channels of one convolution."""
        if self.quarters is not None:
            return
        assert self.bias is not None
        kernels = [kernel for rows in _halves(self.weight.float(), 2) for kernel in _halves(rows, 3)]
        self.quarters = Conv2d(self.in_channels, 4 * self.out_channels, 2, padding=1, device="meta")
        self.quarters.weight = nn.Parameter(torch.cat(kernels).to(self.weight.dtype), requires_grad=False)
        self.quarters.bias = nn.Parameter(self.bias.repeat(4), requires_grad=False)
        self.weight = nn.Parameter(self.weight.new_empty(0), requires_grad=False)

    def doubled(self, x: Tensor) -> Tensor:
        if self.quarters is None:
            out: Tensor = self(F.interpolate(x, scale_factor=2.0, mode="nearest"))
            return out
        batch, _, height, width = x.shape
        pixels = x.new_empty(batch, 2 * height, 2 * width, self.out_channels)
        for number, quarter in enumerate(self.quarters(x).permute(0, 2, 3, 1).chunk(4, dim=-1)):
            row, column = divmod(number, 2)
            pixels[:, row::2, column::2] = quarter[:, row : row + height, column : column + width]
        return pixels.permute(0, 3, 1, 2)


def _halves(kernel: Tensor, dim: int) -> tuple[Tensor, Tensor]:
    """Along one dimension, the kernels of the first and the second of two equal pixels: the values that meet the same pixel add up."""
    first, middle, last = kernel.unbind(dim)
    return torch.stack([first, middle + last], dim), torch.stack([first + middle, last], dim)


class FrameConv(Conv2d):
    """A convolution over three frames, a (3, 1, 1) kernel in its checkpoint, on (batch, channels, frames, pixels).

    In two dimensions it is faster on a CPU, and Apple's MPS has no three-dimensional one (diffusers issue 2785).
    """

    def __init__(self, into: int, out: int) -> None:
        super().__init__(into, out, (3, 1), padding=(1, 0))
        self.weight = nn.Parameter(self.weight.new_empty(out, into, 3, 1, 1))

    def kernel(self) -> Tensor:
        return self.unpacked().flatten(3)

    def unpacked(self) -> Tensor:
        return self.weight if self.packed is None else self.packed.to_dense()[..., None]


class GroupNorm(nn.GroupNorm):
    """Group normalization, then SiLU (or another activation) if `activate`; both leave channels-last tensors channels-last."""

    def __init__(self, groups: int, channels: int, eps: float, activation: "Activation | None" = None) -> None:
        super().__init__(groups, channels, eps)
        self.activation = activation

    def forward(self, x: Tensor) -> Tensor:
        out = F.group_norm(x, self.num_groups, self.weight, self.bias, self.eps)
        return out if self.activation is None else self.activation(out)


Activation = Callable[[Tensor], Tensor]


def silu(x: Tensor) -> Tensor:
    return F.silu(x, inplace=True)


ACTIVATIONS: dict[str, Activation] = {"silu": silu, "swish": silu, "mish": F.mish, "gelu": F.gelu, "relu": F.relu}
