"""Which device and precision to use, and how to fit a model into the memory there is."""

import os
import platform
import time
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache

import psutil
import torch

from t2v_desktop.errors import DeviceError, OutOfMemory
from t2v_desktop.models.family import FLOP_S_PER_CORE
from t2v_desktop.models.memory import PLANS, SPARE, Footprint, Placement, choose, placements
from t2v_desktop.request import Request

DTYPES = {"fp32": torch.float32, "fp16": torch.float16, "bf16": torch.bfloat16}
CPU = torch.device("cpu")
MAX_FRAMES_AT_ONCE = {"cuda": 16, "mps": 16}  # decoded between two looks at cancel
CHUNK_S = 1.0  # that a CPU decodes between two looks at cancel: small frames cost less together than one after the other
OUT_OF_MEMORY = (  # how CUDA, ROCm, cuBLAS, cuDNN, Metal, the CPU's allocators and Windows say it, in small letters
    "out of memory", "outofmemory", "alloc_failed", "allocation_failed", "allocate memory", "memory allocation", "not enough memory",
    "insufficient memory", "invalid buffer size", "failed to allocate", "bad_alloc", "bad allocation", "paging file is too small",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Plan:
    """Where a model runs: `placement` is never auto, `decode_chunk` is in frames, `decode_tile` in latent pixels: larger frames are decoded in tiles,
    none if it is 0.

    `request` is the one the plan was made for. `note` says why auto skipped a graphics card.
    """

    device: torch.device
    dtype: torch.dtype
    placement: Placement
    decode_chunk: int
    estimated_bytes: int
    request: Request
    note: str = ""
    decode_tile: int = 0

    @property
    def memory(self) -> str:
        """Any of request.MEMORY_PLANS except auto."""
        return self.placement.memory


def choose_device(name: str) -> torch.device:
    """The device by name, with its number on CUDA, or the fastest that works for "auto". Raises DeviceError if it can't be used."""
    if name == "auto":
        return auto_device()[0]
    kind = name.split(":")[0]
    if kind != "cpu" and kind not in _gpus():
        raise DeviceError(f"no {kind} device found that PyTorch {torch.__version__} supports: use auto or cpu")
    try:
        device = torch.device(name)
        device = torch.device("cuda", device.index or 0) if kind == "cuda" else device
        torch.zeros(1, device=device)
    except (RuntimeError, AssertionError) as error:
        if not is_out_of_memory(error):
            raise DeviceError(f"there is no device {name!r}: use auto, cpu, cuda or mps") from error
    if problem := gpu_problem(device):
        raise DeviceError(f"{problem}: use auto or cpu")
    return device


def auto_device() -> tuple[torch.device, str]:
    """The first GPU that passes a test multiplication, else the CPU; and what is wrong with a GPU that was skipped."""
    problem = ""
    for device in _gpus().values():
        problem = gpu_problem(device)
        if not problem:
            return device, ""
    return CPU, problem and f"{problem}: the CPU is used"


def gpu_problem(device: torch.device) -> str:
    """Why `device` can't be used, found by a small multiplication in half precision; empty if it can.

    `is_available` is not enough: it is true for cards too old for the kernels in this build of PyTorch.
    """
    if device.type == "cpu":
        return ""
    try:
        ones = torch.ones(8, 8, dtype=torch.float16, device=device)
        if float((ones @ ones).sum()) == 8**3:
            return ""
        reason = "it multiplies incorrectly"
    except (RuntimeError, AssertionError) as error:
        if is_out_of_memory(error):
            return ""  # it works, and is full
        reason = (str(error).splitlines() or [type(error).__name__])[0].rstrip(".")
    return f"{_title(device)} can't run PyTorch {torch.__version__} ({reason})"


def is_out_of_memory(error: BaseException) -> bool:
    """Whether `error` is a back end's way to say that something did not fit into the device's or the computer's memory."""
    if isinstance(error, (MemoryError, torch.OutOfMemoryError)):
        return True
    message = str(error).lower()
    return any(words in message for words in OUT_OF_MEMORY)


def _gpus() -> dict[str, torch.device]:
    """The graphics cards by kind that PyTorch sees, whether they work or not."""
    found = {}
    if torch.cuda.is_available():
        found["cuda"] = torch.device("cuda", 0)
    if torch.backends.mps.is_available():
        found["mps"] = torch.device("mps")
    return found


def _title(device: torch.device) -> str:
    """What its maker calls a graphics card."""
    if device.type != "cuda":
        return "the Apple GPU"
    major, minor = torch.cuda.get_device_capability(device)
    return f"{torch.cuda.get_device_name(device)} (compute capability {major}.{minor})"


def choose_dtype(name: str, device: torch.device, half: str = "fp16") -> torch.dtype:
    """The precision by name; "auto" is on a GPU the model's own `half` precision, on a CPU bf16 where a probe shows it to be faster than fp32."""
    if name != "auto":
        return DTYPES[name]
    if device.type != "cpu":
        return DTYPES[half]
    return torch.bfloat16 if _bf16_is_faster() else torch.float32


@cache
def _bf16_is_faster() -> bool:
    """Multiply matrices for a few milliseconds in both precisions."""
    seconds = {}
    for dtype in (torch.float32, torch.bfloat16):
        a = torch.ones(384, 384, dtype=dtype)
        a @ a
        began = time.perf_counter()
        for _ in range(3):
            a @ a
        seconds[dtype] = time.perf_counter() - began
    return seconds[torch.bfloat16] * 1.3 < seconds[torch.float32]


def free_bytes(device: torch.device) -> int:
    """Free memory on `device`; an Apple GPU takes the computer's, up to Metal's own limit."""
    if device.type == "cuda":
        return int(torch.cuda.mem_get_info(device)[0])
    available = int(psutil.virtual_memory().available)
    if device.type == "mps":
        return min(available, int(torch.mps.recommended_max_memory()) - int(torch.mps.driver_allocated_memory()))
    return available


def plan(request: Request, measured: Footprint, *, dtype: torch.dtype | None = None, without: Collection[Placement] = ()) -> Plan:
    """How to run a model.

    The first of `placements` that fits is used, except those in `without`. An explicit plan is tried even if it seems too large, and
    so is the last one left after `without`. `dtype` overrides the request's precision. Raises DeviceError if the device doesn't
    support the plan, OutOfMemory, naming what would fit, if nothing fits.
    """
    device, note = auto_device() if request.device == "auto" else (choose_device(request.device), "")
    dtype = dtype or choose_dtype(request.dtype, device, measured.family.half)
    needed = measured.need(request, dtype.itemsize, device.type)
    free = int(free_bytes(device) * SPARE)
    possible = [p for p in placements(request, device.type) if p not in without]
    if not possible and not without:
        raise DeviceError(f"memory saving {request.memory} isn't available on {device.type}: use {' or '.join(PLANS[device.type])}")
    found = choose(needed, possible, lambda placed, tile: needed.total(placed.memory, placed.batched, tile) <= free)
    if found is None and possible and (request.memory != "auto" or without):
        weights = needed.decode_weights[possible[-1].memory]
        found = possible[-1], next((tile for tile in needed.tiles if weights + needed.decode(tile) <= free), needed.tiles[-1])
    if found is None:
        offered = placements(request, device.type)
        least = min(needed.total(p.memory, p.batched, needed.tiles[-1]) for p in offered)
        shortens = any(needed.decode_weights[p.memory] + needed.decode(needed.tiles[-1]) <= free for p in offered)  # decoding takes no less for fewer frames
        raise OutOfMemory(
            f"{request.num_frames} frames of {request.width}x{request.height} need about {least / 1e9:.1f} GB, "
            f"{free / 1e9:.1f} GB are free on {device.type}: {_what_fits(request, needed.denoise_pass if shortens else 0, free, least)}"
        )
    chosen, tile = found
    left = free - needed.decode_weights[chosen.memory]
    chunk = max(1, min(request.num_frames, _most_frames(device, request, measured), left // max(needed.decode(tile), 1)))
    return Plan(device, dtype, chosen, int(chunk), needed.total(chosen.memory, chosen.batched, tile), request, note, tile)


def _most_frames(device: torch.device, request: Request, measured: Footprint) -> int:
    """How many frames may be decoded at once so that a cancel is noticed soon."""
    if device.type != "cpu":
        return MAX_FRAMES_AT_ONCE[device.type]
    frame_s = measured.family.flop(request, measured.parameters, measured.shape)[1] / request.num_frames / (FLOP_S_PER_CORE * torch.get_num_threads())
    return int(CHUNK_S / frame_s)


def _what_fits(request: Request, denoise: int, free: int, needed: int) -> str:
    """`denoise` are the bytes that depend on the number of frames."""
    for_frames = denoise - (needed - free)
    frames = request.num_frames * for_frames // denoise if for_frames > 0 else 0
    if frames >= 1:
        return f"use {frames} frames or fewer, or a smaller size"
    return "close other programs, or use a smaller size"


def describe() -> dict[str, object]:
    """What `doctor` reports about this computer, as plain values."""
    memory = psutil.virtual_memory()
    devices = [f"cpu ({torch.get_num_threads()} threads)"]
    if torch.cuda.is_available():
        for i in range(torch.cuda.device_count()):
            properties = torch.cuda.get_device_properties(i)
            devices.append(f"cuda:{i} {properties.name}, {properties.total_memory / 2**30:.1f} GiB")
    if torch.backends.mps.is_available():
        devices.append("mps (Apple GPU)")
    device, problem = auto_device()
    return {
        "device": device.type,
        "device_problem": problem,
        "dtype": str(choose_dtype("auto", device)).removeprefix("torch."),
        "devices": devices,
        "torch": torch.__version__,
        "torch_build": f"CUDA {torch.version.cuda}" if torch.version.cuda else "CPU only",
        "memory_total_gib": round(memory.total / 2**30, 1),
        "memory_available_gib": round(memory.available / 2**30, 1),
        "cpu": platform.processor() or platform.machine(),
        "cores": os.cpu_count(),
    }
