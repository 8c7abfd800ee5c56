"""What this machine reaches at best: the speed of a large matrix product and of a large copy, measured for a moment."""

from collections.abc import Callable
from time import perf_counter

import torch

REPEATS = 5
SIDE = {"cpu": 1536, "cuda": 8192, "mps": 4096}  # of the matrices
COPIED_BYTES = 256 * 2**20


def matmul_flop_s(device: torch.device, dtype: torch.dtype) -> float:
    """Floating-point operations a second of the best of a few products."""
    side = SIDE[device.type]
    a, b = torch.ones(side, side, dtype=dtype, device=device), torch.ones(side, side, dtype=dtype, device=device)
    return 2 * side**3 / min(_seconds(lambda: a @ b, device) for _ in range(REPEATS + 1))


def copy_bytes_s(device: torch.device) -> float:
    """Bytes read and written a second of the best of a few copies."""
    source = torch.ones(COPIED_BYTES, dtype=torch.uint8, device=device)
    target = torch.empty_like(source)
    return 2 * COPIED_BYTES / min(_seconds(lambda: target.copy_(source), device) for _ in range(REPEATS + 1))


def _seconds(work: Callable[[], object], device: torch.device) -> float:
    _wait(device)
    began = perf_counter()
    work()
    _wait(device)
    return perf_counter() - began


def _wait(device: torch.device) -> None:
    if device.type == "cuda":
        torch.cuda.synchronize(device)
    elif device.type == "mps":
        torch.mps.synchronize()
