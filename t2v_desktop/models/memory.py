"""How much memory a request takes: plain arithmetic, for the window's estimate and the engine's plan alike."""

from dataclasses import dataclass
from functools import lru_cache
from math import prod
from pathlib import Path

from t2v_desktop.models.inspect import WEIGHTS, read_header, weights_file
from t2v_desktop.request import Request

# Bytes of working memory a pixel of one decoded frame takes in the VAE's widest layers, and a latent value of the UNet's,
# at 2 bytes a value: 24 f 256x256 was seen to need 5.7 GB with 3.7 GB of weights, the whole VAE decode the most of the rest.
DECODE_BYTES_A_PIXEL = 2_600
DENOISE_BYTES_A_LATENT_PIXEL = 28_000
SPARE = 0.9  # share of the free memory that a plan may count on

PLANS = {  # roomiest first; a CPU has nowhere to offload to, an Apple GPU shares the computer's memory and has no fp8
    "cpu": ("full", "fp8_layerwise"),
    "cuda": ("full", "model_offload", "fp8_layerwise", "group_offload"),
    "mps": ("full",),
}


@dataclass(frozen=True, slots=True)
class Need:
    """Bytes: `resident` by memory plan for the weights; `denoise` for the UNet's work, `decode_frame` for the VAE's on a frame."""

    resident: dict[str, int]
    denoise: int
    decode_frame: int

    @property
    def work(self) -> int:
        return max(self.denoise, self.decode_frame)

    def total(self, memory: str) -> int:
        return self.resident[memory] + self.work


def need(request: Request, parameters: dict[str, int], scale: int, value_bytes: int) -> Need:
    """What a request takes of a model whose components have `parameters` values, at `value_bytes` each.

    `scale` is the VAE's reduction of each side.
    """
    weights = {part: count * value_bytes for part, count in parameters.items()}
    pixels = request.width * request.height
    passes = 2 if request.guidance_scale > 1 else 1
    unet = weights["unet"]
    return Need(
        resident={
            "full": sum(weights.values()),
            "model_offload": max(weights.values()),
            "fp8_layerwise": sum(weights.values()) - unet + parameters["unet"],
            "group_offload": unet // 8,
        },
        denoise=pixels // scale**2 * request.num_frames * passes * DENOISE_BYTES_A_LATENT_PIXEL * value_bytes // 2,
        decode_frame=pixels * DECODE_BYTES_A_PIXEL * value_bytes // 2,
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
