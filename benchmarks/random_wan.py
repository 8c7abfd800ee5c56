"""Model folders with random weights in the layout of Wan text-to-video, tiny or full size."""

import json
import math
import string
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import save_file
from tokenizers import Tokenizer, pre_tokenizers, processors
from tokenizers.models import Unigram

from benchmarks.random_model import save_hollow
from t2v_desktop.models.families.wan.tensors import CONTROLLED, expected

# Sizes of Wan 2.1 T2V 1.3B: 1,418,996,800 + 5,680,910,336 + 126,892,531 parameters.
FULL_TRANSFORMER: dict[str, Any] = {
    "patch_size": [1, 2, 2], "num_attention_heads": 12, "attention_head_dim": 128, "in_channels": 16, "out_channels": 16, "text_dim": 4096,
    "freq_dim": 256, "ffn_dim": 8960, "num_layers": 30, "cross_attn_norm": True, "qk_norm": "rms_norm_across_heads", "eps": 1e-6,
    "image_dim": None, "added_kv_proj_dim": None, "rope_max_seq_len": 1024,
}  # fmt: skip
FULL_TEXT: dict[str, Any] = {
    "vocab_size": 256384, "d_model": 4096, "d_kv": 64, "d_ff": 10240, "num_layers": 24, "num_heads": 64,
    "relative_attention_num_buckets": 32, "relative_attention_max_distance": 128, "feed_forward_proj": "gated-gelu", "layer_norm_epsilon": 1e-6,
}  # fmt: skip
FULL_VAE: dict[str, Any] = {
    "base_dim": 96, "z_dim": 16, "dim_mult": [1, 2, 4, 4], "num_res_blocks": 2, "attn_scales": [], "temperal_downsample": [False, True, True],
    "latents_mean": [-0.7571, -0.7089, -0.9113, 0.1075, -0.1745, 0.9653, -0.1517, 1.5508, 0.4134, -0.0715, 0.5517, -0.3632, -0.1922, -0.9497, 0.2503, -0.2921],
    "latents_std": [2.8184, 1.4541, 2.3275, 2.6558, 1.2196, 1.7708, 2.6052, 2.0743, 3.2687, 2.1526, 2.8652, 1.5579, 1.6382, 1.1253, 2.8251, 1.9160],
}  # fmt: skip

TINY_TRANSFORMER = FULL_TRANSFORMER | {"num_attention_heads": 2, "attention_head_dim": 12, "in_channels": 4, "out_channels": 4, "text_dim": 16, "freq_dim": 8}
TINY_TRANSFORMER |= {"ffn_dim": 32, "num_layers": 3}
TINY_TEXT = FULL_TEXT | {"vocab_size": 100, "d_model": 16, "d_kv": 4, "d_ff": 24, "num_layers": 2, "num_heads": 4}
FULL_CONTROL: dict[str, Any] = {"_class_name": CONTROLLED, "vace_layers": list(range(0, 30, 2)), "vace_in_channels": 96}
TINY_CONTROL: dict[str, Any] = {"_class_name": CONTROLLED, "vace_layers": [0, 2], "vace_in_channels": 2 * 4 + 64}
STATISTICS = {"latents_mean": [0.1, -0.2, 0.3, 0.0], "latents_std": [1.5, 0.8, 1.2, 2.0]}
TINY_VAE = FULL_VAE | STATISTICS | {"base_dim": 8, "z_dim": 4, "num_res_blocks": 1}
# as Wan 2.2's: shortcuts without weights, a wider decoder, patches of pixels
TINY_RESIDUAL_VAE = TINY_VAE | {"decoder_base_dim": 12, "is_residual": True, "patch_size": 2, "in_channels": 12, "out_channels": 12, "scale_factor_spatial": 16}

CLASSES = {
    "text_encoder": ("transformers", "UMT5EncoderModel"),
    "tokenizer": ("transformers", "T5TokenizerFast"),
    "transformer": ("diffusers", "WanTransformer3DModel"),
    "vae": ("diffusers", "AutoencoderKLWan"),
    "scheduler": ("diffusers", "UniPCMultistepScheduler"),
}


def write_tiny(folder: Path, *, residual: bool = False, control: bool = False, fixes_first_frame: bool = False) -> Path:
    """A few hundred kilobytes: clips of 4n + 1 frames in steps of 16 pixels (32 if `residual`), any text; with the `control` of VACE, or as TI2V."""
    transformer = TINY_TRANSFORMER | (TINY_CONTROL if control else {})
    vae = TINY_RESIDUAL_VAE if residual else TINY_VAE
    return _write(folder, transformer, TINY_TEXT, vae, torch.float32, 3.0, shard_bytes=60_000, fixes_first_frame=fixes_first_frame)


def write_full(folder: Path) -> Path:
    """14.6 GB: every tensor of Wan 2.1 T2V 1.3B in bf16."""
    return _write(folder, FULL_TRANSFORMER, FULL_TEXT, FULL_VAE, torch.bfloat16, 3.0, shard_bytes=5_000_000_000)


def write_hollow(folder: Path, *, control: bool = False) -> Path:
    """The files of `write_full`, or those of Wan 2.1 VACE 1.3B, each part in one, as sparse files: every weight reads as zero and takes no disk space."""
    transformer = FULL_TRANSFORMER | (FULL_CONTROL if control else {})
    return _write(folder, transformer, FULL_TEXT, FULL_VAE, torch.bfloat16, 3.0, shard_bytes=0)


def _write(
    folder: Path, transformer: dict[str, Any], text: dict[str, Any], vae: dict[str, Any], dtype: torch.dtype, shift: float,
    *, shard_bytes: int, fixes_first_frame: bool = False,
) -> Path:  # fmt: skip
    for name, settings, stem in (
        ("transformer", transformer, "diffusion_pytorch_model"), ("text_encoder", text, "model"), ("vae", vae, "diffusion_pytorch_model"),
    ):  # fmt: skip
        (folder / name).mkdir(parents=True, exist_ok=True)
        kind = {"architectures": [CLASSES[name][1]], "model_type": "umt5"} if name == "text_encoder" else {"_class_name": CLASSES[name][1]}
        (folder / name / "config.json").write_text(json.dumps(kind | settings, indent=1))
        if shard_bytes:
            _save(folder / name, stem, expected(name, settings), dtype, shard_bytes)
        else:
            save_hollow(expected(name, settings), folder / name / f"{stem}.safetensors", "BF16")
    _write_tokenizer(folder / "tokenizer")
    (folder / "scheduler").mkdir(exist_ok=True)
    flow = {"prediction_type": "flow_prediction", "use_flow_sigmas": True, "flow_shift": shift, "num_train_timesteps": 1000}
    (folder / "scheduler" / "scheduler_config.json").write_text(json.dumps({"_class_name": CLASSES["scheduler"][1], **flow}, indent=1))
    controlled = transformer.get("_class_name") == CONTROLLED
    index: dict[str, Any] = {"_class_name": "WanVACEPipeline" if controlled else "WanPipeline", "_diffusers_version": "0.33.0"}
    index |= {name: list(pair) for name, pair in CLASSES.items()} | ({"transformer": ["diffusers", CONTROLLED]} if controlled else {})
    index |= {"expand_timesteps": True} if fixes_first_frame else {}
    (folder / "model_index.json").write_text(json.dumps(index, indent=1))
    return folder


def _save(folder: Path, stem: str, shapes: Mapping[str, tuple[int, ...]], dtype: torch.dtype, shard_bytes: int) -> None:
    """Random weights as one file, or as shards and their index; one shard is in memory at a time."""
    random = torch.Generator().manual_seed(8)
    shards: list[list[str]] = [[]]
    taken = 0
    for name, shape in shapes.items():
        size = math.prod(shape) * dtype.itemsize
        if taken and taken + size > shard_bytes:
            shards.append([])
            taken = 0
        shards[-1].append(name)
        taken += size
    of = f"-of-{len(shards):05}"
    files = [f"{stem}-{number:05}{of}.safetensors" for number in range(1, len(shards) + 1)] if len(shards) > 1 else [f"{stem}.safetensors"]
    for file, names in zip(files, shards, strict=True):
        save_file({name: _random(name, shapes[name], random).to(dtype) for name in names}, folder / file, metadata={"format": "pt"})
    if len(files) > 1:
        mapped = {name: file for file, names in zip(files, shards, strict=True) for name in names}
        (folder / f"{stem}.safetensors.index.json").write_text(json.dumps({"metadata": {}, "weight_map": mapped}))


def random_weights(shapes: Mapping[str, tuple[int, ...]]) -> dict[str, torch.Tensor]:
    """Weights of these shapes in fp32, the same ones every time."""
    random = torch.Generator().manual_seed(8)
    return {name: _random(name, shape, random) for name, shape in shapes.items()}


def _random(name: str, shape: tuple[int, ...], random: torch.Generator) -> torch.Tensor:
    """Values that neither grow nor vanish from layer to layer; none is zero, or what stands behind it would go untested."""
    values = torch.randn(shape, generator=random)
    if name.endswith("gamma") or (len(shape) == 1 and "norm" in name and name.endswith("weight")):
        return 1 + 0.1 * values
    if len(shape) == 1 or "scale_shift_table" in name:
        return 0.1 * values
    return values / math.sqrt(math.prod(shape[1:]))


def _write_tokenizer(folder: Path) -> None:
    """Every letter is a token, and so are a few words."""
    folder.mkdir(exist_ok=True)
    pieces = [("<pad>", 0.0), ("</s>", 0.0), ("<unk>", 0.0), ("▁", -2.0)]
    pieces += [(letter, -4.0) for letter in string.ascii_letters + string.digits + ".,!'&<>"]
    pieces += [(f"▁{word}", -5.0) for word in ("a", "the", "red", "cat", "circle", "moves")]
    tokenizer = Tokenizer(Unigram(pieces, unk_id=2, byte_fallback=False))
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")])
    tokenizer.post_processor = processors.TemplateProcessing(single=["$A", "</s>"], special_tokens=[("</s>", 1)])
    tokenizer.save(str(folder / "tokenizer.json"))
    special = {"eos_token": "</s>", "pad_token": "<pad>", "unk_token": "<unk>"}
    (folder / "tokenizer_config.json").write_text(json.dumps({"tokenizer_class": "T5Tokenizer", "model_max_length": 512, "extra_ids": 0, **special}))
