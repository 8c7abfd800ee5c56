"""The layers of our own, packed for the CPU or not, against plain torch."""

from collections.abc import Callable

import pytest
import torch
from torch import nn
from torch.nn import functional as F

from t2v_desktop.engine.families.modelscope.layers import DoublingConv2d, FrameConv
from t2v_desktop.engine.layers import Conv2d, Linear, Packable, can_pack, layers

PRECISIONS = [torch.float32, torch.bfloat16]
CLOSE = {torch.float32: 2e-5, torch.bfloat16: 3e-2}


@pytest.fixture(autouse=True)
def seeded() -> None:
    torch.manual_seed(0)


def drawn(layer: Packable) -> Packable:
    """The layer with random weights."""
    for parameter in layer.parameters():
        nn.init.normal_(parameter, std=0.3)
    return layer


def prepared(layer: Packable, dtype: torch.dtype) -> Packable:
    layer.to(dtype).requires_grad_(False)
    if isinstance(layer, DoublingConv2d):
        layer.split()
    for each in layers(layer):
        each.pack()
    return layer


def pixels(*shape: int) -> torch.Tensor:
    return torch.randn(shape).contiguous(memory_format=torch.channels_last)


def agrees(made: torch.Tensor, right: torch.Tensor, dtype: torch.dtype) -> None:
    assert made.dtype is dtype and made.shape == right.shape
    assert float((made.float() - right).abs().max()) <= CLOSE[dtype] * float(right.abs().max())


@pytest.mark.parametrize("dtype", PRECISIONS)
@torch.inference_mode()
def test_a_linear_layer_adds_multiplies_and_activates(dtype: torch.dtype) -> None:
    layer = drawn(Linear(24, 40))
    x, other = torch.randn(3, 7, 24), torch.randn(3, 7, 40)
    plain = F.linear(x.to(dtype).float(), layer.weight.to(dtype).float(), layer.bias.to(dtype).float())
    packed = prepared(layer, dtype)
    agrees(packed(x.to(dtype)), plain, dtype)
    agrees(packed(x.to(dtype), gelu="none"), F.gelu(plain), dtype)
    agrees(packed(x.to(dtype), gelu="tanh"), F.gelu(plain, approximate="tanh"), dtype)
    agrees(packed(x.to(dtype), add=other.to(dtype)), plain + other, dtype)
    agrees(packed(x.to(dtype), multiply=other.to(dtype)), plain * other, dtype)
    assert packed.packs is can_pack(dtype)


@pytest.mark.parametrize("dtype", PRECISIONS)
@pytest.mark.parametrize("make", [lambda: Conv2d(24, 16, 3, padding=1), lambda: Conv2d(24, 16, 3, stride=2, padding=1), lambda: Conv2d(24, 16, 1)])
@torch.inference_mode()
def test_a_convolution_at_one_size_after_another(make: Callable[[], Conv2d], dtype: torch.dtype) -> None:
    layer = drawn(make())
    weight, bias = layer.weight.to(dtype).float(), layer.bias.to(dtype).float()  # type: ignore[union-attr]
    packed = prepared(layer, dtype)
    for size in ((2, 24, 9, 6), (5, 24, 9, 6), (2, 24, 2, 2), (2, 24, 4, 12), (3, 24, 2, 2)):
        x = pixels(*size)
        right = F.conv2d(x.to(dtype).float(), weight, bias, layer.stride, layer.padding)
        other, another = torch.randn_like(right), torch.randn(16)
        agrees(packed(x.to(dtype)), right, dtype)
        agrees(packed(x.to(dtype), add=other.to(dtype), bias=another.to(dtype)), right + other + (another - bias)[:, None, None], dtype)
    assert (packed.to(torch.float32).weight == weight).all()


@pytest.mark.parametrize("dtype", PRECISIONS)
@torch.inference_mode()
def test_a_convolution_over_frames(dtype: torch.dtype) -> None:
    layer = drawn(FrameConv(8, 12))
    x = pixels(2, 8, 5, 6)
    right = F.conv3d(x[..., None].to(dtype).float(), layer.weight.to(dtype).float(), layer.bias.to(dtype).float(), padding=(1, 0, 0))[..., 0]  # type: ignore[union-attr]
    packed = prepared(layer, dtype)
    agrees(packed(x.to(dtype)), right, dtype)
    assert packed.to(torch.float32).weight.shape == (12, 8, 3, 1, 1)


@pytest.mark.parametrize("dtype", PRECISIONS)
@pytest.mark.parametrize("size", [(1, 8, 4, 4), (3, 8, 5, 7), (2, 8, 1, 1)], ids=str)
@torch.inference_mode()
def test_pixels_are_doubled_before_a_convolution(size: tuple[int, ...], dtype: torch.dtype) -> None:
    layer = drawn(DoublingConv2d(8))
    x = pixels(*size)
    whole = layer(F.interpolate(x, scale_factor=2.0))
    assert torch.equal(layer.doubled(x), whole)
    split = prepared(layer, dtype)
    assert isinstance(split, DoublingConv2d)
    agrees(split.doubled(x.to(dtype)), whole, dtype)


@torch.inference_mode()
def test_a_packed_weight_takes_the_place_of_the_other_and_comes_back() -> None:
    layer = drawn(Conv2d(192, 192, 3, padding=1))  # a width whose blocks depend on the size
    before, x = layer.weight.detach().clone(), pixels(4, 192, 4, 4)
    expected = prepared(layer, torch.float32)(x)
    assert layer.packed is not None and layer.weight.numel() == 0
    assert torch.equal(layer.unpacked(), before)
    layer.double().float()
    assert torch.equal(layer.weight, before) and torch.equal(layer(x), expected)


@torch.inference_mode()
def test_a_weight_stored_in_eight_bits_is_computed_in_the_inputs_precision() -> None:
    layer = drawn(Linear(16, 16))
    layer.weight = nn.Parameter(layer.weight.to(torch.float8_e4m3fn), requires_grad=False)
    layer.pack()
    x = torch.randn(3, 16)
    assert not layer.packs and torch.equal(layer(x), F.linear(x, layer.weight.float(), layer.bias))
