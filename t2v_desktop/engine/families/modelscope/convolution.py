"""Convolutions for inference: weights in oneDNN's own layout on a CPU, and the operations before and after that can be computed with them.

Tensors are (batch, channels, height, width), and stay in `torch.channels_last` where they come so. State dicts are those of plain modules.
"""

from collections.abc import Callable
from typing import Any

import torch
from torch import nn
from torch.nn import functional as F

Activation = Callable[..., torch.Tensor]
PHASES = ((0, 0), (0, 1), (1, 0), (1, 1))  # row and column of a pixel within the 2x2 pixels that one became


class Convolution(nn.Module):
    """A convolution with square kernels, whose `weight` (out, in, side, side) may be packed for the CPU by `prepare`."""

    def __init__(self, into: int, out: int, side: int = 3, *, stride: int = 1, padding: int | None = None) -> None:
        super().__init__()
        self.stride, self.padding = stride, side // 2 if padding is None else padding
        self.weight = nn.Parameter(torch.empty(out, into, side, side))
        self.bias = nn.Parameter(torch.empty(out))

    def forward(self, hidden_states: torch.Tensor) -> torch.Tensor:
        return convolve(hidden_states, self.weight, self.bias, self.stride, self.padding)

    def add_to(self, residual: torch.Tensor, hidden_states: torch.Tensor) -> torch.Tensor:
        """`residual` + the convolution of `hidden_states`, which may overwrite `residual`."""
        if not self.weight.is_mkldnn or not _is_channels_last(residual):
            return residual.add_(self(hidden_states))
        sides = [self.padding] * 2, [self.stride] * 2, [1, 1]
        added: torch.Tensor = torch.ops.mkldnn._convolution_pointwise_.binary(
            residual, hidden_states, self.weight, self.bias, *sides, 1, "add", 1.0, None, [], None
        )
        return added

    def prepare(self, device: torch.device) -> None:
        """Put the weight into the layout that is fastest on `device`, where it will be used; what is packed takes the place of what was not."""
        weight = pack(self.weight, self.stride, self.padding) if device.type == "cpu" else channels_last(self.weight)
        self.weight = nn.Parameter(weight, requires_grad=False)

    def _apply(self, fn: Callable[[torch.Tensor], torch.Tensor], recurse: bool = True) -> nn.Module:
        """Packed weights can't be moved or converted: they are unpacked, exactly, before and packed again after."""
        packed = self.weight.is_mkldnn
        if packed:
            self.weight = nn.Parameter(self.weight.to_dense(), requires_grad=False)
        super()._apply(fn, recurse)  # type: ignore[no-untyped-call]  # torch leaves it untyped
        if packed:
            self.prepare(self.weight.device)
        return self

    def _save_to_state_dict(self, destination: Any, prefix: str, keep_vars: bool) -> None:
        super()._save_to_state_dict(destination, prefix, keep_vars)
        if self.weight.is_mkldnn:
            destination[prefix + "weight"] = self.weight.detach().to_dense()


class UpsamplingConvolution(Convolution):
    """Each pixel doubled in height and width, and a 3x3 convolution of the result.

    A 3x3 kernel covers only 2x2 different pixels of a doubled picture: once prepared for a CPU, each of the four pixels that one became is
    computed by a 2x2 kernel on the small picture, of sums of the 3x3 kernel's values, with 4/9 of the operations.
    """

    def __init__(self, channels: int) -> None:
        super().__init__(channels, channels)
        self._by_phase: tuple[torch.Tensor, ...] = ()

    def forward(self, hidden_states: torch.Tensor) -> torch.Tensor:
        if not self._by_phase:
            return super().forward(F.interpolate(hidden_states, scale_factor=2.0, mode="nearest"))
        batch, _, height, width = hidden_states.shape
        doubled = hidden_states.new_empty(batch, 2 * height, 2 * width, len(self.bias))
        for (row, column), weight in zip(PHASES, self._by_phase, strict=True):
            phase = convolve(hidden_states, weight, self.bias, 1, 1).permute(0, 2, 3, 1)
            doubled[:, row::2, column::2] = phase[:, row : row + height, column : column + width]
        return doubled.permute(0, 3, 1, 2)

    def prepare(self, device: torch.device) -> None:
        """The 3x3 weight stays for the state dict, unpacked: where it is mapped from a file it takes no memory of its own."""
        self._by_phase = ()
        if device.type != "cpu":
            super().prepare(device)
        else:
            self._by_phase = tuple(pack(part.to(self.weight.dtype), 1, 1) for part in _phases(self.weight.float()))

    def _apply(self, fn: Callable[[torch.Tensor], torch.Tensor], recurse: bool = True) -> nn.Module:
        prepared = bool(self._by_phase)
        super()._apply(fn, recurse)
        if prepared:
            self.prepare(self.weight.device)
        return self


class GroupNormAct(nn.GroupNorm):
    """Group normalization followed by an activation, in place of the normalized values."""

    def __init__(self, groups: int, channels: int, eps: float, activation: Activation = F.silu) -> None:
        super().__init__(groups, channels, eps)
        self.activation = activation

    def forward(self, hidden_states: torch.Tensor) -> torch.Tensor:
        normalized = super().forward(hidden_states)
        return self.activation(normalized, inplace=True) if self.activation in IN_PLACE else self.activation(normalized)


IN_PLACE: tuple[Activation, ...] = (F.silu, F.mish, F.relu)


def convolve(hidden_states: torch.Tensor, weight: torch.Tensor, bias: torch.Tensor | None, stride: int, padding: int) -> torch.Tensor:
    """The convolution with `weight`, packed or not."""
    if not weight.is_mkldnn:
        return F.conv2d(hidden_states, weight, bias, stride, padding)
    convolved: torch.Tensor = torch.ops.mkldnn._convolution_pointwise(
        hidden_states, weight, bias, [padding] * 2, [stride] * 2, [1, 1], 1, "none", [], ""
    )  # fmt: skip
    return convolved


def pack(weight: torch.Tensor, stride: int, padding: int) -> torch.Tensor:
    """`weight` (out, in, height, width) in the layout that oneDNN multiplies in, else channels last; the values are the same."""
    if weight.is_mkldnn:
        return weight
    if not packs(weight):
        return channels_last(weight)
    packed: torch.Tensor = torch.ops.mkldnn._reorder_convolution_weight(weight.detach(), [padding] * 2, [stride] * 2, [1, 1], 1)
    return packed


def packs(weight: torch.Tensor) -> bool:
    """Whether this build of PyTorch has oneDNN's convolution for `weight` on this computer: it has none on Apple's processors."""
    if weight.device.type != "cpu" or not hasattr(torch.ops.mkldnn, "_reorder_convolution_weight"):
        return False
    if not torch.backends.mkldnn.is_available():  # type: ignore[no-untyped-call]  # torch leaves it untyped
        return False
    if weight.dtype is torch.bfloat16:
        return bool(torch.ops.mkldnn._is_mkldnn_bf16_supported())
    return weight.dtype is torch.float32


def channels_last(tensor: torch.Tensor) -> torch.Tensor:
    """`tensor` (a, b, height, width) in that order of memory, except on Apple GPUs, whose convolutions copy it back."""
    return tensor.detach() if tensor.device.type == "mps" else tensor.detach().contiguous(memory_format=torch.channels_last)


def prepare(module: nn.Module, device: torch.device) -> None:
    """Prepare every convolution in `module`, whose weights are loaded, for `device`."""
    for child in module.modules():
        if isinstance(child, Convolution):
            child.prepare(device)


def _phases(weight: torch.Tensor) -> list[torch.Tensor]:
    """The 2x2 kernels of PHASES for a 3x3 `weight`: of two pixels that are equal, the values of the kernel add up."""

    def halves(values: torch.Tensor, dim: int) -> tuple[torch.Tensor, torch.Tensor]:
        first, middle, last = values.unbind(dim)
        return torch.stack([first, middle + last], dim), torch.stack([first + middle, last], dim)

    return [part for rows in halves(weight, 2) for part in halves(rows, 3)]


def _is_channels_last(tensor: torch.Tensor) -> bool:
    return tensor.is_contiguous(memory_format=torch.channels_last)
