"""Imports a model that is on this computer already: a folder, a snapshot of the hub's cache, a single checkpoint."""

import logging
import os
import re
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
from t2v_desktop.models.families import family_of, known_pickles
from t2v_desktop.models.gate import check_settings, check_tensors, inspect, speaking_of
from t2v_desktop.models.get.convert import ASK, CONVERT, converted_name, run_converter
from t2v_desktop.models.get.download_file import RESERVE_BYTES, RemoteFile
from t2v_desktop.models.get.hub import Listing, needed
from t2v_desktop.models.header import read_tensors
from t2v_desktop.models.hub_environment import cache, origin, snapshot_in
from t2v_desktop.models.layout import points_into_hub_cache
from t2v_desktop.models.manage import folder_name, passing
from t2v_desktop.models.store import check_folder, folder_of

COMMIT, SHA256 = re.compile(r"[0-9a-f]{40}"), re.compile(r"[0-9a-f]{64}")
log = logging.getLogger(__name__)
CHECKPOINTS = (".pth", ".pt", ".bin", ".ckpt", ".safetensors")


def adopt(source: Path, name: str = "", *, convert: bool = False, parts_from: str = "", stop: threading.Event | None = None) -> Path:
    """Install a model folder, or a UNet's checkpoint with the other parts of the installed model `parts_from`; the new folder.

    Weights that are safetensors are linked where that is possible, copied elsewhere. Pickles are converted, in a process of
    their own, only where `convert` allows it. Raises UnknownModel, BrokenModel, OutputError or Cancelled.
    """
    source = snapshot_in(source)
    name = name or name_for(source)
    target = settings.load().models / name
    built_in = name in CATALOG and not CATALOG[name].hub_id
    if built_in or target.exists() or name.startswith(".") or not name.strip() or Path(name).name != name:
        raise OutputError(f"a model cannot be installed as {name!r:.100}: give it another name", option="--name")
    check_folder(target.parent)
    with _incoming(target) as incoming, speaking_of(incoming, str(source)):
        if source.is_dir():
            _take_folder(source, incoming, convert, stop)
        elif source.is_file() and source.suffix.lower() in CHECKPOINTS:
            _take_checkpoint(source, incoming, convert, parts_from, stop)
        else:
            raise UnknownModel(f"{source} is neither a model folder nor a checkpoint ({', '.join(CHECKPOINTS)})")
        inspect(incoming)
        made_of = manifest.record(incoming, *_origin(source), "")
        _check_blobs(source, made_of)
        incoming.replace(target)
        paths.sync_folder(target.parent)
    return target


def name_for(source: Path) -> str:
    """What a model from `source` is called where no name is given: as the catalogue or the hub calls it, else as its folder or file is."""
    found = origin(snapshot_in(source))
    if found is None:
        return source.stem if source.suffix.lower() in CHECKPOINTS else source.name
    return next((entry.name for entry in CATALOG.values() if entry.hub_id == found[0]), folder_name(found[0]))


def _origin(source: Path) -> tuple[str, str]:
    """Hub id and commit of a snapshot in a hub cache; of anything else its path, and nothing."""
    found = origin(source)
    return found if found and COMMIT.fullmatch(found[1]) else (str(source), "")


def _check_blobs(source: Path, made_of: manifest.Manifest) -> None:
    """Hold what came out of a hub cache, where large files are named by their sha256, to those names. Raises BrokenModel."""
    for name, digest in made_of.sha256.items() if made_of.from_hub else ():
        blob = (source / name).resolve().name
        if SHA256.fullmatch(blob) and blob != digest:
            raise BrokenModel(f"{source / name} is damaged: fetch the model instead")


@contextmanager
def _incoming(target: Path) -> Iterator[Path]:
    """A folder beside the installed models that is gone afterwards, whatever happens."""
    folder = passing(target.parent, f"{target.name}-{uuid.uuid4().hex[:8]}", "adopting")  # two imports at once are two folders
    try:
        folder.mkdir(parents=True)
        yield folder
    except OSError as error:
        raise OutputError(f"{error.filename or folder} cannot be read or written ({error.strerror or error})") from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _take_folder(source: Path, incoming: Path, convert: bool, stop: threading.Event | None) -> None:
    files = [p.relative_to(source).as_posix() for p in source.rglob("*") if p.is_file() and (not p.is_symlink() or points_into_hub_cache(p))]
    listing = Listing(str(source), "", "", False, tuple(RemoteFile(name, (source / name).stat().st_size) for name in files))
    chosen = needed(listing)
    check_settings(source)  # before anything is converted
    for file in chosen:
        taken = incoming / file.path
        if file.path in known_pickles():
            if not convert:
                raise BrokenModel(f"{source / file.path}: {ASK}", option=CONVERT)
            run_converter(source / file.path, converted_name(taken), stop)
        else:
            link_or_copy(source / file.path, taken)


def _take_checkpoint(source: Path, incoming: Path, convert: bool, parts_from: str, stop: threading.Event | None) -> None:
    if not parts_from:
        raise BrokenModel(f"{source} holds only one part of a model: name an installed model to take the others from", option="--parts-from")
    if source.suffix.lower() != ".safetensors" and not convert:
        raise BrokenModel(f"{source}: {ASK}", option=CONVERT)
    others = folder_of(parts_from)
    inspect(others)
    family = family_of(others)
    part = family.with_role("denoiser")
    for name in family.files:
        if (others / name).is_file() and name not in part.weights and not (name in family.extras and name.endswith(".safetensors")):
            link_or_copy(others / name, incoming / name)
    made = incoming / part.weights[-1]
    if source.suffix.lower() == ".safetensors":
        read_tensors(source)  # what it is, if it is not that, is said before it is converted
    run_converter(source, made, stop)
    with speaking_of(made, str(source)):
        check_tensors(made, family, part, check_settings(incoming)[1][part.name], read_tensors(made))


def link_or_copy(source: Path, target: Path) -> None:
    """The same file under another name: a link to it where weights lie on the same disk, else a copy. Raises OutputError."""
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
        raise OutputError(f"{source} cannot be copied ({error.strerror or error})") from error


def in_hub_cache(hub_id: str, revision: str = "main") -> Path | None:
    """The newest complete snapshot of a hub model in the cache that huggingface_hub shares among applications.

    Where `revision` is a commit, of that version alone.
    """
    snapshots = cache() / f"models--{hub_id.replace('/', '--')}" / "snapshots"
    try:
        found = sorted((p for p in snapshots.iterdir() if p.is_dir()), key=lambda p: p.stat().st_mtime, reverse=True)
        return next((snapshot for snapshot in found if _is_whole(snapshot, revision)), None)
    except OSError:  # there is no cache, or it is another user's
        return None


def _is_whole(snapshot: Path, revision: str) -> bool:
    if COMMIT.fullmatch(revision) and snapshot.name != revision:
        return False
    try:
        parts = family_of(snapshot).parts
    except BrokenModel:
        return False
    return all(any((snapshot / name).is_file() for name in (*part.weights, f"{part.name}/{part.pickle}")) for part in parts)


def adopt_cached(hub_id: str, revision: str, name: str, *, convert: bool = False, stop: threading.Event | None = None) -> Path | None:
    """Install the hub model `hub_id` from the cache; its folder, or None where it is not there whole. Raises OutputError or Cancelled."""
    snapshot = in_hub_cache(hub_id, revision)
    if snapshot is None:
        return None
    try:
        return adopt(snapshot, name, convert=convert, stop=stop)
    except (BrokenModel, UnknownModel) as error:
        log.info("%s of the hub's cache is not used: %s", hub_id, error)
        return None
