"""Names of a UNet's tensors in ModelScope's own checkpoints (text2video_pytorch_model.pth) and in diffusers' layout.

ModelScope counts all blocks of a half through, `input_blocks.7.1.proj_in.weight`, each a list of a residual block, spatial
and temporal attention, or a change of size; diffusers names them, `down_blocks.2.attentions.0.proj_in.weight`. Both keep
the names inside an attention. The correspondence is that of diffusers' own conversion script for these checkpoints.
"""

import re
from collections.abc import Iterable

from t2v_desktop.errors import BrokenModel

PREFIX = "model.diffusion_model."
FIXED = {
    "time_embed.0": "time_embedding.linear_1",
    "time_embed.2": "time_embedding.linear_2",
    "input_blocks.0.0": "conv_in",
    "input_blocks.0.1": "transformer_in",
    "out.0": "conv_norm_out",
    "out.2": "conv_out",
    "middle_block.1": "mid_block.attentions.0",
    "middle_block.2": "mid_block.temp_attentions.0",
}
RESIDUAL = {
    "in_layers.0": "norm1",
    "in_layers.2": "conv1",
    "emb_layers.1": "time_emb_proj",
    "out_layers.0": "norm2",
    "out_layers.3": "conv2",
    "skip_connection": "conv_shortcut",
}
TEMPORAL = "temopral_conv"  # as ModelScope spells it


def is_original(names: Iterable[str]) -> bool:
    """Whether the tensors have ModelScope's names."""
    return any(name.removeprefix(PREFIX).startswith("input_blocks.") for name in names)


def renamed(names: Iterable[str]) -> dict[str, str]:
    """diffusers' name of each tensor. Raises BrokenModel for a name that no such UNet has."""
    bare = {name: name.removeprefix(PREFIX) for name in names}
    places = _places(bare.values())
    return {name: _rename(short, places) for name, short in bare.items()}


def original_layers(layers: Iterable[str]) -> dict[str, str]:
    """ModelScope's name of each of these layers of a UNet, which have diffusers' names; the inverse of `renamed`."""
    known = list(layers)
    places = {ours: theirs for theirs, ours in _written_places(known).items()}
    found = {}
    for layer in known:
        parts = layer.split(".")
        for length in range(len(parts), 0, -1):
            if (place := places.get(".".join(parts[:length]))) is not None:
                found[layer] = ".".join([place, *parts[length:]])
                break
    return found


def _written_places(layers: list[str]) -> dict[str, str]:
    """As `_places`, of a UNet whose layers have diffusers' names."""
    places = dict(FIXED)
    for which, ours in ((0, 0), (3, 1)):
        places |= _residual(f"middle_block.{which}", "mid_block", ours)
    for theirs, half, index, resize in (("input_blocks", "down_blocks", 1, "downsamplers"), ("output_blocks", "up_blocks", 0, "upsamplers")):
        for block in range(1 + max((int(name.split(".")[1]) for name in layers if name.startswith(f"{half}.")), default=-1)):
            index = _write_block(places, layers, f"{half}.{block}", theirs, index, resize)
    return places


def _write_block(places: dict[str, str], layers: list[str], ours: str, theirs: str, index: int, resize: str) -> int:
    """Add the places of one block, whose first layer is the `index`th of its half; returns the index after it."""
    inside = [name.removeprefix(f"{ours}.") for name in layers if name.startswith(f"{ours}.")]
    count = 1 + max((int(name.split(".")[1]) for name in inside if name.startswith("resnets.")), default=-1)
    resized = any(name.startswith(f"{resize}.") for name in inside)
    attends = any(name.startswith("attentions.") for name in inside)
    for layer in range(count):
        places |= _residual(f"{theirs}.{index + layer}.0", ours, layer)
        if attends:
            places[f"{theirs}.{index + layer}.1"] = f"{ours}.attentions.{layer}"
            places[f"{theirs}.{index + layer}.2"] = f"{ours}.temp_attentions.{layer}"
    if resized and theirs == "input_blocks":
        places[f"{theirs}.{index + count}.op"] = f"{ours}.{resize}.0.conv"
        return index + count + 1
    if resized:  # the last layer of a block makes its result larger
        places[f"{theirs}.{index + count - 1}.{3 if attends else 1}.conv"] = f"{ours}.{resize}.0.conv"
    return index + count


def is_pointwise(name: str, rank: int) -> bool:
    """Whether a tensor is a convolution of width one for which diffusers has a linear layer: its last axis must be dropped."""
    return rank == 3 and name.endswith(("proj_in.weight", "proj_out.weight")) and ("temp_attentions." in name or name.startswith("transformer_in."))


def _places(names: Iterable[str]) -> dict[str, str]:
    """diffusers' name of each residual block, attention and change of size, by ModelScope's prefix."""
    found = set(names)
    places = dict(FIXED)
    for which, ours in ((0, 0), (3, 1)):
        places |= _residual(f"middle_block.{which}", "mid_block", ours)
    places |= _half("input_blocks", "down_blocks", found, first=1)
    places |= _half("output_blocks", "up_blocks", found, first=0)
    return places


def _half(theirs: str, ours: str, names: set[str], first: int) -> dict[str, str]:
    """Walk one half of the UNet; a change of size ends a block."""
    members: dict[int, set[str]] = {}
    for name in names:
        if found := re.match(rf"{theirs}\.(\d+)\.(op|\d+)\.(\w+)", name):
            members.setdefault(int(found[1]), set()).add(found[2] if found[3] != "conv" else f"{found[2]}.conv")
    places: dict[str, str] = {}
    block = layer = 0
    for index in range(first, max(members, default=-1) + 1):
        before = f"{theirs}.{index}"
        parts = members.get(index, set())
        if "op" in parts:
            places[f"{before}.op"] = f"{ours}.{block}.downsamplers.0.conv"
            block, layer = block + 1, 0
            continue
        places |= _residual(f"{before}.0", f"{ours}.{block}", layer)
        resize = next((part for part in parts if part.endswith(".conv")), "")
        for part, kind in (("1", "attentions"), ("2", "temp_attentions")):
            if part in parts:
                places[f"{before}.{part}"] = f"{ours}.{block}.{kind}.{layer}"
        layer += 1
        if resize:
            places[f"{before}.{resize}"] = f"{ours}.{block}.upsamplers.0.conv"
            block, layer = block + 1, 0
    return places


def _residual(theirs: str, block: str, layer: int) -> dict[str, str]:
    inside = {f"{theirs}.{old}": f"{block}.resnets.{layer}.{new}" for old, new in RESIDUAL.items()}
    return inside | {f"{theirs}.{TEMPORAL}": f"{block}.temp_convs.{layer}"}


def _rename(name: str, places: dict[str, str]) -> str:
    parts = name.split(".")
    for length in range(min(len(parts) - 1, 5), 0, -1):
        place = places.get(".".join(parts[:length]))
        if place is not None:
            return ".".join([place, *parts[length:]])
    raise BrokenModel(f"{name!r:.80} is no tensor of a text-to-video UNet")
