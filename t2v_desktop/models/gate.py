"""Decides whether a model folder is safe to load and fits together, without executing anything in it."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from t2v_desktop.errors import BrokenModel, UnknownModel
from t2v_desktop.models.families import family_by_index
from t2v_desktop.models.family import Family, Part, TensorShapes
from t2v_desktop.models.header import DIFFERENT, FLOATS, Tensor, read_tensors, same_shape
from t2v_desktop.models.json_files import read_json
from t2v_desktop.models.layout import check_files, weights_file

SCHEDULER = re.compile(r"[A-Z]\w{0,80}Scheduler")  # any: of its settings only the noise that the model was trained with is used
Classes = frozenset[str] | re.Pattern[str]  # that the settings may name
LIBRARIES = ("diffusers", "transformers")
MAX_DIMENSION, MAX_LIST, MAX_LAYERS = 1_000_000, 16, 128
ATTENTION = (None, "eager", "sdpa")  # what a text encoder may ask for; other names are packages, or code on a hub
LAYERS = ("layers_per_block", "num_hidden_layers", "transformer_layers_per_block")
FEW = 20  # missing tensors that are said to be missing; more, and the file is something else


def inspect(folder: Path) -> dict[str, Path]:
    """The weights file of each component of a model folder that may be loaded.

    Raises UnknownModel where `folder` is no model, BrokenModel naming the file and what is wrong with it.
    """
    try:
        if folder.is_symlink() and not folder.exists():
            raise BrokenModel(f"{folder} is a link to {folder.readlink()}, which is not there: connect its drive")
        if not folder.is_dir():
            raise UnknownModel(f"there is no folder {folder}")
        if not (folder / "model_index.json").is_file():
            raise UnknownModel(f"{folder} is not a model folder: it has no model_index.json")
        real = folder.resolve()  # a link to a snapshot of the hub's cache is that snapshot
        check_files(real)
        family, shapes = check_settings(real)
        for extra in family.extras:
            if extra.endswith(".safetensors") and (real / extra).is_file():
                read_tensors(real / extra)
        found = {part.name: weights_file(real, part) for part in family.parts}
        for part in family.parts:
            check_tensors(found[part.name], family, part, shapes[part.name], read_tensors(found[part.name]))
    except OSError as error:
        raise BrokenModel(f"{error.filename or folder} cannot be read ({error.strerror or error})") from error
    return found


def check_settings(folder: Path) -> tuple[Family, Mapping[str, TensorShapes]]:
    """Hold all that a model is but its weights to what can be loaded; its family, and the tensors each part asks for. Raises BrokenModel."""
    index = read_json(folder / "model_index.json")
    family = family_by_index(index)
    classes: dict[str, Classes] = {"scheduler": SCHEDULER, "tokenizer": family.tokenizer_classes, **{part.name: part.classes for part in family.parts}}
    _check_index(folder / "model_index.json", index, classes)
    files = {"scheduler": family.scheduler_config, **{part.name: part.config for part in family.parts}}
    shapes = family.tensors(folder, {name: _check_config(folder / file, classes[name]) for name, file in files.items()})
    for name in family.extras:
        if name.endswith("_config.json") and (folder / name).is_file() and "auto_map" in read_json(folder / name):
            raise BrokenModel(f"the tokenizer in {folder} asks for code of its own (auto_map), which will not be run")
    return family, shapes


def _check_index(file: Path, index: Mapping[str, Any], classes: Mapping[str, Classes]) -> None:
    if not isinstance(index.get("_class_name", ""), str):
        raise BrokenModel(f"{file} names its pipeline by a list, which asks for code of its own: it will not be run")
    for part, known in classes.items():
        named = index.get(part)
        if not isinstance(named, list) or len(named) != 2 or not all(isinstance(n, str) for n in named):
            raise BrokenModel(f"model_index.json in {file.parent} names no {part}")
        if named[0] not in LIBRARIES or not _is_known(known, named[1]):
            raise BrokenModel(f"{file.parent} wants {part} {'.'.join(named)!r:.60}, which this application does not load")


def _is_known(known: Classes, name: str) -> bool:
    return known.fullmatch(name) is not None if isinstance(known, re.Pattern) else name in known


def check_tensors(file: Path, family: Family, part: Part, right: TensorShapes, tensors: Mapping[str, Tensor]) -> None:
    """Hold a weights file to the names and shapes that the empty part would have. Raises BrokenModel."""
    found = {family.current_name(name, right): tensor for name, tensor in tensors.items()}
    missing = sorted(right.keys() - found.keys())
    if missing and any("lora" in name.lower() for name in tensors):
        raise BrokenModel(f"{file} is a LoRA, which changes a model and is not one: this application does not load LoRAs")
    if len(missing) > FEW:
        raise BrokenModel(f"{file} is not the {part.name} of a text-to-video model: it lacks {len(missing)} of {len(right)} tensors, {missing[0]} among them")
    if missing:
        raise BrokenModel(f"{file} lacks {len(missing)} tensors, {missing[0]} among them: download or copy it again")
    for name, shape in right.items():
        if not same_shape(found[name].shape, shape):
            raise BrokenModel(f"{file}: {name} is {_times(found[name].shape)}, its config.json makes it {_times(shape)}")
        if found[name].dtype not in FLOATS:
            raise BrokenModel(f"{file} holds whole numbers ({found[name].dtype}) in the place of weights, which this application does not load: {DIFFERENT}")


def _times(shape: tuple[int, ...]) -> str:
    return "x".join(str(side) for side in shape)


@contextmanager
def speaking_of(folder: Path, known_as: str) -> Iterator[None]:
    """What is wrong with a model on its way in is told of what the user knows, not of the `folder` it lies in meanwhile."""
    try:
        yield
    except BrokenModel as error:
        text = str(error)
        for name in (str(folder.resolve()), str(folder)):
            text = text.replace(name, known_as)
        raise BrokenModel(text, option=error.option) from error


def _check_config(file: Path, known: Classes) -> dict[str, Any]:
    config = read_json(file)
    if "auto_map" in config:
        raise BrokenModel(f"{file} asks for code of its own (auto_map), which will not be run")
    named = [config["_class_name"]] if "_class_name" in config else config.get("architectures") or []
    if not isinstance(named, list) or any(not isinstance(n, str) or not _is_known(known, n) for n in named):
        raise BrokenModel(f"{file} wants class {named!r:.60}, which this application does not load")
    for key, value in config.items():
        _check_value(file, key, value)
    return config


def _check_value(file: Path, key: str, value: Any) -> None:
    """Numbers that sizes are made of stay within what any real model has, so that building one cannot take for ever."""
    if key.endswith("attn_implementation") and value not in ATTENTION:
        raise BrokenModel(f"{file} asks for attention by {value!r:.60}, which this application does not load")
    if isinstance(value, dict):
        for inner, each in value.items():
            _check_value(file, inner, each)
    elif isinstance(value, list):
        if len(value) > MAX_LIST and key != "trained_betas":
            raise BrokenModel(f"{file}: {key!r:.60} has {len(value)} values, more than any model")
        for each in value:
            _check_value(file, key, each)
    elif isinstance(value, int) and not isinstance(value, bool) and abs(value) > MAX_DIMENSION:
        raise BrokenModel(f"{file}: {key!r:.60} is more than any model has")
    elif key in LAYERS and isinstance(value, int) and value > MAX_LAYERS:
        raise BrokenModel(f"{file}: {key} is {value}, more than any model has")
