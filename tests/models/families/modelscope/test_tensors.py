import json
from typing import Any

import pytest
from accelerate import init_empty_weights
from diffusers import AutoencoderKL, UNet3DConditionModel
from torch import nn
from transformers import CLIPTextConfig, CLIPTextModel

from benchmarks.random_model import FULL_TEXT, FULL_UNET, FULL_VAE, TINY_TEXT, TINY_UNET, TINY_VAE
from t2v_desktop import paths
from t2v_desktop.errors import BrokenModel
from t2v_desktop.models.families.modelscope.tensors import expected

MODULES: dict[str, Any] = {
    "unet": lambda config: UNet3DConditionModel(**config),
    "vae": lambda config: AutoencoderKL(**config),
    "text_encoder": lambda config: CLIPTextModel(CLIPTextConfig(**config)),
}
PLAIN_VAE = {"down_block_types": ("DownEncoderBlock2D",) * 2, "up_block_types": ("UpDecoderBlock2D",) * 2}
FULL_BLOCKS = {"down_block_types": ("DownEncoderBlock2D",) * 4, "up_block_types": ("UpDecoderBlock2D",) * 4}
MIXED = {
    "down_block_types": ("DownBlock3D", "CrossAttnDownBlock3D", "DownBlock3D"),
    "up_block_types": ("CrossAttnUpBlock3D", "UpBlock3D", "CrossAttnUpBlock3D"),
}
CONFIGS: list[tuple[str, dict[str, Any]]] = [
    ("unet", TINY_UNET),
    ("unet", FULL_UNET),
    ("unet", TINY_UNET | {"layers_per_block": 3, "in_channels": 8, "out_channels": 8, "time_cond_proj_dim": 16, "cross_attention_dim": 48}),
    ("unet", TINY_UNET | {"block_out_channels": (32, 48, 64), "attention_head_dim": 5, **MIXED}),
    ("unet", TINY_UNET | {"block_out_channels": (32,), "down_block_types": ("CrossAttnDownBlock3D",), "up_block_types": ("UpBlock3D",)}),
    ("vae", TINY_VAE | PLAIN_VAE),
    ("vae", FULL_VAE | FULL_BLOCKS),
    ("vae", TINY_VAE | PLAIN_VAE | {"layers_per_block": 3, "mid_block_add_attention": False, "use_quant_conv": False, "use_post_quant_conv": False}),
    ("text_encoder", TINY_TEXT),
    ("text_encoder", FULL_TEXT),
    ("text_encoder", TINY_TEXT | {"max_position_embeddings": 33, "num_hidden_layers": 1, "intermediate_size": 96}),
]  # fmt: skip


def shapes(module: nn.Module) -> dict[str, tuple[int, ...]]:
    return {name: tuple(value.shape) for name, value in module.state_dict().items()}


@pytest.mark.parametrize(("part", "config"), CONFIGS, ids=[f"{part}-{number}" for number, (part, _) in enumerate(CONFIGS)])
def test_the_arithmetic_gives_what_the_module_has(part: str, config: dict[str, Any]) -> None:
    with init_empty_weights(include_buffers=False):
        module = MODULES[part](config)
    assert expected(part, config) == shapes(module)


@pytest.mark.parametrize("part", list(MODULES))
def test_the_starter_is_as_its_settings_say(part: str) -> None:
    config = json.loads((paths.resources() / "models" / "starter" / part / "config.json").read_text())
    kind: Any = {"unet": UNet3DConditionModel, "vae": AutoencoderKL}.get(part)
    with init_empty_weights(include_buffers=False):
        module = kind.from_config(config) if kind else CLIPTextModel(CLIPTextConfig.from_dict(config))
    assert expected(part, config) == shapes(module)


@pytest.mark.parametrize(
    ("part", "key", "value"),
    [
        ("unet", "layers_per_block", -1), ("unet", "layers_per_block", 0), ("unet", "layers_per_block", True), ("unet", "layers_per_block", [1, 2]),
        ("unet", "attention_head_dim", [8, 8]), ("unet", "attention_head_dim", 64), ("unet", "norm_num_groups", None), ("unet", "norm_num_groups", 7),
        ("unet", "num_attention_heads", 8), ("unet", "down_block_types", ["DownBlock2D", "DownBlock3D"]), ("unet", "up_block_types", ["UpBlock3D"]),
        ("unet", "block_out_channels", []), ("unet", "block_out_channels", [32.0, 64]), ("unet", "act_fn", "x"), ("unet", "cross_attention_dim", "32"),
        ("unet", "norm_eps", -1.0), ("unet", "downsample_padding", 5), ("vae", "layers_per_block", -1), ("vae", "latent_channels", 0),
        ("vae", "down_block_types", ["AttnDownEncoderBlock2D"] * 2), ("vae", "scaling_factor", 0), ("vae", "use_quant_conv", "no"),
        ("text_encoder", "hidden_size", 33), ("text_encoder", "num_hidden_layers", -1), ("text_encoder", "hidden_act", ["gelu"]),
        ("text_encoder", "vocab_size", 10**9),
    ],
)  # fmt: skip
def test_a_setting_that_makes_no_module_is_named(part: str, key: str, value: object) -> None:
    config = {"unet": TINY_UNET, "vae": TINY_VAE | PLAIN_VAE, "text_encoder": TINY_TEXT}[part] | {key: value}
    with pytest.raises(BrokenModel, match=key):
        expected(part, config)
