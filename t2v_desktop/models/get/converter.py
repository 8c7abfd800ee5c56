"""The process that turns a checkpoint into safetensors: `python -m t2v_desktop.models.get.converter SOURCE TARGET`.

A checkpoint is a pickle, which can execute code. It is read with `weights_only`, in this process alone, which is confined
before it looks at the first byte. One line of JSON on stdout says how it went, and what held the sandbox.
"""

import json
import os
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from t2v_desktop.models.gate import MAX_TENSORS
from t2v_desktop.models.get.confine import confine

if TYPE_CHECKING:
    import torch

ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}  # landlock binds only the thread that asks for it
ALIGNMENT = 8  # bytes, of where the tensors begin


class Refused(Exception):
    """The checkpoint is not one, or does what none may do."""


def main() -> None:
    source, target = Path(sys.argv[1]), Path(sys.argv[2])
    try:
        count, held = convert(source, target)
        told: dict[str, object] = {"tensors": count, "held": held}
    except Refused as error:
        told = {"error": str(error)}
    except MemoryError:
        told = {"error": "it does not fit into memory"}
    except Exception as error:  # noqa: BLE001  # whatever a hostile file makes the reader raise
        told = {"error": f"it is not a checkpoint of weights alone ({type(error).__name__})"}
    print(json.dumps(told), flush=True)


def convert(source: Path, target: Path) -> tuple[int, list[str]]:
    """Write the tensors of `source` to `target`, under diffusers' names; how many there are, and what holds the sandbox. Raises Refused."""
    os.environ |= ONE_THREAD
    import torch
    import torch._weights_only_unpickler
    from safetensors.torch import load_file

    from t2v_desktop.errors import BrokenModel
    from t2v_desktop.models.families.modelscope import original

    with target.open("wb") as out:  # the one file that can be written from here on
        held = _confine(source)
        if source.suffix.lower() == ".safetensors":
            state: Any = load_file(source)
        else:
            _check_archive(source)
            state = torch.load(source, map_location="cpu", weights_only=True, mmap=zipfile.is_zipfile(source))
        for inside in ("state_dict", "model", "module", "ema"):  # where trainers keep the weights among other things
            if isinstance(state, dict) and isinstance(state.get(inside), dict):
                state = state[inside]
                break
        if not isinstance(state, dict) or not state or not all(isinstance(k, str) and isinstance(v, torch.Tensor) for k, v in state.items()):
            raise Refused("it holds something else than named tensors")
        if len(state) > MAX_TENSORS:
            raise Refused(f"it holds more than {MAX_TENSORS} tensors")
        if any("lora" in name.lower() for name in state):
            raise Refused("it is a LoRA, which changes a model and is not one: this application does not load LoRAs")
        if original.is_original(state):
            try:
                names = original.renamed(state)
            except BrokenModel as error:
                raise Refused(str(error)) from error
            state = {names[old]: value[..., 0] if original.is_pointwise(names[old], value.ndim) else value for old, value in state.items()}
        _write(out, state)
    return len(state), held


def _write(out: Any, state: "dict[str, torch.Tensor]") -> None:
    """The tensors as a safetensors file, one after the other, so that no second copy of them is in memory."""
    import torch

    known = {
        torch.float64: "F64", torch.float32: "F32", torch.float16: "F16", torch.bfloat16: "BF16", torch.float8_e4m3fn: "F8_E4M3", torch.float8_e5m2: "F8_E5M2",
        torch.int64: "I64", torch.int32: "I32", torch.int16: "I16", torch.int8: "I8", torch.uint8: "U8", torch.bool: "BOOL",
    }  # fmt: skip
    header: dict[str, object] = {"__metadata__": {"format": "pt"}}
    names, end = sorted(state, key=lambda name: (-state[name].element_size(), name)), 0
    for name in names:
        value = state[name]
        if value.dtype not in known or value.layout is not torch.strided or value.is_quantized:
            raise Refused(f"its tensor {name!r:.80} is of a kind that weights are not ({value.dtype})")
        size = value.numel() * value.element_size()
        header[name] = {"dtype": known[value.dtype], "shape": list(value.shape), "data_offsets": [end, end + size]}
        end += size
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % ALIGNMENT)
    out.write(len(text).to_bytes(8, "little") + text)
    for name in names:
        if state[name].numel():
            out.write(state[name].detach().reshape(-1).contiguous().view(torch.uint8).numpy().data)
    out.flush()
    os.fsync(out.fileno())


def _check_archive(source: Path) -> None:
    """Refuse an archive that says it grows when it is read."""
    if zipfile.is_zipfile(source):
        with zipfile.ZipFile(source) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > source.stat().st_size:
                raise Refused("it is a compressed archive: checkpoints are not")


def _confine(source: Path) -> list[str]:
    """From here on: no connections, no processes, no file written but what is open, none read but `source`. A breach ends this process at once."""
    try:
        return confine([source], lambda event: _end(f"it tried to do what no checkpoint may ({event})"))
    except OSError as error:
        raise Refused(f"the sandbox could not be set up ({error})") from error


def _end(why: str) -> None:
    os.write(1, (json.dumps({"error": why}) + "\n").encode())
    os._exit(3)


if __name__ == "__main__":
    main()
