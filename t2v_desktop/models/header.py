"""The header of a safetensors file: names, types and shapes of its tensors, without their data."""

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from t2v_desktop.errors import BrokenModel
from t2v_desktop.models.json_files import describe_content

MAX_HEADER_BYTES, MAX_TENSORS, MAX_RANK = 16_000_000, 20_000, 8
ALIGNMENT = 8  # of the first tensor, in bytes
FROM_TORCH = {"format": "pt"}  # the metadata that transformers asks for
BYTES_OF = {"F64": 8, "F32": 4, "F16": 2, "BF16": 2, "I64": 8, "I32": 4, "I16": 2, "I8": 1, "U64": 8, "U32": 4, "U16": 2, "U8": 1, "BOOL": 1}
EIGHT_BIT = {"F8_E4M3": 1, "F8_E5M2": 1}
BYTES_OF |= EIGHT_BIT
FLOATS = ("F64", "F32", "F16", "BF16")
NARROW = ("F8_", "F6_", "F4", "U4", "I4", "E8M0", "MX", "NF4")  # prefixes of the dtypes of 8 bits or fewer
USE_FLOAT_WEIGHTS = "use the model's fp16 or fp32 weights"


@dataclass(frozen=True, slots=True)
class Tensor:
    """A tensor's shape, and its `dtype` as safetensors spells it."""

    dtype: str
    shape: tuple[int, ...]


def read_header(file: Path) -> dict[str, tuple[int, ...]]:
    """The tensors' names and shapes. Raises BrokenModel as `read_tensors` does."""
    return {name: tensor.shape for name, tensor in read_tensors(file).items()}


def read_tensors(file: Path, *, may_be_8_bit: bool = False) -> dict[str, Tensor]:
    """The tensors by name. Raises BrokenModel if the file is truncated or of another kind, which the message names if known.

    Weights of 8 bits are refused too, unless they `may_be_8_bit`.
    """
    tensors = read_contents(file)[0]
    if not may_be_8_bit and (narrow := next((tensor.dtype for tensor in tensors.values() if tensor.dtype in EIGHT_BIT), "")):
        raise BrokenModel(f"{file} has weights of 8 bits or fewer ({narrow}), which this application does not load: {USE_FLOAT_WEIGHTS}")
    return tensors


def read_contents(file: Path) -> tuple[dict[str, Tensor], dict[str, str]]:
    """The tensors by name, and what the file says about itself. Raises BrokenModel as `read_tensors` does."""
    size = file.stat().st_size
    with file.open("rb") as stream:
        prefix = stream.read(8)
        length = int.from_bytes(prefix, "little")
        if not 2 <= length <= min(MAX_HEADER_BYTES, size - 8):
            problem = describe_content(prefix + stream.read(56))
            raise BrokenModel(f"{file} {problem}" if problem else f"{file} is truncated or not a safetensors file: download or copy it again")
        try:
            header = json.loads(stream.read(length), parse_constant=_refuse)
        except (ValueError, RecursionError) as error:
            raise BrokenModel(f"{file} has an unreadable header") from error
    if not isinstance(header, dict) or len(header) > MAX_TENSORS:
        raise BrokenModel(f"{file} has an unreadable header")
    metadata = header.pop("__metadata__", None)
    tensors, ranges = {}, []
    for name, entry in header.items():
        tensors[name], begin, stop = _tensor(file, name, entry)
        ranges.append((begin, stop))
    end = 0
    for begin, stop in sorted(ranges):
        if begin != end:  # like safetensors' own reader, allow no gaps and no overlaps
            raise BrokenModel(f"{file} has an invalid header: a tensor starts at byte {begin}, but the previous one ends at {end}")
        end = stop
    if size != 8 + length + end:
        raise BrokenModel(f"{file} is {size} bytes long, but its header says {8 + length + end}: download or copy it again")
    texts = metadata.items() if isinstance(metadata, dict) else ()
    return tensors, {name: text for name, text in texts if isinstance(text, str)}


def pack_header(tensors: Iterable[tuple[str, str, Sequence[int], int]], metadata: object = FROM_TORCH) -> bytes:
    """The beginning of a file in which these tensors, each a name, dtype, shape and size in bytes, follow each other."""
    header, end = {"__metadata__": metadata}, 0
    for name, dtype, shape, size in tensors:
        header[name] = {"dtype": dtype, "shape": list(shape), "data_offsets": [end, end + size]}
        end += size
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % ALIGNMENT)
    return len(text).to_bytes(8, "little") + text


def times(shape: tuple[int, ...]) -> str:
    """A shape in words, such as 32x4x3x3."""
    return "x".join(str(side) for side in shape)


def same_shape(found: tuple[int, ...], expected: tuple[int, ...]) -> bool:
    """Whether the shapes match. A linear layer and a 1x1 convolution count as equal: older attention layers were saved as the other kind."""
    return found == expected or (len(found) == 4 and found == (*expected, 1, 1)) or (len(expected) == 4 and expected == (*found, 1, 1))


def _tensor(file: Path, name: str, entry: Any) -> tuple[Tensor, int, int]:
    """A tensor, and the offsets where its bytes begin and end."""
    try:
        (begin, stop), shape, dtype = entry["data_offsets"], entry["shape"], entry["dtype"]
        whole = all(type(number) is int for number in (begin, stop, *shape))
        if not whole or len(shape) > MAX_RANK or not isinstance(dtype, str) or min(shape, default=0) < 0:
            raise ValueError("invalid tensor entry")
    except (KeyError, TypeError, ValueError) as error:
        raise BrokenModel(f"{file} has an invalid header entry for tensor {name!r:.80}") from error
    if dtype.startswith(NARROW) and dtype not in EIGHT_BIT:
        raise BrokenModel(f"{file} has weights of 8 bits or fewer ({dtype:.20}), which this application does not load: {USE_FLOAT_WEIGHTS}")
    if dtype not in BYTES_OF or stop - begin != math.prod(shape) * BYTES_OF[dtype] or not 0 <= begin <= stop:
        raise BrokenModel(f"{file} has an invalid header entry for tensor {name!r:.80}")
    return Tensor(dtype, tuple(shape)), begin, stop


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is not valid JSON")
