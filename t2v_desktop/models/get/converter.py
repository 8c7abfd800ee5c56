"""The process that converts a checkpoint to safetensors: `python -m t2v_desktop.models.get.converter SOURCE TARGET`.

A checkpoint is a pickle, which can execute code. It is loaded with `weights_only`, and only in this process, which enters
a sandbox before it reads the first byte. It prints one line of JSON: the result, and what enforced the sandbox.
"""

import json
import os
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from t2v_desktop.models.get.confine import confine
from t2v_desktop.models.header import MAX_TENSORS, pack_header

if TYPE_CHECKING:
    import torch

ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}  # landlock restricts only the calling thread


class Refused(Exception):
    """The file is not a checkpoint of weights, or did something forbidden."""


def main() -> None:
    source, target = Path(sys.argv[1]), Path(sys.argv[2])
    try:
        count, enforced_by = convert(source, target)
        result: dict[str, object] = {"tensors": count, "held": enforced_by}
    except Refused as error:
        result = {"error": str(error)}
    except MemoryError:
        result = {"error": "it doesn't fit in memory"}
    except Exception as error:  # noqa: BLE001  # a malicious file can raise anything
        result = {"error": f"it holds something other than weights ({type(error).__name__})"}
    print(json.dumps(result), flush=True)


def convert(source: Path, target: Path) -> tuple[int, list[str]]:
    """Write the tensors of `source` to `target` under diffusers' names; returns their count and what enforces the sandbox. Raises Refused."""
    os.environ |= ONE_THREAD
    import torch
    import torch._weights_only_unpickler
    from safetensors.torch import load_file

    with target.open("wb") as out:  # the only file that stays writable
        enforced_by = _enter_sandbox(source)
        if source.suffix.lower() == ".safetensors":
            state: Any = load_file(source)
        else:
            _check_archive(source)
            state = torch.load(source, map_location="cpu", weights_only=True, mmap=zipfile.is_zipfile(source))
        for key in ("state_dict", "model", "module", "ema"):  # where training checkpoints keep the weights
            if isinstance(state, dict) and isinstance(state.get(key), dict):
                state = state[key]
                break
        if not isinstance(state, dict) or not state or not all(isinstance(k, str) and isinstance(v, torch.Tensor) for k, v in state.items()):
            raise Refused("it holds something other than named tensors")
        if len(state) > MAX_TENSORS:
            raise Refused(f"it holds more than {MAX_TENSORS} tensors")
        if any("lora" in name.lower() for name in state):
            raise Refused("it is a LoRA in a pickle: only LoRAs in safetensors files can be imported")
        state = _renamed(_widened(state))
        _write(out, state)
    return len(state), enforced_by


def _widened(state: "dict[str, torch.Tensor]") -> "dict[str, torch.Tensor]":
    """Weights of 8 bits as bf16. "Scaled" ones of ComfyUI have a factor for each layer, `scale_weight`; what else they have is for its own layers."""
    import torch

    narrow = {name for name, value in state.items() if value.dtype in (torch.float8_e4m3fn, torch.float8_e5m2)}
    if not narrow:
        return state
    found = {}
    for name, value in state.items():
        if name.rpartition(".")[2] in ("scale_weight", "scale_input", "scaled_fp8"):
            continue
        factor = state.get(f"{name.removesuffix('.weight')}.scale_weight") if name in narrow else None
        wide = value if name not in narrow else value.float() if factor is None else value.float() * factor.float()
        found[name] = wide.to(torch.bfloat16) if name in narrow else value
    return found


def _renamed(state: "dict[str, torch.Tensor]") -> "dict[str, torch.Tensor]":
    """The tensors under diffusers' names, if they have those of a denoiser's authors. Raises Refused for a name that no such denoiser has."""
    from t2v_desktop.errors import BrokenModel
    from t2v_desktop.models.families.modelscope import original as modelscope
    from t2v_desktop.models.families.wan import original as wan

    try:
        if modelscope.is_original(state):
            names = modelscope.renamed(state)
            return {names[old]: value[..., 0] if modelscope.is_pointwise(names[old], value.ndim) else value for old, value in state.items()}
        if wan.is_original(state):
            names = wan.renamed(state)
            return {names[old]: value for old, value in state.items()}
    except BrokenModel as error:
        raise Refused(str(error)) from error
    return state


def _write(out: Any, state: "dict[str, torch.Tensor]") -> None:
    """Write a safetensors file tensor by tensor, without a second copy in memory."""
    import torch

    known = {
        torch.float64: "F64", torch.float32: "F32", torch.float16: "F16", torch.bfloat16: "BF16", torch.float8_e4m3fn: "F8_E4M3", torch.float8_e5m2: "F8_E5M2",
        torch.int64: "I64", torch.int32: "I32", torch.int16: "I16", torch.int8: "I8", torch.uint8: "U8", torch.bool: "BOOL",
    }  # fmt: skip
    tensors, names = [], sorted(state, key=lambda name: (-state[name].element_size(), name))
    for name in names:
        value = state[name]
        if value.dtype not in known or value.layout is not torch.strided or value.is_quantized:
            raise Refused(f"tensor {name!r:.80} has type {value.dtype}, which weights never have")
        tensors.append((name, known[value.dtype], value.shape, value.numel() * value.element_size()))
    out.write(pack_header(tensors))
    for name in names:
        if state[name].numel():
            out.write(state[name].detach().reshape(-1).contiguous().view(torch.uint8).numpy().data)
    out.flush()
    os.fsync(out.fileno())


def _check_archive(source: Path) -> None:
    """Reject a compressed archive, which could be a decompression bomb."""
    if zipfile.is_zipfile(source):
        with zipfile.ZipFile(source) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > source.stat().st_size:
                raise Refused("it is a compressed archive, which a checkpoint never is")


def _enter_sandbox(source: Path) -> list[str]:
    """Forbid connections, processes, opening files to write, and reading any but `source`. A violation ends this process at once."""
    try:
        return confine([source], lambda event: _end(f"it tried something forbidden ({event})"))
    except OSError as error:
        raise Refused(f"the sandbox could not be set up ({error})") from error


def _end(message: str) -> None:
    os.write(1, (json.dumps({"error": message}) + "\n").encode())
    os._exit(3)


if __name__ == "__main__":
    main()
