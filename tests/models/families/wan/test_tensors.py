"""The tensors that settings ask for are those of the stock modules, whose names every checkpoint has."""

import math
from typing import Any

import pytest
from accelerate import init_empty_weights
from diffusers import AutoencoderKLWan, WanTransformer3DModel, WanVACETransformer3DModel
from transformers import UMT5Config, UMT5EncoderModel

from benchmarks.random_wan import FULL_CONTROL, FULL_TEXT, FULL_TRANSFORMER, FULL_VAE, TINY_CONTROL, TINY_RESIDUAL_VAE, TINY_TEXT, TINY_TRANSFORMER, TINY_VAE
from t2v_desktop.engine.families.wan import build
from t2v_desktop.errors import BrokenModel
from t2v_desktop.models.families.wan.tensors import current_name, expected

Config = dict[str, Any]
# of Wan 2.2 TI2V 5B
LARGE_TRANSFORMER = FULL_TRANSFORMER | {"num_attention_heads": 24, "in_channels": 48, "out_channels": 48, "ffn_dim": 14336}
LARGE_VAE = FULL_VAE | {
    "base_dim": 160, "decoder_base_dim": 256, "z_dim": 48, "is_residual": True, "patch_size": 2, "in_channels": 12, "out_channels": 12,
    "latents_mean": [0.1] * 48, "latents_std": [1.1] * 48, "scale_factor_spatial": 16,
}  # fmt: skip
STOCK = {"transformer": WanTransformer3DModel, "vae": AutoencoderKLWan, "text_encoder": UMT5EncoderModel}


@pytest.mark.parametrize(("part", "config", "millions"), [
    ("transformer", TINY_TRANSFORMER, 0), ("transformer", FULL_TRANSFORMER, 1419), ("transformer", LARGE_TRANSFORMER, 5000),
    ("transformer", TINY_TRANSFORMER | {"cross_attn_norm": False}, 0),
    ("transformer", TINY_TRANSFORMER | TINY_CONTROL, 0), ("transformer", FULL_TRANSFORMER | FULL_CONTROL, 2154),
    ("vae", TINY_VAE, 0), ("vae", TINY_RESIDUAL_VAE, 0), ("vae", FULL_VAE, 127), ("vae", LARGE_VAE, 705),
    ("text_encoder", TINY_TEXT, 0), ("text_encoder", FULL_TEXT, 5681),
])  # fmt: skip
def test_names_and_shapes_are_those_of_the_stock_modules(part: str, config: Config, millions: int) -> None:
    with init_empty_weights(include_buffers=False):
        kind = WanVACETransformer3DModel if "vace_layers" in config else STOCK[part]
        stock = kind(UMT5Config(**config)) if part == "text_encoder" else kind(**{name: value for name, value in config.items() if name != "_class_name"})
    wanted = {current_name(name, ()): tuple(tensor.shape) for name, tensor in stock.named_parameters()}
    assert expected(part, config) == wanted
    assert {name: tuple(tensor.shape) for name, tensor in build(part, config).state_dict().items()} == wanted
    assert not millions or round(sum(map(math.prod, wanted.values())) / 1e6) == millions


@pytest.mark.parametrize(("part", "wrong", "words"), [
    ("transformer", {"image_dim": 1280}, "CLIP features"),
    ("transformer", {"added_kv_proj_dim": 1536}, "CLIP features"),
    ("transformer", {"patch_size": [2, 2, 2]}, "patch_size"),
    ("transformer", {"patch_size": "large"}, "patch_size"),
    ("transformer", {"num_layers": 10**9}, "num_layers"),
    ("transformer", {"attention_head_dim": 7}, "even"),
    ("transformer", {"qk_norm": "layer_norm"}, "qk_norm"),
    ("vae", {"latents_std": [1.0]}, "latents_std"),
    ("vae", {"latents_mean": None}, "latents_mean"),
    ("vae", {"dim_mult": []}, "dim_mult"),
    ("vae", {"temperal_downsample": [True]}, "temperal_downsample"),
    ("vae", {"attn_scales": [0.5]}, "attention"),
    ("text_encoder", {"feed_forward_proj": "relu"}, "feed_forward_proj"),
    ("text_encoder", {"relative_attention_num_buckets": 6}, "relative_attention_num_buckets"),
    ("text_encoder", {"num_heads": "many"}, "num_heads"),
])  # fmt: skip
def test_settings_that_describe_no_part_are_refused(part: str, wrong: Config, words: str) -> None:
    right = {"transformer": TINY_TRANSFORMER, "vae": TINY_VAE, "text_encoder": TINY_TEXT}[part]
    with pytest.raises(BrokenModel, match=words):
        expected(part, right | wrong)
