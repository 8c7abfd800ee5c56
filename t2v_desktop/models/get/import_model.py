"""Imports a model that is already on this computer: a folder, a snapshot in the Hugging Face cache, or a checkpoint."""

import logging
import os
import shutil
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from t2v_desktop import paths, settings
from t2v_desktop.errors import BrokenModel, OutputError, UnknownModel
from t2v_desktop.models import manifest
from t2v_desktop.models.catalogue import CATALOG
from t2v_desktop.models.families import family_of, files_read, known_pickles
from t2v_desktop.models.gate import IMPORT_LORA, check_settings, check_tensors, inspect, replace_in_errors
from t2v_desktop.models.get.convert import CONVERT_OPTION, NEEDS_CONVERSION, converted_name, run_converter
from t2v_desktop.models.get.download_file import RESERVE_BYTES, RemoteFile
from t2v_desktop.models.get.hub import Listing, files_to_download
from t2v_desktop.models.get.local_download import COMMIT, SHA256, check_one_commit, read_note
from t2v_desktop.models.header import read_tensors
from t2v_desktop.models.hub_environment import cache, origin, snapshot_in
from t2v_desktop.models.layout import points_into_hub_cache
from t2v_desktop.models.loras.fit import is_lora
from t2v_desktop.models.manage import folder_name, staging_folder
from t2v_desktop.models.store import check_folder, folder_of

log = logging.getLogger(__name__)
CHECKPOINTS = (".pth", ".pt", ".bin", ".ckpt", ".safetensors")


def import_model(source: Path, name: str = "", *, convert: bool = False, parts_from: str = "", stop: threading.Event | None = None) -> Path:
    """Install a model folder, or a UNet checkpoint with the other parts of the installed model `parts_from`; returns the new folder.

    Safetensors weights are hard-linked if possible, otherwise copied. Pickles are converted in a separate process, only if
    `convert` is set. Raises UnknownModel, BrokenModel, OutputError or Cancelled.
    """
    source = snapshot_in(source)
    name = name or default_name(source)
    target = settings.load().models / name
    built_in = name in CATALOG and not CATALOG[name].hub_id
    if built_in or target.exists() or name.startswith(".") or not name.strip() or Path(name).name != name:
        raise OutputError(f"a model can't be installed as {name!r:.100}: choose another name", option="--name")
    check_folder(target.parent)
    with _incoming(target) as incoming, replace_in_errors(incoming, str(source)):
        if source.is_dir():
            _import_folder(source, incoming, convert, stop)
        elif source.is_file() and source.suffix.lower() in CHECKPOINTS:
            _import_checkpoint(source, incoming, convert, parts_from, stop)
        else:
            raise UnknownModel(f"{source} is neither a model folder nor a checkpoint ({', '.join(CHECKPOINTS)})")
        inspect(incoming)
        record = manifest.record(incoming, *_origin(source), "")
        _check_blobs(source, record)
        _check_notes(source, record)
        incoming.replace(target)
        paths.sync_folder(target.parent)
    return target


def default_name(source: Path) -> str:
    """The default name of a model imported from `source`: its name in the catalogue or hub, otherwise that of its folder or file."""
    found = origin(snapshot_in(source))
    if found is None:
        return source.stem if source.suffix.lower() in CHECKPOINTS else source.name
    return next((entry.name for entry in CATALOG.values() if entry.hub_id == found[0]), folder_name(found[0]))


def _origin(source: Path) -> tuple[str, str]:
    """Hub ID and commit of a snapshot in the Hugging Face cache; for anything else, its path and an empty commit."""
    found = origin(source)
    return found if found and COMMIT.fullmatch(found[1]) else (str(source), "")


def _check_blobs(source: Path, record: manifest.Manifest) -> None:
    """Verify files from a Hugging Face cache, which names large files by their sha256. Raises BrokenModel."""
    for name, digest in record.sha256.items() if record.from_hub else ():
        blob = (source / name).resolve().name
        if SHA256.fullmatch(blob) and blob != digest:
            raise BrokenModel(f"{source / name} is damaged: download the model instead")


def _check_notes(source: Path, record: manifest.Manifest) -> None:
    """Verify files whose hash was noted when they were downloaded into this folder. Raises BrokenModel."""
    for name, digest in record.sha256.items():
        if (note := read_note(source, name)) is not None and note.sha256 not in ("", digest):
            raise BrokenModel(f"{source / name} is damaged: download it again")


@contextmanager
def _incoming(target: Path) -> Iterator[Path]:
    """A temporary folder beside the installed models, always deleted at the end."""
    folder = staging_folder(target.parent, f"{target.name}-{uuid.uuid4().hex[:8]}", "adopting")  # unique, so that two imports can run at once
    try:
        folder.mkdir(parents=True)
        yield folder
    except OSError as error:
        raise OutputError(f"{error.filename or folder} can't be read or written ({error.strerror or error})") from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _import_folder(source: Path, incoming: Path, convert: bool, stop: threading.Event | None) -> None:
    files = [p.relative_to(source).as_posix() for p in source.rglob("*") if p.is_file() and (not p.is_symlink() or points_into_hub_cache(p))]
    listing = Listing(str(source), "", "", False, tuple(RemoteFile(name, (source / name).stat().st_size) for name in files))
    chosen = files_to_download(listing)
    check_settings(source)  # before anything is converted
    for part in family_of(source).parts:
        check_one_commit(source, [f.path for f in chosen if f.path in (*part.weights, *part.shard_indexes) or part.is_shard(f.path)])
    for file in chosen:
        target = incoming / file.path
        if file.path in known_pickles():
            if not convert:
                raise BrokenModel(f"{source / file.path}: {NEEDS_CONVERSION}", option=CONVERT_OPTION)
            run_converter(source / file.path, converted_name(target), stop)
        else:
            link_or_copy(source / file.path, target)


def _import_checkpoint(source: Path, incoming: Path, convert: bool, parts_from: str, stop: threading.Event | None) -> None:
    if source.suffix.lower() == ".safetensors" and is_lora(source):
        raise BrokenModel(f"{source} is a LoRA, not a model: import it as a LoRA", option=IMPORT_LORA)
    if not parts_from:
        raise BrokenModel(f"{source} has only the denoiser: choose an installed model to take the other parts from", option="--parts-from")
    if source.suffix.lower() != ".safetensors" and not convert:
        raise BrokenModel(f"{source}: {NEEDS_CONVERSION}", option=CONVERT_OPTION)
    others = folder_of(parts_from)
    inspect(others)
    family = family_of(others)
    part = family.with_role("denoiser")
    for name in files_read(others):
        of_denoiser = name in part.weights or name in part.shard_indexes or part.is_shard(name)
        if not of_denoiser and not (name in family.extras and name.endswith(".safetensors")):
            link_or_copy(others / name, incoming / name)
    converted = incoming / part.weights[-1]
    if source.suffix.lower() == ".safetensors":
        read_tensors(source, may_be_8_bit=True)  # report a wrong kind of file before converting it
    run_converter(source, converted, stop)
    with replace_in_errors(converted, str(source)):
        check_tensors(converted, family, part, check_settings(incoming)[1][part.name], read_tensors(converted))


def link_or_copy(source: Path, target: Path) -> None:
    """Hard-link safetensors weights if they are on the same disk, otherwise copy the file. Raises OutputError."""
    target.parent.mkdir(parents=True, exist_ok=True)
    real = source.resolve()
    try:
        if real.suffix == ".safetensors" or source.suffix == ".safetensors":
            try:
                os.link(real, target)
                return
            except OSError:
                pass
        paths.check_writable(target.parent, real.stat().st_size + RESERVE_BYTES)
        shutil.copyfile(real, target)
    except OSError as error:
        raise OutputError(f"{source} can't be copied ({error.strerror or error})") from error


def find_in_hub_cache(hub_id: str, revision: str = "main") -> Path | None:
    """The newest complete snapshot of a hub model in the shared Hugging Face cache, or None.

    If `revision` is a commit, only that version counts.
    """
    snapshots = cache() / f"models--{hub_id.replace('/', '--')}" / "snapshots"
    try:
        found = sorted((p for p in snapshots.iterdir() if p.is_dir()), key=lambda p: p.stat().st_mtime, reverse=True)
        return next((snapshot for snapshot in found if _is_complete(snapshot, revision)), None)
    except OSError:  # no cache, or no permission to read it
        return None


def _is_complete(snapshot: Path, revision: str) -> bool:
    if COMMIT.fullmatch(revision) and snapshot.name != revision:
        return False
    try:
        parts = family_of(snapshot).parts
    except BrokenModel:
        return False
    return all(any((snapshot / name).is_file() for name in (*part.weights, *part.shard_indexes, part.pickle_file)) for part in parts)


def import_cached(hub_id: str, revision: str, name: str, *, convert: bool = False, stop: threading.Event | None = None) -> Path | None:
    """Install the hub model `hub_id` from the Hugging Face cache; None if it isn't complete there. Raises OutputError or Cancelled."""
    snapshot = find_in_hub_cache(hub_id, revision)
    if snapshot is None:
        return None
    try:
        return import_model(snapshot, name, convert=convert, stop=stop)
    except (BrokenModel, UnknownModel) as error:
        log.info("not using %s from the Hugging Face cache: %s", hub_id, error)
        return None
