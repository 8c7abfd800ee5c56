"""How much memory a request takes: plain arithmetic, for the window's estimate and the engine's plan alike."""

from dataclasses import dataclass
from functools import lru_cache
from math import prod
from pathlib import Path

from t2v_desktop.models.inspect import WEIGHTS, read_header, weights_file
from t2v_desktop.request import Request

# Bytes of working memory that one latent value's place takes in the UNet and one pixel of a frame in the VAE, at 2 bytes a value:
# counted operation by operation on a pretended card (tests/engine/test_cards.py), with room for kernels' own workspace.
DENOISE_BYTES_A_LATENT_PIXEL = 28_000
DECODE_BYTES_A_PIXEL = 2_600
SPARE = 0.9  # share of the free memory that a plan may count on
LARGEST_LAYER = 1 / 24  # of the UNet's weights, with the next layer on its way

# Attention on Apple GPUs writes the scores of all queries and keys, and their softmax, to memory: it goes in slices of these bytes.
SLICE_BYTES = 256 * 2**20
HEADS = 5  # of the UNet's outermost, largest attention

PLANS = {  # roomiest first; a CPU has nowhere to offload to, an Apple GPU shares the computer's memory and has no fp8
    "cpu": ("full", "fp8_layerwise"),
    "cuda": ("full", "model_offload", "fp8_layerwise", "group_offload"),
    "mps": ("full",),
}


@dataclass(frozen=True, slots=True)
class Need:
    """Bytes: weights on the device while denoising and while decoding, by memory plan; the UNet's work, and the VAE's on one frame."""

    denoise_weights: dict[str, int]
    decode_weights: dict[str, int]
    denoise: int
    decode_frame: int

    @property
    def work(self) -> int:
        return max(self.denoise, self.decode_frame)

    def total(self, memory: str) -> int:
        return max(self.denoise_weights[memory] + self.denoise, self.decode_weights[memory] + self.decode_frame)


def need(request: Request, parameters: dict[str, int], scale: int, value_bytes: int, kind: str = "cuda") -> Need:
    """What a request takes of a model whose components have `parameters` values, at `value_bytes` each, on a device of `kind`.

    `scale` is the VAE's reduction of each side.
    """
    weights = {part: count * value_bytes for part, count in parameters.items()}
    whole, unet, vae = sum(weights.values()), weights["unet"], weights["vae"]
    layer = int(unet * LARGEST_LAYER)
    fp8 = whole - unet + parameters["unet"] + layer
    pixels, latent_pixels = request.width * request.height, request.width * request.height // scale**2
    rows = request.num_frames * (2 if request.guidance_scale > 1 else 1)
    attention = decode_attention = 0
    if kind == "mps":
        row = HEADS * latent_pixels**2 * value_bytes
        attention = 2 * min(rows * row, max(row, SLICE_BYTES))
        decode_attention = 2 * latent_pixels**2 * value_bytes
    return Need(
        denoise_weights={"full": whole, "model_offload": max(weights.values()), "fp8_layerwise": fp8, "group_offload": layer},
        decode_weights={"full": whole, "model_offload": vae, "fp8_layerwise": fp8 - layer, "group_offload": vae},
        denoise=latent_pixels * rows * DENOISE_BYTES_A_LATENT_PIXEL * value_bytes // 2 + attention,
        decode_frame=pixels * DECODE_BYTES_A_PIXEL * value_bytes // 2 + decode_attention,
    )


def count_parameters(folder: Path) -> dict[str, int]:
    """How many values each component of the model in `folder` has, from the headers of its files. Raises BrokenModel."""
    found = {}
    for part in WEIGHTS:
        file = weights_file(folder, part)
        now = file.stat()
        found[part] = _count(file, now.st_size, now.st_mtime_ns)
    return found


@lru_cache(maxsize=64)
def _count(file: Path, size: int, modified_ns: int) -> int:
    return sum(prod(shape) for shape in read_header(file).values())
