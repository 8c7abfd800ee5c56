"""Removes installed models and moves them to another disk, so that a half-copied model never appears installed."""

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
from t2v_desktop.models.store import LORAS, installed_names
from t2v_desktop.paths import PART, check_writable, sync_folder

INCOMING = ".incoming"  # the folder of unfinished downloads, beside the installed models
LEFTOVER = re.compile(rf"\..+\.(?:adopting|moving|removed)\.{PART}")  # matches the names from `staging_folder`
CLEAN_UP_AFTER_S = 3600
DOWNLOAD_RECORD = "fetch.json"  # in each unfinished download: what is being downloaded


def remove(name: str) -> int:
    """Delete an installed model or an unfinished download; returns the bytes freed. Raises UnknownModel or OutputError."""
    models = settings.load().models
    if name not in (*installed_names(), *unfinished_downloads()):
        raise UnknownModel(f"{name!r:.200} is not installed in {models}: installed are {', '.join(installed_names()) or 'none'}")
    folder = models / name if name in installed_names() else models / INCOMING / name
    freed, doomed = reclaimable_bytes(folder), staging_folder(models, uuid.uuid4().hex, "removed")
    try:
        if folder.is_symlink():  # remove only the link, not its target
            folder.unlink()
            return 0
        folder.replace(doomed)
        shutil.rmtree(doomed)
    except OSError as error:
        raise OutputError(f"{folder} can't be removed ({error.strerror or error}): close programs that use it") from error
    return freed


def staging_folder(models: Path, name: str, state: str) -> Path:
    """A temporary folder beside the installed models. `state` is adopting, moving or removed."""
    return models / f".{name}.{state}.{PART}"


def unfinished_downloads() -> list[str]:
    """The names of models with an unfinished download."""
    incoming = settings.load().models / INCOMING
    try:
        return sorted(p.name for p in incoming.iterdir() if p.is_dir())
    except OSError:
        return []


def folder_name(hub_id: str) -> str:
    """The folder name of a hub model that isn't in the catalogue: owner--name."""
    return hub_id.replace("/", "--")


def size_of(folder: Path) -> int:
    """The size of all readable files below `folder`; hard links count once."""
    return sum(found.st_size for found in _files(folder).values())


def reclaimable_bytes(folder: Path) -> int:
    """The bytes that removing `folder` frees; files shared with another folder, such as the Hugging Face cache, don't count."""
    return 0 if folder.is_symlink() else sum(found.st_size for found in _files(folder).values() if found.st_nlink == 1)


def _files(folder: Path) -> dict[tuple[int, int], os.stat_result]:
    """The stat results of all files below `folder`, following links to files; unreadable files are left out."""
    found = {}
    for root, _, names in os.walk(folder):
        for name in names:
            with suppress(OSError):
                info = Path(root, name).stat()
                found[(info.st_dev, info.st_ino or hash((root, name)))] = info
    return found


def clean_up() -> None:
    """Delete the temporary folders that crashes left behind, if untouched for an hour."""
    try:
        leftovers = [p for p in settings.load().models.iterdir() if LEFTOVER.fullmatch(p.name)]
    except OSError:
        return
    for folder in leftovers:
        with suppress(OSError):
            newest = max(p.stat().st_mtime for p in (folder, *folder.rglob("*")))
            if time.time() - newest > CLEAN_UP_AFTER_S:
                shutil.rmtree(folder)


def move(target: Path, stop: threading.Event | None = None, report: Callable[[int, int], None] = lambda _done, _total: None) -> Path:
    """Move all installed models and LoRAs to the folder `target` and make it the models folder; returns the folder.

    `report` is called with bytes copied and total bytes. The old copies are deleted only after every model is complete in its
    new place. Raises OutputError or Cancelled.
    """
    source, target, names, downloads = settings.load().models, paths.parse_path(str(target)), installed_names(), unfinished_downloads()
    names += [LORAS] if (source / LORAS).is_dir() else []
    if target == source:
        return target
    if target.is_relative_to(source):
        raise OutputError(f"{target} is inside the current models folder: choose another folder")
    try:
        target.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"{target} can't be created ({error.strerror or error}): choose another folder") from error
    for name in names:
        if (target / name).exists():
            raise OutputError(f"{target} already contains {name}: choose another folder")
    total = sum(size_of(source / name) for name in names if not (source / name).is_symlink())
    check_writable(target, total)
    created: list[Path] = []  # deleted again if anything fails
    done = 0
    try:
        for name in names:
            created.append(staging_folder(target, name, "moving"))
            if (source / name).is_symlink():  # a link stays a link
                created[-1].symlink_to(source / (source / name).readlink())
                continue
            for file in sorted(p for p in (source / name).rglob("*") if p.is_file()):
                copy = created[-1] / file.relative_to(source / name)
                copy.parent.mkdir(parents=True, exist_ok=True)
                done = _copy(file, copy, done, total, stop, report)
        for name in names:
            staging_folder(target, name, "moving").replace(target / name)
            created.append(target / name)
        sync_folder(target)
        settings.save(replace(settings.load(), models_folder=str(target)))
        created.clear()
        _move_downloads(downloads, source, target)
    except OSError as error:
        raise OutputError(f"the models can't be moved to {target} ({error.strerror or error})") from error
    finally:
        for folder in created:
            _delete(folder)
    for name in names:
        _delete(source / name)
    return target


def _delete(folder: Path) -> None:
    """Delete a folder, or only the link if it is one; errors are ignored."""
    with suppress(OSError):
        if folder.is_symlink():
            folder.unlink()
    shutil.rmtree(folder, ignore_errors=True)


def _move_downloads(names: list[str], source: Path, target: Path) -> None:
    """Move unfinished downloads too; one that can't be moved will start over."""
    for name in names:
        with suppress(OSError):
            (target / INCOMING).mkdir(exist_ok=True)
            shutil.move(source / INCOMING / name, target / INCOMING / name)


def _copy(file: Path, copy: Path, done: int, total: int, stop: threading.Event | None, report: Callable[[int, int], None]) -> int:
    with file.open("rb") as source, copy.open("wb") as target:
        while block := source.read(BLOCK_BYTES):
            if stop is not None and stop.is_set():
                raise Cancelled("the move was cancelled: the models are still in their old folder")
            target.write(block)
            done += len(block)
            report(done, total)
        target.flush()
        os.fsync(target.fileno())
    if copy.stat().st_size != file.stat().st_size:
        raise OutputError(f"{copy} was not copied completely: the models are still in their old folder")
    return done
