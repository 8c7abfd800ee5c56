"""Checks the settings of a ModelScope model."""

from collections.abc import Mapping
from pathlib import Path

from t2v_desktop.errors import BrokenModel
from t2v_desktop.models.families.modelscope.tensors import expected
from t2v_desktop.models.families.modelscope.vocabulary import largest_token
from t2v_desktop.models.family import Config, TensorShapes

MIN_TIMESTEPS = 100  # of training: as many as a request may have steps
NOISE = ("beta_start", "beta_end", "beta_schedule", "trained_betas")
SCHEDULES = ("linear", "scaled_linear", "squaredcos_cap_v2")  # that every scheduler here knows
PREDICTIONS = ("epsilon", "v_prediction")
PARTS = ("text_encoder", "unet", "vae")


def tensors(folder: Path, configs: Mapping[str, Config]) -> dict[str, TensorShapes]:
    """The tensors that each part's settings ask for. Raises BrokenModel, naming the file that is wrong."""
    _check_noise(folder / "scheduler" / "scheduler_config.json", configs["scheduler"])
    shapes = {part: _expected(folder / part / "config.json", part, configs[part]) for part in PARTS}
    _check_together(folder, configs)
    if (largest := largest_token(folder / "tokenizer")) >= (room := configs["text_encoder"].get("vocab_size", 49408)):
        exceeds = f"token ID {largest} exceeds the text encoder's vocabulary of {room}"
        raise BrokenModel(f"{folder / 'tokenizer'}: {exceeds}: tokenizer and text encoder come from different models")
    return shapes


def _expected(file: Path, part: str, config: Config) -> TensorShapes:
    try:
        return expected(part, config)
    except BrokenModel as error:
        raise BrokenModel(f"{file}: {error}") from error


def _check_noise(file: Path, config: Config) -> None:
    """The noise that the model was trained with: all that is used of a scheduler's settings."""
    if not any(key in config for key in NOISE) or config.get("use_flow_sigmas"):
        raise BrokenModel(f"{file} has no noise schedule (beta_start, beta_end, beta_schedule): {config.get('_class_name')!r:.60}")
    for key, default, known in (("beta_schedule", "linear", SCHEDULES), ("prediction_type", "epsilon", PREDICTIONS)):
        if config.get(key, default) not in known:
            raise BrokenModel(f"{file}: {key} is {config[key]!r:.60}: supported values: {', '.join(known)}")
    if type(steps := config.get("num_train_timesteps", 1000)) is not int or steps < MIN_TIMESTEPS:
        raise BrokenModel(f"{file}: num_train_timesteps is {steps!r:.60}: it must be at least {MIN_TIMESTEPS}")
    betas, count = config.get("trained_betas"), config.get("num_train_timesteps", 1000)
    if betas is not None and (not isinstance(betas, list) or len(betas) != count):
        raise BrokenModel(f"{file}: trained_betas must be a list of {count} numbers")
    for key, value in [("trained_betas", beta) for beta in betas or ()] + [(key, config[key]) for key in ("beta_start", "beta_end") if key in config]:
        if not isinstance(value, int | float) or isinstance(value, bool) or not 0 < value <= 1:
            raise BrokenModel(f"{file}: {key} is {value!r:.60}: it must be a number above 0, at most 1")
    for key in ("rescale_betas_zero_snr", "set_alpha_to_one"):
        if not isinstance(config.get(key, False), bool):
            raise BrokenModel(f"{file}: {key} is {config[key]!r:.60}: it must be true or false")
    if type(offset := config.get("steps_offset", 0)) is not int or not 0 <= offset < MIN_TIMESTEPS:
        raise BrokenModel(f"{file}: steps_offset is {offset!r:.60}: it must be a whole number from 0")


def _check_together(folder: Path, configs: Mapping[str, Config]) -> None:
    """Check that the output of each part fits the input of the next. Raises BrokenModel."""
    unet, vae, text = configs["unet"], configs["vae"], configs["text_encoder"]
    pairs = (
        ("unet: cross_attention_dim", unet.get("cross_attention_dim", 1024), "text_encoder: hidden_size", text.get("hidden_size", 512)),
        ("unet: in_channels", unet.get("in_channels", 4), "vae: latent_channels", vae.get("latent_channels", 4)),
        ("unet: out_channels", unet.get("out_channels", 4), "vae: latent_channels", vae.get("latent_channels", 4)),
        ("vae: in_channels", vae.get("in_channels", 3), "RGB channels", 3),
        ("vae: out_channels", vae.get("out_channels", 3), "RGB channels", 3),
    )
    for one, value, other, right in pairs:
        if value != right:
            raise BrokenModel(f"{folder}: its parts come from different models: {one} is {value}, {other} {'are' if right == 3 else 'is'} {right}")
