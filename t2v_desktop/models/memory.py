"""How much memory a request takes: plain arithmetic, for the window's estimate and the engine's plan alike."""

from dataclasses import dataclass
from functools import lru_cache
from math import prod
from pathlib import Path

from t2v_desktop.models.gate import WEIGHTS, read_header, weights_file
from t2v_desktop.request import Request

# Bytes of working memory that one latent value's place takes in the UNet and one pixel of a frame in the VAE, at 2 bytes a value:
# counted operation by operation on a pretended card (tests/engine/test_cards.py) they are 21,400 and 1,530; the rest is for the
# kernels' own workspace.
DENOISE_BYTES_A_LATENT_PIXEL = 24_000
DECODE_BYTES_A_PIXEL = 1_800
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
class Placement:
    """A memory plan, and whether the two passes of classifier-free guidance are one batch or, for half the work's memory, one after the other."""

    memory: str
    batched: bool = True


def placements(request: Request, kind: str) -> list[Placement]:
    """What a device of `kind` can be asked to do for `request`, the fastest first; none for a wish that it cannot grant.

    Two passes instead of a batch cost little where the clip is large enough not to fit, less than moving weights.
    """
    plans = PLANS[kind] if request.memory == "auto" else tuple(p for p in PLANS[kind] if p == request.memory)
    ways = (True, False) if request.guidance_scale > 1 else (True,)
    return [Placement(memory, batched) for memory in plans for batched in ways]


@dataclass(frozen=True, slots=True)
class Need:
    """Bytes: weights on the device while denoising and while decoding, by memory plan; the UNet's work, and the VAE's on one frame.

    `denoise` is for both passes of guidance as one batch, `denoise_pass` for one of them.
    """

    denoise_weights: dict[str, int]
    decode_weights: dict[str, int]
    denoise: int
    denoise_pass: int
    decode_frame: int

    @property
    def work(self) -> int:
        return max(self.denoise, self.decode_frame)

    def total(self, memory: str, batched: bool = True) -> int:
        denoise = self.denoise if batched else self.denoise_pass
        return max(self.denoise_weights[memory] + denoise, self.decode_weights[memory] + self.decode_frame)


def need(request: Request, parameters: dict[str, int], scale: int, value_bytes: int, kind: str = "cuda") -> Need:
    """What a request takes of a model whose components have `parameters` values, at `value_bytes` each, on a device of `kind`.

    `scale` is the VAE's reduction of each side.
    """
    weights = {part: count * value_bytes for part, count in parameters.items()}
    whole, unet, vae = sum(weights.values()), weights["unet"], weights["vae"]
    layer = int(unet * LARGEST_LAYER)
    fp8 = whole - unet + parameters["unet"] + layer
    pixels, latent_pixels = request.width * request.height, request.width * request.height // scale**2
    scores = latent_pixels**2 * value_bytes if kind == "mps" else 0  # of one frame's attention to itself, for one head

    def denoise(passes: int) -> int:
        rows = request.num_frames * passes
        attention = 2 * min(rows * HEADS * scores, max(HEADS * scores, SLICE_BYTES))
        return latent_pixels * rows * DENOISE_BYTES_A_LATENT_PIXEL * value_bytes // 2 + attention

    return Need(
        denoise_weights={"full": whole, "model_offload": max(weights.values()), "fp8_layerwise": fp8, "group_offload": layer},
        decode_weights={"full": whole, "model_offload": vae, "fp8_layerwise": fp8 - layer, "group_offload": vae},
        denoise=denoise(2 if request.guidance_scale > 1 else 1),
        denoise_pass=denoise(1),
        decode_frame=pixels * DECODE_BYTES_A_PIXEL * value_bytes // 2 + 2 * scores,
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
