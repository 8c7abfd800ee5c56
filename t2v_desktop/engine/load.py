"""A model folder to a resident pipeline: empty modules first, then the file's own memory mapped into them."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import torch
from accelerate import init_empty_weights
from diffusers.hooks import apply_group_offloading
from safetensors import SafetensorError, safe_open
from torch import nn

from t2v_desktop.engine.device import CPU, Plan, is_out_of_memory
from t2v_desktop.engine.families import ENGINE_FAMILIES
from t2v_desktop.engine.family import EngineFamily
from t2v_desktop.engine.report import setup
from t2v_desktop.errors import BrokenModel
from t2v_desktop.events import Loading, RaiseIfCancelled, Report
from t2v_desktop.models.families import family_of
from t2v_desktop.models.family import ClipShape, Family, Part, Role
from t2v_desktop.models.json_files import read_json
from t2v_desktop.models.layout import weights_file
from t2v_desktop.request import Request

ROLES: tuple[Role, ...] = ("text_encoder", "denoiser", "vae")
BY_LAYER = ("text_encoder", "denoiser")  # under group_offload; the VAE is small and may be raised to fp32, so it moves as a whole
PINNED_SHARE = 0.5  # of the free RAM that pinned copies of the weights may use


@dataclass(frozen=True, slots=True)
class Pipeline:
    """The parts of a model and its tokenizer, placed as `plan` says. Their types are those of the family."""

    folder: Path
    family: EngineFamily
    shape: ClipShape
    plan: Plan
    tokenizer: Any
    text_encoder: Any
    denoiser: Any
    vae: Any

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
        taking_turns: tuple[Role, ...] = {"model_offload": ROLES, "group_offload": ("vae",)}.get(self.plan.memory, ())
        for other in taking_turns:
            if other != role:
                getattr(self, other).to(CPU)
        if role in taking_turns:
            getattr(self, role).to(self.plan.device)


def load(folder: Path, plan: Plan, report: Report, raise_if_cancelled: RaiseIfCancelled) -> Pipeline:
    """Read the model in `folder` into memory; cancelling is possible between any two tensors.

    Raises BrokenModel if the files do not fit the settings beside them.
    """
    family = family_of(folder)
    engine = ENGINE_FAMILIES[family.name]
    tokenizer = engine.load_tokenizer(folder)
    if plan.device.type == "cuda":
        torch.cuda.set_device(plan.device)  # diffusers creates streams on the current device
    modules = {}
    for number, part in enumerate(family.parts):
        report(Loading(part.name, number, len(family.parts)))
        modules[part.role] = _load_part(folder, family, part, plan, raise_if_cancelled)
    if plan.memory == "group_offload":
        _offload_by_layer([modules[role] for role in ROLES if role in BY_LAYER], plan.device)
    raise_if_cancelled()
    report(Loading("ready", len(family.parts), len(family.parts), setup(plan)))
    return Pipeline(folder, engine, family.shape(folder), plan, tokenizer, **modules)


def _load_part(folder: Path, family: Family, part: Part, plan: Plan, raise_if_cancelled: RaiseIfCancelled) -> Any:
    """One part, on the device where `plan` keeps it between requests."""
    fp8 = plan.memory == "fp8_layerwise" and part.role == "denoiser"
    resident = plan.memory in ("full", "fp8_layerwise")
    module: Any = _empty(folder, family, part)
    ENGINE_FAMILIES[family.name].rewrite(part.name, module, plan.device)
    _fill(module, family, weights_file(folder, part), plan.device if resident and not fp8 else CPU, plan.dtype, raise_if_cancelled)
    if fp8:  # cast on the CPU: the card never holds the weights in full precision
        module.enable_layerwise_casting(storage_dtype=torch.float8_e4m3fn, compute_dtype=plan.dtype)
    module.eval().requires_grad_(False)
    ENGINE_FAMILIES[family.name].prepare(part.name, module, plan.device)
    return module.to(plan.device) if resident else module  # including buffers that are in no file


def _offload_by_layer(modules: list[nn.Module], device: torch.device) -> None:
    """Keep `modules` in RAM and copy each layer to `device` while it runs, in parallel with the computation; from pinned memory if there is room."""
    weights = sum(p.numel() * p.element_size() for module in modules for p in module.parameters())
    roomy = weights <= psutil.virtual_memory().available * PINNED_SHARE
    for module in modules:
        apply_group_offloading(
            module, onload_device=device, offload_device=CPU, offload_type="leaf_level",
            use_stream=device.type == "cuda", low_cpu_mem_usage=not roomy,
        )  # fmt: skip


def _empty(folder: Path, family: Family, part: Part) -> nn.Module:
    """The part with its parameters on the meta device."""
    config = {key: value for key, value in read_json(folder / part.config).items() if not key.endswith("attn_implementation")}
    try:
        with init_empty_weights(include_buffers=False):
            return ENGINE_FAMILIES[family.name].build(part.name, config)
    except (TypeError, ValueError, KeyError, AttributeError, NotImplementedError, RuntimeError, ArithmeticError, IndexError, ImportError) as error:
        reason = (str(error).splitlines() or [type(error).__name__])[0]
        raise BrokenModel(f"{folder / part.config} does not describe a {part.name}: {reason}") from error


def _fill(module: nn.Module, family: Family, file: Path, device: torch.device, dtype: torch.dtype, raise_if_cancelled: RaiseIfCancelled) -> None:
    """Give `module` the tensors of a safetensors file, mapped if precision and device allow it, else converted once."""
    state = {}
    wanted = set(module.state_dict())
    try:
        with safe_open(file, framework="pt") as tensors:
            for name in tensors.keys():  # noqa: SIM118  # not a mapping, it only has keys()
                raise_if_cancelled()
                state[family.current_name(name, wanted)] = tensors.get_tensor(name)
    except (SafetensorError, OSError, ValueError) as error:
        if is_out_of_memory(error):
            raise MemoryError(str(error)) from error
        raise BrokenModel(f"can't read {file}: {error}") from error
    if missing := sorted(wanted - set(state)):
        raise BrokenModel(f"{file} lacks {len(missing)} tensors, {missing[0]} among them: download the model again")
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
            raise BrokenModel(f"{file}: {name} has shape {tuple(state[name].shape)}, but config.json requires {shapes[name]}")
        raise_if_cancelled()
        state[name] = state[name].to(device, dtype)
    module.load_state_dict(state, assign=True)
