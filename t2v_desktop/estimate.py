"""What a request will cost in time, memory and disk, learned from this machine's own runs, and what would fit instead."""

import math
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import median

from t2v_desktop.clip import output_bytes
from t2v_desktop.job import Run
from t2v_desktop.models.memory import PLANS, SPARE, Need, count_parameters, need
from t2v_desktop.models.store import Model
from t2v_desktop.request import Request

# text-to-video-ms-1.7b, measured: 9.774 TFLOP a guided step and 9.955 TFLOP to decode 16 frames of 256x256
UNET_PARAMETERS, VAE_PARAMETERS = 1_411_233_860, 83_653_863
UNET_FLOP_A_LATENT_PIXEL = 9.774e12 / 2 / (16 * 32 * 32)  # one pass
VAE_FLOP_A_PIXEL = 9.955e12 / (16 * 256 * 256)
FLOP_S_A_CORE = 75e9  # fp32, half of what matrices alone reach
START_S, READ_BYTES_S = 4.0, 500e6  # the engine's imports, and a disk
SLOW_LOAD_S = 0.5  # a load that took less found the model in memory
NEAREST = 5  # runs that a rate is the median of
FEWEST_FRAMES = 8  # below that nobody calls it a video
VALUE_BYTES = {"fp32": 4, "fp16": 2, "bf16": 2}


@dataclass(frozen=True, slots=True)
class Estimate:
    """`seconds` is None where there is no telling: a GPU's first run. `learned` where `seconds` comes from runs here.

    `advice` is the request, changed as little as possible, that fits; None where this one fits, or nothing does.
    """

    seconds: float | None
    memory_bytes: int
    disk_bytes: int
    learned: bool
    fits: bool
    advice: Request | None

    def then(self, second: "Estimate") -> "Estimate":
        """Both, one after the other, as one; the advice is about the first."""
        return Estimate(
            seconds=None if self.seconds is None or second.seconds is None else self.seconds + second.seconds,
            memory_bytes=max(self.memory_bytes, second.memory_bytes),
            disk_bytes=self.disk_bytes + second.disk_bytes,
            learned=self.learned and second.learned,
            fits=self.fits and second.fits,
            advice=self.advice,
        )


def estimate(
    request: Request, model: Model, runs: Sequence[Run], loaded: bool, free_memory: int, free_disk: int,
    device: str = "cpu", cores: int | None = None,
) -> Estimate:  # fmt: skip
    """The cost of `request` with `model`, which is in memory already if `loaded`.

    `runs` are past ones of that model; `device` (cpu, cuda or mps) is what auto stands for, `free_memory` is its memory.
    Raises BrokenModel where the model's files have gone or changed.
    """
    kind = (device if request.device == "auto" else request.device).split(":")[0]
    parameters = count_parameters(model.folder)
    alike = [r for r in runs if r.model == model.name and r.device.split(":")[0] in ("", kind) and r.seconds.get("denoise", 0) > 0]
    nearest = sorted(alike, key=lambda r: abs(math.log(_pixels(r) / _pixels(request))))[:NEAREST]
    seconds: float | None = None
    if nearest:
        seconds = _learned_s(request, nearest) + (0.0 if loaded else _load_s(alike))
    elif kind == "cpu":
        seconds = _guessed_s(request, model, parameters, cores or os.cpu_count() or 1)
        seconds += 0.0 if loaded else START_S + model.weights_bytes / READ_BYTES_S

    def fitting(wish: Request) -> str:
        if output_bytes(wish) > free_disk:
            return ""
        needed = _need(wish, model, parameters, kind)
        return next((m for m in _plans(wish, kind) if _more(needed, m, loaded) <= free_memory * SPARE), "")

    memory = fitting(request)
    plan = memory or (_plans(request, kind) or PLANS[kind])[-1]
    return Estimate(
        seconds=seconds,
        memory_bytes=_need(request, model, parameters, kind).total(plan),
        disk_bytes=_disk_bytes(request, nearest),
        learned=bool(nearest),
        fits=bool(memory),
        advice=None if memory else _advice(request, model, lambda wish: bool(fitting(wish))),
    )


def kind_of(request: Request) -> tuple[object, ...]:
    """All of a request that its cost depends on: the same for requests that cost the same."""
    r = request
    return r.model, r.device, r.dtype, r.memory, r.width, r.height, r.num_frames, r.steps_taken, r.strength > 0, r.guidance_scale > 1


def _pixels(size: Request | Run) -> int:
    return size.width * size.height * size.num_frames


def _learned_s(request: Request, runs: list[Run]) -> float:
    """Denoising goes with pixels, steps and passes, decoding and writing with pixels; reading the prompt takes what it takes."""
    pixels, passes = _pixels(request), 2 if request.guidance_scale > 1 else 1
    step_s = median(r.seconds["denoise"] / (_pixels(r) * r.num_inference_steps * (2 if r.guided else 1)) for r in runs)
    pixel_s = median((r.seconds.get("decode", 0.0) + r.seconds.get("write", 0.0)) / _pixels(r) for r in runs)
    text_s = median(r.seconds.get("text", 0.0) for r in runs)
    return pixels * (step_s * passes * request.steps_taken + pixel_s * _vae_passes(request)) + text_s


def _vae_passes(request: Request) -> float:
    """Decoding is one; a second pass encodes its source first, for about half the work."""
    return 1.5 if request.strength else 1.0


def _load_s(runs: list[Run]) -> float:
    loads = [s for r in runs if (s := r.seconds.get("load", 0.0)) > SLOW_LOAD_S]
    return median(loads) if loads else 0.0


def _guessed_s(request: Request, model: Model, parameters: dict[str, int], cores: int) -> float:
    pixels, passes = _pixels(request), 2 if request.guidance_scale > 1 else 1
    denoise = UNET_FLOP_A_LATENT_PIXEL * parameters["unet"] / UNET_PARAMETERS * pixels / model.scale**2 * passes * request.steps_taken
    decode = VAE_FLOP_A_PIXEL * parameters["vae"] / VAE_PARAMETERS * pixels * _vae_passes(request)
    return (denoise + decode) / (FLOP_S_A_CORE * cores)


def _disk_bytes(request: Request, runs: list[Run]) -> int:
    sizes = [r.file_bytes / _pixels(r) for r in runs if r.file_bytes > 0]
    return round(median(sizes) * _pixels(request)) if sizes else output_bytes(request)


def _plans(request: Request, kind: str) -> tuple[str, ...]:
    """Memory plans that the engine would consider, the roomiest first; none for a wish that the device cannot grant."""
    if request.memory == "auto":
        return PLANS[kind]
    return (request.memory,) if request.memory in PLANS[kind] else ()


def _need(request: Request, model: Model, parameters: dict[str, int], kind: str) -> Need:
    value_bytes = VALUE_BYTES.get(request.dtype, 4 if kind == "cpu" else 2)
    return need(request, parameters, model.scale, value_bytes)


def _more(needed: Need, memory: str, loaded: bool) -> int:
    """Bytes beyond what a loaded model holds already."""
    return needed.work if loaded else needed.total(memory)


def _advice(request: Request, model: Model, fits: Callable[[Request], bool]) -> Request | None:
    return next((wish for wish in _milder(request, model) if fits(wish)), None)


def _milder(request: Request, model: Model) -> Iterator[Request]:
    """Requests that take less, the most like it first: another memory plan, fewer frames, a smaller size, both."""
    request = replace(request, memory="auto")
    yield request
    for frames in range(request.num_frames - 1, FEWEST_FRAMES - 1, -1):
        yield replace(request, num_frames=frames)
    sizes = list(_smaller(request, model))
    for frames in dict.fromkeys((request.num_frames, min(request.num_frames, FEWEST_FRAMES))):
        for width, height in sizes:
            yield replace(request, width=width, height=height, num_frames=frames)


def _smaller(request: Request, model: Model) -> Iterator[tuple[int, int]]:
    """Sizes of the same shape on the model's grid, the largest first, none with a side below half of what it was made for."""
    long, short = max(request.width, request.height), min(request.width, request.height)
    for side in range(math.ceil(long / model.grid) - 1, 0, -1):
        other = max(round(short / long * side), 1)
        if other * model.grid < min(model.width, model.height) / 2:
            return
        pair = side * model.grid, other * model.grid
        yield pair if request.width >= request.height else (pair[1], pair[0])
