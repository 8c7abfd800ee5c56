"""A model folder to a resident pipeline: empty modules first, then the file's own memory mapped into them."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import torch
from accelerate import init_empty_weights
from diffusers import AutoencoderKL, UNet3DConditionModel
from diffusers.hooks import apply_group_offloading
from safetensors import SafetensorError, safe_open
from torch import nn
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTokenizer

from t2v_desktop.engine.device import CPU, Plan, is_out_of_memory
from t2v_desktop.engine.families.modelscope.rewrites import rewrite, slice_attention
from t2v_desktop.engine.families.modelscope.tokenizer import load_tokenizer
from t2v_desktop.engine.report import setup
from t2v_desktop.errors import BrokenModel
from t2v_desktop.events import Loading, Say
from t2v_desktop.models.families.modelscope.tensors import current_name
from t2v_desktop.models.gate import read_json, weights_file
from t2v_desktop.request import Request

PARTS = ("text_encoder", "unet", "vae")
BY_LAYER = ("text_encoder", "unet")  # under group_offload; the VAE is small and may be raised to fp32: it comes and goes whole
PINNED_SHARE = 0.5  # of the free RAM that locked copies of the weights may take


@dataclass(frozen=True, slots=True)
class Pipeline:
    """The three components of the model and its tokenizer, placed as `plan` says."""

    folder: Path
    plan: Plan
    tokenizer: CLIPTokenizer
    text_encoder: CLIPTextModel
    unet: UNet3DConditionModel
    vae: AutoencoderKL

    def serves(self, request: Request) -> bool:
        """Whether the plan of this pipeline was made for the same wishes and for no smaller a clip."""
        return request.within(self.plan.request)

    @property
    def decode_chunk(self) -> int:
        """How many frames the VAE takes at once: half of the plan's where it was raised to fp32."""
        raised = self.vae.dtype is torch.float32 and self.plan.dtype is not torch.float32
        return max(1, self.plan.decode_chunk // (2 if raised else 1))

    def bring(self, part: str) -> None:
        """Have `part` on the device, and off it what comes and goes by turns: every part under model_offload, the VAE under group_offload."""
        taking_turns = {"model_offload": PARTS, "group_offload": ("vae",)}.get(self.plan.memory, ())
        for name in taking_turns:
            if name != part:
                getattr(self, name).to(CPU)
        if part in taking_turns:
            getattr(self, part).to(self.plan.device)


def load(folder: Path, plan: Plan, say: Say) -> Pipeline:
    """Read the model in `folder` into memory. `say` may raise to stop between two tensors.

    Raises BrokenModel where the files do not fit the settings beside them.
    """
    tokenizer = load_tokenizer(folder / "tokenizer")
    if plan.device.type == "cuda":
        torch.cuda.set_device(plan.device)  # what diffusers makes without naming a device, such as streams, belongs to the current one
    modules = {}
    for number, part in enumerate(PARTS):
        say(Loading(part, number, len(PARTS)))
        modules[part] = _load_part(folder, part, plan, say)
    if plan.memory == "group_offload":
        _offload_by_layer([modules[part] for part in BY_LAYER], plan.device)
    say(Loading("ready", len(PARTS), len(PARTS), setup(plan)))
    return Pipeline(folder, plan, tokenizer, **modules)


def _load_part(folder: Path, part: str, plan: Plan, say: Say) -> Any:
    """One component, where `plan` has it between two requests."""
    fp8 = plan.memory == "fp8_layerwise" and part == "unet"
    resident = plan.memory in ("full", "fp8_layerwise")
    module = _empty(folder, part)
    if part == "unet":
        rewrite(module)  # before any hook takes hold of the forwards it replaces
    if plan.device.type == "mps" and part != "text_encoder":
        slice_attention(module)
    _fill(module, weights_file(folder, part), plan.device if resident and not fp8 else CPU, plan.dtype, check=say)
    if fp8:  # cast on the CPU: the card never holds the weights in full precision
        module.enable_layerwise_casting(storage_dtype=torch.float8_e4m3fn, compute_dtype=plan.dtype)
    module.eval().requires_grad_(False)
    return module.to(plan.device) if resident else module  # with the buffers that no file holds


def _offload_by_layer(modules: list[nn.Module], device: torch.device) -> None:
    """Keep `modules` in RAM and have each layer on `device` while it works: copied beside the work, from locked memory where there is room."""
    weights = sum(p.numel() * p.element_size() for module in modules for p in module.parameters())
    roomy = weights <= psutil.virtual_memory().available * PINNED_SHARE
    for module in modules:
        apply_group_offloading(
            module, onload_device=device, offload_device=CPU, offload_type="leaf_level",
            use_stream=device.type == "cuda", low_cpu_mem_usage=not roomy,
        )  # fmt: skip


def _empty(folder: Path, part: str) -> Any:
    """The component without any memory behind its parameters."""
    config = {key: value for key, value in read_json(folder / part / "config.json").items() if not key.endswith("attn_implementation")}
    try:
        with init_empty_weights(include_buffers=False):
            match part:
                case "text_encoder":
                    return CLIPTextModel(CLIPTextConfig.from_dict(config))
                case "unet":
                    return UNet3DConditionModel.from_config(config)
                case _:
                    return AutoencoderKL.from_config(config)
    except (TypeError, ValueError, KeyError, AttributeError, NotImplementedError, RuntimeError, ArithmeticError, IndexError, ImportError) as error:
        said = (str(error).splitlines() or [type(error).__name__])[0]
        raise BrokenModel(f"{folder / part / 'config.json'} does not describe a {part}: {said}") from error


def _fill(module: nn.Module, file: Path, device: torch.device, dtype: torch.dtype, check: Callable[[], None]) -> None:
    """Give `module` the tensors of a safetensors file, mapped where precision and device allow it, else converted once."""
    state = {}
    wanted = set(module.state_dict())
    try:
        with safe_open(file, framework="pt") as tensors:
            for name in tensors.keys():  # noqa: SIM118  # no mapping, it only has keys()
                check()
                state[current_name(name, wanted)] = tensors.get_tensor(name)
    except (SafetensorError, OSError, ValueError) as error:
        if is_out_of_memory(error):
            raise MemoryError(str(error)) from error
        raise BrokenModel(f"{file} cannot be read: {error}") from error
    if missing := sorted(wanted - set(state)):
        raise BrokenModel(f"{file} lacks {len(missing)} tensors, {missing[0]} among them: fetch the model again")
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
            raise BrokenModel(f"{file}: {name} is {tuple(state[name].shape)}, its settings say {shapes[name]}")
        check()
        state[name] = state[name].to(device, dtype)
    module.load_state_dict(state, assign=True)
