"""Decides whether a model folder is safe to load and fits together, without executing anything in it."""

import os
import re
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from t2v_desktop.errors import BrokenModel, UnknownModel
from t2v_desktop.models.families.modelscope.tensors import current_name, expected, same_shape
from t2v_desktop.models.families.modelscope.vocabulary import FILES, largest_token
from t2v_desktop.models.header import DIFFERENT, FLOATS, Tensor, read_tensors
from t2v_desktop.models.header import MAX_TENSORS as MAX_TENSORS
from t2v_desktop.models.header import read_header as read_header
from t2v_desktop.models.json_files import read_json as read_json

Shapes = dict[str, tuple[int, ...]]

CLASSES = {
    "text_encoder": {"CLIPTextModel"},
    "tokenizer": {"CLIPTokenizer", "CLIPTokenizerFast"},
    "unet": {"UNet3DConditionModel"},
    "vae": {"AutoencoderKL"},
}
SCHEDULER = re.compile(r"[A-Z]\w{0,80}Scheduler")  # any: of its settings only the noise that the model was trained with is used
LIBRARIES = ("diffusers", "transformers")
CONFIGS = {
    "scheduler": "scheduler/scheduler_config.json", "text_encoder": "text_encoder/config.json", "unet": "unet/config.json", "vae": "vae/config.json",
}  # fmt: skip
WEIGHTS = {"text_encoder": "model", "unet": "diffusion_pytorch_model", "vae": "diffusion_pytorch_model"}
READ = (  # every file that is read of a model: any other may lie beside them
    "model_index.json", *CONFIGS.values(), *(f"tokenizer/{name}" for name in FILES), "preview.safetensors",
    *(f"{part}/{stem}{variant}.safetensors" for part, stem in WEIGHTS.items() for variant in ("", ".fp16")),
)  # fmt: skip
PICKLES = (".bin", ".pt", ".pth", ".ckpt", ".pkl", ".pickle")
UNSAFE_SUFFIXES = (".py", ".pyc", ".so", ".dll", ".dylib")
UNPORTABLE = re.compile(r'(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?$|.*[<>:"\\|?*\x00-\x1f]|.*[. ]$')  # names that Windows cannot keep
LEFT_BY_SYSTEMS = ("Icon\r",)  # beside what begins with a dot: a folder's picture on a Mac
MAX_FILES = 1_000
MAX_DIMENSION, MAX_LIST, MAX_LAYERS = 1_000_000, 16, 128
LEAST_TIMESTEPS = 100  # of training: as many as a request may have steps
ATTENTION = (None, "eager", "sdpa")  # what a text encoder may ask for; other names are packages, or code on a hub
LAYERS = ("layers_per_block", "num_hidden_layers", "transformer_layers_per_block")
NOISE = ("beta_start", "beta_end", "beta_schedule", "trained_betas")
SCHEDULES = ("linear", "scaled_linear", "squaredcos_cap_v2")  # that every scheduler here knows
PREDICTIONS = ("epsilon", "v_prediction")
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
        _check_files(real)
        shapes = check_settings(real)
        if (real / "preview.safetensors").is_file():
            read_tensors(real / "preview.safetensors")
        found = {part: weights_file(real, part) for part in WEIGHTS}
        for part, file in found.items():
            check_tensors(file, part, shapes[part], read_tensors(file))
    except OSError as error:
        raise BrokenModel(f"{error.filename or folder} cannot be read ({error.strerror or error})") from error
    return found


def check_settings(folder: Path) -> dict[str, Shapes]:
    """Hold all that a model is but its weights to what can be loaded; the tensors each component asks for. Raises BrokenModel."""
    _check_index(folder / "model_index.json")
    configs = {part: _check_config(folder / name, part) for part, name in CONFIGS.items()}
    _check_noise(folder / CONFIGS["scheduler"], configs["scheduler"])
    shapes = {part: expected_of(folder / CONFIGS[part], part, configs[part]) for part in WEIGHTS}
    _check_together(folder, configs)
    for name in FILES:
        if name.endswith("_config.json") and (file := folder / "tokenizer" / name).is_file() and "auto_map" in read_json(file):
            raise BrokenModel(f"the tokenizer in {folder} asks for code of its own (auto_map), which will not be run")
    if (largest := largest_token(folder / "tokenizer")) >= (room := configs["text_encoder"].get("vocab_size", 49408)):
        raise BrokenModel(f"{folder / 'tokenizer'} has a token number {largest}, the text encoder knows {room}: they are of different models")
    return shapes


def _check_index(file: Path) -> None:
    index = read_json(file)
    if not isinstance(index.get("_class_name", ""), str):
        raise BrokenModel(f"{file} names its pipeline by a list, which asks for code of its own: it will not be run")
    for part in ("scheduler", *CLASSES):
        named = index.get(part)
        if not isinstance(named, list) or len(named) != 2 or not all(isinstance(n, str) for n in named):
            raise BrokenModel(f"model_index.json in {file.parent} names no {part}")
        if named[0] not in LIBRARIES or not _is_known(part, named[1]):
            raise BrokenModel(f"{file.parent} wants {part} {'.'.join(named)!r:.60}, which this application does not load")


def _is_known(part: str, name: str) -> bool:
    return SCHEDULER.fullmatch(name) is not None if part == "scheduler" else name in CLASSES[part]


def expected_of(file: Path, part: str, config: Mapping[str, Any]) -> Shapes:
    """The tensors that a component's settings, from `file`, ask for. Raises BrokenModel, naming it."""
    try:
        return expected(part, config)
    except BrokenModel as error:
        raise BrokenModel(f"{file}: {error}") from error


def check_tensors(file: Path, part: str, right: Shapes, tensors: Mapping[str, Tensor]) -> None:
    """Hold a weights file to the names and shapes that the empty component would have. Raises BrokenModel."""
    found = {current_name(name, right): tensor for name, tensor in tensors.items()}
    missing = sorted(right.keys() - found.keys())
    if missing and any("lora" in name.lower() for name in tensors):
        raise BrokenModel(f"{file} is a LoRA, which changes a model and is not one: this application does not load LoRAs")
    if len(missing) > FEW:
        raise BrokenModel(f"{file} is not the {part} of a text-to-video model: it lacks {len(missing)} of {len(right)} tensors, {missing[0]} among them")
    if missing:
        raise BrokenModel(f"{file} lacks {len(missing)} tensors, {missing[0]} among them: download or copy it again")
    for name, shape in right.items():
        if not same_shape(found[name].shape, shape):
            raise BrokenModel(f"{file}: {name} is {_times(found[name].shape)}, its config.json makes it {_times(shape)}")
        if found[name].dtype not in FLOATS:
            raise BrokenModel(f"{file} holds whole numbers ({found[name].dtype}) in the place of weights, which this application does not load: {DIFFERENT}")


def _times(shape: tuple[int, ...]) -> str:
    return "x".join(str(side) for side in shape)


def weights_file(folder: Path, part: str) -> Path:
    """The safetensors file of a component, the half-precision variant where both are there."""
    stem = WEIGHTS[part]
    for name in (f"{stem}.fp16.safetensors", f"{stem}.safetensors"):
        if (folder / part / name).is_file():
            return folder / part / name
    if any((folder / part).glob("*.safetensors.index.json")):
        raise BrokenModel(f"{folder / part} has its weights in several files: save the model anew with a larger max_shard_size, in one")
    raise BrokenModel(f"{folder / part} has no weights: {stem}.safetensors or {stem}.fp16.safetensors is missing")


def vae_scale(folder: Path) -> int:
    """How many pixels a side one latent value of the model in `folder` stands for."""
    return int(2 ** (len(read_json(folder / "vae" / "config.json")["block_out_channels"]) - 1))


def _check_files(folder: Path) -> None:
    count = 0
    for root, folders, files in os.walk(folder, onerror=_fail):
        # what systems, git and download tools leave, ._model.safetensors or .cache, is never read
        folders[:] = [name for name in folders if not name.startswith(".")]
        files = [name for name in files if not name.startswith(".") and name not in LEFT_BY_SYSTEMS]
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
                raise BrokenModel(f"{path} is a pickle, which can execute code: import the model, which leaves pickles out or converts them")


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


def _fail(error: OSError) -> None:
    raise error


def points_into_hub_cache(link: Path) -> bool:
    """The Hugging Face cache keeps a model as links from snapshots/COMMIT/ to blobs/ beside it."""
    try:
        target = link.resolve()
    except (OSError, RuntimeError):  # links that lead round in a circle
        return False
    snapshots = next((p for p in link.parents if p.name == "snapshots"), None)
    return snapshots is not None and target.is_file() and target.parent == snapshots.parent.resolve() / "blobs"


def _check_config(file: Path, part: str) -> dict[str, Any]:
    config = read_json(file)
    if "auto_map" in config:
        raise BrokenModel(f"{file} asks for code of its own (auto_map), which will not be run")
    named = [config["_class_name"]] if "_class_name" in config else config.get("architectures") or []
    if not isinstance(named, list) or any(not isinstance(n, str) or not _is_known(part, n) for n in named):
        raise BrokenModel(f"{file} wants class {named!r:.60}, which this application does not load")
    for key, value in config.items():
        _check_value(file, key, value)
    return config


def _check_noise(file: Path, config: Mapping[str, Any]) -> None:
    """The noise that the model was trained with: all that is used of a scheduler's settings."""
    if not any(key in config for key in NOISE) or config.get("use_flow_sigmas"):
        raise BrokenModel(f"{file} describes no noise of a diffusion model (beta_start, beta_end, beta_schedule): {config.get('_class_name')!r:.60}")
    for key, default, known in (("beta_schedule", "linear", SCHEDULES), ("prediction_type", "epsilon", PREDICTIONS)):
        if config.get(key, default) not in known:
            raise BrokenModel(f"{file}: {key} is {config[key]!r:.60}: known are {', '.join(known)}")
    betas, count = config.get("trained_betas"), config.get("num_train_timesteps", 1000)
    if betas is not None and (not isinstance(betas, list) or len(betas) != count):
        raise BrokenModel(f"{file}: trained_betas must be a list of {count} numbers")
    for key, value in [("trained_betas", beta) for beta in betas or ()] + [(key, config[key]) for key in ("beta_start", "beta_end") if key in config]:
        if not isinstance(value, int | float) or isinstance(value, bool) or not 0 < value <= 1:
            raise BrokenModel(f"{file}: {key} is {value!r:.60}: it must be a number above 0, at most 1")
    for key in ("rescale_betas_zero_snr", "set_alpha_to_one"):
        if not isinstance(config.get(key, False), bool):
            raise BrokenModel(f"{file}: {key} is {config[key]!r:.60}: it must be true or false")
    if type(offset := config.get("steps_offset", 0)) is not int or not 0 <= offset < LEAST_TIMESTEPS:
        raise BrokenModel(f"{file}: steps_offset is {offset!r:.60}: it must be a whole number from 0")


def _check_together(folder: Path, configs: Mapping[str, Mapping[str, Any]]) -> None:
    """What one component gives is what the next one takes."""
    unet, vae, text = configs["unet"], configs["vae"], configs["text_encoder"]
    pairs = (
        ("unet: cross_attention_dim", unet.get("cross_attention_dim", 1024), "text_encoder: hidden_size", text.get("hidden_size", 512)),
        ("unet: in_channels", unet.get("in_channels", 4), "vae: latent_channels", vae.get("latent_channels", 4)),
        ("unet: out_channels", unet.get("out_channels", 4), "vae: latent_channels", vae.get("latent_channels", 4)),
        ("vae: in_channels", vae.get("in_channels", 3), "the colours of a picture", 3),
        ("vae: out_channels", vae.get("out_channels", 3), "the colours of a picture", 3),
    )
    for one, value, other, right in pairs:
        if value != right:
            raise BrokenModel(f"{folder}: its parts are of different models: {one} is {value}, {other} {'are' if right == 3 else 'is'} {right}")


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
    elif key == "num_train_timesteps" and (type(value) is not int or value < LEAST_TIMESTEPS):
        raise BrokenModel(f"{file}: {key} is {value!r:.60}, fewer than a request may have steps")
    elif key in LAYERS and isinstance(value, int) and value > MAX_LAYERS:
        raise BrokenModel(f"{file}: {key} is {value}, more than any model has")
