"""Converts fp32 weights to bf16 as they arrive, for models that were trained in bf16: half the disk space, and nothing to convert at each start.

A record beside the new file says what it was made from, until the model is installed: an interrupted download goes on without it.
"""

import hashlib
import json
import os
import threading
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from t2v_desktop import paths
from t2v_desktop.errors import Cancelled
from t2v_desktop.models.header import pack_header, read_tensors
from t2v_desktop.paths import PART

BLOCK = 16 << 20  # values converted at once
RECORD = ".halved"  # behind the file's name


@dataclass(frozen=True, slots=True)
class Halved:
    """`original` is the hash and `original_size` the size that the file had on the hub, `sha256` and `size` are those it has now."""

    original: str
    original_size: int
    sha256: str
    size: int


def halve(file: Path, original: str, whole: Callable[[str], bool], stop: threading.Event) -> None:
    """Replace a safetensors file, whose hash is `original`, by one with bf16 in place of fp32, but for tensors whose names are to stay `whole`.

    Raises BrokenModel, OSError, or Cancelled, which leaves the file as it was.
    """
    part = file.with_name(f".{file.name}.{PART}")
    try:
        with file.open("rb") as source, part.open("wb") as out:
            digest = hashlib.sha256()
            for block in _converted(file, source, whole):
                if stop.is_set():
                    raise Cancelled("the download was cancelled")
                digest.update(block)
                out.write(block)
            out.flush()
            os.fsync(out.fileno())
        record = Halved(original, file.stat().st_size, digest.hexdigest(), part.stat().st_size)
        paths.write_whole(_record_of(file), json.dumps(asdict(record)).encode())
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)


def halved(file: Path) -> Halved | None:
    """What a file in a download was made from; None if it is as it came."""
    try:
        record = Halved(**json.loads(_record_of(file).read_text("utf-8")))
        return record if file.stat().st_size == record.size else None
    except (OSError, ValueError, TypeError):
        return None


def forget(file: Path) -> None:
    """Remove the record of a file."""
    _record_of(file).unlink(missing_ok=True)


def link_halved(source: Path, target: Path, record: Halved) -> None:
    """Make `target` the same file as `source`, which was made as `record` says. Raises OSError."""
    paths.write_whole(_record_of(target), json.dumps(asdict(record)).encode())
    target.unlink(missing_ok=True)
    os.link(source, target)


def _record_of(file: Path) -> Path:
    return file.with_name(f"{file.name}{RECORD}")


def _converted(file: Path, source: BinaryIO, whole: Callable[[str], bool]) -> Iterator[bytes]:
    """The new file, piece by piece: the header's length, the header, the tensors in the order they had."""
    read_tensors(file)  # everything in the header is as it should be
    length = int.from_bytes(source.read(8), "little")
    header: dict[str, Any] = json.loads(source.read(length))
    names = sorted((name for name in header if name != "__metadata__"), key=lambda name: header[name]["data_offsets"][0])
    converts = {name for name in names if header[name]["dtype"] == "F32" and not whole(name)}
    new = []
    for name in names:
        entry, (begin, stop) = header[name], header[name]["data_offsets"]
        dtype, size = ("BF16", (stop - begin) // 2) if name in converts else (entry["dtype"], stop - begin)
        new.append((name, dtype, entry["shape"], size))
    yield pack_header(new, header.get("__metadata__", {}))
    for name in names:
        begin, stop = header[name]["data_offsets"]
        for at in range(begin, stop, 4 * BLOCK):
            block = source.read(min(4 * BLOCK, stop - at))
            yield to_bf16(np.frombuffer(block, "<u4")).tobytes() if name in converts else block


def to_bf16(bits: NDArray[np.uint32]) -> NDArray[np.uint16]:
    """The bits of fp32 numbers as those of the nearest bf16 numbers, ties to even, as torch rounds them."""
    nearest = (bits + (0x7FFF + ((bits >> 16) & 1))) >> 16
    not_a_number = (bits & 0x7FFFFFFF) > 0x7F800000
    rounded: NDArray[np.uint16] = np.where(not_a_number, 0x7FC0, nearest).astype("<u2")
    return rounded
