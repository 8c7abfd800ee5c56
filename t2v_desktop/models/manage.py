"""Installed models removed, or moved to another disk; at no moment is half a model in the place of a whole one."""

import os
import re
import shutil
import threading
import time
import uuid
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from t2v_desktop import paths, settings
from t2v_desktop.errors import Cancelled, OutputError, UnknownModel
from t2v_desktop.models.manifest import BLOCK_BYTES
from t2v_desktop.models.store import installed_names
from t2v_desktop.paths import PART, check_writable, sync_folder

INCOMING = ".incoming"  # the folder, beside the installed models, of those that are on their way
LEFT_OVER = re.compile(rf"\..+\.(?:adopting|moving|removed)\.{PART}")  # what `passing` names
SWEEP_AFTER_S = 3600
NOTE = "fetch.json"  # in the folder of each: what is being fetched


def remove(name: str) -> int:
    """Delete an installed model, or what has come of one; the bytes that this frees. Raises UnknownModel or OutputError."""
    models = settings.load().models
    if name not in (*installed_names(), *unfinished()):
        raise UnknownModel(f"{name!r:.200} is not installed in {models}: installed are {', '.join(installed_names()) or 'none'}")
    folder = models / name if name in installed_names() else models / INCOMING / name
    freed, doomed = frees(folder), passing(models, uuid.uuid4().hex, "removed")
    try:
        if folder.is_symlink():  # what it leads to is somebody else's
            folder.unlink()
            return 0
        folder.replace(doomed)
        shutil.rmtree(doomed)
    except OSError as error:
        raise OutputError(f"{folder} cannot be removed ({error.strerror or error}): close what uses it") from error
    return freed


def passing(models: Path, name: str, state: str) -> Path:
    """The name beside the installed models that one has while it is adopting, moving or removed, as no other program names a folder."""
    return models / f".{name}.{state}.{PART}"


def unfinished() -> list[str]:
    """Models whose download was begun and not ended."""
    incoming = settings.load().models / INCOMING
    try:
        return sorted(p.name for p in incoming.iterdir() if p.is_dir())
    except OSError:
        return []


def folder_name(hub_id: str) -> str:
    """The folder of a hub model that the catalogue does not name: owner and name, which no file system confuses."""
    return hub_id.replace("/", "--")


def size_of(folder: Path) -> int:
    """Bytes of all files below `folder` that can be seen, each once."""
    return sum(found.st_size for found in _files(folder).values())


def frees(folder: Path) -> int:
    """Bytes that removing `folder` gives back: a file that another folder holds too, such as the hub's cache, stays there."""
    return 0 if folder.is_symlink() else sum(found.st_size for found in _files(folder).values() if found.st_nlink == 1)


def _files(folder: Path) -> dict[tuple[int, int], os.stat_result]:
    """What the system says of each file below `folder`, or of what a link there leads to; what may not be seen is left out."""
    found = {}
    for root, _, names in os.walk(folder):
        for name in names:
            with suppress(OSError):
                told = Path(root, name).stat()
                found[(told.st_dev, told.st_ino or hash((root, name)))] = told
    return found


def sweep() -> None:
    """Take away what crashes left of removing, importing and moving: only what nobody has touched for an hour."""
    try:
        left = [p for p in settings.load().models.iterdir() if LEFT_OVER.fullmatch(p.name)]
    except OSError:
        return
    for folder in left:
        with suppress(OSError):
            newest = max(p.stat().st_mtime for p in (folder, *folder.rglob("*")))
            if time.time() - newest > SWEEP_AFTER_S:
                shutil.rmtree(folder)


def move(target: Path, stop: threading.Event | None = None, told: Callable[[int, int], None] = lambda _done, _total: None) -> Path:
    """Move all installed models into the folder `target` and install there from now on; the folder.

    `told` hears of bytes done and in all. The models stay where they are until the last one is whole in its new place.
    Raises OutputError or Cancelled.
    """
    chosen = settings.load()
    source, target, names, begun = chosen.models, paths.parse_path(str(target)), installed_names(), unfinished()
    if target == source:
        return target
    if target.is_relative_to(source):
        raise OutputError(f"{target} lies inside the folder that is to be moved: choose another")
    try:
        target.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"{target} cannot be made ({error.strerror or error}): choose another folder") from error
    for name in names:
        if (target / name).exists():
            raise OutputError(f"{target} holds a {name} already: choose another folder")
    total = sum(size_of(source / name) for name in names if not (source / name).is_symlink())
    check_writable(target, total)
    made: list[Path] = []  # what is taken away again should anything fail
    done = 0
    try:
        for name in names:
            made.append(passing(target, name, "moving"))
            if (source / name).is_symlink():  # a link stays one
                made[-1].symlink_to(source / (source / name).readlink())
                continue
            for file in sorted(p for p in (source / name).rglob("*") if p.is_file()):
                copy = made[-1] / file.relative_to(source / name)
                copy.parent.mkdir(parents=True, exist_ok=True)
                done = _copy(file, copy, done, total, stop, told)
        for name in names:
            passing(target, name, "moving").replace(target / name)
            made.append(target / name)
        sync_folder(target)
        settings.save(replace(settings.load(), models_folder=str(target)))
        made.clear()
        _move_unfinished(begun, source, target)
    except OSError as error:
        raise OutputError(f"the models cannot be moved to {target} ({error.strerror or error})") from error
    finally:
        for folder in made:
            _delete(folder)
    for name in names:
        _delete(source / name)
    return target


def _delete(folder: Path) -> None:
    """A folder with all that is in it, or a link to one alone; what cannot be deleted stays."""
    with suppress(OSError):
        if folder.is_symlink():
            folder.unlink()
    shutil.rmtree(folder, ignore_errors=True)


def _move_unfinished(names: list[str], source: Path, target: Path) -> None:
    """Downloads that were begun go along; one that cannot is begun anew."""
    for name in names:
        with suppress(OSError):
            (target / INCOMING).mkdir(exist_ok=True)
            shutil.move(source / INCOMING / name, target / INCOMING / name)


def _copy(file: Path, copy: Path, done: int, total: int, stop: threading.Event | None, told: Callable[[int, int], None]) -> int:
    with file.open("rb") as read, copy.open("wb") as write:
        while block := read.read(BLOCK_BYTES):
            if stop is not None and stop.is_set():
                raise Cancelled("the move was stopped: the models are where they were")
            write.write(block)
            done += len(block)
            told(done, total)
        write.flush()
        os.fsync(write.fileno())
    if copy.stat().st_size != file.stat().st_size:
        raise OutputError(f"{copy} did not come out whole: the models are where they were")
    return done
