"""Decides whether a model folder is safe to load and fits together, without executing anything in it."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from t2v_desktop.errors import BrokenModel, UnknownModel
from t2v_desktop.models.families import family_by_index
from t2v_desktop.models.family import Family, Part, TensorShapes
from t2v_desktop.models.header import FLOATS, USE_FLOAT_WEIGHTS, Tensor, read_tensors, same_shape, times
from t2v_desktop.models.json_files import read_json
from t2v_desktop.models.layout import check_files, weights_files

SCHEDULER = re.compile(r"[A-Z]\w{0,80}Scheduler")  # any class: only its noise schedule is used
Classes = frozenset[str] | re.Pattern[str]  # the class names allowed in the settings
IMPORT_LORA = "models import-lora FILE"
LIBRARIES = ("diffusers", "transformers")
MAX_DIMENSION, MAX_LIST, MAX_LAYERS = 1_000_000, 64, 128
ATTENTION = (None, "eager", "sdpa")  # allowed in a text encoder; other values name packages, or code on a hub
LAYERS = ("layers_per_block", "num_hidden_layers", "transformer_layers_per_block")
MAX_MISSING = 20  # tensors; a file that lacks more is not a damaged one but a different model


def inspect(folder: Path) -> dict[str, tuple[Path, ...]]:
    """Check a model folder and return the weights files of each part.

    Raises UnknownModel if `folder` is not a model, BrokenModel, naming the file and the problem, if it is damaged or unsafe.
    """
    try:
        if folder.is_symlink() and not folder.exists():
            raise BrokenModel(f"{folder} is a link to {folder.readlink()}, which doesn't exist: connect its drive")
        if not folder.is_dir():
            raise UnknownModel(f"folder {folder} doesn't exist")
        if not (folder / "model_index.json").is_file():
            raise UnknownModel(f"{folder} is not a model folder: it has no model_index.json")
        real = folder.resolve()  # resolve a link to a snapshot in the Hugging Face cache
        check_files(real)
        family, shapes = check_settings(real)
        for extra in family.extras:
            if extra.endswith(".safetensors") and (real / extra).is_file():
                read_tensors(real / extra)
        found = {part.name: weights_files(real, part) for part in family.parts}
        for part in family.parts:
            check_tensors(found[part.name][0], family, part, shapes[part.name], _read_shards(found[part.name]))
    except OSError as error:
        raise BrokenModel(f"{error.filename or folder} can't be read ({error.strerror or error})") from error
    return found


def check_settings(folder: Path) -> tuple[Family, Mapping[str, TensorShapes]]:
    """Check everything but the weights; returns the family and the tensors that each part expects. Raises BrokenModel."""
    index = read_json(folder / "model_index.json")
    family = family_by_index(index)
    classes: dict[str, Classes] = {"scheduler": SCHEDULER, "tokenizer": family.tokenizer_classes, **{part.name: part.classes for part in family.parts}}
    _check_index(folder / "model_index.json", index, classes)
    files = {"scheduler": family.scheduler_config, **{part.name: part.config for part in family.parts}}
    shapes = family.tensors(folder, {name: _check_config(folder / file, classes[name]) for name, file in files.items()})
    for name in family.extras:
        if name.endswith("_config.json") and (folder / name).is_file() and "auto_map" in read_json(folder / name):
            raise BrokenModel(f"the tokenizer in {folder} requires custom code (auto_map), which this application does not run")
    return family, shapes


def _check_index(file: Path, index: Mapping[str, Any], classes: Mapping[str, Classes]) -> None:
    if not isinstance(index.get("_class_name", ""), str):
        raise BrokenModel(f"{file} names its pipeline with a list, which requires custom code that this application does not run")
    for part, allowed in classes.items():
        named = index.get(part)
        if not isinstance(named, list) or len(named) != 2 or not all(isinstance(n, str) for n in named):
            raise BrokenModel(f"model_index.json in {file.parent} has no valid entry for {part}")
        if named[0] not in LIBRARIES or not _is_allowed(allowed, named[1]):
            raise BrokenModel(f"{file.parent} requires {part} {'.'.join(named)!r:.60}, which this application does not load")


def _is_allowed(allowed: Classes, name: str) -> bool:
    return allowed.fullmatch(name) is not None if isinstance(allowed, re.Pattern) else name in allowed


def check_tensors(file: Path, family: Family, part: Part, expected: TensorShapes, tensors: Mapping[str, Tensor]) -> None:
    """Compare the tensors of a weights file with the names and shapes that its part expects. Raises BrokenModel."""
    found = {family.current_name(name, expected): tensor for name, tensor in tensors.items()}
    missing = sorted(expected.keys() - found.keys())
    if missing and any("lora" in name.lower() for name in tensors):
        raise BrokenModel(f"{file} is a LoRA, not a model: import it as a LoRA", option=IMPORT_LORA)
    if len(missing) > MAX_MISSING:
        count = f"{len(missing)} of {len(expected)} tensors"
        raise BrokenModel(f"{file} is not the {part.name} of a text-to-video model: {count} are missing, for example {missing[0]}")
    if missing:
        raise BrokenModel(f"{file} lacks {len(missing)} tensors, for example {missing[0]}: download or copy it again")
    for name, shape in expected.items():
        if not same_shape(found[name].shape, shape):
            raise BrokenModel(f"{file}: {name} is {times(found[name].shape)}, but its config.json requires {times(shape)}")
        if found[name].dtype not in FLOATS:
            raise BrokenModel(f"{file} has integer weights ({found[name].dtype}), which this application does not load: {USE_FLOAT_WEIGHTS}")


def _read_shards(files: tuple[Path, ...]) -> dict[str, Tensor]:
    """The tensors of all files of a part. Raises BrokenModel, also if two have a tensor in common: then they belong to different models."""
    found: dict[str, Tensor] = {}
    for file in files:
        tensors = read_tensors(file)
        if twice := sorted(found.keys() & tensors.keys()):
            raise BrokenModel(f"{file} has {twice[0]}, which another weights file has too: they come from different models")
        found |= tensors
    return found


@contextmanager
def replace_in_errors(folder: Path, source: str) -> Iterator[None]:
    """Replace a temporary `folder` in error messages with the `source` that the user knows."""
    try:
        yield
    except BrokenModel as error:
        text = str(error)
        for name in (str(folder.resolve()), str(folder)):
            text = text.replace(name, source)
        raise BrokenModel(text, option=error.option) from error


def _check_config(file: Path, allowed: Classes) -> dict[str, Any]:
    config = read_json(file)
    if "auto_map" in config:
        raise BrokenModel(f"{file} requires custom code (auto_map), which this application does not run")
    named = [config["_class_name"]] if "_class_name" in config else config.get("architectures") or []
    if not isinstance(named, list) or any(not isinstance(n, str) or not _is_allowed(allowed, n) for n in named):
        raise BrokenModel(f"{file} requires class {named!r:.60}, which this application does not load")
    for key, value in config.items():
        _check_value(file, key, value)
    return config


def _check_value(file: Path, key: str, value: Any) -> None:
    """Reject numbers larger than in any real model, so that building one can't take forever."""
    if key.endswith("attn_implementation") and value not in ATTENTION:
        raise BrokenModel(f"{file} requires attention implementation {value!r:.60}, which this application does not load")
    if isinstance(value, dict):
        for inner, each in value.items():
            _check_value(file, inner, each)
    elif isinstance(value, list):
        if len(value) > MAX_LIST and key != "trained_betas":
            raise BrokenModel(f"{file}: {key!r:.60} has {len(value)} values, more than any real model")
        for each in value:
            _check_value(file, key, each)
    elif isinstance(value, int) and not isinstance(value, bool) and abs(value) > MAX_DIMENSION:
        raise BrokenModel(f"{file}: {key!r:.60} is larger than in any real model")
    elif key in LAYERS and isinstance(value, int) and value > MAX_LAYERS:
        raise BrokenModel(f"{file}: {key} is {value}, more than any real model has")
