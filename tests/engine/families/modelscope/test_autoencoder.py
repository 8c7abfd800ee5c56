"""Our autoencoder beside diffusers', with the same random weights."""

from typing import Any

import diffusers
import pytest
import torch

from benchmarks.random_model import FULL_VAE, TINY_VAE, random_state
from t2v_desktop.engine.families.modelscope.autoencoder import AutoencoderKL


def config(count: int, **changed: object) -> dict[str, Any]:
    """The settings of a small VAE of `count` blocks."""
    channels = {"block_out_channels": (16, 32, 24, 16)[:count]}
    return TINY_VAE | channels | {"down_block_types": ("DownEncoderBlock2D",) * count, "up_block_types": ("UpDecoderBlock2D",) * count} | changed


CONFIGS = {
    "tiny": config(2),
    "one block": config(1, latent_channels=8),
    "four blocks": config(4, layers_per_block=2, norm_num_groups=4, scaling_factor=1.0),
    "no attention": config(2, mid_block_add_attention=False, use_quant_conv=False, use_post_quant_conv=False),
    "no groups of its own": config(3, norm_num_groups=1, latent_channels=16, in_channels=4, out_channels=5),
    **{activation: config(2, act_fn=activation) for activation in ("swish", "mish", "gelu", "relu")},
}


def both(settings: dict[str, Any], dtype: torch.dtype = torch.float32) -> tuple[AutoencoderKL, diffusers.AutoencoderKL]:
    """Ours, prepared for a CPU, and stock, with the same weights: none is zero, whatever a new module starts with."""
    stock = diffusers.AutoencoderKL.from_config(settings)
    weights = random_state(stock, torch.float32)
    draw = torch.Generator().manual_seed(2)
    weights = {name: value + 0.1 * torch.randn(value.shape, generator=draw) if value.ndim == 1 else value for name, value in weights.items()}
    stock.load_state_dict(weights)
    with torch.device("meta"):
        ours = AutoencoderKL(settings)
    ours.load_state_dict({name: value.to(dtype) for name, value in weights.items()}, assign=True)
    assert ours.state_dict().keys() == stock.state_dict().keys()
    ours.eval().requires_grad_(False).prepare(torch.device("cpu"))
    return ours, stock.to(dtype).eval().requires_grad_(False)


@torch.inference_mode()
@pytest.mark.parametrize("name", list(CONFIGS))
def test_frames_and_latents_are_the_stock_ones(name: str) -> None:
    ours, stock = both(CONFIGS[name])
    latents = torch.randn(3, stock.config.latent_channels, 5, 7)
    expected = stock.decode(latents).sample
    assert float((ours.decode(latents.clone()) - expected).abs().max()) <= 1e-4 * float(expected.abs().max())
    pixels = torch.randn(3, stock.config.in_channels, 24, 40)
    mode = stock.encode(pixels).latent_dist.mode()
    assert float((ours.encode(pixels.clone()) - mode).abs().max()) <= 1e-4 * float(mode.abs().max())
    assert ours.scaling_factor == stock.config.scaling_factor


@torch.inference_mode()
@pytest.mark.parametrize("settings", [config(4, layers_per_block=2), {**config(4), "block_out_channels": (32, 64, 96, 128), "norm_num_groups": 32}])
def test_half_precision_costs_no_more_than_in_stock(settings: dict[str, Any]) -> None:
    torch.manual_seed(0)
    exact = both(settings)[1]
    ours, stock = both(settings, torch.bfloat16)
    latents, pixels = torch.randn(8, 4, 8, 8), torch.randn(8, 3, 64, 64)

    def error(values: torch.Tensor, right: torch.Tensor) -> float:
        return float((values.float() - right).square().mean().sqrt())

    half, right = latents.to(torch.bfloat16), exact.decode(latents.to(torch.bfloat16).float()).sample
    assert error(ours.decode(half), right) <= 1.1 * error(stock.decode(half).sample, right)
    half, right = pixels.to(torch.bfloat16), exact.encode(pixels.to(torch.bfloat16).float()).latent_dist.mode()
    assert error(ours.encode(half), right) <= 1.1 * error(stock.encode(half).latent_dist.mode(), right)


@torch.inference_mode()
def test_what_was_loaded_in_half_precision_is_raised_to_fp32() -> None:
    ours, stock = both(CONFIGS["four blocks"], torch.bfloat16)
    ours.to(torch.float32)
    latents = torch.randn(2, 4, 6, 6)
    expected = stock.float().decode(latents).sample
    assert ours.dtype is torch.float32 and float((ours.decode(latents) - expected).abs().max()) <= 5e-3 * float(expected.abs().max())


@torch.inference_mode()
def test_attention_in_slices_gives_the_same_frames() -> None:
    ours, _ = both(CONFIGS["tiny"])
    latents = torch.randn(5, 4, 8, 8)
    whole = ours.decode(latents.clone())
    ours.prepare(torch.device("cpu"), slice_bytes=2 * 64**2 * 4)  # the scores of two frames
    assert torch.allclose(ours.decode(latents.clone()), whole, atol=1e-5)


@torch.inference_mode()
def test_nan_values_reach_the_frames() -> None:
    ours, _ = both(CONFIGS["tiny"])
    latents = torch.randn(2, 4, 8, 8)
    latents[1, 0, 3, 3] = float("nan")
    pixels = ours.decode(latents)
    assert pixels[0].isfinite().all() and pixels[1].isnan().any()


def test_the_full_size_has_every_tensor() -> None:
    blocks = {"down_block_types": ("DownEncoderBlock2D",) * 4, "up_block_types": ("UpDecoderBlock2D",) * 4}
    with torch.device("meta"):
        ours, stock = AutoencoderKL(FULL_VAE | blocks), diffusers.AutoencoderKL(**FULL_VAE, **blocks)
    shapes = [{name: value.shape for name, value in module.state_dict().items()} for module in (ours, stock)]
    assert shapes[0] == shapes[1] and sum(value.numel() for value in ours.state_dict().values()) == 83_653_863


@pytest.mark.parametrize("changed", [{"act_fn": "tanh"}, {"block_out_channels": 3}, {"norm_num_groups": 7}, {"down_block_types": ["Nothing"] * 2}])
def test_settings_that_describe_no_autoencoder_are_named(changed: dict[str, Any]) -> None:
    with pytest.raises(
        ValueError, match="act_fn" if "act_fn" in changed else "block_out_channels" if "down_block_types" not in changed else "down_block_types"
    ):
        AutoencoderKL(config(2) | changed)
