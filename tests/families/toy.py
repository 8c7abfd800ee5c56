"""A throw-away family that shares nothing with ModelScope: bytes as tokens, a mixer of a few lines, one latent frame for every four frames."""

import json
from collections.abc import Container, Mapping
from pathlib import Path

from safetensors.torch import save_file

from t2v_desktop.errors import BrokenModel
from t2v_desktop.models.family import ClipShape, Config, Family, Need, Part, Recipe, TensorShapes
from t2v_desktop.models.json_files import read_json
from t2v_desktop.request import Request

LIMIT = 24  # bytes of a prompt that are read
STRIDE, FRAME_STRIDE, GRID = 8, 4, 16


class Bytes:
    """A token a byte."""

    limit = LIMIT
    slow = False

    def count(self, text: str) -> int:
        return len(text.encode())

    def first_cut(self, text: str) -> int | None:
        return next((i for i in range(len(text)) if len(text[: i + 1].encode()) > LIMIT), None)


def shape(folder: Path) -> ClipShape:
    config = read_json(folder / "codec" / "config.json")
    return ClipShape(32, 32, GRID, STRIDE, config["channels"], FRAME_STRIDE, 1)


def tensors(folder: Path, configs: Mapping[str, Config]) -> dict[str, TensorShapes]:
    width, channels = configs["words"].get("width"), configs["codec"].get("channels")
    if configs["mixer"].get("width") != width:
        raise BrokenModel(f"{folder}: the mixer is {configs['mixer'].get('width')} wide, the words are {width}")
    return {
        "words": {"table.weight": (256, width)},
        "mixer": {"text.weight": (channels, width), "mix.weight": (channels, channels, 1, 1, 1), "mix.bias": (channels,)},
        "codec": {"out.weight": (3 * STRIDE * STRIDE, channels), "into.weight": (channels, 3)},
    }


def same_name(name: str, _wanted: Container[str]) -> str:
    return name


def need(request: Request, parameters: Mapping[str, int], clip: ClipShape, value_bytes: int, _device_kind: str) -> Need:
    weights = sum(parameters.values()) * value_bytes
    by_plan = dict.fromkeys(("full", "model_offload", "fp8_layerwise", "group_offload"), weights)
    frames = clip.latent_frames(request.num_frames)
    one = frames * request.width * request.height * value_bytes
    return Need(by_plan, by_plan, denoise=2 * one, denoise_pass=one, decode_frame=request.width * request.height * 3 * value_bytes)


def flop(request: Request, parameters: Mapping[str, int], clip: ClipShape) -> tuple[float, float]:
    places = clip.latent_frames(request.num_frames) * request.width * request.height / clip.stride**2
    return parameters["mixer"] * places * request.steps_taken, parameters["codec"] * places


TOY = Family(
    name="toy",
    title="Toy",
    pipelines=("ToyPipeline",),
    parts=(
        Part("words", "text_encoder", frozenset({"ToyWords"}), "weights", "weights.bin"),
        Part("mixer", "denoiser", frozenset({"ToyMixer"}), "weights", "weights.bin"),
        Part("codec", "vae", frozenset({"ToyCodec"}), "weights", "weights.bin"),
    ),
    scheduler_config="flow/config.json",
    tokenizer_classes=frozenset({"ToyBytes"}),
    tokenizers=(("bytes/bytes.json",),),
    extras=(),
    schedulers=("euler",),
    presets={name: Recipe("euler", steps, 2.0) for name, steps in (("draft", 2), ("balanced", 4), ("best", 8))},
    few_steps=Recipe("euler", 2, 1.0),
    shape=shape,
    tensors=tensors,
    current_name=same_name,
    need=need,
    flop=flop,
    text_tokens=lambda _folder: Bytes(),
)


def write_toy(folder: Path) -> Path:
    """A model of the family with random weights."""
    import torch

    random = torch.Generator().manual_seed(4)
    configs = {"words": {"width": 6}, "mixer": {"width": 6, "channels": 5}, "codec": {"channels": 5}}
    index = {part: ["diffusers", kind] for part, kind in (("words", "ToyWords"), ("mixer", "ToyMixer"), ("codec", "ToyCodec"), ("tokenizer", "ToyBytes"))}
    for part, config in configs.items():
        (folder / part).mkdir(parents=True)
        (folder / part / "config.json").write_text(json.dumps({"_class_name": index[part][1], **config}))
        save_file({name: torch.randn(size, generator=random) for name, size in tensors(folder, configs)[part].items()}, folder / part / "weights.safetensors")
    for name, content in (("flow/config.json", {"_class_name": "ToyFlowScheduler"}), ("bytes/bytes.json", {})):
        (folder / name).parent.mkdir()
        (folder / name).write_text(json.dumps(content))
    index["scheduler"] = ["diffusers", "ToyFlowScheduler"]
    (folder / "model_index.json").write_text(json.dumps({"_class_name": "ToyPipeline", **index}))
    return folder
