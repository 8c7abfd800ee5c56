"""The modules of a Wan model: built empty, filled by the loader, then prepared for the device."""

from pathlib import Path

import torch
from torch import nn

from t2v_desktop.engine.families.wan import autoencoder, control, text_encoder, transformer
from t2v_desktop.errors import BrokenModel
from t2v_desktop.models.families.wan.tensors import CONTROLLED
from t2v_desktop.models.families.wan.tokens import UnigramTokens
from t2v_desktop.models.family import Config
from t2v_desktop.models.json_files import read_json


def load_tokenizer(folder: Path) -> UnigramTokens:
    """The tokenizer of the model in `folder`, its file read. Raises BrokenModel, also if the text encoder doesn't know all of its tokens."""
    tokenizer = UnigramTokens(folder / "tokenizer")
    room = text_encoder.Settings.read(read_json(folder / "text_encoder" / "config.json")).vocab_size
    if tokenizer.size > room:
        raise BrokenModel(f"{folder}: tokenizer and text encoder come from different models: {tokenizer.size} tokens, {room} embeddings")
    return tokenizer


def build(part: str, config: Config) -> nn.Module:
    """The module of "text_encoder", "transformer" or "vae", on the meta device; whatever it raises, the settings don't describe it."""
    with torch.device("meta"):
        match part:
            case "text_encoder":
                return text_encoder.TextEncoder(text_encoder.Settings.read(config))
            case "transformer" if config.get("_class_name") == CONTROLLED:
                return control.ControlledTransformer(transformer.Settings.read(config), control.ControlSettings.read(config))
            case "transformer":
                return transformer.Transformer(transformer.Settings.read(config))
            case _:
                return autoencoder.Autoencoder(autoencoder.Settings.read(config))


def prepare(_part: str, module: nn.Module, device: torch.device) -> None:
    """Make products of what can be, and pack them for a CPU."""
    if isinstance(module, transformer.Transformer):
        module.prepare(device)


def store_in_fp8(denoiser: transformer.Transformer) -> None:
    denoiser.store_in(torch.float8_e4m3fn)
