"""LoRAs merged into a model's weights while they are read, so that they cost no memory and no time in a step."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import torch
from safetensors import SafetensorError, safe_open

from t2v_desktop.engine.kept_files import Identity, file_identity
from t2v_desktop.errors import BrokenModel
from t2v_desktop.events import Start
from t2v_desktop.models.loras.fit import Change, Changes, changes
from t2v_desktop.models.loras.scales import MAX_SCALE

Merge: TypeAlias = Callable[[str, torch.Tensor, torch.device], torch.Tensor]  # the tensor of a part, by name, with what LoRAs add to it on a device


@dataclass(frozen=True, slots=True)
class OpenLora:
    """A LoRA that fits the model: what it changes, and the factor that was chosen."""

    file: Path
    weight: float
    identity: Identity
    changes: Changes


def open_loras(start: Start) -> tuple[OpenLora, ...]:
    """The LoRAs of a request. Raises BrokenModel if one doesn't fit the model."""
    folder = Path(start.model_folder)
    found = []
    for chosen, file in zip(start.request.loras, map(Path, start.loras), strict=True):
        fits = changes(file, folder)  # says so if the file is missing
        found.append(OpenLora(file, chosen.weight, file_identity(file), fits))
    return tuple(found)


def same_loras(loaded: Sequence[OpenLora], start: Start) -> bool:
    """Whether the model in memory was changed by these LoRAs, of which no file has changed since."""
    try:
        wanted = [(file_identity(Path(file)), chosen.weight) for chosen, file in zip(start.request.loras, start.loras, strict=True)]
    except OSError:
        return False
    return [(lora.identity, lora.weight) for lora in loaded] == wanted


@contextmanager
def merging(loras: Sequence[OpenLora], part: str) -> Iterator[Merge]:
    """The function that adds what `loras` change in a part of the model: in fp32, with one rounding at the end."""
    with ExitStack() as stack:
        opened = [(_open(stack, lora.file), lora) for lora in loras if part in lora.changes]

        def merge(name: str, weight: torch.Tensor, device: torch.device) -> torch.Tensor:
            for file, lora in opened:
                if (change := lora.changes[part].get(name)) is not None:
                    weight = weight.to(device, torch.float32)
                    weight = weight + lora.weight * _read_change(file, lora.file, change, weight)
            return weight

        yield merge


def _open(stack: ExitStack, file: Path) -> Any:
    try:
        return stack.enter_context(safe_open(file, framework="pt"))
    except (SafetensorError, OSError) as error:
        raise BrokenModel(f"can't read {file}: {error}") from error


def _read_change(opened: Any, file: Path, change: Change, weight: torch.Tensor) -> torch.Tensor:
    """What is added to `weight` at factor 1, in fp32 and in its shape. Raises BrokenModel."""
    try:
        up = opened.get_tensor(change.up).to(weight.device, torch.float32)
        down = opened.get_tensor(change.down).to(weight.device, torch.float32) if change.down else None
        alpha = float(opened.get_tensor(change.alpha)) if change.alpha else None
    except (SafetensorError, OSError) as error:
        raise BrokenModel(f"can't read {file}: {error}") from error
    scale = change.scale if alpha is None else alpha / change.rank
    if not abs(scale) <= MAX_SCALE:  # NaN fails this too
        raise BrokenModel(f"LoRA {file.name}: {change.alpha!r:.80} multiplies a change by {scale:g}, and the limit is {MAX_SCALE:g}")
    added = up if down is None else scale * _product(change, up, down, weight.shape)
    if not torch.isfinite(added).all():
        raise BrokenModel(f"LoRA {file.name}: {change.up!r:.80} has values that are not numbers: download or copy it again")
    return added.reshape(weight.shape)


def _product(change: Change, up: torch.Tensor, down: torch.Tensor, shape: torch.Size) -> torch.Tensor:
    if change.kind == "product":
        return up.flatten(1) @ down.flatten(1)
    product = up.reshape(up.shape[:2]) @ down.reshape(down.shape[:2])
    if len(shape) == 5:  # stable_lora gives a convolution in time a square kernel, and takes the mean over one side of it
        out, into, kernel = shape[:3]
        return product.view(out, into, kernel, kernel, 1).mean(-2)
    return product.view(shape)
