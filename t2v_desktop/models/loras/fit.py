"""Whether a LoRA fits a model: every tensor of its file must change a layer of the model, by the right shape."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import prod
from pathlib import Path
from typing import Literal

from t2v_desktop.errors import BrokenModel
from t2v_desktop.models.family import Family, Role, TensorShapes
from t2v_desktop.models.gate import check_settings
from t2v_desktop.models.header import FLOATS, Tensor, read_contents, times
from t2v_desktop.models.loras.keys import Key, Use, read_key
from t2v_desktop.models.loras.scales import Scales

MAX_RANK = 512
PREFIXES: dict[Role, tuple[str, ...]] = {  # before a layer's name; a longer one comes first
    "denoiser": ("base_model.model.", "model.diffusion_model.", "diffusion_model.", "transformer.", "unet.", "model."),
    "text_encoder": ("base_model.model.", "text_encoder.text_model.", "text_encoder.", "text_model."),
}
UNDERSCORED: dict[Role, tuple[str, ...]] = {
    "denoiser": ("lora_unet_", "lora_transformer_"),
    "text_encoder": ("lora_te_text_model_", "lora_te1_text_model_", "lora_te_", "lora_te1_"),
}


@dataclass(frozen=True, slots=True)
class Change:
    """What a LoRA adds to one tensor of a model, by the names of the tensors in its file.

    A "product" is `up` times `down`, after all axes but the first are joined. An "unfolded" product is stable_lora's: both are matrices whose sides
    the kernel's width multiplies. A "difference" is `up` alone. It is multiplied by `scale` or, if `alpha` names a tensor, by its value over the rank.
    """

    kind: Literal["product", "unfolded", "difference"]
    up: str
    down: str = ""
    rank: int = 1
    scale: float = 1.0
    alpha: str = ""


Changes = Mapping[str, Mapping[str, Change]]  # by part and tensor of the model


def changes(file: Path, folder: Path) -> dict[str, dict[str, Change]]:
    """What the LoRA in `file` changes in the model in `folder`, by part and tensor. Raises BrokenModel, saying what doesn't fit."""
    family, shapes = check_settings(folder)
    return match(file, family, shapes)


def match(file: Path, family: Family, shapes: Mapping[str, TensorShapes]) -> dict[str, dict[str, Change]]:
    """As `changes`, for a model whose parts have tensors of these `shapes`."""
    layers, tensors, metadata = read_layers(file)
    targets = _Targets(family, shapes)
    found: dict[str, dict[str, Change]] = {}
    places = {layer: at for layer in layers if (at := targets.find(layer)) is not None}
    strangers = [layer for layer in layers if layer not in places]
    if strangers:
        of = "none" if len(strangers) == len(layers) else f"only {len(layers) - len(strangers)}"
        raise BrokenModel(
            f"LoRA {file.name} is made for another model: {of} of the {len(layers)} layers it changes are in this one; {strangers[0]!r:.80} isn't"
        )
    scales = Scales(file, metadata)
    for layer, uses in layers.items():
        part, place = places[layer]
        for tensor, change in _changes_of(file, layer, uses, tensors, scales).items():
            target = f"{place}.{tensor}" if f"{place}.{tensor}" in shapes[part] else place
            wanted = shapes[part].get(target)
            if wanted is None:
                raise BrokenModel(f"LoRA {file.name} changes the {tensor} of {layer!r:.80}, which has none in this model")
            _check_shapes(file, layer, change, tensors, wanted)
            if target in found.setdefault(part, {}):
                raise BrokenModel(f"LoRA {file.name} changes {target} twice, under two names")
            found[part][target] = change
    return found


def read_layers(file: Path) -> tuple[dict[str, dict[Use, str]], dict[str, Tensor], dict[str, str]]:
    """The tensors of a LoRA by layer and use, those of the file by name, and its metadata. Raises BrokenModel if it isn't a LoRA."""
    if not file.is_file():
        raise BrokenModel(f"LoRA {file} doesn't exist")
    tensors, metadata = read_contents(file)
    layers: dict[str, dict[Use, str]] = {}
    unknown = []
    for name in tensors:
        try:
            key: Key | None = read_key(name)
        except BrokenModel as error:
            raise BrokenModel(f"LoRA {file.name}: {error}") from error
        if key is None:
            unknown.append(name)
        elif key.use in layers.setdefault(key.layer, {}):
            raise BrokenModel(f"LoRA {file.name} changes {key.layer!r:.80} twice")
        else:
            layers[key.layer][key.use] = name
    if unknown and len(unknown) == len(tensors):
        raise BrokenModel(f"file {file.name} is not a LoRA: none of its tensors changes a layer")
    if unknown or not layers:
        raise BrokenModel(f"LoRA {file.name} has {len(unknown)} tensors of an unknown kind, such as {unknown[0] if unknown else 'none at all'!r:.80}")
    for name, tensor in tensors.items():
        if tensor.dtype not in FLOATS and not name.endswith(".alpha"):
            raise BrokenModel(f"LoRA {file.name}: {name!r:.80} has integers ({tensor.dtype}) where a LoRA has fractions")
    return layers, tensors, metadata


def is_lora(file: Path) -> bool:
    """Whether a safetensors file is a LoRA, for whichever model. Raises OSError."""
    try:
        read_layers(file)
    except BrokenModel:
        return False
    return True


class _Targets:
    """The layers of a model, under all names that LoRA files have for them."""

    def __init__(self, family: Family, shapes: Mapping[str, TensorShapes]) -> None:
        self._dotted: dict[Role, dict[str, str]] = {}
        self._underscored: dict[Role, dict[str, str]] = {}
        self._parts = {part.role: part.name for part in family.parts}
        for role in PREFIXES:
            layers = {_layer(name) for name in shapes[self._parts[role]]}
            original = family.original_layers(layers) if role == "denoiser" else {}
            names = [(layer, layer) for layer in layers] + [(name, layer) for layer, name in original.items()]
            self._dotted[role] = _unambiguous(names)
            self._underscored[role] = _unambiguous((name.replace(".", "_"), layer) for name, layer in names)

    def find(self, layer: str) -> tuple[str, str] | None:
        """The part and the name of the layer that a LoRA calls `layer`."""
        for role in PREFIXES:
            for prefixes, known in ((UNDERSCORED[role], self._underscored[role]), (("", *PREFIXES[role]), self._dotted[role])):
                for prefix in prefixes:
                    if layer.startswith(prefix) and (found := known.get(layer.removeprefix(prefix))) is not None:
                        return self._parts[role], found
        return None


def _layer(tensor: str) -> str:
    """The layer that a tensor belongs to; the tensor itself if it is none's weight or bias."""
    before, _, last = tensor.rpartition(".")
    return before if last in ("weight", "bias") else tensor


def _unambiguous(names: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The layers by name, without names that stand for two of them."""
    found: dict[str, str] = {}
    twice = set()
    for name, layer in names:
        if found.setdefault(name, layer) != layer:
            twice.add(name)
    return {name: layer for name, layer in found.items() if name not in twice}


def _changes_of(file: Path, layer: str, uses: Mapping[Use, str], tensors: Mapping[str, Tensor], scales: Scales) -> dict[str, Change]:
    """What the tensors of one layer change: its "weight", its "bias" or both. Raises BrokenModel if half of a product is missing."""
    found: dict[str, Change] = {}
    for kind, down, up in (("product", "down", "up"), ("unfolded", "unfolded_down", "unfolded_up")):
        halves = [uses.get(down), uses.get(up)]  # type: ignore[call-overload]
        if (halves[0] is None) != (halves[1] is None):
            raise BrokenModel(f"LoRA {file.name} has only half of the change of {layer!r:.80}: download or copy it again")
        if halves[0] is None or halves[1] is None:
            continue
        rank = (tensors[halves[0]].shape or (0,))[0]
        found["weight"] = Change(kind, halves[1], halves[0], rank, scales.of(layer, rank), uses.get("alpha", ""))  # type: ignore[arg-type]
    for use, tensor in (("weight_difference", "weight"), ("bias_difference", "bias")):
        if name := uses.get(use):  # type: ignore[call-overload]
            if tensor in found:
                raise BrokenModel(f"LoRA {file.name} changes the {tensor} of {layer!r:.80} in two ways")
            found[tensor] = Change("difference", name)
    if not found or ("alpha" in uses and "weight" not in found):
        raise BrokenModel(f"LoRA {file.name} has only half of the change of {layer!r:.80}: download or copy it again")
    if (alpha := uses.get("alpha")) and prod(tensors[alpha].shape) != 1:
        raise BrokenModel(f"LoRA {file.name}: {alpha!r:.80} must be a single number")
    return found


def _check_shapes(file: Path, layer: str, change: Change, tensors: Mapping[str, Tensor], wanted: tuple[int, ...]) -> None:
    """Raise BrokenModel unless the change has the shape of the model's tensor."""
    up, down = tensors[change.up].shape, tensors[change.down].shape if change.down else ()
    if change.kind == "difference":
        fits, rank = _without_last_ones(up) == _without_last_ones(wanted), 0
    elif change.kind == "product":
        rank = change.rank
        fits = len(down) >= 2 <= len(wanted) and _without_last_ones(up) == (wanted[0], rank)
        fits = fits and _without_last_ones((wanted[0], *down[1:])) == _without_last_ones(wanted)
    else:
        kernel = wanted[2] if len(wanted) > 2 else 1
        up, down = (_without_last_ones(shape) for shape in (up, down))
        rank = change.rank // kernel
        fits = len(wanted) >= 2 and up == (wanted[0] * kernel, rank * kernel) and down == (rank * kernel, wanted[1] * kernel)
    if rank > MAX_RANK:
        raise BrokenModel(f"LoRA {file.name} has rank {rank} at {layer!r:.80}: the limit is {MAX_RANK}")
    if not fits or (rank < 1 and change.kind != "difference"):
        sizes = f"{layer!r:.80} is {times(wanted)} in this one, and {times(down or up)} doesn't fit"
        raise BrokenModel(f"LoRA {file.name} is made for a model of another size: {sizes}")


def _without_last_ones(shape: tuple[int, ...]) -> tuple[int, ...]:
    """The shape of a matrix without the axes of length 1 that a convolution of width 1 has more."""
    while len(shape) > 2 and shape[-1] == 1:
        shape = shape[:-1]
    return shape
