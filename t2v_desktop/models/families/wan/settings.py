"""Checks the settings of a Wan model."""

from collections.abc import Mapping
from pathlib import Path

from t2v_desktop.errors import BrokenModel
from t2v_desktop.models.families.wan.tensors import CONTROLLED, control_channels, expected
from t2v_desktop.models.family import Config, TensorShapes
from t2v_desktop.models.json_files import read_json

TIMESTEPS = 1000  # of training, in which the time is counted
MAX_SHIFT = 100
PARTS = ("text_encoder", "transformer", "vae")
STRIDES = {"scale_factor_spatial": (8, (4, 8, 16, 32)), "scale_factor_temporal": (4, (4,))}  # of the autoencoder, with the default first


def tensors(folder: Path, configs: Mapping[str, Config]) -> dict[str, TensorShapes]:
    """The tensors that each part's settings ask for. Raises BrokenModel, naming the file that is wrong."""
    index = read_json(folder / "model_index.json")
    if index.get("boundary_ratio") is not None:
        raise BrokenModel(f"{folder} has two denoisers, one for each half of the steps, which this application does not load")
    _check_classes(folder, index, configs["transformer"])
    _shift(folder / "scheduler" / "scheduler_config.json", configs["scheduler"])
    shapes = {part: _expected(folder / part / "config.json", part, configs[part]) for part in PARTS}
    _check_together(folder, configs)
    return shapes


def fixes_first_frame(folder: Path) -> bool:
    """Whether the model in `folder` can be given its first frame, and each patch a time of its own (Wan 2.2 TI2V). Raises BrokenModel."""
    return read_json(folder / "model_index.json").get("expand_timesteps") is True


def flow_shift(folder: Path) -> float:
    """The shift of the noise schedule of the model in `folder`. Raises BrokenModel."""
    file = folder / "scheduler" / "scheduler_config.json"
    return _shift(file, read_json(file))


def strides(config: Config) -> tuple[int, int]:
    """The pixels a side and the frames that one latent value stands for. Raises BrokenModel."""
    found = []
    for key, (default, known) in STRIDES.items():
        value = config.get(key, default)
        if type(value) is not int or value not in known:
            raise BrokenModel(f"{key} is {value!r:.60}: supported values: {', '.join(map(str, known))}")
        found.append(value)
    return found[0], found[1]


def _shift(file: Path, config: Config) -> float:
    """`flow_shift` as UniPC's settings have it, `shift` as those of flow-matching Euler do."""
    if config.get("prediction_type", "flow_prediction") != "flow_prediction" or config.get("num_train_timesteps", TIMESTEPS) != TIMESTEPS:
        raise BrokenModel(f"{file} doesn't describe a flow of {TIMESTEPS} timesteps")
    value = config.get("flow_shift", config.get("shift", 1.0))
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= MAX_SHIFT:
        raise BrokenModel(f"{file}: flow_shift is {value!r:.60}: it must be a number above 0, at most {MAX_SHIFT}")
    return float(value)


def _expected(file: Path, part: str, config: Config) -> TensorShapes:
    try:
        if part == "vae":
            strides(config)
        return expected(part, config)
    except BrokenModel as error:
        raise BrokenModel(f"{file}: {error}") from error


def _check_classes(folder: Path, index: Config, transformer: Config) -> None:
    """Check that the pipeline is one for the transformer beside it. Raises BrokenModel."""
    pipeline, controlled = index.get("_class_name"), transformer.get("_class_name") == CONTROLLED
    if (pipeline == "WanVACEPipeline") != controlled:
        raise BrokenModel(f"{folder}: its parts come from different models: a {pipeline} with a {transformer.get('_class_name', 'transformer')!r:.60}")
    if pipeline == "WanImageToVideoPipeline" and index.get("expand_timesteps") is not True:
        raise BrokenModel(f"{folder} reads an image's CLIP features, which isn't supported: use Wan 2.2 TI2V or Wan 2.1 VACE")


def _check_together(folder: Path, configs: Mapping[str, Config]) -> None:
    """Check that the output of each part fits the input of the next. Raises BrokenModel."""
    transformer, vae, text = configs["transformer"], configs["vae"], configs["text_encoder"]
    side, _ = strides(vae)
    doubled = 2 ** (len(vae.get("dim_mult", [1, 2, 4, 4])) - 1) * (vae.get("patch_size") or 1)
    pairs: tuple[tuple[str, object, str, object], ...] = (
        ("transformer: text_dim", transformer.get("text_dim", 4096), "text_encoder: d_model", text.get("d_model", 4096)),
        ("transformer: in_channels", transformer.get("in_channels", 16), "vae: z_dim", vae.get("z_dim", 16)),
        ("transformer: out_channels", transformer.get("out_channels", 16), "vae: z_dim", vae.get("z_dim", 16)),
        ("vae: scale_factor_spatial", side, "the side its levels make", doubled),
        ("vae: frames a latent frame", 2 ** sum(vae.get("temperal_downsample", [False, True, True])), "vae: scale_factor_temporal", 4),
    )
    if channels := control_channels(transformer):
        pairs += (("transformer: vace_in_channels", channels, "vae: two z_dim and the pixels of a latent place", 2 * vae.get("z_dim", 16) + side**2),)
    for one, value, other, right in pairs:
        if value != right:
            raise BrokenModel(f"{folder}: its parts come from different models: {one} is {value}, {other} is {right}")
    colours = 3 * (vae.get("patch_size") or 1) ** 2
    for name in ("in_channels", "out_channels"):
        if (found := vae.get(name, 3)) != colours:
            raise BrokenModel(f"{folder / 'vae'}: {name} is {found}: it must be {colours}")
