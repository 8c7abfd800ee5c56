"""How much memory a ModelScope model takes: plain arithmetic, for the estimate and the engine's plan alike."""

from collections.abc import Mapping

from t2v_desktop.models.family import ClipShape, Need
from t2v_desktop.request import Request

# Bytes of working memory that one latent value's place takes in the UNet and one pixel of a frame in the VAE, at 2 bytes a value:
# counted operation by operation on a pretended card (tests/engine/test_cards.py) they are 21,400 and 1,530; the rest is for the
# kernels' own workspace.
DENOISE_BYTES_PER_LATENT_PIXEL = 24_000
KEPT_BYTES_PER_LATENT_PIXEL = 640  # of the inner layers' result, at the full size's 320 channels
DECODE_BYTES_PER_PIXEL = 1_800
MAX_LAYER = 1 / 24  # of the UNet's weights, with the next layer on its way

# Attention on Apple GPUs writes the scores of all queries and keys, and their softmax, to memory: it goes in slices of these bytes.
SLICE_BYTES = 256 * 2**20
HEADS = 5  # of the UNet's outermost, largest attention


def need(request: Request, parameters: Mapping[str, int], shape: ClipShape, value_bytes: int, device_kind: str) -> Need:
    """What a request takes of a model whose parts have `parameters` values, at `value_bytes` each, on a device of `device_kind`."""
    weights = {part: count * value_bytes for part, count in parameters.items()}
    whole, unet, vae = sum(weights.values()), weights["unet"], weights["vae"]
    layer = int(unet * MAX_LAYER)
    fp8 = whole - unet + parameters["unet"] + layer
    pixels, latent_pixels = request.width * request.height, request.width * request.height // shape.stride**2
    scores = latent_pixels**2 * value_bytes if device_kind == "mps" else 0  # of one frame's attention to itself, for one head

    def denoise(passes: int) -> int:
        rows = request.num_frames * passes
        attention = 2 * min(rows * HEADS * scores, max(HEADS * scores, SLICE_BYTES))
        kept = KEPT_BYTES_PER_LATENT_PIXEL if request.cache_interval > 1 else 0
        return latent_pixels * rows * (DENOISE_BYTES_PER_LATENT_PIXEL + kept) * value_bytes // 2 + attention

    return Need(
        denoise_weights={"full": whole, "model_offload": max(weights.values()), "fp8_layerwise": fp8, "group_offload": layer},
        decode_weights={"full": whole, "model_offload": vae, "fp8_layerwise": fp8 - layer, "group_offload": vae},
        denoise=denoise(2 if request.guidance_scale > 1 else 1),
        denoise_pass=denoise(1),
        decode_frame=pixels * DECODE_BYTES_PER_PIXEL * value_bytes // 2 + 2 * scores,
    )
