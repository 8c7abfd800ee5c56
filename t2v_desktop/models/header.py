"""The header of a safetensors file: which tensors it holds, read without any of them."""

import json
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from t2v_desktop.errors import BrokenModel
from t2v_desktop.models.json_files import really

MAX_HEADER_BYTES, MAX_TENSORS, MAX_RANK = 16_000_000, 20_000, 8
BYTES_OF = {"F64": 8, "F32": 4, "F16": 2, "BF16": 2, "I64": 8, "I32": 4, "I16": 2, "I8": 1, "U64": 8, "U32": 4, "U16": 2, "U8": 1, "BOOL": 1}
FLOATS = ("F64", "F32", "F16", "BF16")
NARROW = ("F8_", "F6_", "F4", "U4", "I4", "E8M0", "MX", "NF4")  # how the names of formats of 8 bits and fewer begin
DIFFERENT = "use the model's fp16 or fp32 weights"


@dataclass(frozen=True, slots=True)
class Tensor:
    """`dtype` as safetensors names it."""

    dtype: str
    shape: tuple[int, ...]


def read_header(file: Path) -> dict[str, tuple[int, ...]]:
    """The tensors' names and shapes. Raises BrokenModel as `read_tensors` does."""
    return {name: tensor.shape for name, tensor in read_tensors(file).items()}


def read_tensors(file: Path) -> dict[str, Tensor]:
    """The tensors by name. Raises BrokenModel where the file is cut short, or is something else, which is named."""
    size = file.stat().st_size
    with file.open("rb") as stream:
        start = stream.read(8)
        length = int.from_bytes(start, "little")
        if not 2 <= length <= min(MAX_HEADER_BYTES, size - 8):
            what = really(start + stream.read(56))
            raise BrokenModel(f"{file} {what}" if what else f"{file} is not a safetensors file, or it is cut short")
        try:
            header = json.loads(stream.read(length), parse_constant=_refuse)
        except (ValueError, RecursionError) as error:
            raise BrokenModel(f"{file} has an unreadable header") from error
    if not isinstance(header, dict) or len(header) > MAX_TENSORS:
        raise BrokenModel(f"{file} has an unreadable header")
    header.pop("__metadata__", None)
    tensors, places = {}, []
    for name, told in header.items():
        tensors[name], begin, stop = _tensor(file, name, told)
        places.append((begin, stop))
    end = 0
    for begin, stop in sorted(places):
        if begin != end:  # safetensors' own reader allows no gap and no tensor that lies over another
            raise BrokenModel(f"{file} describes its tensors wrongly: one begins at byte {begin}, the last ended at {end}")
        end = stop
    if size != 8 + length + end:
        raise BrokenModel(f"{file} is {size} bytes long, its header says {8 + length + end}: download or copy it again")
    return tensors


def same_shape(found: tuple[int, ...], right: tuple[int, ...]) -> bool:
    """Whether a tensor fits; old attention kept its linear layers as convolutions of width one, and the other way round."""
    return found == right or (len(found) == 4 and found == (*right, 1, 1)) or (len(right) == 4 and right == (*found, 1, 1))


def _tensor(file: Path, name: str, told: Any) -> tuple[Tensor, int, int]:
    """A tensor and where its bytes begin and end."""
    try:
        (begin, stop), shape, dtype = told["data_offsets"], told["shape"], told["dtype"]
        whole = all(type(number) is int for number in (begin, stop, *shape))
        if not whole or len(shape) > MAX_RANK or not isinstance(dtype, str) or min(shape, default=0) < 0:
            raise ValueError("not the numbers of a tensor")
    except (KeyError, TypeError, ValueError) as error:
        raise BrokenModel(f"{file} describes tensor {name!r:.80} wrongly") from error
    if dtype.startswith(NARROW):
        raise BrokenModel(f"{file} holds weights of 8 bits or fewer ({dtype:.20}), which this application does not load: {DIFFERENT}")
    if dtype not in BYTES_OF or stop - begin != math.prod(shape) * BYTES_OF[dtype] or not 0 <= begin <= stop:
        raise BrokenModel(f"{file} describes tensor {name!r:.80} wrongly")
    return Tensor(dtype, tuple(shape)), begin, stop


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is not valid JSON")
