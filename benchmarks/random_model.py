"""Model folders with random weights in the layout of text-to-video-ms-1.7b, tiny or full size."""

import json
import math
from collections.abc import Mapping, Sequence
from itertools import islice, product
from pathlib import Path
from typing import Any

import torch
from accelerate import init_empty_weights
from diffusers import AutoencoderKL, DDIMScheduler, UNet3DConditionModel
from safetensors.torch import save_file
from tokenizers import pre_tokenizers
from torch import nn
from transformers import CLIPTextConfig, CLIPTextModel

from t2v_desktop.models.header import pack_header
from training.model_index import INDEX

BOS, EOS = "<|startoftext|>", "<|endoftext|>"

# Sizes of text-to-video-ms-1.7b: 1,411,233,860 + 340,387,840 + 83,653,863 parameters.
FULL_UNET: dict[str, Any] = {
    "sample_size": 32,
    "block_out_channels": (320, 640, 1280, 1280),
    "layers_per_block": 2,
    "cross_attention_dim": 1024,
    "attention_head_dim": 64,
}
FULL_TEXT: dict[str, Any] = {
    "vocab_size": 49408,
    "hidden_size": 1024,
    "intermediate_size": 4096,
    "num_hidden_layers": 23,
    "num_attention_heads": 16,
    "hidden_act": "gelu",
    "projection_dim": 512,
    "pad_token_id": 1,
    "bos_token_id": 0,
    "eos_token_id": 2,
}
FULL_VAE: dict[str, Any] = {
    "block_out_channels": (128, 256, 512, 512),
    "layers_per_block": 2,
    "latent_channels": 4,
    "sample_size": 256,
    "scaling_factor": 0.18215,
}

TINY_UNET: dict[str, Any] = {
    "sample_size": 8,
    "block_out_channels": (32, 64),
    "layers_per_block": 1,
    "cross_attention_dim": 32,
    "attention_head_dim": 8,
    "down_block_types": ("CrossAttnDownBlock3D", "DownBlock3D"),
    "up_block_types": ("UpBlock3D", "CrossAttnUpBlock3D"),
    "norm_num_groups": 8,
}
TINY_TEXT: dict[str, Any] = {
    "vocab_size": 514,
    "hidden_size": 32,
    "intermediate_size": 64,
    "num_hidden_layers": 2,
    "num_attention_heads": 2,
    "projection_dim": 32,
    "bos_token_id": 512,
    "eos_token_id": 513,
    "pad_token_id": 513,
}
TINY_VAE: dict[str, Any] = {
    "block_out_channels": (16, 32),
    "layers_per_block": 1,
    "latent_channels": 4,
    "norm_num_groups": 8,
    "sample_size": 16,
    "scaling_factor": 0.18215,
}


def write_tiny(folder: Path, prediction_type: str = "epsilon") -> Path:
    """A few hundred kilobytes: 16x16 frames, grid 4, any text."""
    return _write(folder, TINY_UNET, TINY_TEXT, TINY_VAE, dtype=torch.float32, variant="", prediction_type=prediction_type)


def write_full(folder: Path) -> Path:
    """3.7 GB: every tensor of text-to-video-ms-1.7b, under the names of its fp16 files."""
    return _write(folder, FULL_UNET, FULL_TEXT, FULL_VAE, dtype=torch.float16, variant=".fp16", old_names=True)


def write_hollow(folder: Path) -> Path:
    """The files of `write_full` as sparse files: every weight reads as zero and takes no disk space."""
    return _write(folder, FULL_UNET, FULL_TEXT, FULL_VAE, dtype=torch.float16, variant=".fp16", old_names=True, hollow=True)


def write_scaled(folder: Path) -> Path:
    """Some 360 MB: the full layout, its UNet and text encoder a quarter as wide."""
    unet = FULL_UNET | {"block_out_channels": (80, 160, 320, 320), "cross_attention_dim": 256, "attention_head_dim": 16, "norm_num_groups": 16}
    text = FULL_TEXT | {"hidden_size": 256, "intermediate_size": 1024, "num_attention_heads": 4, "projection_dim": 256}
    return _write(folder, unet, text, FULL_VAE, dtype=torch.float16, variant=".fp16", old_names=True)


def _write(
    folder: Path, unet: dict[str, Any], text: dict[str, Any], vae: dict[str, Any], *,
    dtype: torch.dtype, variant: str, prediction_type: str = "epsilon", old_names: bool = False, hollow: bool = False,
) -> Path:  # fmt: skip
    blocks = len(vae["block_out_channels"])
    types = {"down_block_types": ("DownEncoderBlock2D",) * blocks, "up_block_types": ("UpDecoderBlock2D",) * blocks}
    with init_empty_weights(include_buffers=False):
        parts = {
            "unet": (UNet3DConditionModel(**unet), "diffusion_pytorch_model"),
            "vae": (AutoencoderKL(**types, **vae), "diffusion_pytorch_model"),
            "text_encoder": (CLIPTextModel(CLIPTextConfig(**text)), "model"),
        }
    for name, (module, stem) in parts.items():
        target = folder / name
        target.mkdir(parents=True, exist_ok=True)
        if isinstance(module, CLIPTextModel):
            module.config.architectures = ["CLIPTextModel"]
            module.config.save_pretrained(target)
        else:
            module.save_config(target)
        state = dict(module.named_parameters()) if hollow else random_state(module, dtype)
        if old_names:
            state = {_old_name(name, key): value for key, value in state.items()}
        file = target / f"{stem}{variant}.safetensors"
        if hollow:
            save_hollow({key: tensor.shape for key, tensor in state.items()}, file)
        else:
            save_file(state, file, metadata={"format": "pt"})
    _write_tokenizer(folder / "tokenizer", text["vocab_size"], text["bos_token_id"], text["eos_token_id"])
    DDIMScheduler(
        beta_start=0.00085, beta_end=0.012, beta_schedule="scaled_linear", clip_sample=False, set_alpha_to_one=False,
        steps_offset=1, prediction_type=prediction_type,
    ).save_pretrained(folder / "scheduler")  # fmt: skip
    (folder / "model_index.json").write_text(json.dumps(INDEX, indent=1))
    return folder


def save_hollow(shapes: Mapping[str, Sequence[int]], file: Path, dtype: str = "F16") -> None:
    """A safetensors file of these shapes in a half precision: eight bytes for the header's length, the header, and a hole."""
    tensors = [(name, dtype, shape, 2 * math.prod(shape)) for name, shape in shapes.items()]
    header = pack_header(tensors)
    with file.open("wb") as stream:
        stream.write(header)
        stream.truncate(len(header) + sum(size for *_, size in tensors))


def random_state(module: nn.Module, dtype: torch.dtype) -> dict[str, torch.Tensor]:
    """Weights of unit gain for every parameter, including the zero-initialised last layer of TemporalConvLayer."""
    source = torch.Generator().manual_seed(1)
    state = {}
    for name, parameter in module.named_parameters():
        shape = parameter.shape
        if "norm" in name and name.endswith("weight"):
            state[name] = torch.ones(shape, dtype=dtype)
        elif len(shape) == 1:
            state[name] = (torch.randn(shape, generator=source) * 0.02).to(dtype)
        else:
            state[name] = (torch.randn(shape, generator=source) / math.sqrt(math.prod(shape[1:]))).to(dtype)
    return state


def _old_name(part: str, name: str) -> str:
    """The name a parameter has in the published files, which an older transformers wrote."""
    return f"text_model.{name}" if part == "text_encoder" else name


def _write_tokenizer(folder: Path, size: int, bos: int, eos: int) -> None:
    """A byte-level CLIP tokenizer with `size` tokens; beyond the bytes its merges are pairs of letters."""
    folder.mkdir(parents=True, exist_ok=True)
    letters = sorted(pre_tokenizers.ByteLevel.alphabet())
    base = [*letters, *(c + "</w>" for c in letters)]
    merges = list(islice(product(letters, letters), size - len(base) - 2))
    tokens = [*base, *(a + b for a, b in merges)]
    for at, special in sorted([(bos, BOS), (eos, EOS)]):
        tokens.insert(at, special)
    (folder / "vocab.json").write_text(json.dumps({t: i for i, t in enumerate(tokens)}, ensure_ascii=False), "utf-8")
    (folder / "merges.txt").write_text("#version: 0.2\n" + "".join(f"{a} {b}\n" for a, b in merges), "utf-8")
    config = {"tokenizer_class": "CLIPTokenizer", "model_max_length": 77, "bos_token": BOS, "eos_token": EOS, "pad_token": EOS, "unk_token": EOS}
    (folder / "tokenizer_config.json").write_text(json.dumps(config), "utf-8")
