"""The devices of this computer as the engine reports them, for everything that has no torch."""

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
    """`name` and `title` as in Setup's device and device_name, `dtype` what auto precision means there, empty if unknown.

    `free_bytes` are there for a model while the engine holds none, None if unknown.
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
    """What is known so far. `auto` is the name of the device that auto stands for, empty until somebody has said so."""

    auto: str = ""
    known: tuple[Device, ...] = ()

    def find(self, wish: str) -> Device | None:
        """The device that a request's `wish` leads to; None where nobody knows."""
        name = _full_name(self.auto if wish == "auto" else wish)
        found = next((d for d in self.known if d.name == name), None)
        return found or (Device("cpu") if name == "cpu" else None)

    def learn(self, request: Request, setup: Setup) -> "Devices":
        """With what the engine used for `request`."""
        before = next((d for d in self.known if d.name == setup.device), Device(setup.device))
        now = replace(
            before,
            title=setup.device_name or before.title,
            dtype=before.dtype or (setup.dtype if request.dtype == "auto" else ""),
            free_bytes=before.free_bytes if setup.free_bytes is None else setup.free_bytes,
        )
        others = tuple(d for d in self.known if d.name != setup.device)
        return Devices(setup.device if request.device == "auto" else self.auto, (*others, now))


@dataclass(frozen=True, slots=True)
class Held:
    """A model in the engine's memory: placed for `request`, as the engine said."""

    request: Request
    setup: Setup


def first_guess() -> Devices:
    """What is certain before the engine was asked: auto means the CPU where there is no other device."""
    return Devices() if may_have_gpu() else Devices("cpu", (Device("cpu"),))


def may_have_gpu() -> bool:
    """Whether PyTorch might find a graphics card: True wherever that cannot be ruled out."""
    if sys.platform != "linux":
        return True
    if any(Path(node).exists() for node in GPU_NODES):
        return True
    return any(vendor in GPU_VENDORS and kind.startswith(DISPLAY_CLASSES) for vendor, kind in _pci_devices())


def read_devices(line: str) -> Devices:
    """What `worker --describe` printed. Raises ValueError for anything else."""
    try:
        told = json.loads(line)
        return Devices(str(told["auto"]), tuple(Device(**device) for device in told["usable"]))
    except (KeyError, TypeError, RecursionError) as error:
        raise ValueError(f"no description of devices: {line[:80]}") from error


def _full_name(name: str) -> str:
    """As the engine writes it: with the index of a card, without that of what there is only one of."""
    kind, _, index = name.partition(":")
    return f"cuda:{index or 0}" if kind == "cuda" else kind


def _pci_devices() -> Iterator[tuple[str, str]]:
    """Vendor and class of each device on the PCI bus."""
    for device in Path("/sys/bus/pci/devices").glob("*"):
        with suppress(OSError):
            yield (device / "vendor").read_text().strip(), (device / "class").read_text().strip()
