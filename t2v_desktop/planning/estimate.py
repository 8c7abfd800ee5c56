"""What a request will cost in time, memory and disk, learned from this machine's own runs, and what would fit instead."""

import math
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import median

from t2v_desktop.events import Setup
from t2v_desktop.job import Run
from t2v_desktop.media.names import output_bytes
from t2v_desktop.models.family import FLOP_S_PER_CORE, Need
from t2v_desktop.models.memory import PLANS, SPARE, Footprint, Placement, footprint, placements
from t2v_desktop.models.store import Model
from t2v_desktop.planning.devices import Device
from t2v_desktop.request import Request

START_S, READ_BYTES_S = 4.0, 500e6  # the engine's imports, and a disk
KEPT_LOAD_S = 0.05  # a load that took less found the model in memory
ENCODING = 0.5  # a source's way to latents, as a share of the way back
NEAREST = 5  # runs that a rate is the median of
FEWEST_FRAMES = 8  # below that nobody calls it a video
VALUE_BYTES = {"fp32": 4, "fp16": 2, "bf16": 2}
MEMORY, DISK = "memory", "disk"


@dataclass(frozen=True, slots=True)
class Conditions:
    """What a request meets.

    `device` is the one that will be used, None where nobody knows; `free_disk` is in bytes. `loaded` is how the engine holds the
    request's model, ready for it, None where it has to be read first. `started` where the engine runs.
    """

    device: Device | None
    free_disk: int
    loaded: Setup | None = None
    started: bool = True


@dataclass(frozen=True, slots=True)
class Estimate:
    """The cost of one clip.

    `seconds` is None where there is no telling, as on a GPU's first run; `ready_s` of them go by before the model is in memory.
    `memory_bytes` is None where the device is not known. `learned` where `seconds` comes from runs here. `lacking` names what
    there is too little of: MEMORY, DISK. `advice` is the request, changed as little as possible, that fits; None where this one
    fits, or nothing does.
    """

    seconds: float | None
    memory_bytes: int | None
    disk_bytes: int
    learned: bool = False
    lacking: tuple[str, ...] = ()
    advice: Request | None = None
    ready_s: float = 0.0

    @property
    def fits(self) -> bool:
        return not self.lacking

    def seconds_of(self, clips: int) -> float | None:
        """The time of so many clips in a row: the model is read once."""
        return None if self.seconds is None else self.seconds * clips - self.ready_s * (clips - 1)

    def then(self, second: "Estimate") -> "Estimate":
        """Both, one after the other, as one; the advice is about the first. Each clip has the other model read again."""
        return Estimate(
            seconds=None if self.seconds is None or second.seconds is None else self.seconds + second.seconds,
            memory_bytes=None if self.memory_bytes is None or second.memory_bytes is None else max(self.memory_bytes, second.memory_bytes),
            disk_bytes=self.disk_bytes + second.disk_bytes,
            learned=self.learned and second.learned,
            lacking=tuple(what for what in (MEMORY, DISK) if what in self.lacking + second.lacking),
            advice=self.advice,
        )


def estimate(request: Request, model: Model, runs: Sequence[Run], conditions: Conditions, cores: int | None = None) -> Estimate:
    """The cost of `request` with `model`, learned from those of `runs` that were made with it in the same way.

    Raises BrokenModel where the model's files have gone or changed.
    """
    device = conditions.device
    own = [r for r in runs if r.model == model.name]
    disk_bytes = _disk_bytes(request, own)
    if device is None or device.kind not in PLANS:
        full = output_bytes(request) > conditions.free_disk
        advice = _advice(request, model, lambda wish: output_bytes(wish) <= conditions.free_disk) if full else None
        return Estimate(None, None, disk_bytes, lacking=(DISK,) if full else (), advice=advice)
    measured = footprint(model.folder)
    there = [r for r in own if _same_device(r, device)]
    dtype = _dtype(request, device, conditions.loaded, there)
    room = _Room(model, measured, device, dtype, conditions)
    placed = room.placement(request) or (placements(request, device.kind) or [Placement(PLANS[device.kind][-1])])[-1]
    plan = (conditions.loaded.memory if conditions.loaded else "") or placed.memory
    alike = [r for r in there if (r.dtype, r.memory) == (dtype, plan) and r.seconds.get("denoise", 0) > 0]
    seconds, ready_s = _learned_s(request, alike) if alike else (None, 0.0)
    if not alike and device.kind == "cpu":
        seconds, ready_s = _guessed_s(request, measured, cores or os.cpu_count() or 1), model.weights_bytes / READ_BYTES_S
    ready_s = 0.0 if conditions.loaded else ready_s + (0.0 if conditions.started else _start_s(own))
    lacking = room.lacking(request)
    return Estimate(
        seconds=None if seconds is None else seconds + ready_s,
        memory_bytes=room.need(request).total(plan, placed.batched),
        disk_bytes=disk_bytes,
        learned=bool(alike),
        lacking=lacking,
        advice=room.advice(request) if lacking else None,
        ready_s=0.0 if seconds is None else ready_s,
    )


def kind_of(request: Request) -> tuple[object, ...]:
    """All of a request that its cost depends on: the same for requests that cost the same."""
    r = request
    return r.model, r.device, r.dtype, r.memory, r.width, r.height, r.num_frames, r.steps_taken, r.strength > 0, r.guidance_scale > 1


# which runs teach


def _same_device(run: Run, device: Device) -> bool:
    """Whether a run was made on that hardware: known by its own name, for cards are exchanged and numbered anew."""
    if run.device.split(":")[0] != device.kind:
        return False
    return run.device_name == device.title if run.device_name and device.title else run.device == device.name


def _dtype(request: Request, device: Device, loaded: Setup | None, runs: list[Run]) -> str:
    """The precision that will be used: as loaded, as wished, as the engine said, as it was the last time."""
    if loaded is not None and loaded.dtype:
        return loaded.dtype
    if request.dtype != "auto":
        return request.dtype
    return device.dtype or next((r.dtype for r in runs if r.dtype), "fp32" if device.kind == "cpu" else "fp16")


# time


@dataclass(frozen=True, slots=True)
class _Rates:
    """Denoising goes with pixels, steps and passes, the VAE's work and writing with pixels; reading the prompt takes what it takes."""

    step_s: float
    decode_s: float
    encode_s: float
    text_s: float

    @classmethod
    def of(cls, runs: Sequence[Run]) -> "_Rates":
        decode_s = median((r.seconds.get("decode", 0.0) + r.seconds.get("write", 0.0)) / _pixels(r) for r in runs)
        encoded = [r.seconds["encode"] / _pixels(r) for r in runs if "encode" in r.seconds]
        return cls(
            step_s=median(r.seconds["denoise"] / (_pixels(r) * r.num_inference_steps * (2 if r.guided else 1)) for r in runs),
            decode_s=decode_s,
            encode_s=median(encoded) if encoded else decode_s * ENCODING,
            text_s=median(r.seconds.get("text", 0.0) for r in runs),
        )

    def seconds(self, pixels: int, steps: int, guided: bool, second_pass: bool) -> float:
        per_pixel = self.step_s * steps * (2 if guided else 1) + self.decode_s + (self.encode_s if second_pass else 0.0)
        return pixels * per_pixel + self.text_s


def _learned_s(request: Request, runs: list[Run]) -> tuple[float, float]:
    """Seconds of a clip with the model in memory, and until it is there.

    The first clip after a load takes longer in every phase: weights are paged in, kernels are chosen and compiled. It teaches the
    rates only until there are others; what it took beyond theirs counts as loading.
    """
    cold = [r for r in runs if r.seconds.get("load", 0.0) > KEPT_LOAD_S]
    warm = [r for r in runs if r.seconds.get("load", 0.0) <= KEPT_LOAD_S]
    near = _Rates.of(_nearest(request, warm or cold))
    clip_s = near.seconds(_pixels(request), request.steps_taken, request.guidance_scale > 1, request.strength > 0)
    loads = []
    for run in _nearest(request, cold):
        load_s = run.seconds["load"]
        beyond = sum(run.seconds.values()) - run.seconds.get("start", 0.0) - _seconds_again(run, near) if warm else 0.0
        loads.append(max(load_s, beyond))
    return clip_s, median(loads) if loads else 0.0


def _seconds_again(run: Run, rates: _Rates) -> float:
    return rates.seconds(_pixels(run), run.num_inference_steps, run.guided, "encode" in run.seconds)


def _start_s(runs: list[Run]) -> float:
    """How long the engine takes to start, on whatever device it was."""
    starts = [s for r in runs if (s := r.seconds.get("start", 0.0)) > 0][:NEAREST]
    return median(starts) if starts else START_S


def _nearest(request: Request, runs: Sequence[Run]) -> list[Run]:
    """The runs most like `request` in size, of equals the newest."""
    return sorted(runs, key=lambda r: abs(math.log(_pixels(r) / _pixels(request))))[:NEAREST]


def _pixels(size: Request | Run) -> int:
    return size.width * size.height * size.num_frames


def _guessed_s(request: Request, measured: Footprint, cores: int) -> float:
    denoise, decode = measured.family.flop(request, measured.parameters, measured.shape)
    return (denoise + decode * (1 + ENCODING if request.strength else 1.0)) / (FLOP_S_PER_CORE * cores)


# memory and disk


@dataclass(frozen=True, slots=True)
class _Room:
    """What fits on a device and on the clips' disk."""

    model: Model
    measured: Footprint
    device: Device
    dtype: str
    conditions: Conditions

    def need(self, request: Request) -> Need:
        return self.measured.need(request, VALUE_BYTES.get(self.dtype, 4), self.device.kind)

    def placement(self, request: Request) -> Placement | None:
        """The placement that the engine would choose, None where none fits. What a device has is not always known: then the first."""
        needed, free = self.need(request), self.device.free_bytes
        possible = placements(request, self.device.kind)
        return next((p for p in possible if free is None or self._bytes(needed, p) <= free * SPARE), None)

    def lacking(self, request: Request) -> tuple[str, ...]:
        short_of_memory = self.placement(request) is None
        short_of_disk = output_bytes(request) > self.conditions.free_disk
        return tuple(what for what, short in ((MEMORY, short_of_memory), (DISK, short_of_disk)) if short)

    def advice(self, request: Request) -> Request | None:
        """The request, changed as little as possible, that fits; a memory plan that was asked for by name gives way to another, by name."""
        found = _advice(request, self.model, lambda wish: not self.lacking(wish))
        placed = self.placement(found) if found is not None and request.memory != "auto" else None
        return found if found is None or placed is None else replace(found, memory=placed.memory)

    def _bytes(self, needed: Need, placed: Placement) -> int:
        """What the free memory has to hold. A computer's own memory is measured beside a loaded model, a GPU's as if it were not there."""
        if self.conditions.loaded is not None and self.device.kind == "cpu":
            return max(needed.denoise if placed.batched else needed.denoise_pass, needed.decode_frame)
        return needed.total(placed.memory, placed.batched)


def _disk_bytes(request: Request, runs: Sequence[Run]) -> int:
    """A file's size does not depend on the device: every run of the model teaches it."""
    sizes = [r.file_bytes / _pixels(r) for r in _nearest(request, [r for r in runs if r.file_bytes > 0])]
    return round(median(sizes) * _pixels(request)) if sizes else output_bytes(request)


def _advice(request: Request, model: Model, fits: Callable[[Request], bool]) -> Request | None:
    return next((wish for wish in _milder(request, model) if fits(wish)), None)


def _milder(request: Request, model: Model) -> Iterator[Request]:
    """Requests that take less, the most like it first: another memory plan, fewer frames, a smaller size, both."""
    request = replace(request, memory="auto")
    yield request
    for frames in range(request.num_frames - 1, FEWEST_FRAMES - 1, -1):
        if model.shape.takes(frames):
            yield replace(request, num_frames=frames)
    sizes = list(_smaller(request, model))
    for frames in dict.fromkeys((request.num_frames, min(request.num_frames, model.nearest_frames(FEWEST_FRAMES)))):
        for width, height in sizes:
            yield replace(request, width=width, height=height, num_frames=frames)


def _smaller(request: Request, model: Model) -> Iterator[tuple[int, int]]:
    """Sizes of the same shape on the model's grid, the largest first, none with a side below half of what it was made for."""
    grid, long, short = model.shape.grid, max(request.width, request.height), min(request.width, request.height)
    for side in range(math.ceil(long / grid) - 1, 0, -1):
        other = max(round(short / long * side), 1)
        if other * grid < min(model.width, model.height) / 2:
            return
        pair = side * grid, other * grid
        yield pair if request.width >= request.height else (pair[1], pair[0])
