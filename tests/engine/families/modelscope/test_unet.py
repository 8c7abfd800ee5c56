"""Our UNet3D against diffusers' one: the same weights, latents and text give the same prediction."""

import json
from pathlib import Path

import pytest
import torch
from diffusers import UNet3DConditionModel
from safetensors.torch import load_file
from torch import nn
from torch.utils.flop_counter import FlopCounterMode

from t2v_desktop.engine.families.modelscope.parts import build
from t2v_desktop.engine.families.modelscope.unet import UNet3D, predictor
from t2v_desktop.engine.family import Text
from t2v_desktop.engine.layers import Packable

SMALL = {"block_out_channels": [32, 64], "layers_per_block": 1, "cross_attention_dim": 24, "attention_head_dim": 8, "norm_num_groups": 8}
BLOCKS = {"down_block_types": ["CrossAttnDownBlock3D", "DownBlock3D"], "up_block_types": ["UpBlock3D", "CrossAttnUpBlock3D"]}
SETTINGS = {
    "attention at the large size": BLOCKS,
    "attention at the small size": {"down_block_types": ["DownBlock3D", "CrossAttnDownBlock3D"], "up_block_types": ["CrossAttnUpBlock3D", "UpBlock3D"]},
    "no attention but in the middle": {"down_block_types": ["DownBlock3D"] * 2, "up_block_types": ["UpBlock3D"] * 2},
    "three layers, another activation": BLOCKS | {"layers_per_block": 3, "act_fn": "gelu", "norm_eps": 1e-3},
    "no padding, a scaled middle": BLOCKS | {"downsample_padding": 0, "mid_block_scale_factor": 1.7},
    "heads that don't divide the channels": BLOCKS | {"attention_head_dim": 12, "in_channels": 6, "out_channels": 5},
    "one block": {"block_out_channels": [48], "down_block_types": ["CrossAttnDownBlock3D"], "up_block_types": ["CrossAttnUpBlock3D"]},
}


def stock(changed: dict[str, object]) -> UNet3DConditionModel:
    """Random weights in every layer, those that begin as zero too."""
    torch.manual_seed(0)
    unet = UNet3DConditionModel.from_config(SMALL | changed)
    for parameter in unet.parameters():
        if not parameter.any():
            nn.init.normal_(parameter, std=0.05)
    return unet.eval().requires_grad_(False)


def ours(unet: UNet3DConditionModel, dtype: torch.dtype = torch.float32) -> UNet3D:
    made = build("unet", dict(unet.config))
    assert isinstance(made, UNet3D)
    made.load_state_dict({name: value.to(dtype) for name, value in unet.state_dict().items()}, assign=True)
    made.eval().requires_grad_(False).prepare(torch.device("cpu"))
    return made


def inputs(unet: UNet3DConditionModel, frames: int, height: int, width: int) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    source = torch.Generator().manual_seed(1)
    shape = (1, unet.config.in_channels, frames, height, width)
    return torch.randn(shape, generator=source), torch.tensor(321), torch.randn(2, 7, unet.config.cross_attention_dim, generator=source)


@pytest.mark.parametrize("changed", SETTINGS.values(), ids=SETTINGS)
@pytest.mark.parametrize("size", [(5, 8, 8), (1, 6, 10), (3, 7, 5)], ids=str)
@torch.inference_mode()
def test_predicts_what_diffusers_does(changed: dict[str, object], size: tuple[int, int, int]) -> None:
    unet = stock(changed)
    latents, timestep, features = inputs(unet, *size)
    right = unet(latents.expand(2, -1, -1, -1, -1), timestep, features).sample
    made = ours(unet)
    assert torch.allclose(predictor(made, Text(features))(latents, timestep), right, atol=2e-4, rtol=1e-3)
    alone = [predictor(made, Text(part))(latents, timestep) for part in features.split(1)]
    assert torch.allclose(torch.cat(alone), right, atol=2e-4, rtol=1e-3)


@torch.inference_mode()
def test_another_size_is_computed_with_the_same_weights() -> None:
    unet = stock(BLOCKS)
    made = ours(unet)
    for size in ((4, 8, 8), (2, 4, 12), (4, 8, 8)):
        latents, timestep, features = inputs(unet, *size)
        right = unet(latents.expand(2, -1, -1, -1, -1), timestep, features).sample
        assert torch.allclose(predictor(made, Text(features))(latents, timestep), right, atol=2e-4, rtol=1e-3)


@torch.inference_mode()
def test_half_precision_loses_no_more_than_diffusers_does(tiny_model: Path) -> None:
    unet = UNet3DConditionModel.from_config(json.loads((tiny_model / "unet" / "config.json").read_text()))
    unet.load_state_dict(load_file(tiny_model / "unet" / "diffusion_pytorch_model.safetensors"))
    unet.eval().requires_grad_(False)
    errors = {"ours": 0.0, "stock": 0.0}
    for seed in range(6):
        torch.manual_seed(seed)
        latents, timestep, features = torch.randn(1, 4, 5, 8, 8), torch.tensor(100 + 150 * seed), torch.randn(2, 77, 32)
        right = unet.float()(latents.expand(2, -1, -1, -1, -1), timestep, features).sample
        half = features.bfloat16()
        made = predictor(ours(unet, torch.bfloat16), Text(half))(latents, timestep)
        stocks = unet.bfloat16()(latents.bfloat16().expand(2, -1, -1, -1, -1), timestep, half).sample.float()
        errors["ours"] += float(((made - right) ** 2).mean())
        errors["stock"] += float(((stocks - right) ** 2).mean())
        unet.load_state_dict({n: v.float() for n, v in load_file(tiny_model / "unet" / "diffusion_pytorch_model.safetensors").items()}, assign=True)
    assert errors["ours"] <= errors["stock"] * 1.1**2


@torch.inference_mode()
def test_what_no_prompt_changes_is_computed_once_and_the_text_once_a_clip() -> None:
    unet = stock(BLOCKS)
    latents, timestep, features = inputs(unet, 4, 8, 8)
    with FlopCounterMode(display=False) as stock_work:
        unet(latents.expand(2, -1, -1, -1, -1), timestep, features)
    made = ours(unet)
    for layer in made.modules():
        if isinstance(layer, Packable):
            layer.packs = False  # the counter doesn't know packed layers
    with FlopCounterMode(display=False) as work:
        predictor(made, Text(features))
    text = work.get_total_flops()
    predict = predictor(made, Text(features))
    with FlopCounterMode(display=False) as work:
        predict(latents, timestep)
    assert text > 0 and work.get_total_flops() < 0.92 * stock_work.get_total_flops()


@torch.inference_mode()
def test_packed_layers_take_the_place_of_the_weights_and_survive_a_conversion() -> None:
    unet = stock(BLOCKS)
    latents, timestep, features = inputs(unet, 4, 8, 8)
    made = ours(unet)
    expected = predictor(made, Text(features))(latents, timestep)
    packed = [layer for layer in made.modules() if isinstance(layer, Packable) and layer.packed is not None]
    assert packed and all(layer.weight.numel() == 0 for layer in packed)
    again = made.double().float()
    assert torch.equal(predictor(again, Text(features))(latents, timestep), expected)


@torch.inference_mode()
def test_a_call_that_reuses_the_inner_layers_gives_the_same_for_the_same_input_with_less_work() -> None:
    unet = stock(BLOCKS)
    latents, timestep, features = inputs(unet, 4, 8, 8)
    made = ours(unet)
    for layer in made.modules():
        if isinstance(layer, Packable):
            layer.packs = False  # the counter doesn't know packed layers
    predict = predictor(made, Text(features), keeps=True)
    with FlopCounterMode(display=False) as whole:
        expected = predict(latents, timestep, reuse=True)  # there is nothing to reuse yet
    with FlopCounterMode(display=False) as outer:
        assert torch.equal(predict(latents, timestep, reuse=True), expected)
    assert outer.get_total_flops() < 0.5 * whole.get_total_flops()
    assert not torch.equal(predict(latents + 1, timestep, reuse=True), expected)
