"""Models that are on this computer already become installed ones: a folder, a hub cache, a single checkpoint."""

import logging
import os
import re
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from t2v_desktop import paths, settings
from t2v_desktop.errors import BrokenModel, OutputError, UnknownModel
from t2v_desktop.models import manifest
from t2v_desktop.models.catalog import CATALOG
from t2v_desktop.models.convert import ASK, ASK_OPTION, converted_name, run_converter
from t2v_desktop.models.download import RESERVE_BYTES, RemoteFile
from t2v_desktop.models.hub import PICKLES, Listing, needed
from t2v_desktop.models.inspect import WEIGHTS, inspect, points_into_hub_cache
from t2v_desktop.models.store import folder_of

COMMIT, SHA256 = re.compile(r"[0-9a-f]{40}"), re.compile(r"[0-9a-f]{64}")
CACHED = re.compile(r"/models--(.+?)--(.+)/snapshots/([0-9a-f]{40})$")
log = logging.getLogger(__name__)
CHECKPOINTS = (".pth", ".pt", ".bin", ".ckpt", ".safetensors")


def adopt(source: Path, name: str = "", *, convert: bool = False, parts_from: str = "", stop: threading.Event | None = None) -> Path:
    """Install a model folder, or a UNet's checkpoint with the other parts of the installed model `parts_from`; the new folder.

    Weights that are safetensors are linked where that is possible, copied elsewhere. Pickles are converted, in a process of
    their own, only where `convert` allows it. Raises UnknownModel, BrokenModel, OutputError or Cancelled.
    """
    name = name or (source.stem if source.is_file() else source.name)
    target = settings.load().models / name
    built_in = name in CATALOG and not CATALOG[name].hub_id
    if built_in or target.exists() or name.startswith(".") or not name.strip() or Path(name).name != name:
        raise OutputError(f"a model cannot be installed as {name!r:.100}: give it another name", option="--name")
    with _incoming(target) as incoming:
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


def _origin(source: Path) -> tuple[str, str]:
    """Hub id and commit of a snapshot in a hub cache, whose folders are named after them; of anything else its path, and nothing."""
    found = CACHED.search(source.absolute().as_posix())
    return (f"{found[1]}/{found[2]}", found[3]) if found else (str(source), "")


def _check_blobs(source: Path, made_of: manifest.Manifest) -> None:
    """Hold what came out of a hub cache, where large files are named by their sha256, to those names. Raises BrokenModel."""
    for name, digest in made_of.sha256.items() if made_of.from_hub else ():
        blob = (source / name).resolve().name
        if SHA256.fullmatch(blob) and blob != digest:
            raise BrokenModel(f"{source / name} is damaged: fetch the model instead")


@contextmanager
def _incoming(target: Path) -> Iterator[Path]:
    """A folder beside the installed models that is gone afterwards, whatever happens."""
    folder = target.parent / f".adopting-{target.name}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _take_folder(source: Path, incoming: Path, convert: bool, stop: threading.Event | None) -> None:
    files = [p.relative_to(source).as_posix() for p in source.rglob("*") if p.is_file() and (not p.is_symlink() or points_into_hub_cache(p))]
    listing = Listing(str(source), "", "", False, tuple(RemoteFile(name, (source / name).stat().st_size) for name in files))
    for file in needed(listing):
        taken = incoming / file.path
        if file.path.endswith(".bin"):
            if not convert:
                raise BrokenModel(f"{source / file.path}: {ASK}", option=ASK_OPTION)
            run_converter(source / file.path, converted_name(taken), stop)
        else:
            link_or_copy(source / file.path, taken)


def _take_checkpoint(source: Path, incoming: Path, convert: bool, parts_from: str, stop: threading.Event | None) -> None:
    if not parts_from:
        raise BrokenModel(f"{source} is a UNet alone: name an installed model whose other parts it is used with", option="--parts-from")
    if source.suffix.lower() != ".safetensors" and not convert:
        raise BrokenModel(f"{source}: {ASK}", option=ASK_OPTION)
    others = folder_of(parts_from)
    inspect(others)
    for file in sorted(p for p in others.rglob("*") if p.is_file()):
        name = file.relative_to(others)
        if (name.parts[0] != "unet" or file.suffix == ".json") and name.name != manifest.FILE:
            link_or_copy(file, incoming / name)
    (incoming / "preview.safetensors").unlink(missing_ok=True)
    run_converter(source, incoming / "unet" / f"{WEIGHTS['unet']}.safetensors", stop)


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
    home = os.environ.get("HF_HOME") or str(Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "huggingface")
    cache = Path(os.environ.get("HF_HUB_CACHE") or Path(home) / "hub")
    snapshots = cache / f"models--{hub_id.replace('/', '--')}" / "snapshots"
    if not snapshots.is_dir():
        return None
    pinned = COMMIT.fullmatch(revision) is not None
    for snapshot in sorted(snapshots.iterdir(), key=lambda p: p.stat().st_mtime, reverse=True):
        weights = [snapshot / part / name for part, name in PICKLES.items()]
        complete = all(any(w.parent.glob("*.safetensors")) or w.is_file() for w in weights)
        if complete and (not pinned or snapshot.name == revision) and (snapshot / "model_index.json").is_file():
            return snapshot
    return None


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
