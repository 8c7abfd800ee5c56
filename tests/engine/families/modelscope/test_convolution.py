from collections.abc import Callable

import pytest
import torch
from torch.nn import functional as F

from t2v_desktop.engine.families.modelscope.convolution import Convolution, UpsamplingConvolution, packs

CPU = torch.device("cpu")
Make = Callable[[], Convolution]
KINDS: dict[str, Make] = {
    "3x3": lambda: Convolution(16, 32),
    "1x1": lambda: Convolution(16, 32, 1),
    "stride 2": lambda: Convolution(16, 16, stride=2, padding=0),
    "upsampling": lambda: UpsamplingConvolution(16),
}
TOLERANCE: dict[torch.dtype, dict[str, float]] = {torch.float32: {"atol": 1e-5}, torch.bfloat16: {"atol": 0.03, "rtol": 2**-6}}


def loaded(make: Make, dtype: torch.dtype) -> tuple[Convolution, dict[str, torch.Tensor]]:
    """The module on the meta device, then given its weights by assignment, as the loader does."""
    with torch.device("meta"):
        module = make()
    draw = torch.Generator().manual_seed(1)
    weights = {name: (torch.randn(value.shape, generator=draw) / 9).to(dtype) for name, value in module.state_dict().items()}
    module.load_state_dict(weights, assign=True)
    module.requires_grad_(False)
    return module, weights


@pytest.mark.parametrize("layout", [torch.contiguous_format, torch.channels_last])
@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
@pytest.mark.parametrize("kind", list(KINDS))
def test_a_prepared_convolution_gives_what_the_plain_one_does(kind: str, dtype: torch.dtype, layout: torch.memory_format) -> None:
    module, weights = loaded(KINDS[kind], dtype)
    pixels = torch.randn(2, 16, 9, 7).to(dtype).contiguous(memory_format=layout)
    doubled = F.interpolate(pixels, scale_factor=2.0, mode="nearest") if kind == "upsampling" else pixels
    expected = F.conv2d(doubled, weights["weight"], weights["bias"], module.stride, module.padding)
    residual = torch.randn_like(expected).contiguous(memory_format=torch.channels_last)
    for _ in range(2):  # first as loaded, then prepared
        assert torch.allclose(module(pixels), expected, **TOLERANCE[dtype])
        assert torch.allclose(module.add_to(residual.clone(), pixels), residual + expected, **TOLERANCE[dtype])
        module.prepare(CPU)
    assert module(pixels).is_contiguous(memory_format=torch.channels_last)


@pytest.mark.parametrize("kind", list(KINDS))
def test_a_prepared_convolution_keeps_its_weights_and_can_be_raised_to_fp32(kind: str) -> None:
    module, weights = loaded(KINDS[kind], torch.bfloat16)
    module.prepare(CPU)
    assert kind == "upsampling" or module.weight.is_mkldnn == packs(weights["weight"])
    kept = module.state_dict()
    assert kept.keys() == weights.keys() and all(torch.equal(kept[name], weights[name]) for name in weights)
    module.to(torch.float32)
    pixels = torch.randn(2, 16, 6, 6)
    plain, _ = loaded(KINDS[kind], torch.bfloat16)
    assert torch.allclose(module(pixels), plain.to(torch.float32)(pixels), atol=1e-5)


def test_nan_and_infinity_pass_through_the_upsampling() -> None:
    module, _ = loaded(KINDS["upsampling"], torch.float32)
    module.prepare(CPU)
    pixels = torch.zeros(1, 16, 4, 4)
    pixels[0, 0, 1, 1] = float("nan")
    assert module(pixels).isnan().any() and module(torch.full((1, 16, 4, 4), float("inf"))).isnan().any()
