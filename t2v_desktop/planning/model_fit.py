"""Whether a model that isn't installed would fit this computer, and how long a clip would take."""

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from statistics import median

from t2v_desktop.library.runs import Run
from t2v_desktop.models.catalogue import Entry
from t2v_desktop.models.family import FLOP_S_PER_CORE
from t2v_desktop.models.full_size import FullSize, full_size
from t2v_desktop.models.memory import PLANS, SPARE, Footprint, choose, placements
from t2v_desktop.models.store import Model
from t2v_desktop.planning.devices import Device
from t2v_desktop.planning.estimate import KEPT_LOAD_S, VALUE_BYTES
from t2v_desktop.request import Request

FEWEST_RUNS = 2  # of another model, to tell how fast this computer is


@dataclass(frozen=True, slots=True)
class Fit:
    """`needs_bytes` is the least memory of the device of `device_kind` that a clip of native size and length takes.

    `seconds` is what a clip would take, None if unknown, as on a graphics card; with `measured` that is scaled from clips rendered on this computer by the
    work that both are, which is right within a factor of two, else it is a guess by the number of cores.
    """

    fits: bool
    needs_bytes: int
    device_kind: str
    seconds: float | None = None
    measured: bool = False


def model_fit(entry: Entry, device: Device | None, total_bytes: int | None, cores: int, flop_s: float | None) -> Fit | None:
    """How a known model fits a device with `total_bytes` of memory. None if the model or the device isn't known enough.

    `flop_s` is what this computer's CPU makes, as `measured_flop_s` returns.
    """
    size = full_size(entry)
    if size is None or device is None or device.kind not in PLANS or total_bytes is None:
        return None
    request = _native_request(entry)
    value_bytes = VALUE_BYTES.get(device.dtype, 4 if device.kind == "cpu" else 2)
    needed = Footprint(size.family, size.parameters, size.shape).need(request, value_bytes, device.kind)
    possible = placements(request, device.kind)
    least = min(needed.total(placed.memory, placed.batched, tile) for placed in possible for tile in needed.tiles)
    fits = choose(needed, possible, lambda placed, tile: needed.total(placed.memory, placed.batched, tile) <= total_bytes * SPARE) is not None
    seconds = None
    if device.kind == "cpu":
        seconds = sum(_flop(size, request)) / (flop_s or FLOP_S_PER_CORE * cores)
    return Fit(fits, math.ceil(least / SPARE), device.kind, seconds, measured=seconds is not None and flop_s is not None)


def measured_flop_s(model: Model, parameters: dict[str, int], runs: Sequence[Run]) -> float | None:
    """What the CPU made of `Family.flop` in past runs of an installed model; None if there are too few."""
    warm = [run for run in runs if run.device == "cpu" and run.seconds.get("load", 0.0) <= KEPT_LOAD_S and run.seconds.get("denoise", 0.0) > 0]
    size = FullSize(model.family, parameters, model.shape)
    rates = []
    for run in warm:
        request = Request("any", model=model.name, width=run.width, height=run.height, num_frames=run.num_frames, num_inference_steps=1, guidance_scale=1.0)
        rates.append(_flop(size, request)[0] * run.evaluations / run.seconds["denoise"])
    return median(rates) if len(rates) >= FEWEST_RUNS else None


def _native_request(entry: Entry) -> Request:
    return Request(
        "any", model=entry.name, width=entry.width, height=entry.height, num_frames=entry.num_frames, fps=entry.fps, strength=entry.strength,
        **asdict(entry.presets["balanced"]),
    )  # fmt: skip


def _flop(size: FullSize, request: Request) -> tuple[float, float]:
    return size.family.flop(request, size.parameters, size.shape)
