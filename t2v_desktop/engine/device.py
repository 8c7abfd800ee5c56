"""Which device and precision to use, and how to fit a model into the memory there is."""

import os
import platform
import time
from dataclasses import dataclass
from functools import cache

import psutil
import torch

from t2v_desktop.errors import DeviceError, OutOfMemory
from t2v_desktop.models.memory import PLANS, SPARE, need
from t2v_desktop.request import Request

DTYPES = {"fp32": torch.float32, "fp16": torch.float16, "bf16": torch.bfloat16}


@dataclass(frozen=True, slots=True)
class Plan:
    """Where a model runs: `memory` is one of request.MEMORY_PLANS but auto, `decode_chunk` is in frames.

    `request` is the one it was made for: its wishes and the size of its clip.
    """

    device: torch.device
    dtype: torch.dtype
    memory: str
    decode_chunk: int
    estimated_bytes: int
    request: Request


def choose_device(name: str) -> torch.device:
    """The device by name, or the fastest there is for "auto". Raises DeviceError where it is not there."""
    mps = torch.backends.mps.is_available()
    if name == "auto":
        return torch.device("cuda" if torch.cuda.is_available() else "mps" if mps else "cpu")
    kind = name.split(":")[0]
    if (kind == "cuda" and not torch.cuda.is_available()) or (kind == "mps" and not mps):
        raise DeviceError(f"this computer has no {kind} device that torch {torch.__version__} can use: use auto or cpu")
    try:
        device = torch.device(name)
        torch.zeros(1, device=device)
    except (RuntimeError, AssertionError) as error:
        raise DeviceError(f"there is no device {name!r}: use auto, cpu, cuda or mps") from error
    return device


def choose_dtype(name: str, device: torch.device) -> torch.dtype:
    """The precision by name; "auto" is fp16 on a GPU, on a CPU bf16 where a probe shows it to be faster than fp32."""
    if name != "auto":
        return DTYPES[name]
    if device.type != "cpu":
        return torch.float16
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
    """Memory that can still be had on `device`; a CPU's and an Apple GPU's is the computer's."""
    if device.type == "cuda":
        return int(torch.cuda.mem_get_info(device)[0])
    return int(psutil.virtual_memory().available)


def plan(request: Request, parameters: dict[str, int], scale: int) -> Plan:
    """How to run a model whose components have `parameters` values; `scale` is the VAE's reduction of each side.

    Without a wish in `request.memory` the first of full, model_offload, fp8_layerwise, group_offload that fits is taken (a CPU
    has nowhere to offload to). Raises DeviceError for a wish that the device cannot grant, OutOfMemory, naming what would
    fit, where nothing does.
    """
    device = choose_device(request.device)
    dtype = choose_dtype(request.dtype, device)
    needed = need(request, parameters, scale, dtype.itemsize)
    free = int(free_bytes(device) * SPARE)
    possible = PLANS[device.type]
    if request.memory != "auto":
        if request.memory not in possible:
            raise DeviceError(f"the memory plan {request.memory} is not for {device.type}: use {' or '.join(possible)}")
        memory = request.memory
    else:
        memory = next((m for m in possible if needed.total(m) <= free), "")
        if not memory:
            least = needed.total(possible[-1])
            raise OutOfMemory(
                f"{request.num_frames} frames of {request.width}x{request.height} need about {least / 1e9:.1f} GB, "
                f"{free / 1e9:.1f} GB are free on {device.type}: {_what_fits(request, needed.denoise, free, least)}"
            )
    left = free - needed.resident[memory]
    most = 4 if device.type == "cpu" else 16  # a chunk is as long as a cancel may wait
    chunk = max(1, min(request.num_frames, most, left // max(needed.decode_frame, 1)))
    return Plan(device, dtype, memory, int(chunk), needed.total(memory), request)


def _what_fits(request: Request, denoise: int, free: int, needed: int) -> str:
    for_frames = denoise - (needed - free)
    frames = request.num_frames * for_frames // denoise if for_frames > 0 else 0
    if frames >= 1:
        return f"use {frames} frames or fewer, or a smaller size"
    return "close other programs, or use a smaller size"


def describe() -> dict[str, object]:
    """What `doctor` tells about this computer, as plain values."""
    memory = psutil.virtual_memory()
    devices = [f"cpu ({torch.get_num_threads()} threads)"]
    if torch.cuda.is_available():
        for i in range(torch.cuda.device_count()):
            properties = torch.cuda.get_device_properties(i)
            devices.append(f"cuda:{i} {properties.name}, {properties.total_memory / 2**30:.1f} GiB")
    if torch.backends.mps.is_available():
        devices.append("mps (Apple GPU)")
    device = choose_device("auto")
    return {
        "device": device.type,
        "dtype": str(choose_dtype("auto", device)).removeprefix("torch."),
        "devices": devices,
        "torch": torch.__version__,
        "torch_build": f"CUDA {torch.version.cuda}" if torch.version.cuda else "CPU only",
        "memory_total_gib": round(memory.total / 2**30, 1),
        "memory_available_gib": round(memory.available / 2**30, 1),
        "cpu": platform.processor() or platform.machine(),
        "cores": os.cpu_count(),
    }
