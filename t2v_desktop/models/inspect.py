"""The gate: decides, without running any of it, whether a folder may be loaded as a model."""

import json
import math
import os
import re
import stat
from pathlib import Path
from typing import Any

from t2v_desktop.errors import BrokenModel, UnknownModel

CLASSES = {
    "scheduler": {
        "DDIMScheduler", "DPMSolverMultistepScheduler", "UniPCMultistepScheduler",
        "EulerDiscreteScheduler", "DEISMultistepScheduler", "LCMScheduler", "PNDMScheduler",
    },
    "text_encoder": {"CLIPTextModel"},
    "tokenizer": {"CLIPTokenizer", "CLIPTokenizerFast"},
    "unet": {"UNet3DConditionModel"},
    "vae": {"AutoencoderKL"},
}  # fmt: skip
WEIGHTS = {"text_encoder": "model", "unet": "diffusion_pytorch_model", "vae": "diffusion_pytorch_model"}
PICKLES = (".bin", ".pt", ".pth", ".ckpt", ".pkl", ".pickle")
UNSAFE_SUFFIXES = (".py", ".pyc", ".so", ".dll", ".dylib")
UNPORTABLE = re.compile(r'(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?$|.*[<>:"\\|?*\x00-\x1f]|.*[. ]$')  # names that Windows cannot keep
MAX_JSON_BYTES, MAX_JSON_DEPTH = 10_000_000, 64
MAX_HEADER_BYTES, MAX_TENSORS = 16_000_000, 20_000
MAX_FILES = 1_000
MAX_DIMENSION, MAX_LIST, MAX_LAYERS, MAX_RANK = 1_000_000, 16, 128, 8
LEAST_TIMESTEPS = 100  # of training: as many as a request may have steps
ATTENTION = (None, "eager", "sdpa")  # what a text encoder may ask for; other names are packages, or code on a hub
LAYERS = ("layers_per_block", "num_hidden_layers", "transformer_layers_per_block")
BYTES_OF = {"F64": 8, "F32": 4, "F16": 2, "BF16": 2, "I64": 8, "I32": 4, "I16": 2, "I8": 1, "U8": 1, "BOOL": 1}


def inspect(folder: Path) -> dict[str, Path]:
    """The weights file of each component of a model folder that may be loaded.

    Raises UnknownModel where `folder` is no model, BrokenModel naming the file and what is wrong with it.
    """
    if not folder.is_dir():
        raise UnknownModel(f"there is no folder {folder}")
    if not (folder / "model_index.json").is_file():
        raise UnknownModel(f"{folder} is not a model folder: it has no model_index.json")
    _check_files(folder)
    index = read_json(folder / "model_index.json")
    for part, classes in CLASSES.items():
        named = index.get(part)
        if not isinstance(named, list) or len(named) != 2 or not all(isinstance(n, str) for n in named):
            raise BrokenModel(f"model_index.json in {folder} names no {part}")
        if named[1] not in classes:
            raise BrokenModel(f"{folder} wants {part} {named[1]!r:.60}, which this application does not load")
    for part in ("scheduler", "text_encoder", "unet", "vae"):
        name = "scheduler_config.json" if part == "scheduler" else "config.json"
        _check_config(folder / part / name, part)
    tokenizer = {file.name: read_json(file) for file in sorted((folder / "tokenizer").glob("*.json"))}
    if "auto_map" in tokenizer.get("tokenizer_config.json", {}):
        raise BrokenModel(f"the tokenizer in {folder} asks for code of its own (auto_map), which will not be run")
    for name in ("vocab.json", "merges.txt"):
        if not (folder / "tokenizer" / name).is_file():
            raise BrokenModel(f"{folder / 'tokenizer'} has no {name}")
    if (folder / "tokenizer" / "merges.txt").stat().st_size > MAX_JSON_BYTES:
        raise BrokenModel(f"{folder / 'tokenizer' / 'merges.txt'} is larger than that of any model")
    if (folder / "preview.safetensors").is_file():
        read_header(folder / "preview.safetensors")
    found = {part: weights_file(folder, part) for part in WEIGHTS}
    for file in found.values():
        read_header(file)
    return found


def weights_file(folder: Path, part: str) -> Path:
    """The safetensors file of a component, the half-precision variant where both are there."""
    stem = WEIGHTS[part]
    for name in (f"{stem}.fp16.safetensors", f"{stem}.safetensors"):
        if (folder / part / name).is_file():
            return folder / part / name
    raise BrokenModel(f"{folder / part} has no weights: {stem}.safetensors or {stem}.fp16.safetensors is missing")


def read_json(file: Path) -> dict[str, Any]:
    """The object in a small JSON file. Raises BrokenModel for anything else."""
    try:
        if file.stat().st_size > MAX_JSON_BYTES:
            raise BrokenModel(f"{file} is larger than any settings file of a model")
        value = json.loads(file.read_text("utf-8"), parse_constant=_refuse)
    except FileNotFoundError as error:
        raise BrokenModel(f"{file} is missing") from error
    except (OSError, ValueError, RecursionError) as error:
        raise BrokenModel(f"{file} is not readable JSON") from error
    if not isinstance(value, dict) or _depth(value) > MAX_JSON_DEPTH:
        raise BrokenModel(f"{file} does not hold the settings of a model")
    return value


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no number that JSON has")


def vae_scale(folder: Path) -> int:
    """How many pixels a side one latent value of the model in `folder` stands for."""
    return int(2 ** (len(read_json(folder / "vae" / "config.json")["block_out_channels"]) - 1))


def read_header(file: Path) -> dict[str, tuple[int, ...]]:
    """The tensors' names and shapes. Raises BrokenModel where the file is cut short or is no safetensors file."""
    size = file.stat().st_size
    with file.open("rb") as stream:
        length = int.from_bytes(stream.read(8), "little")
        if not 2 <= length <= min(MAX_HEADER_BYTES, size - 8):
            raise BrokenModel(f"{file} is not a safetensors file, or it is cut short")
        try:
            header = json.loads(stream.read(length), parse_constant=_refuse)
        except (ValueError, RecursionError) as error:
            raise BrokenModel(f"{file} has an unreadable header") from error
    if not isinstance(header, dict) or len(header) > MAX_TENSORS:
        raise BrokenModel(f"{file} has an unreadable header")
    header.pop("__metadata__", None)
    shapes, end = {}, 0
    for name, tensor in header.items():
        try:
            begin, stop = tensor["data_offsets"]
            if len(tensor["shape"]) > MAX_RANK:
                raise ValueError("too many dimensions")
            shape = tuple(int(n) for n in tensor["shape"])
            right = stop - begin == math.prod(shape) * BYTES_OF[tensor["dtype"]] and 0 <= begin <= stop
        except (KeyError, TypeError, ValueError, OverflowError) as error:
            raise BrokenModel(f"{file} describes tensor {name!r:.80} wrongly") from error
        if not right or min(shape, default=0) < 0:
            raise BrokenModel(f"{file} describes tensor {name!r:.80} wrongly")
        shapes[name], end = shape, max(end, stop)
    if size != 8 + length + end:
        raise BrokenModel(f"{file} is {size} bytes long, its header says {8 + length + end}: fetch or copy it again")
    return shapes


def _check_files(folder: Path) -> None:
    count = 0
    for root, folders, files in os.walk(folder):
        if twins := len(folders) + len(files) - len({n.casefold() for n in (*folders, *files)}):
            raise BrokenModel(f"{root} holds {twins} names that differ in upper and lower case only: they cannot be told apart everywhere")
        for name in [*folders, *files]:
            path = Path(root, name)
            mode = path.lstat().st_mode
            count += 1
            if UNPORTABLE.match(name):  # first: others say the name as it is
                raise BrokenModel(f"{root!r:.200} holds a file named {name!r:.60}, which Windows cannot keep: rename it")
            if count > MAX_FILES:
                raise BrokenModel(f"{folder} holds more than {MAX_FILES} files: it is not a model folder")
            if stat.S_ISLNK(mode) and not points_into_hub_cache(path):
                raise BrokenModel(f"{path} is a link: copy the file itself")
            if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode) or stat.S_ISLNK(mode)):
                raise BrokenModel(f"{path} is neither a file nor a folder")
            if name.lower().endswith(UNSAFE_SUFFIXES):
                raise BrokenModel(f"{path} is program code: a model needs none, and it will not be run")
            if name.lower().endswith(PICKLES):
                raise BrokenModel(f"{path} is a pickle, which can run code: import the model, which leaves pickles out or converts them")


def points_into_hub_cache(link: Path) -> bool:
    """The Hugging Face cache keeps a model as links from snapshots/COMMIT/ to blobs/ beside it."""
    try:
        target = link.resolve()
    except (OSError, RuntimeError):  # links that lead round in a circle
        return False
    snapshots = next((p for p in link.parents if p.name == "snapshots"), None)
    return snapshots is not None and target.is_file() and target.parent == snapshots.parent.resolve() / "blobs"


def _check_config(file: Path, part: str) -> None:
    config = read_json(file)
    if "auto_map" in config:
        raise BrokenModel(f"{file} asks for code of its own (auto_map), which will not be run")
    named = [config["_class_name"]] if "_class_name" in config else config.get("architectures") or []
    if not isinstance(named, list) or any(not isinstance(n, str) or n not in CLASSES[part] for n in named):
        raise BrokenModel(f"{file} wants class {named!r:.60}, which this application does not load")
    for key, value in config.items():
        _check_value(file, key, value)


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
    elif key == "num_train_timesteps" and (not isinstance(value, int) or value < LEAST_TIMESTEPS):
        raise BrokenModel(f"{file}: {key} is {value!r:.60}, fewer than a request may have steps")
    elif key in LAYERS and isinstance(value, int) and value > MAX_LAYERS:
        raise BrokenModel(f"{file}: {key} is {value}, more than any model has")


def _depth(value: Any) -> int:
    deepest, level = 0, [value]
    while level and deepest <= MAX_JSON_DEPTH:
        deepest += 1
        level = [c for v in level if isinstance(v, (dict, list)) for c in (v.values() if isinstance(v, dict) else v)]
    return deepest
