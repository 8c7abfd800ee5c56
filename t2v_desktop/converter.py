"""The process that turns a checkpoint into safetensors: `python -m t2v_desktop.converter SOURCE TARGET`.

A checkpoint is a pickle, which can hold orders. It is read with `weights_only`, in this process alone, which may neither
open a connection nor start anything nor write any file but the target. One line of JSON on stdout says how it went.
"""

import json
import os
import sys
import zipfile
from pathlib import Path
from typing import Any

from t2v_desktop.models.inspect import MAX_TENSORS

FORBIDDEN = (
    "socket.", "subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork", "os.startfile", "ctypes.dlopen", "webbrowser.",
    "os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.link", "os.symlink", "os.truncate", "os.chmod", "os.chown", "shutil.",
)  # fmt: skip
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


class Refused(Exception):
    """The checkpoint is not one, or does what none may do."""


def main() -> None:
    source, target = Path(sys.argv[1]), Path(sys.argv[2])
    try:
        told: dict[str, object] = {"tensors": convert(source, target)}
    except Refused as error:
        told = {"error": str(error)}
    except MemoryError:
        told = {"error": "it does not fit into memory"}
    except Exception as error:  # noqa: BLE001  # whatever a hostile file makes the reader raise
        told = {"error": f"it is not a checkpoint of weights alone ({type(error).__name__})"}
    print(json.dumps(told), flush=True)


def convert(source: Path, target: Path) -> int:
    """Write the tensors of `source` to `target`, under diffusers' names; how many there are. Raises Refused."""
    import torch
    from safetensors.torch import load_file, save_file

    from t2v_desktop.errors import BrokenModel
    from t2v_desktop.models import original

    _confine(target)
    if source.suffix == ".safetensors":
        state: Any = load_file(source)
    else:
        _check_archive(source)
        state = torch.load(source, map_location="cpu", weights_only=True, mmap=zipfile.is_zipfile(source))
    if isinstance(state, dict) and isinstance(state.get("state_dict"), dict):
        state = state["state_dict"]
    if not isinstance(state, dict) or not state or not all(isinstance(k, str) and isinstance(v, torch.Tensor) for k, v in state.items()):
        raise Refused("it holds something else than named tensors")
    if len(state) > MAX_TENSORS:
        raise Refused(f"it holds more than {MAX_TENSORS} tensors")
    if original.is_original(state):
        try:
            names = original.renamed(state)
        except BrokenModel as error:
            raise Refused(str(error)) from error
        state = {names[old]: value[..., 0] if original.is_pointwise(names[old], value.ndim) else value for old, value in state.items()}
    save_file({name: value.detach().contiguous().clone() for name, value in state.items()}, target, metadata={"format": "pt"})
    return len(state)


def _check_archive(source: Path) -> None:
    """Refuse an archive that says it grows when it is read."""
    if zipfile.is_zipfile(source):
        with zipfile.ZipFile(source) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > source.stat().st_size:
                raise Refused("it is a compressed archive: checkpoints are not")


def _confine(target: Path) -> None:
    """From here on: no connections, no processes, no file written but `target`. A breach ends this process at once."""
    sys.dont_write_bytecode = True
    allowed = target.absolute()

    def watch(event: str, arguments: tuple[Any, ...]) -> None:
        if event.startswith(FORBIDDEN):
            _end(f"it tried to do what no checkpoint may ({event})")
        if event == "open" and isinstance(arguments[0], str | bytes) and arguments[2] & WRITING and Path(os.fsdecode(arguments[0])).absolute() != allowed:
            _end("it tried to write a file of its own")

    sys.addaudithook(watch)


def _end(why: str) -> None:
    os.write(1, (json.dumps({"error": why}) + "\n").encode())
    os._exit(3)


if __name__ == "__main__":
    main()
