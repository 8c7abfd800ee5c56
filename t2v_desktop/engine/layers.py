"""Layers that keep the tensor names of their checkpoint, and on a CPU may be packed for oneDNN.

A packed layer holds its weight in the blocks that oneDNN's kernels read, instead of arranging it anew in each call, and adds, multiplies or activates
its result while that is still in the cache. The operators are those that torch's own compiler emits for CPUs.
"""

import math
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, Literal, TypeAlias

import torch
from torch import Tensor, nn
from torch.nn import functional as F


@cache
def can_pack(dtype: torch.dtype) -> bool:
    """Whether this CPU and this build of torch have packed layers for `dtype`."""
    if not torch.backends.mkldnn.is_available() or not hasattr(torch.ops.mkldnn, "_convolution_pointwise"):  # type: ignore[no-untyped-call]
        return False
    return dtype is torch.float32 or (dtype is torch.bfloat16 and bool(torch.ops.mkldnn._is_mkldnn_bf16_supported()))


Gelu: TypeAlias = Literal["none", "tanh"]
LONGEST_PERIOD = 10_000  # of the waves that encode time, in timesteps
FOUR_PIXELS = torch.Size((2, 2))
LARGEST_PRODUCT = 2**21  # values of the matrix for four pixels: a larger one doesn't stay in the cache, and it is 16/9 of the kernel


class Packable(nn.Module):
    """A layer whose weight may be replaced by a packed one, and may be stored in a smaller precision than it computes in."""

    weight: Tensor
    wanted = packs = False
    packed: Tensor | None = None
    packed_for: object = None  # blocks made for another number of rows, or another size, can take twenty times as long

    def pack(self) -> None:
        """Pack the weight in the first call, if it lies on a CPU that can."""
        self.wanted = True
        self.packs = self.weight.device.type == "cpu" and can_pack(self.weight.dtype)

    def hold(self, packed: Tensor, size: object) -> Tensor:
        """Keep `packed`, made for inputs of this size, in place of the weight."""
        self.packed, self.packed_for = packed, size
        self.weight = nn.Parameter(self.weight.new_empty(0), requires_grad=False)
        return packed

    def unpacked(self) -> Tensor:
        return self.weight if self.packed is None else self.packed.to_dense()

    def _apply(self, fn: Callable[[Tensor], Tensor], recurse: bool = True) -> Any:
        if self.packed is not None:  # a packed weight can be neither moved nor converted
            self.weight, self.packed = nn.Parameter(self.unpacked(), requires_grad=False), None
        super()._apply(fn, recurse)  # type: ignore[no-untyped-call]
        if self.wanted:
            self.pack()
        return self


class PlainLinear(nn.Linear):
    """A linear layer whose weights come from a file: random ones, on the meta device, would have torch import its compiler for a second."""

    def reset_parameters(self) -> None:
        pass


class Embedding(nn.Embedding):
    """An embedding whose weights come from a file. It may stay in RAM: what is looked up goes where the numbers come from."""

    def reset_parameters(self) -> None:
        pass

    def forward(self, numbers: Tensor) -> Tensor:
        return super().forward(numbers.to(self.weight.device)).to(numbers.device)


class Linear(PlainLinear, Packable):
    """A linear layer; `gelu` activates its result (the approximation that torch calls so, "none" for the exact one), `add` and `multiply` are of its shape."""

    def forward(self, x: Tensor, *, add: Tensor | None = None, multiply: Tensor | None = None, gelu: Gelu | None = None) -> Tensor:
        out: Tensor
        if not self.packs:
            out = F.linear(x, self.weight.to(x.dtype), self.bias)
            if add is not None:
                return out + add
            return out * multiply if multiply is not None else out if gelu is None else torch.ops.aten.gelu_(out, approximate=gelu)
        ops = torch.ops.mkldnn
        packed, rows = self.packed, x.numel() // self.in_features
        if packed is None or self.packed_for != rows:
            packed = self.hold(ops._reorder_linear_weight(self.unpacked().contiguous(), rows), rows)
        if add is not None:
            out = ops._linear_pointwise.binary(x, add, packed, self.bias, "add")
        elif multiply is not None:
            out = ops._linear_pointwise.binary(x, multiply, packed, self.bias, "mul")
        else:
            out = ops._linear_pointwise(x, packed, self.bias, "none" if gelu is None else "gelu", [], gelu or "")
        return out


class Conv2d(nn.Conv2d, Packable):
    """A convolution over (batch, channels, height, width); `add` is of the result's shape, `bias` (out channels,) takes the place of its own.

    Of a picture of 2x2 pixels, each pixel meets all four: packed, a 3x3 kernel is then one product with every pixel's channels, less than half the work.
    """

    def reset_parameters(self) -> None:
        """The weights come from a file."""

    def kernel(self) -> Tensor:
        """The weight as (out, in, height, width)."""
        return self.unpacked()

    def forward(self, x: Tensor, *, add: Tensor | None = None, bias: Tensor | None = None) -> Tensor:
        out: Tensor
        bias = self.bias if bias is None else bias
        assert not isinstance(self.padding, str)
        if not self.packs:
            out = F.conv2d(x, self.kernel().to(x.dtype), bias, self.stride, self.padding)
            return out if add is None else out + add
        if x.shape[2:] == FOUR_PIXELS and self._covers_four_pixels():
            return self._product(x, add, bias)
        window = (self.padding, self.stride, self.dilation, 1)
        packed = self.packed
        if packed is None or self.packed_for != x.shape[2:]:
            kernel = self.kernel().contiguous(memory_format=torch.channels_last)
            packed = self.hold(torch.ops.mkldnn._reorder_convolution_weight(kernel, *window, list(x.shape)), x.shape[2:])
        if add is None:
            out = torch.ops.mkldnn._convolution_pointwise(x, packed, bias, *window, "none", [], "")
        else:
            out = torch.ops.mkldnn._convolution_pointwise.binary(x, add, packed, bias, *window, "add", 1.0, None, [], None)
        return out

    def _covers_four_pixels(self) -> bool:
        size = 16 * self.in_channels * self.out_channels
        return size <= LARGEST_PRODUCT and (self.kernel_size, self.stride, self.padding) == ((3, 3), (1, 1), (1, 1))

    def _product(self, x: Tensor, add: Tensor | None, bias: Tensor | None) -> Tensor:
        batch, packed, ops = len(x), self.packed, torch.ops.mkldnn
        if packed is None or self.packed_for != batch:
            packed = self.hold(ops._reorder_linear_weight(_four_pixels(self.kernel()), batch), batch)
        out: Tensor
        pixels, bias = x.permute(0, 2, 3, 1).reshape(batch, -1), None if bias is None else bias.repeat(4)
        if add is None:
            out = ops._linear_pointwise(pixels, packed, bias, "none", [], "")
        else:
            out = ops._linear_pointwise.binary(pixels, add.permute(0, 2, 3, 1).reshape(batch, -1), packed, bias, "add")
        return torch.unflatten(out, 1, (2, 2, -1)).permute(0, 3, 1, 2)

    def unpacked(self) -> Tensor:
        if self.packed is None or self.packed.ndim == 4:
            return super().unpacked()
        product = self.packed.to_dense().view(2, 2, self.out_channels, 2, 2, self.in_channels)  # row and column of a pixel, its channels; twice
        values = [product[int(row < 0), int(column < 0), :, int(row > 0), int(column > 0)] for row in (-1, 0, 1) for column in (-1, 0, 1)]
        return torch.stack(values, dim=-1).view(self.out_channels, self.in_channels, 3, 3)


def _four_pixels(kernel: Tensor) -> Tensor:
    """The matrix (4 * out, 4 * in) of a 3x3 kernel (out, in, 3, 3) for the four pixels of a picture, by row and column."""
    windows = [kernel[:, :, 1 - row : 3 - row, 1 - column : 3 - column] for row in (0, 1) for column in (0, 1)]
    return torch.stack(windows).permute(0, 1, 3, 4, 2).flatten(2).flatten(0, 1)


def time_waves(timestep: Tensor, channels: int, device: torch.device) -> Tensor:
    """One timestep as waves of many periods (1, channels), in fp32: cosines, then sines (Vaswani et al. 2017, section 3.5)."""
    half = channels // 2
    frequencies = torch.exp(torch.arange(half, device=device, dtype=torch.float32) * (-math.log(LONGEST_PERIOD) / half))
    angles = timestep.to(device, torch.float32).reshape(1, 1) * frequencies
    return F.pad(torch.cat([angles.cos(), angles.sin()], dim=-1), (0, channels % 2))


def layers(module: nn.Module) -> Iterator[Packable]:
    return (child for child in module.modules() if isinstance(child, Packable))


def pack(module: nn.Module, device: torch.device) -> None:
    """Have every layer of a module that will run on `device` pack its weight, if that is a CPU."""
    for layer in layers(module) if device.type == "cpu" else ():
        layer.pack()
