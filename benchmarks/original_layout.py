"""A UNet's weights under the names of ModelScope's own checkpoints, to test the import of such a checkpoint.

The names follow from the order in which ModelScope appends its blocks.
"""

from diffusers import UNet3DConditionModel
from torch import Tensor

INSIDE = {
    "norm1": "in_layers.0", "conv1": "in_layers.2", "time_emb_proj": "emb_layers.1",
    "norm2": "out_layers.0", "conv2": "out_layers.3", "conv_shortcut": "skip_connection",
}  # fmt: skip
OUTSIDE = {
    "time_embedding.linear_1": "time_embed.0", "time_embedding.linear_2": "time_embed.2", "conv_in": "input_blocks.0.0",
    "transformer_in": "input_blocks.0.1", "conv_norm_out": "out.0", "conv_out": "out.2",
}  # fmt: skip


def to_original(unet: UNet3DConditionModel, state: dict[str, Tensor]) -> dict[str, Tensor]:
    """The tensors of `state` under ModelScope's names, with temporal linear layers as convolutions."""
    prefixes = dict(OUTSIDE)
    prefixes |= _layer("mid_block", 0, "middle_block", 0) | _layer("mid_block", 1, "middle_block", 3)
    prefixes |= {"mid_block.attentions.0": "middle_block.1", "mid_block.temp_attentions.0": "middle_block.2"}
    index = 1
    for number, block in enumerate(unet.down_blocks):
        for layer in range(len(block.resnets)):
            prefixes |= _block(f"down_blocks.{number}", layer, f"input_blocks.{index}", hasattr(block, "attentions"))
            index += 1
        if block.downsamplers:
            prefixes[f"down_blocks.{number}.downsamplers.0.conv"] = f"input_blocks.{index}.op"
            index += 1
    index = 0
    for number, block in enumerate(unet.up_blocks):
        attends = hasattr(block, "attentions")
        for layer in range(len(block.resnets)):
            prefixes |= _block(f"up_blocks.{number}", layer, f"output_blocks.{index}", attends)
            index += 1
        if block.upsamplers:
            prefixes[f"up_blocks.{number}.upsamplers.0.conv"] = f"output_blocks.{index - 1}.{3 if attends else 1}.conv"
    return {_named(name, prefixes): _shaped(name, value) for name, value in state.items()}


def _block(ours: str, layer: int, theirs: str, attends: bool) -> dict[str, str]:
    found = _layer(ours, layer, theirs, 0)
    if attends:
        found |= {f"{ours}.attentions.{layer}": f"{theirs}.1", f"{ours}.temp_attentions.{layer}": f"{theirs}.2"}
    return found


def _layer(ours: str, layer: int, theirs: str, at: int) -> dict[str, str]:
    inside = {f"{ours}.resnets.{layer}.{new}": f"{theirs}.{at}.{old}" for new, old in INSIDE.items()}
    return inside | {f"{ours}.temp_convs.{layer}": f"{theirs}.{at}.temopral_conv"}


def _named(name: str, prefixes: dict[str, str]) -> str:
    prefix = max((p for p in prefixes if name.startswith(f"{p}.")), key=len)
    return prefixes[prefix] + name.removeprefix(prefix)


def _shaped(name: str, value: Tensor) -> Tensor:
    temporal = "temp_attentions." in name or name.startswith("transformer_in.")
    return value[..., None] if temporal and name.endswith(("proj_in.weight", "proj_out.weight")) else value
