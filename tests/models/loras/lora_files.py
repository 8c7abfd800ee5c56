"""Random LoRAs in every layout that trainers write, for the tests."""

from collections.abc import Mapping
from pathlib import Path

import torch
from safetensors.torch import save_file

from benchmarks.original_layout import to_original
from t2v_desktop.models.gate import check_settings

Products = dict[str, tuple[torch.Tensor, torch.Tensor]]  # by layer: down and up
RANK = 3
WAN_LAYERS = ("blocks.0.attn1.to_q", "blocks.1.attn2.to_out.0", "blocks.0.ffn.net.0.proj", "blocks.1.ffn.net.2", "condition_embedder.time_proj", "proj_out")
MODELSCOPE_LAYERS = (
    "down_blocks.0.attentions.0.transformer_blocks.0.attn1.to_q", "mid_block.attentions.0.transformer_blocks.0.attn2.to_k",
    "up_blocks.1.temp_attentions.0.transformer_blocks.0.attn1.to_out.0", "down_blocks.0.resnets.0.conv1", "up_blocks.1.temp_attentions.0.proj_in",
)  # fmt: skip
ORIGINAL_WAN = (
    "blocks.0.self_attn.q", "blocks.1.cross_attn.o", "blocks.0.ffn.0", "blocks.1.ffn.2", "time_projection.1", "head.head",
)  # fmt: skip


def products(folder: Path, part: str, layers: tuple[str, ...], rank: int = RANK) -> Products:
    """Random halves for these layers of a model, those of a convolution in its shape."""
    shapes, random = check_settings(folder)[1][part], torch.Generator().manual_seed(5)
    found = {}
    for layer in layers:
        out, *into = shapes[f"{layer}.weight"]
        found[layer] = (
            torch.randn((rank, *into), generator=random) * 0.3, torch.randn((out, rank, *(1 for _ in into[1:])), generator=random) * 0.3,
        )  # fmt: skip
    return found


def expected(halves: Products, scale: float = 1.0) -> dict[str, torch.Tensor]:
    """What a LoRA adds to each tensor."""
    return {f"{layer}.weight": scale * (up.flatten(1) @ down.flatten(1)).reshape(up.shape[0], *down.shape[1:]) for layer, (down, up) in halves.items()}


def write_peft(file: Path, halves: Products, prefix: str, metadata: Mapping[str, str] | None = None) -> Path:
    tensors = {}
    for layer, (down, up) in halves.items():
        tensors |= {f"{prefix}{layer}.lora_A.weight": down, f"{prefix}{layer}.lora_B.weight": up}
    save_file({name: value.contiguous() for name, value in tensors.items()}, file, dict(metadata or {}))
    return file


def write_kohya(file: Path, halves: Products, prefix: str, alpha: float, names: Mapping[str, str] | None = None) -> Path:
    """With underscores and an alpha for each layer; `names` are the layers' names if they aren't diffusers'."""
    tensors = {}
    for layer, (down, up) in halves.items():
        name = prefix + (names or {}).get(layer, layer).replace(".", "_")
        tensors |= {f"{name}.lora_down.weight": down, f"{name}.lora_up.weight": up, f"{name}.alpha": torch.tensor(alpha)}
    save_file({name: value.contiguous() for name, value in tensors.items()}, file)
    return file


def wan_names() -> dict[str, str]:
    """Wan's own names of WAN_LAYERS."""
    return dict(zip(WAN_LAYERS, ORIGINAL_WAN, strict=True))


def modelscope_names(folder: Path) -> dict[str, str]:
    """ModelScope's own names of all layers of a UNet, as the benchmarks' converter gives them."""
    from diffusers import UNet3DConditionModel  # seconds to import

    unet = UNet3DConditionModel.from_config(UNet3DConditionModel.load_config(folder / "unet"))
    given = {name: torch.empty(0) for name in unet.state_dict()}
    found = to_original(unet, {name: torch.full((1,), number, dtype=torch.float32) for number, name in enumerate(given)})
    by_number = {int(value.flatten()[0]): name for name, value in found.items()}
    return {name.rpartition(".")[0]: by_number[number].rpartition(".")[0] for number, name in enumerate(given)}
