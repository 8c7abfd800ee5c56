"""Reports the devices: all that are usable, and the one a model runs on."""

import os
import platform
from contextlib import suppress

import torch

from t2v_desktop.engine.device import DTYPES, Plan, choose_device, choose_dtype, free_bytes
from t2v_desktop.events import Setup

NAMES = {dtype: name for name, dtype in DTYPES.items()}


def setup(plan: Plan) -> Setup:
    """Where and how a model loaded with `plan` runs, and how much memory is free there now."""
    device = plan.device
    return Setup(name_of(device), title_of(device), NAMES[plan.dtype], plan.memory, available_bytes(device))


def report_devices() -> dict[str, object]:
    """Every usable device, and which one "auto" selects, in the form that planning.devices.read_devices reads."""
    found = [torch.device("cpu")]
    if torch.cuda.is_available():
        found += [torch.device("cuda", index) for index in range(torch.cuda.device_count())]
    if torch.backends.mps.is_available():
        found.append(torch.device("mps"))
    usable = []
    for d in found:
        with suppress(RuntimeError, AssertionError):  # a card that fails this query can't be used either
            usable.append({"name": name_of(d), "title": title_of(d), "dtype": NAMES[choose_dtype("auto", d)], "free_bytes": available_bytes(d)})
    return {"auto": name_of(choose_device("auto")), "usable": usable}


def name_of(device: torch.device) -> str:
    """cpu, cuda:1 or mps: the same name for the same device, however it was requested."""
    return f"cuda:{device.index or 0}" if device.type == "cuda" else device.type


def title_of(device: torch.device) -> str:
    """The product name of a graphics card; for a CPU its kind and number of cores."""
    if device.type == "cuda":
        return torch.cuda.get_device_name(device)
    if device.type == "mps":
        return f"Apple GPU ({platform.processor() or platform.machine()})"
    return f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores"


def available_bytes(device: torch.device) -> int:
    """Bytes available to the engine on `device`: free memory plus what it has reserved itself and would release for another model."""
    own = 0
    if device.type == "cuda":
        own = int(torch.cuda.memory_reserved(device))
    elif device.type == "mps":
        own = int(torch.mps.driver_allocated_memory())
    return free_bytes(device) + own
