"""Names of a transformer's layers in Wan's own checkpoints, which LoRAs and single-file packages use, and in diffusers' layout.

The correspondence is that of diffusers' own conversion script for these checkpoints.
"""

import re
from collections.abc import Iterable

from t2v_desktop.errors import BrokenModel

PREFIX = "model.diffusion_model."
FIXED = {
    "condition_embedder.time_embedder.linear_1": "time_embedding.0",
    "condition_embedder.time_embedder.linear_2": "time_embedding.2",
    "condition_embedder.text_embedder.linear_1": "text_embedding.0",
    "condition_embedder.text_embedder.linear_2": "text_embedding.2",
    "condition_embedder.time_proj": "time_projection.1",
    "scale_shift_table": "head.modulation",
    "proj_out": "head.head",
}
IN_BLOCK = {  # the norm that a block calls last is diffusers' second and Wan's third
    "norm2": "norm3",
    "ffn.net.0.proj": "ffn.0",
    "ffn.net.2": "ffn.2",
    "scale_shift_table": "modulation",
    "proj_in": "before_proj",
    "proj_out": "after_proj",
}
ATTENTION = {"attn1": "self_attn", "attn2": "cross_attn"}
PROJECTION = {"to_q": "q", "to_k": "k", "to_v": "v", "to_out.0": "o"}


def is_original(names: Iterable[str]) -> bool:
    """Whether the tensors have the names of Wan's own checkpoints."""
    return any(re.match(r"blocks\.\d+\.self_attn\.", name.removeprefix(PREFIX)) for name in names)


def renamed(names: Iterable[str]) -> dict[str, str]:
    """diffusers' name of each tensor. Raises BrokenModel for a name that no such transformer has."""
    return {name: _renamed(name.removeprefix(PREFIX)) for name in names}


def _renamed(name: str) -> str:
    for ours, theirs in FIXED.items():
        if name == theirs or name.startswith(f"{theirs}."):
            return ours + name.removeprefix(theirs)
    found = re.fullmatch(r"((?:vace_)?blocks\.\d+)\.(.+)", name)
    if found:
        block, inside = found.groups()
        for theirs, ours in _inside_a_block():
            if inside == theirs or inside.startswith(f"{theirs}."):
                return f"{block}.{ours}{inside.removeprefix(theirs)}"
    if name.partition(".")[0] in ("patch_embedding", "vace_patch_embedding"):
        return name
    raise BrokenModel(f"{name!r:.80} is no tensor of a supported Wan transformer")


def _inside_a_block() -> Iterable[tuple[str, str]]:
    """Wan's and diffusers' name of each layer of a block."""
    yield from ((theirs, ours) for ours, theirs in IN_BLOCK.items())
    for ours, theirs in ATTENTION.items():
        for layer, theirs_layer in (*PROJECTION.items(), ("norm_q", "norm_q"), ("norm_k", "norm_k")):
            yield f"{theirs}.{theirs_layer}", f"{ours}.{layer}"


def original_layers(layers: Iterable[str]) -> dict[str, str]:
    """Wan's name of each of these layers, which have diffusers' names."""
    return {layer: _original(layer) for layer in layers}


def _original(layer: str) -> str:
    if layer in FIXED:
        return FIXED[layer]
    found = re.fullmatch(r"((?:vace_)?blocks\.\d+)\.(.+)", layer)
    if not found:
        return layer
    block, inside = found.groups()
    attention, _, last = inside.partition(".")
    if attention in ATTENTION:
        return f"{block}.{ATTENTION[attention]}.{PROJECTION.get(last, last)}"
    return f"{block}.{IN_BLOCK.get(inside, inside)}"
