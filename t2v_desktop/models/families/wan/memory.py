"""How much memory and work a Wan model takes: plain arithmetic, for the estimate and the engine's plan alike."""

import math
from collections.abc import Mapping

from t2v_desktop.models.families.wan.tiling import grids, side
from t2v_desktop.models.family import ClipShape, Need
from t2v_desktop.request import Request

PARAMETERS = 1_418_996_800  # of the transformer of Wan 2.1 T2V 1.3B, 1,536 wide, for which the numbers below were counted
TOKEN_BYTES = 43_000  # of the transformer's work on one patch of one prompt, at 2 bytes a value
TEXT_BYTES = 2 * 30 * 512 * 1536 * 2  # keys and values of one prompt
LAYERS_TIMES_WIDTH = 30 * 1536
CONTROLLED_PARAMETERS = 2_153_972_032  # of the transformer of Wan 2.1 VACE 1.3B, which is as wide
CONTROLLED_TOKEN_BYTES = 49_000  # of its work on one patch of one prompt: the state of the control and a hint come to it
CONTROLLED_BLOCKS = 1.5  # times the blocks of a transformer without control
MAX_LAYER = 1 / 15  # of the transformer's weights, with the next layer on its way
DECODE_BYTES_PER_PIXEL = 11_500  # of the autoencoder on four frames, and of what it keeps of those before, at 2 bytes a value
KEPT_BYTES_PER_PIXEL = 4_800  # of these, what is kept
WHOLE_BYTES_PER_PIXEL = 180  # of the frame, where tiles are put together
ENCODE_BYTES_PER_PIXEL = 8_400  # of the encoder, which takes frames whole
VAE_PARAMETERS = 126_892_531
VAE_FLOP_PER_PIXEL = 8.7e6  # of one frame, to decode; Wan 2.2's, with 705 million parameters, takes 18.9e6
VAE_GROWTH = 0.45  # so that both are met
PER_PATCH = 0.9  # of the transformer's parameters: the others are those of text and time


def need(request: Request, parameters: Mapping[str, int], shape: ClipShape, value_bytes: int, device_kind: str) -> Need:
    """What a request takes of a model whose parts have `parameters` values, at `value_bytes` each. The text encoder is never there with the others."""
    transformer, vae = parameters["transformer"] * value_bytes, parameters["vae"] * value_bytes
    layer = int(transformer * MAX_LAYER)
    fp8 = parameters["transformer"] + layer + vae
    scale, blocks = _width(parameters, shape), CONTROLLED_BLOCKS if shape.control_channels else 1.0
    token_bytes = CONTROLLED_TOKEN_BYTES if shape.control_channels else TOKEN_BYTES
    one = int(scale * value_bytes / 2 * (tokens(request, shape) * token_bytes + TEXT_BYTES * blocks * scale))
    return Need(
        denoise_weights={"full": transformer + vae, "model_offload": transformer, "fp8_layerwise": fp8, "group_offload": layer},
        decode_weights={"full": transformer + vae, "model_offload": vae, "fp8_layerwise": fp8 - layer, "group_offload": vae},
        denoise=one * (2 if request.guidance_scale > 1 else 1),
        denoise_pass=one,
        decode_frame=int(request.width * request.height * DECODE_BYTES_PER_PIXEL * value_bytes / 2),
        decode_tiles=_decode_tiles(request, shape, value_bytes, device_kind),
    )


def _width(parameters: Mapping[str, int], shape: ClipShape) -> float:
    """How many times as wide as those of 1.3B a transformer is, about."""
    return math.sqrt(parameters["transformer"] / (CONTROLLED_PARAMETERS if shape.control_channels else PARAMETERS))


def _decode_tiles(request: Request, shape: ClipShape, value_bytes: int, device_kind: str) -> dict[int, int]:
    """The bytes of decoding in tiles, by the latent pixels of a tile. A graphics card holds one tile, a computer what is kept of the others as well."""
    height, width, found = request.height // shape.stride, request.width // shape.stride, dict[int, int]()
    for rows, columns in grids(height, width):
        area = side(height, rows) * side(width, columns)
        waiting = 0 if device_kind == "cuda" else (rows * columns - 1) * area
        work = shape.stride**2 * (area * DECODE_BYTES_PER_PIXEL + waiting * KEPT_BYTES_PER_PIXEL + height * width * WHOLE_BYTES_PER_PIXEL)
        encoder = request.width * request.height * ENCODE_BYTES_PER_PIXEL if request.strength or request.is_given else 0
        found[area] = int(max(work, encoder) * value_bytes / 2)
    return found


def tokens(request: Request, shape: ClipShape) -> int:
    """How many patches a clip has."""
    return shape.latent_frames(request.num_frames) * (request.width // shape.grid) * (request.height // shape.grid)


def flop(request: Request, parameters: Mapping[str, int], shape: ClipShape) -> tuple[float, float]:
    """Floating-point operations of all denoising steps, and of decoding."""
    patches, scale = tokens(request, shape), _width(parameters, shape) * (CONTROLLED_BLOCKS if shape.control_channels else 1.0)
    one = 2 * PER_PATCH * parameters["transformer"] * patches + 4 * patches**2 * LAYERS_TIMES_WIDTH * scale
    pixels = request.num_frames * request.width * request.height
    return one * request.evaluations(CACHED_SHARE), VAE_FLOP_PER_PIXEL * (parameters["vae"] / VAE_PARAMETERS) ** VAE_GROWTH * pixels


CACHED_SHARE = 1 / 30  # of a step: one block of thirty, and what is around them
