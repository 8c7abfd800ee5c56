"""ModelScope text-to-video and its relatives: a CLIP text encoder, a UNet3D, and a VAE that works frame by frame."""

from collections.abc import Mapping
from pathlib import Path

from t2v_desktop.errors import BrokenModel
from t2v_desktop.models.families.modelscope.memory import need
from t2v_desktop.models.families.modelscope.original import original_layers
from t2v_desktop.models.families.modelscope.settings import tensors
from t2v_desktop.models.families.modelscope.tensors import current_name
from t2v_desktop.models.families.modelscope.tokens import ClipTokens
from t2v_desktop.models.families.modelscope.words import WORDS
from t2v_desktop.models.family import ClipShape, Family, Part, Recipe
from t2v_desktop.models.json_files import read_json
from t2v_desktop.request import MAX_SIDE, Request

MAX_BLOCKS = 8
# text-to-video-ms-1.7b, measured: 9.774 TFLOP a guided step and 9.955 TFLOP to decode 16 frames of 256x256
UNET_PARAMETERS, VAE_PARAMETERS = 1_411_233_860, 83_653_863
UNET_FLOP_PER_LATENT_PIXEL = 9.774e12 / 2 / (16 * 32 * 32)  # one pass
CACHED_SHARE = 0.156  # of a step: with every second step cached, 1.73 times less work
VAE_FLOP_PER_LATENT_PIXEL = 9.955e12 / (16 * 32 * 32)  # the weights of an outer level are few: one more hardly changes it


def shape(folder: Path) -> ClipShape:
    """The clips of the model in `folder`. Raises BrokenModel."""
    unet, vae = read_json(folder / "unet" / "config.json"), read_json(folder / "vae" / "config.json")
    try:
        levels, vae_levels = len(unet["block_out_channels"]), len(vae["block_out_channels"])
        if not 1 <= levels <= MAX_BLOCKS or not 1 <= vae_levels <= MAX_BLOCKS:
            raise ValueError("too many or too few blocks")
        stride = 2 ** (vae_levels - 1)
        height, width = _native_size(unet["sample_size"], stride)
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise BrokenModel(f"{folder}: the settings of unet or vae lack a sensible block_out_channels or sample_size") from error
    return ClipShape(width, height, stride * 2 ** (levels - 1), stride, unet.get("in_channels", 4))


def _native_size(sample_size: object, stride: int) -> tuple[int, int]:
    """Height and width in pixels; the settings hold one side or both, in latent values. Raises ValueError."""
    sides = sample_size if isinstance(sample_size, list) else [sample_size, sample_size]
    pixels = [side * stride for side in sides if type(side) is int and 8 <= side * stride <= MAX_SIDE]
    if len(sides) != 2 or len(pixels) != 2:
        raise ValueError("not a size")
    return pixels[0], pixels[1]


def flop(request: Request, parameters: Mapping[str, int], shape: ClipShape) -> tuple[float, float]:
    """Floating-point operations of all denoising steps, and of decoding, which goes frame by frame."""
    latent_pixels = request.width * request.height * request.num_frames / shape.stride**2
    step = UNET_FLOP_PER_LATENT_PIXEL * parameters["unet"] / UNET_PARAMETERS * latent_pixels
    return step * request.evaluations(CACHED_SHARE), VAE_FLOP_PER_LATENT_PIXEL * parameters["vae"] / VAE_PARAMETERS * latent_pixels


def text_tokens(folder: Path) -> ClipTokens:
    return ClipTokens(folder / "tokenizer")


MODELSCOPE = Family(
    name="modelscope",
    title="ModelScope",
    pipelines=("TextToVideoSDPipeline",),
    parts=(
        Part("text_encoder", "text_encoder", frozenset({"CLIPTextModel"}), "model", "pytorch_model.bin"),
        Part("unet", "denoiser", frozenset({"UNet3DConditionModel"}), "diffusion_pytorch_model", "diffusion_pytorch_model.bin"),
        Part("vae", "vae", frozenset({"AutoencoderKL"}), "diffusion_pytorch_model", "diffusion_pytorch_model.bin"),
    ),
    scheduler_config="scheduler/scheduler_config.json",
    tokenizer_classes=frozenset({"CLIPTokenizer", "CLIPTokenizerFast"}),
    tokenizers=(("tokenizer/vocab.json", "tokenizer/merges.txt"), ("tokenizer/tokenizer.json",)),  # transformers 5 writes the second alone
    extras=("tokenizer/tokenizer_config.json", "tokenizer/special_tokens_map.json", "preview.safetensors"),
    schedulers=("ddim", "dpmpp_2m", "dpmpp_2m_karras", "unipc", "euler", "deis", "lcm", "ays"),
    presets={"draft": Recipe("dpmpp_2m", 12, 9.0), "balanced": Recipe("dpmpp_2m", 25, 9.0), "best": Recipe("ddim", 50, 9.0)},
    few_steps=Recipe("lcm", 6, 1.0),  # latent consistency models take 4 to 8 (Luo et al. 2023)
    shape=shape,
    tensors=tensors,
    current_name=current_name,
    need=need,
    flop=flop,
    text_tokens=text_tokens,
    original_layers=original_layers,
    cached_share=CACHED_SHARE,
    examples=(
        "a panda eating bamboo on a rock", "a boat sailing on a calm lake at sunset", "an astronaut riding a horse",
        "waves breaking on a rocky coast", "a dog running through a meadow",
    ),
    words=WORDS,
)  # fmt: skip
