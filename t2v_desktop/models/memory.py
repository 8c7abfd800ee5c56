"""How much memory a request takes, for the window's estimate and the engine's plan alike."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import prod
from pathlib import Path

from t2v_desktop.models.families import family_of
from t2v_desktop.models.family import ClipShape, Family, Need
from t2v_desktop.models.header import read_header
from t2v_desktop.models.layout import weights_file
from t2v_desktop.request import Request

SPARE = 0.9  # share of the free memory that a plan may count on

PLANS = {  # roomiest first; a CPU has nowhere to offload to, an Apple GPU shares the computer's memory and has no fp8
    "cpu": ("full", "fp8_layerwise"),
    "cuda": ("full", "model_offload", "fp8_layerwise", "group_offload"),
    "mps": ("full",),
}


@dataclass(frozen=True, slots=True)
class Placement:
    """A memory plan, and whether the two passes of classifier-free guidance are one batch or, for half the work's memory, one after the other."""

    memory: str
    batched: bool = True


def placements(request: Request, kind: str) -> list[Placement]:
    """What a device of `kind` can be asked to do for `request`, the fastest first; empty for a wish that it cannot grant.

    Two passes instead of a batch cost little if the clip is too large to fit, less than moving weights.
    """
    plans = PLANS[kind] if request.memory == "auto" else tuple(p for p in PLANS[kind] if p == request.memory)
    ways = (True, False) if request.guidance_scale > 1 else (True,)
    return [Placement(memory, batched) for memory in plans for batched in ways]


@dataclass(frozen=True, slots=True)
class Footprint:
    """What the memory of a model depends on: its family, how many values each part has, and the shape of its clips."""

    family: Family
    parameters: Mapping[str, int]
    shape: ClipShape

    def need(self, request: Request, value_bytes: int, device_kind: str = "cuda") -> Need:
        """What `request` takes at `value_bytes` a value."""
        return self.family.need(request, self.parameters, self.shape, value_bytes, device_kind)


def footprint(folder: Path) -> Footprint:
    """The footprint of the model in `folder`, from its settings and the headers of its weights. Raises BrokenModel."""
    family = family_of(folder)
    return Footprint(family, count_parameters(folder), family.shape(folder))


def count_parameters(folder: Path) -> dict[str, int]:
    """How many values each part of the model in `folder` has, from the headers of its weights. Raises BrokenModel."""
    found = {}
    for part in family_of(folder).parts:
        file = weights_file(folder, part)
        now = file.stat()
        found[part.name] = _count(file, now.st_size, now.st_mtime_ns)
    return found


@lru_cache(maxsize=64)
def _count(file: Path, size: int, modified_ns: int) -> int:
    return sum(prod(shape) for shape in read_header(file).values())
