"""A model folder to a resident pipeline: empty modules first, then the file's own memory mapped into them."""

from collections.abc import Container, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from math import prod
from pathlib import Path
from typing import Any

import psutil
import torch
from safetensors import SafetensorError, safe_open
from torch import nn

from t2v_desktop.engine.device import CPU, Plan, free_bytes, is_out_of_memory
from t2v_desktop.engine.families import ENGINE_FAMILIES
from t2v_desktop.engine.family import EngineFamily
from t2v_desktop.engine.loras import Merge, OpenLora, merging
from t2v_desktop.engine.report import setup
from t2v_desktop.engine.streaming import LayerStream
from t2v_desktop.errors import BrokenModel, OutOfMemory
from t2v_desktop.events import Loading, RaiseIfCancelled, Report
from t2v_desktop.models.families import family_of
from t2v_desktop.models.family import ClipShape, Family, Part, Role
from t2v_desktop.models.header import BYTES_OF, read_tensors
from t2v_desktop.models.json_files import read_json
from t2v_desktop.models.layout import weights_files
from t2v_desktop.request import Request

ROLES: tuple[Role, ...] = ("text_encoder", "denoiser", "vae")
BY_LAYER: tuple[Role, ...] = ("text_encoder", "denoiser")  # under group_offload; the VAE is small and may be raised to fp32, so it moves as a whole
PINNED_SHARE = 0.5  # of the free RAM that pinned copies of the weights may use


@dataclass(frozen=True, slots=True)
class Pipeline:
    """The parts of a model and its tokenizer, placed as `plan` says. Their types are those of the family; a part that is read `once` is None."""

    folder: Path
    family: EngineFamily
    shape: ClipShape
    plan: Plan
    tokenizer: Any
    text_encoder: Any
    denoiser: Any
    vae: Any
    loras: tuple[OpenLora, ...] = ()

    def serves(self, request: Request) -> bool:
        """Whether this pipeline's plan was made for the same settings and a clip at least as large."""
        return request.within(self.plan.request)

    @property
    def decode_chunk(self) -> int:
        """How many frames the VAE takes at once: half of the plan's if it was raised to fp32."""
        raised = self.vae_dtype is torch.float32 and self.plan.dtype is not torch.float32
        return max(1, self.plan.decode_chunk // (2 if raised else 1))

    @property
    def vae_dtype(self) -> torch.dtype:
        """The precision of the VAE, which may be raised above the plan's."""
        dtype: torch.dtype = next(self.vae.parameters()).dtype
        return dtype

    def move_to_device(self, role: Role) -> None:
        """Move a part to the device, and the parts that take turns with it off the device: all under model_offload, the VAE under group_offload."""
        if self.plan.device == CPU:
            return
        taking_turns: tuple[Role, ...] = {"model_offload": ROLES, "group_offload": ("vae",)}.get(self.plan.memory, ())
        for other in taking_turns:
            if other != role and (part := getattr(self, other)) is not None:
                part.to(CPU)
        if role in taking_turns:
            getattr(self, role).to(self.plan.device)


def load(folder: Path, plan: Plan, report: Report, raise_if_cancelled: RaiseIfCancelled, loras: Sequence[OpenLora] = ()) -> Pipeline:
    """Read the model in `folder` into memory, changed by `loras`; cancelling is possible between any two tensors.

    Raises BrokenModel if the files do not fit the settings beside them.
    """
    family = family_of(folder)
    engine = ENGINE_FAMILIES[family.name]
    tokenizer = engine.load_tokenizer(folder)
    if plan.device.type == "cuda":
        torch.cuda.set_device(plan.device)  # a stream copies to the current device
    modules: dict[Role, Any] = dict.fromkeys(ROLES)
    kept = [part for part in family.parts if not part.once]
    for number, part in enumerate(kept):
        report(Loading(part.name, number, len(kept)))
        modules[part.role] = _load_part(folder, family, part, plan, raise_if_cancelled, loras)
    if plan.memory == "group_offload" and plan.device != CPU:
        _offload_by_layer([modules[role] for role in BY_LAYER if modules[role] is not None], plan.device)
    raise_if_cancelled()
    report(Loading("ready", len(kept), len(kept), setup(plan)))
    return Pipeline(folder, engine, family.shape(folder), plan, tokenizer, **modules, loras=tuple(loras))


@contextmanager
def text_encoder(pipeline: Pipeline, report: Report, raise_if_cancelled: RaiseIfCancelled) -> Iterator[Any]:
    """The text encoder, on its device. One that is read `once` is mapped for this, its layers visit the device one by one, and it is dropped afterwards."""
    if pipeline.text_encoder is not None:
        pipeline.move_to_device("text_encoder")
        yield pipeline.text_encoder
        return
    family, plan = family_of(pipeline.folder), pipeline.plan
    part = family.with_role("text_encoder")
    report(Loading(part.name, 0, 1))
    module = _load_part(pipeline.folder, family, part, plan, raise_if_cancelled, pipeline.loras)
    if plan.device != CPU:
        LayerStream(module, plan.device, pin=False)
    yield module


def _load_part(folder: Path, family: Family, part: Part, plan: Plan, raise_if_cancelled: RaiseIfCancelled, loras: Sequence[OpenLora]) -> Any:
    """One part, on the device where `plan` keeps it between requests; one that is read `once` as it is in its file."""
    engine, fp8 = ENGINE_FAMILIES[family.name], plan.memory == "fp8_layerwise" and part.role == "denoiser"
    resident = plan.memory in ("full", "fp8_layerwise") and not part.once
    if part.once:
        _check_ram(folder, part)
    module: Any = _empty(folder, family, part)
    device = plan.device if resident and not fp8 else CPU
    with merging(loras, part.name) as merge:
        _fill(module, family, part, weights_files(folder, part), device, plan.dtype, raise_if_cancelled, merge)
    module.eval().requires_grad_(False)
    if part.once:
        return module
    engine.prepare(part.name, module, plan.device)
    if fp8:  # cast on the CPU: the card never holds the weights in full precision
        engine.store_in_fp8(module)
    return module.to(plan.device) if resident else module  # including buffers that are in no file


def _check_ram(folder: Path, part: Part) -> None:
    """Raise OutOfMemory if a part that is read `once` doesn't fit into RAM. Only fp16, which is converted, takes any: the rest is mapped."""
    tensors = (tensor for file in weights_files(folder, part) for tensor in read_tensors(file).values())
    needed = sum(prod(tensor.shape) * BYTES_OF[tensor.dtype] for tensor in tensors if tensor.dtype == "F16")
    if needed > (free := free_bytes(CPU)):
        raise OutOfMemory(
            f"the {part.name} needs {needed / 1e9:.1f} GB of RAM and {free / 1e9:.1f} GB are free: close other programs, or use a model that stores it in bf16"
        )


def _offload_by_layer(modules: list[nn.Module], device: torch.device) -> None:
    """Keep `modules` in RAM and copy each layer to `device` while the one before it runs; from pinned memory if there is room."""
    weights = sum(p.numel() * p.element_size() for module in modules for p in module.parameters())
    roomy = device.type == "cuda" and weights <= psutil.virtual_memory().available * PINNED_SHARE
    for module in modules:
        LayerStream(module, device, pin=roomy)


def _empty(folder: Path, family: Family, part: Part) -> nn.Module:
    """The part with its parameters on the meta device."""
    config = {key: value for key, value in read_json(folder / part.config).items() if not key.endswith("attn_implementation")}
    try:
        return ENGINE_FAMILIES[family.name].build(part.name, config)
    except (TypeError, ValueError, KeyError, AttributeError, NotImplementedError, RuntimeError, ArithmeticError, IndexError, ImportError) as error:
        reason = (str(error).splitlines() or [type(error).__name__])[0]
        raise BrokenModel(f"{folder / part.config} does not describe a {part.name}: {reason}") from error


def _fill(
    module: nn.Module,
    family: Family,
    part: Part,
    files: Sequence[Path],
    device: torch.device,
    dtype: torch.dtype,
    raise_if_cancelled: RaiseIfCancelled,
    merge: Merge,
) -> None:
    """Give `module` the tensors of safetensors files after `merge`, mapped if precision and device allow it, else converted once."""
    state: dict[str, torch.Tensor] = {}
    wanted = set(module.state_dict())
    for file in files:
        state |= _read(file, family, wanted, raise_if_cancelled)
    if missing := sorted(wanted - set(state)):
        raise BrokenModel(f"{files[0]} lacks {len(missing)} tensors, {missing[0]} among them: download the model again")
    shapes = {name: tuple(parameter.shape) for name, parameter in module.state_dict().items()}
    for name in list(state):
        if name not in wanted:
            del state[name]
            continue
        if state[name].ndim == 2 and len(shapes[name]) == 4:  # old attention kept its linear layers as 1x1 convolutions
            state[name] = state[name][:, :, None, None]
        elif state[name].ndim == 4 and len(shapes[name]) == 2:
            state[name] = state[name][:, :, 0, 0]
        if tuple(state[name].shape) != shapes[name]:
            raise BrokenModel(f"{files[0]}: {name} has shape {tuple(state[name].shape)}, but config.json requires {shapes[name]}")
        raise_if_cancelled()
        precision = _precision(part, name, state[name].dtype, dtype)
        state[name] = merge(name, state[name], device).to(device, precision)
    module.load_state_dict(state, assign=True)


def _read(file: Path, family: Family, wanted: Container[str], raise_if_cancelled: RaiseIfCancelled) -> dict[str, torch.Tensor]:
    """The tensors of a safetensors file, mapped, by today's names. Raises BrokenModel, or MemoryError."""
    state = {}
    try:
        with safe_open(file, framework="pt") as tensors:
            for name in tensors.keys():  # noqa: SIM118  # not a mapping, it only has keys()
                raise_if_cancelled()
                state[family.current_name(name, wanted)] = tensors.get_tensor(name)
    except (SafetensorError, OSError, ValueError) as error:
        if is_out_of_memory(error):
            raise MemoryError(str(error)) from error
        raise BrokenModel(f"can't read {file}: {error}") from error
    return state


def _precision(part: Part, name: str, stored: torch.dtype, planned: torch.dtype) -> torch.dtype:
    """The precision of a tensor: that of the plan, but for those that must be exact and for parts that stay as they are in their file.

    Of the latter, fp16 becomes bf16: a text encoder that was trained in bf16 overflows in fp16.
    """
    if part.once:
        return torch.bfloat16 if stored is torch.float16 else stored
    return torch.float32 if part.stays_in_fp32(name) else planned
