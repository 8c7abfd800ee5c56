"""The LoRAs on this computer: files in a folder beside the installed models."""

import filecmp
import os
import shutil
import uuid
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import chain, count
from pathlib import Path

from t2v_desktop import paths, settings
from t2v_desktop.errors import BrokenModel, ModelError, OutputError, UnknownModel
from t2v_desktop.models.header import Tensor
from t2v_desktop.models.json_files import read_small
from t2v_desktop.models.loras.description import Description, describe
from t2v_desktop.models.loras.fit import changes, read_layers
from t2v_desktop.models.loras.scales import PEFT_FILE, Scales, settings_beside
from t2v_desktop.models.store import LORAS, Model
from t2v_desktop.request import Request

SUFFIX = ".safetensors"
SHARED_NAMES = (PEFT_FILE, "pytorch_lora_weights.safetensors")  # PEFT's and diffusers' names for the file in a LoRA's folder


@dataclass(frozen=True, slots=True)
class Lora:
    """An installed LoRA. `problem` says why it can't be used at all; "" if it can."""

    name: str
    file: Path
    size_bytes: int = 0
    description: Description = field(default_factory=Description)
    problem: str = ""


def folder() -> Path:
    """The folder of the installed LoRAs; it may not exist yet."""
    return settings.load().models / LORAS


def installed_names() -> list[str]:
    """The names of installed LoRAs, usable or not."""
    try:
        found = [p.name.removesuffix(SUFFIX) for p in folder().iterdir() if p.suffix == SUFFIX and not p.name.startswith(".")]
    except OSError:
        return []
    return sorted(found, key=str.casefold)


def installed() -> list[Lora]:
    """The installed LoRAs, with what their files say about themselves."""
    return [read(name) for name in installed_names()]


def find(name: str) -> Lora:
    """The LoRA installed under `name`. Raises UnknownModel, or BrokenModel if its file can't be used."""
    if name not in installed_names():
        raise UnknownModel(_not_installed(name))
    lora = read(name)
    if lora.problem:
        raise BrokenModel(lora.problem)
    return lora


def read(name: str) -> Lora:
    """What the file of an installed LoRA says about itself, or its problem."""
    return _read(folder() / f"{name}{SUFFIX}")


def files_of(request: Request) -> tuple[str, ...]:
    """The files of a request's LoRAs, never one by path, because a name may come from an untrusted file. Raises UnknownModel."""
    names = installed_names()
    for lora in request.loras:
        if lora.name not in names:
            raise UnknownModel(_not_installed(lora.name))
    return tuple(str(folder() / f"{lora.name}{SUFFIX}") for lora in request.loras)


def file_of(name: str) -> Path:
    """The file of a LoRA given by name or path. Raises UnknownModel."""
    if name in installed_names():
        return folder() / f"{name}{SUFFIX}"
    with suppress(OSError, RuntimeError, ValueError):
        if (file := Path(name).expanduser()).is_file():
            return file.absolute()
    raise UnknownModel(_not_installed(name))


def _not_installed(name: str) -> str:
    known = ", ".join(installed_names())
    return f"LoRA {name!r:.200} is not installed: " + (f"installed are {known}" if known else "import its file first")


def problem_of(lora: Lora, model: Model | None) -> str:
    """Why a LoRA can't be used at all, or with `model` if there is one; "" if it can."""
    return lora.problem or (problem_with(lora.file, model) if model else "")


def problem_with(file: Path, model: Model) -> str:
    """Why a LoRA can't be used with `model`; "" if it can."""
    try:
        changes(file, model.folder)
    except ModelError as error:
        return str(error)
    except OSError as error:
        return f"{file} can't be read ({error.strerror or error})"
    return ""


def check(files: Sequence[str], model: Model) -> None:
    """Raise BrokenModel if one of the LoRAs doesn't fit `model`."""
    for file in files:
        if problem := problem_with(Path(file), model):
            raise BrokenModel(problem)


def import_lora(source: Path, name: str = "") -> Lora:
    """Copy a LoRA into the folder, as `name` or under its own: a file, or a folder as PEFT or diffusers save it.

    Raises BrokenModel if it isn't a LoRA, UnknownModel if there is none, OutputError if it can't be copied.
    """
    source = _file_in(source)
    name = name or _default_name(source)
    target = folder() / f"{name}{SUFFIX}"
    if not name.strip() or name.startswith(".") or Path(name).name != name or not paths.is_valid_path(name):
        raise OutputError(f"a LoRA can't be called {name!r:.100}: choose another name", option="--name")
    if not source.is_file():
        raise UnknownModel(f"{source} is not a file")
    try:
        _, _, metadata = read_layers(source)
        Scales(source, metadata)  # settings that can't be read
        if name.casefold() in (known.casefold() for known in installed_names()):
            raise OutputError(f"a LoRA called {name} is installed already: choose another name, or remove that one first", option="--name")
        target.parent.mkdir(parents=True, exist_ok=True)
        paths.check_writable(target.parent, needed_bytes=source.stat().st_size)
        _copy(source, target)
    except OSError as error:
        raise OutputError(f"{source} can't be copied to {target.parent} ({error.strerror or error})") from error
    return _read(target)


def add(source: Path) -> Lora:
    """The LoRA in this file: the installed one with the same content, else imported, with a number after its name if that is taken. Raises as `import_lora`."""
    source = _file_in(source)
    name = _default_name(source)
    with suppress(OSError):
        for known in installed_names():
            file = folder() / f"{known}{SUFFIX}"
            if _same(file, source) and _same(settings_beside(file), settings_beside(source)):
                return read(known)
    taken = {known.casefold() for known in installed_names()}
    free = next(each for each in chain([name], (f"{name}-{number}" for number in count(2))) if each.casefold() not in taken)
    return import_lora(source, free)


def _file_in(source: Path) -> Path:
    """The LoRA's file: `source`, or the one in that folder."""
    if source.is_dir():
        return next((source / name for name in SHARED_NAMES if (source / name).is_file()), source)
    return source


def _default_name(source: Path) -> str:
    """The file's name; that of its folder if all LoRAs of a program have the same."""
    return source.absolute().parent.name if source.name in SHARED_NAMES else source.name.removesuffix(source.suffix)


def _same(one: Path, other: Path) -> bool:
    """Whether two files have the same content, or neither exists. Raises OSError."""
    if not one.exists() or not other.exists():
        return one.exists() == other.exists()
    return one.stat().st_size == other.stat().st_size and filecmp.cmp(one, other, shallow=False)


def _copy(source: Path, target: Path) -> None:
    """Copy the file, whole or not at all, and PEFT's settings before it; checked again, because another program may have changed it meanwhile."""
    partial = target.with_name(f".{uuid.uuid4().hex}.{paths.PART}")
    beside, settings_target = settings_beside(source), settings_beside(target)
    settings_target.unlink(missing_ok=True)  # left by an import that was killed
    try:
        if beside.exists():
            paths.write_whole(settings_target, read_small(beside))
        shutil.copyfile(source, partial)
        read_layers(partial)
        with partial.open("r+b") as copied:
            os.fsync(copied.fileno())
        partial.replace(target)
    except BaseException:
        settings_target.unlink(missing_ok=True)
        raise
    finally:
        partial.unlink(missing_ok=True)
    paths.sync_folder(target.parent)


def remove(name: str) -> int:
    """Delete an installed LoRA; returns the bytes freed. Raises UnknownModel or OutputError."""
    if name not in installed_names():
        raise UnknownModel(_not_installed(name))
    file = folder() / f"{name}{SUFFIX}"
    try:
        size_bytes = file.stat().st_size
        file.unlink()
        settings_beside(file).unlink(missing_ok=True)
    except OSError as error:
        raise OutputError(f"{file} can't be removed ({error.strerror or error}): close programs that use it") from error
    return size_bytes


def _read(file: Path) -> Lora:
    name = file.name.removesuffix(SUFFIX)
    try:
        size_bytes = file.stat().st_size
        layers, tensors, metadata = read_layers(file)
        rank = max((_rank(tensors[use["down"]]) for use in layers.values() if "down" in use), default=0)
        return Lora(name, file, size_bytes, describe(metadata, rank))
    except ModelError as error:
        return Lora(name, file, problem=str(error))
    except OSError as error:
        return Lora(name, file, problem=f"{file} can't be read ({error.strerror or error})")


def _rank(down: Tensor) -> int:
    return down.shape[0] if down.shape else 0
