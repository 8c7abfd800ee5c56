"""Wan text-to-video: a UMT5 text encoder, a transformer over patches, and an autoencoder that compresses time."""

from pathlib import Path

from t2v_desktop.errors import BrokenModel
from t2v_desktop.models.families.wan.memory import CACHED_SHARE, flop, need
from t2v_desktop.models.families.wan.original import original_layers
from t2v_desktop.models.families.wan.settings import fixes_first_frame, strides, tensors
from t2v_desktop.models.families.wan.tensors import CONTROLLED, control_channels, current_name, patch_of
from t2v_desktop.models.families.wan.tokens import UnigramTokens
from t2v_desktop.models.families.wan.words import WORDS
from t2v_desktop.models.family import ClipShape, Family, Input, Part, Recipe
from t2v_desktop.models.json_files import read_json

NATIVE = {8: (832, 480, 81, 16), 16: (1280, 704, 121, 24)}  # width, height, frames and fps of Wan 2.1 and 2.2, by the autoencoder's stride


def shape(folder: Path) -> ClipShape:
    """The clips of the model in `folder`. Raises BrokenModel."""
    transformer, vae = read_json(folder / "transformer" / "config.json"), read_json(folder / "vae" / "config.json")
    stride, frame_stride = strides(vae)
    _, rows, columns = patch_of(transformer)
    channels = vae.get("z_dim", 16)
    if type(channels) is not int or channels < 1 or rows != columns:
        raise BrokenModel(f"{folder}: the settings of transformer or vae lack a sensible patch_size or z_dim")
    width, height, num_frames, fps = NATIVE.get(stride, NATIVE[8])
    control = control_channels(transformer)
    inputs: tuple[Input, ...] = ("start_image", "end_image", "continued_frames") if control else ("start_image",) if fixes_first_frame(folder) else ()
    return ClipShape(width, height, stride * rows, stride, channels, frame_stride, 1, num_frames, fps, inputs, control)


def text_tokens(folder: Path) -> UnigramTokens:
    return UnigramTokens(folder / "tokenizer")


WAN = Family(
    name="wan",
    title="Wan",
    pipelines=("WanPipeline", "WanVACEPipeline", "WanImageToVideoPipeline"),
    parts=(
        Part("text_encoder", "text_encoder", frozenset({"UMT5EncoderModel"}), "model", "", once=True, halves=True),
        Part(
            "transformer", "denoiser", frozenset({"WanTransformer3DModel", CONTROLLED}), "diffusion_pytorch_model", "",
            in_fp32=("time_embedder", "scale_shift_table", "norm2"), halves=True,
        ),
        Part("vae", "vae", frozenset({"AutoencoderKLWan"}), "diffusion_pytorch_model", ""),
    ),
    scheduler_config="scheduler/scheduler_config.json",
    tokenizer_classes=frozenset({"T5Tokenizer", "T5TokenizerFast"}),
    tokenizers=(("tokenizer/tokenizer.json",),),
    extras=("tokenizer/tokenizer_config.json", "tokenizer/special_tokens_map.json", "preview.safetensors"),
    schedulers=("unipc", "dpmpp_2m", "euler"),
    presets={"draft": Recipe("unipc", 12, 5.0), "balanced": Recipe("unipc", 25, 5.0), "best": Recipe("unipc", 50, 5.0)},
    few_steps=Recipe("unipc", 6, 1.0),  # CausVid and lightx2v take 4 to 8
    shape=shape,
    tensors=tensors,
    current_name=current_name,
    need=need,
    flop=flop,
    text_tokens=text_tokens,
    original_layers=original_layers,
    cached_share=CACHED_SHARE,
    half="bf16",
    has_flow_shift=True,
    languages=("en", "zh"),
    examples=(
        "A fox trots through deep snow at dawn, the camera follows at its side, soft golden light.",
        "Rain falls on a neon-lit street at night, reflections shimmer in the puddles, the camera glides forward.",
        "Close-up of a paper boat drifting down a mountain stream, shallow depth of field.",
        "A woman in a red coat walks along a windy beach, long shot, overcast sky.",
        "Steam rises from a cup of coffee on a wooden table, morning light, static shot.",
    ),
    words=WORDS,
)  # fmt: skip
