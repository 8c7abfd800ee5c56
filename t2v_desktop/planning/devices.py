"""The devices of this computer as the engine reports them, for the code without torch."""

import json
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from t2v_desktop.events import Setup
from t2v_desktop.request import Request

GPU_VENDORS = {"0x10de", "0x1002"}  # NVIDIA, AMD: what PyTorch on Linux has kernels for
DISPLAY_CLASSES = ("0x03", "0x12")  # PCI: display controllers, processing accelerators
GPU_NODES = ("/dev/nvidiactl", "/dev/nvidia0", "/dev/dxg", "/dev/kfd", "/dev/nvmap")  # Linux: NVIDIA, WSL, ROCm, Tegra


@dataclass(frozen=True, slots=True)
class Device:
    """A device that can run a model.

    `name` and `title` are Setup's device and device_name, `dtype` is what auto precision selects on it, "" if unknown. `free_bytes` is
    the memory available while no model is loaded, None if unknown.
    """

    name: str
    title: str = ""
    dtype: str = ""
    free_bytes: int | None = None

    @property
    def kind(self) -> str:
        return self.name.split(":")[0]


@dataclass(frozen=True, slots=True)
class Devices:
    """The devices known so far. `auto` is the name of the device that auto selects, "" if unknown."""

    auto: str = ""
    known: tuple[Device, ...] = ()

    def find(self, requested: str) -> Device | None:
        """The device that will be used for a request's `device`; None if unknown."""
        name = _full_name(self.auto if requested == "auto" else requested)
        found = next((d for d in self.known if d.name == name), None)
        return found or (Device("cpu") if name == "cpu" else None)

    def learn(self, request: Request, setup: Setup) -> "Devices":
        """The devices updated with the `setup` that the engine used for `request`."""
        known = next((d for d in self.known if d.name == setup.device), Device(setup.device))
        updated = replace(
            known,
            title=setup.device_name or known.title,
            dtype=known.dtype or (setup.dtype if request.dtype == "auto" else ""),
            free_bytes=known.free_bytes if setup.free_bytes is None else setup.free_bytes,
        )
        others = tuple(d for d in self.known if d.name != setup.device)
        return Devices(setup.device if request.device == "auto" else self.auto, (*others, updated))


@dataclass(frozen=True, slots=True)
class LoadedModel:
    """The model in the engine's memory: placed for `request`, with the `setup` that the engine reported."""

    request: Request
    setup: Setup


def first_guess() -> Devices:
    """What is certain before the engine reports: without a GPU, auto selects the CPU."""
    return Devices() if may_have_gpu() else Devices("cpu", (Device("cpu"),))


def may_have_gpu() -> bool:
    """Whether PyTorch might find a GPU: True unless that can be ruled out."""
    if sys.platform != "linux":
        return True
    if any(Path(node).exists() for node in GPU_NODES):
        return True
    return any(vendor in GPU_VENDORS and kind.startswith(DISPLAY_CLASSES) for vendor, kind in _pci_devices())


def read_devices(line: str) -> Devices:
    """What `worker --describe` printed. Raises ValueError for anything else."""
    try:
        values = json.loads(line)
        return Devices(str(values["auto"]), tuple(Device(**device) for device in values["usable"]))
    except (KeyError, TypeError, RecursionError) as error:
        raise ValueError(f"not a description of devices: {line[:80]}") from error


def _full_name(name: str) -> str:
    """The name as the engine writes it: CUDA cards always with their index, cpu and mps never."""
    kind, _, index = name.partition(":")
    return f"cuda:{index or 0}" if kind == "cuda" else kind


def _pci_devices() -> Iterator[tuple[str, str]]:
    """Vendor and class of each device on the PCI bus."""
    for device in Path("/sys/bus/pci/devices").glob("*"):
        with suppress(OSError):
            yield (device / "vendor").read_text().strip(), (device / "class").read_text().strip()
