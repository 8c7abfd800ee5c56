"""How much memory a request needs; used by the window's estimate and by the engine's plan."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import prod
from pathlib import Path

from t2v_desktop.models.families import family_of
from t2v_desktop.models.family import ClipShape, Family, Need
from t2v_desktop.models.header import read_header
from t2v_desktop.models.layout import weights_files
from t2v_desktop.request import Request

SPARE = 0.9  # share of the free memory that a plan may use

PLANS = {  # most memory first; a CPU can't offload, an Apple GPU shares the computer's memory and has no fp8
    "cpu": ("full", "fp8_layerwise"),
    "cuda": ("full", "model_offload", "fp8_layerwise", "group_offload"),
    "mps": ("full",),
}


@dataclass(frozen=True, slots=True)
class Placement:
    """A memory plan, and whether the two passes of classifier-free guidance run as one batch or, with half the working memory, in sequence."""

    memory: str
    batched: bool = True


def placements(request: Request, kind: str) -> list[Placement]:
    """The placements possible for `request` on a device of `kind`, fastest first; empty if the device doesn't support the requested plan.

    For a clip too large to fit, passes in sequence cost less time than offloading weights.
    """
    plans = PLANS[kind] if request.memory == "auto" else tuple(p for p in PLANS[kind] if p == request.memory)
    batchings = (True, False) if request.guidance_scale > 1 else (True,)
    return [Placement(memory, batched) for memory in plans for batched in batchings]


def choose(needed: Need, possible: Sequence[Placement], fits: Callable[[Placement, int], bool]) -> tuple[Placement, int] | None:
    """The first placement that fits, and the size of the tiles to decode in (0: whole frames).

    A slower placement is preferred to tiles, and large tiles to small ones: what tiles overlap is computed twice, and their seams are not quite the
    frames decoded whole.
    """
    return next(((placement, tile) for tile in needed.tiles for placement in possible if fits(placement, tile)), None)


@dataclass(frozen=True, slots=True)
class Footprint:
    """What a model's memory use depends on: its family, the parameter count of each part, and the shape of its clips."""

    family: Family
    parameters: Mapping[str, int]
    shape: ClipShape

    def need(self, request: Request, value_bytes: int, device_kind: str = "cuda") -> Need:
        """The memory that `request` needs, with `value_bytes` per value."""
        return self.family.need(request, self.parameters, self.shape, value_bytes, device_kind)


def footprint(folder: Path) -> Footprint:
    """The footprint of the model in `folder`, from its settings and the headers of its weights. Raises BrokenModel."""
    family = family_of(folder)
    return Footprint(family, count_parameters(folder, family), family.shape(folder))


def count_parameters(folder: Path, family: Family) -> dict[str, int]:
    """The parameter count of each part of the model in `folder`, from the headers of its weights. Raises BrokenModel."""
    found = {}
    for part in family.parts:
        infos = [(file, file.stat()) for file in weights_files(folder, part)]
        found[part.name] = sum(_count(file, info.st_size, info.st_mtime_ns) for file, info in infos)
    return found


@lru_cache(maxsize=64)
def _count(file: Path, size: int, modified_ns: int) -> int:
    return sum(prod(shape) for shape in read_header(file).values())
