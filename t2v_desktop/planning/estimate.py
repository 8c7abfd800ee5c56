"""Estimate: what a request costs in time, memory and disk, learned from past runs on this machine, and what would fit instead."""

import math
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import median

from t2v_desktop.events import Setup
from t2v_desktop.library.runs import Run
from t2v_desktop.media.names import output_bytes
from t2v_desktop.models.family import FLOP_S_PER_CORE, Need
from t2v_desktop.models.memory import PLANS, SPARE, Footprint, Placement, choose, count_parameters, placements
from t2v_desktop.models.store import Model
from t2v_desktop.planning.devices import Device
from t2v_desktop.request import Request

START_S, READ_BYTES_S = 4.0, 500e6  # the engine's imports; a disk's read speed
KEPT_LOAD_S = 0.05  # a shorter load found the model in memory
ENCODING = 0.5  # encoding time as a share of decoding time
NEAREST = 5  # a rate is the median of this many runs
FEWEST_FRAMES = 8  # fewer is not a video
CLEARLY_LESS = 0.75  # times the working memory
VALUE_BYTES = {"fp32": 4, "fp16": 2, "bf16": 2}
MEMORY, DISK = "memory", "disk"


@dataclass(frozen=True, slots=True)
class Conditions:
    """The state of the machine when a request is estimated.

    `device` is the one that will be used, None if unknown; `free_disk` is in bytes. `loaded` is the setup of the request's model if
    the engine has it in memory, None if it has to be loaded first. `started` is True if the engine runs.
    """

    device: Device | None
    free_disk: int
    loaded: Setup | None = None
    started: bool = True


@dataclass(frozen=True, slots=True)
class Estimate:
    """The cost of one clip.

    `seconds` is None if unknown, as on a GPU's first run; `ready_s` is the part of it until the model is in memory. `memory_bytes` is
    None if the device is unknown. `learned` is True if `seconds` comes from past runs. `lacking` names what there is too little of:
    MEMORY, DISK. `advice` is the request with the fewest changes that fits; None if this one fits, or if nothing does.
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
        """The time of that many clips in a row; the model is loaded once."""
        return None if self.seconds is None else self.seconds * clips - self.ready_s * (clips - 1)

    def then(self, second: "Estimate") -> "Estimate":
        """This pass followed by `second`, as one estimate, with the advice of the first. Each pass loads its model again."""
        return Estimate(
            seconds=None if self.seconds is None or second.seconds is None else self.seconds + second.seconds,
            memory_bytes=None if self.memory_bytes is None or second.memory_bytes is None else max(self.memory_bytes, second.memory_bytes),
            disk_bytes=self.disk_bytes + second.disk_bytes,
            learned=self.learned and second.learned,
            lacking=tuple(what for what in (MEMORY, DISK) if what in self.lacking + second.lacking),
            advice=self.advice,
        )


def estimate(
    request: Request, model: Model, runs: Sequence[Run], conditions: Conditions, cores: int | None = None, frames_before: int = 0
) -> Estimate:  # fmt: skip
    """The cost of `request` with `model`, learned from those of `runs` with the same model, device, precision and memory plan.

    `frames_before` are those of the clip that it continues: they are written again.
    Raises BrokenModel if files of the model are missing or changed.
    """
    device = conditions.device
    own = [r for r in runs if r.model == model.name]
    disk_bytes = _disk_bytes(request, own, frames_before)
    if device is None or device.kind not in PLANS:
        full = output_bytes(request, frames_before) > conditions.free_disk
        advice = _advice(request, model, lambda milder: output_bytes(milder, frames_before) <= conditions.free_disk) if full else None
        return Estimate(None, None, disk_bytes, lacking=(DISK,) if full else (), advice=advice)
    measured = Footprint(model.family, count_parameters(model.folder, model.family), model.shape)
    same_device = [r for r in own if _same_device(r, device)]
    dtype = _dtype(request, device, conditions.loaded, same_device, model.family.half)
    budget = _Budget(model, measured, device, dtype, conditions, frames_before)
    placed, tile = budget.placement(request) or ((placements(request, device.kind) or [Placement(PLANS[device.kind][-1])])[-1], 0)
    plan = (conditions.loaded.memory if conditions.loaded else "") or placed.memory
    alike = [r for r in same_device if (r.dtype, r.memory) == (dtype, plan) and r.seconds.get("denoise", 0) > 0]
    encodings = _encodings(request, measured)
    seconds, ready_s = _learned_s(request, request.evaluations(model.family.cached_share), encodings > 0, alike) if alike else (None, 0.0)
    if not alike and device.kind == "cpu":
        seconds, ready_s = _guessed_s(request, measured, encodings, cores or os.cpu_count() or 1), model.weights_bytes / READ_BYTES_S
    ready_s = 0.0 if conditions.loaded else ready_s + (0.0 if conditions.started else _start_s(own))
    lacking = budget.lacking(request)
    return Estimate(
        seconds=None if seconds is None else seconds + ready_s,
        memory_bytes=budget.need(request).total(plan, placed.batched, tile),
        disk_bytes=disk_bytes,
        learned=bool(alike),
        lacking=lacking,
        advice=budget.advice(request) if lacking else None,
        ready_s=0.0 if seconds is None else ready_s,
    )


def smaller(request: Request, model: Model, conditions: Conditions) -> Request | None:
    """What to render instead of a request that ran out of memory although it seemed to fit: the one with the fewest changes that takes clearly less.

    Its clip is shorter or smaller: the engine has tried every memory plan before it fails. None if there is none. Raises BrokenModel.
    """
    measured = Footprint(model.family, count_parameters(model.folder, model.family), model.shape)
    kind = conditions.device.kind if conditions.device is not None else "cuda"

    def work(one: Request) -> int:
        return measured.need(one, VALUE_BYTES["fp16"], kind).work

    return _advice(request, model, lambda milder: work(milder) <= CLEARLY_LESS * work(request))


def cost_key(request: Request) -> tuple[object, ...]:
    """The values of a request that its cost depends on; requests with equal ones cost the same."""
    r = request
    placed = r.model, r.device, r.dtype, r.memory, r.width, r.height, r.num_frames
    guided = (r.guidance_start, r.guidance_end) if r.guidance_scale > 1 else None
    return *placed, r.num_inference_steps, r.steps_taken, r.strength > 0, guided, r.cache_interval, r.is_given, r.continued_frames


# which runs to learn from


def _same_device(run: Run, device: Device) -> bool:
    """Whether a run was made on that hardware, compared by its own name: cards are swapped and renumbered."""
    if run.device.split(":")[0] != device.kind:
        return False
    return run.device_name == device.title if run.device_name and device.title else run.device == device.name


def _dtype(request: Request, device: Device, loaded: Setup | None, runs: list[Run], half: str) -> str:
    """The precision that will be used: as loaded, as requested, as the engine reported, or as in the last run; a card's half precision is the model's."""
    if loaded is not None and loaded.dtype:
        return loaded.dtype
    if request.dtype != "auto":
        return request.dtype
    known = device.dtype or next((r.dtype for r in runs if r.dtype), "fp32" if device.kind == "cpu" else half)
    return half if device.kind != "cpu" and known in ("fp16", "bf16") else known


# time


@dataclass(frozen=True, slots=True)
class _Rates:
    """Seconds per unit of work: denoising per pixel and evaluation of the denoiser, the VAE and writing per pixel, the text encoder per clip."""

    evaluation_s: float
    decode_s: float
    encode_s: float
    text_s: float

    @classmethod
    def of(cls, runs: Sequence[Run]) -> "_Rates":
        decode_s = median((r.seconds.get("decode", 0.0) + r.seconds.get("write", 0.0)) / _pixels(r) for r in runs)
        encoded = [r.seconds["encode"] / _pixels(r) for r in runs if "encode" in r.seconds]
        return cls(
            evaluation_s=median(r.seconds["denoise"] / (_pixels(r) * r.evaluations) for r in runs),
            decode_s=decode_s,
            encode_s=median(encoded) if encoded else decode_s * ENCODING,
            text_s=median(r.seconds.get("text", 0.0) for r in runs),
        )

    def seconds(self, pixels: int, evaluations: float, encodes: bool) -> float:
        per_pixel = self.evaluation_s * evaluations + self.decode_s + (self.encode_s if encodes else 0.0)
        return pixels * per_pixel + self.text_s


def _encodings(request: Request, measured: Footprint) -> int:
    """How often a whole clip is encoded: the source of a second pass; control latents, those of known frames besides those of grey ones."""
    if measured.shape.control_channels:
        return 2 if request.is_given else 1
    return 1 if request.strength else 0


def _learned_s(request: Request, evaluations: float, encodes: bool, runs: list[Run]) -> tuple[float, float]:
    """Seconds for a clip with the model in memory, and seconds to load it.

    The first clip after a load takes longer in every phase: weights are paged in, kernels are chosen and compiled. Its rates are used
    only until there are other runs; the time it took beyond theirs counts as loading.
    """
    cold = [r for r in runs if r.seconds.get("load", 0.0) > KEPT_LOAD_S]
    warm = [r for r in runs if r.seconds.get("load", 0.0) <= KEPT_LOAD_S]
    near = _Rates.of(_nearest(request, warm or cold))
    clip_s = near.seconds(_pixels(request), evaluations, encodes)
    loads = []
    for run in _nearest(request, cold):
        load_s = run.seconds["load"]
        beyond = sum(run.seconds.values()) - run.seconds.get("start", 0.0) - _seconds_again(run, near) if warm else 0.0
        loads.append(max(load_s, beyond))
    return clip_s, median(loads) if loads else 0.0


def _seconds_again(run: Run, rates: _Rates) -> float:
    return rates.seconds(_pixels(run), run.evaluations, "encode" in run.seconds)


def _start_s(runs: list[Run]) -> float:
    """How long the engine takes to start, on any device."""
    starts = [s for r in runs if (s := r.seconds.get("start", 0.0)) > 0][:NEAREST]
    return median(starts) if starts else START_S


def _nearest(request: Request, runs: Sequence[Run]) -> list[Run]:
    """The runs closest to `request` in size; of equally close ones the newest."""
    return sorted(runs, key=lambda r: abs(math.log(_pixels(r) / _pixels(request))))[:NEAREST]


def _pixels(size: Request | Run) -> int:
    return size.width * size.height * size.num_frames


def _guessed_s(request: Request, measured: Footprint, encodings: int, cores: int) -> float:
    denoise, decode = measured.family.flop(request, measured.parameters, measured.shape)
    return (denoise + decode * (1 + ENCODING * encodings)) / (FLOP_S_PER_CORE * cores)


# memory and disk


@dataclass(frozen=True, slots=True)
class _Budget:
    """Checks what fits in a device's memory and on the disk of the clips."""

    model: Model
    measured: Footprint
    device: Device
    dtype: str
    conditions: Conditions
    frames_before: int = 0

    def need(self, request: Request) -> Need:
        return self.measured.need(request, VALUE_BYTES.get(self.dtype, 4), self.device.kind)

    def placement(self, request: Request) -> tuple[Placement, int] | None:
        """The placement and size of tiles that the engine would choose, None if none fits. The first ones if the free memory is unknown."""
        needed, free = self.need(request), self.device.free_bytes
        return choose(needed, placements(request, self.device.kind), lambda p, tile: free is None or self._bytes(needed, p, tile) <= free * SPARE)

    def lacking(self, request: Request) -> tuple[str, ...]:
        short_of_memory = self.placement(request) is None
        short_of_disk = output_bytes(request, self.frames_before) > self.conditions.free_disk
        return tuple(what for what, short in ((MEMORY, short_of_memory), (DISK, short_of_disk)) if short)

    def advice(self, request: Request) -> Request | None:
        """The request with the fewest changes that fits. A memory plan chosen by the user is replaced by another named one."""
        found = _advice(request, self.model, lambda milder: not self.lacking(milder))
        placed = self.placement(found) if found is not None and request.memory != "auto" else None
        return found if found is None or placed is None else replace(found, memory=placed[0].memory)

    def _bytes(self, needed: Need, placed: Placement, tile: int) -> int:
        """The free memory needed. On the CPU free memory excludes a loaded model; on a GPU it counts the model's memory as free."""
        if self.conditions.loaded is not None and self.device.kind == "cpu":
            return max(needed.denoise if placed.batched else needed.denoise_pass, needed.decode(tile))
        return needed.total(placed.memory, placed.batched, tile)


def _disk_bytes(request: Request, runs: Sequence[Run], frames_before: int) -> int:
    """The expected file size, from the model's runs on any device: the size does not depend on it."""
    sizes = [r.file_bytes / _pixels(r) for r in _nearest(request, [r for r in runs if r.file_bytes > 0])]
    pixels = request.width * request.height * (frames_before + request.new_frames)
    return round(median(sizes) * pixels) if sizes else output_bytes(request, frames_before)


def _advice(request: Request, model: Model, fits: Callable[[Request], bool]) -> Request | None:
    return next((milder for milder in _milder(request, model) if fits(milder)), None)


def _milder(request: Request, model: Model) -> Iterator[Request]:
    """Cheaper requests, the most similar first: another memory plan, fewer frames, a smaller size, both. A clip is continued in its own size."""
    request = replace(request, memory="auto")
    yield request
    for frames in range(request.num_frames - 1, max(FEWEST_FRAMES - 1, request.continued_frames), -1):
        if model.shape.takes(frames):
            yield replace(request, num_frames=frames)
    if request.continued_frames:
        return
    sizes = list(_smaller(request, model))
    for frames in dict.fromkeys((request.num_frames, min(request.num_frames, model.nearest_frames(FEWEST_FRAMES)))):
        for width, height in sizes:
            yield replace(request, width=width, height=height, num_frames=frames)


def _smaller(request: Request, model: Model) -> Iterator[tuple[int, int]]:
    """Smaller sizes with the same aspect ratio on the model's grid, largest first, down to half of the native short side."""
    grid, long, short = model.shape.grid, max(request.width, request.height), min(request.width, request.height)
    for side in range(math.ceil(long / grid) - 1, 0, -1):
        other = max(round(short / long * side), 1)
        if other * grid < min(model.width, model.height) / 2:
            return
        pair = side * grid, other * grid
        yield pair if request.width >= request.height else (pair[1], pair[0])
