"""Models that are on this computer already become installed ones: a folder, a hub cache, a single checkpoint."""

import json
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from t2v_desktop import paths, settings
from t2v_desktop.clip import NO_CONSOLE
from t2v_desktop.errors import BrokenModel, Cancelled, OutputError, UnknownModel
from t2v_desktop.models import manifest
from t2v_desktop.models.catalog import CATALOG
from t2v_desktop.models.download import RESERVE_BYTES, RemoteFile
from t2v_desktop.models.hub import PICKLES, Listing, needed
from t2v_desktop.models.inspect import WEIGHTS, inspect
from t2v_desktop.models.store import folder_of

CHECKPOINTS = (".pth", ".pt", ".bin", ".ckpt", ".safetensors")
CONVERT_S, LOOK_EVERY_S = 1800.0, 0.05
CONVERT_SPARE_BYTES = 4_000_000_000  # that converting may take beside twice the checkpoint's size
ASK = "its weights are a pickle, which can run code: allow it to be converted (--convert) if you trust where it is from"


def adopt(source: Path, name: str = "", *, convert: bool = False, parts_from: str = "", stop: threading.Event | None = None) -> Path:
    """Install a model folder, or a UNet's checkpoint with the other parts of the installed model `parts_from`; the new folder.

    Weights that are safetensors are linked where that is possible, copied elsewhere. Pickles are converted, in a process of
    their own, only where `convert` allows it. Raises UnknownModel, BrokenModel, OutputError or Cancelled.
    """
    name = name or (source.stem if source.is_file() else source.name)
    target = settings.load().models / name
    built_in = name in CATALOG and not CATALOG[name].hub_id
    if built_in or target.exists() or not name.strip(". ") or Path(name).name != name:
        raise OutputError(f"a model cannot be installed as {name!r:.100}: give it another name (--name)")
    with _incoming(target) as incoming:
        if source.is_dir():
            _take_folder(source, incoming, convert, stop)
        elif source.is_file() and source.suffix.lower() in CHECKPOINTS:
            _take_checkpoint(source, incoming, convert, parts_from, stop)
        else:
            raise UnknownModel(f"{source} is neither a model folder nor a checkpoint ({', '.join(CHECKPOINTS)})")
        inspect(incoming)
        manifest.record(incoming, str(source), "", "")
        incoming.replace(target)
        paths.sync_folder(target.parent)
    return target


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
    files = [p.relative_to(source).as_posix() for p in source.rglob("*") if p.is_file()]
    listing = Listing(str(source), "", "", False, tuple(RemoteFile(name, (source / name).stat().st_size) for name in files))
    for file in needed(listing):
        taken = incoming / file.path
        if file.path.endswith(".bin"):
            if not convert:
                raise BrokenModel(f"{source / file.path}: {ASK}")
            part = taken.parent.name
            run_converter(source / file.path, taken.with_name(f"{WEIGHTS[part]}.safetensors"), stop)
        else:
            link_or_copy(source / file.path, taken)


def _take_checkpoint(source: Path, incoming: Path, convert: bool, parts_from: str, stop: threading.Event | None) -> None:
    if not parts_from:
        raise BrokenModel(f"{source} is a UNet alone: name an installed model whose other parts it is used with (--parts-from)")
    if source.suffix.lower() != ".safetensors" and not convert:
        raise BrokenModel(f"{source}: {ASK}")
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
        if shutil.disk_usage(target.parent).free < real.stat().st_size + RESERVE_BYTES:
            raise OutputError(f"there is no room in {target.parent} for {source.name}: make room")
        shutil.copyfile(real, target)
    except OSError as error:
        raise OutputError(f"{source} cannot be copied ({error.strerror or error})") from error


def run_converter(source: Path, target: Path, stop: threading.Event | None = None) -> None:
    """Convert a checkpoint in a process that is ended when it takes too much memory or time.

    Raises BrokenModel, OutputError or Cancelled; nothing is left of a conversion that failed.
    """
    size = source.stat().st_size
    target.parent.mkdir(parents=True, exist_ok=True)
    if shutil.disk_usage(target.parent).free < size + RESERVE_BYTES:
        raise OutputError(f"there is no room in {target.parent} for the converted weights: make room")
    command = [sys.executable, "--converter"] if getattr(sys, "frozen", False) else [sys.executable, "-m", "t2v_desktop.converter"]
    environment = {k: v for k, v in os.environ.items() if "TOKEN" not in k.upper()}
    told: dict[str, object] = {}
    with subprocess.Popen(
        [*command, str(source), str(target)], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        env=environment, creationflags=NO_CONSOLE,
    ) as process:  # fmt: skip
        try:
            _watch(process, 2 * size + CONVERT_SPARE_BYTES, source, stop)
            told = json.loads(process.communicate()[0].splitlines()[-1])
        except (IndexError, ValueError):
            told = {"error": f"the process ended with status {process.returncode}"}
        finally:
            if process.poll() is None:
                process.kill()
            if "tensors" not in told:
                process.wait()
                target.unlink(missing_ok=True)
    if "tensors" not in told:
        raise BrokenModel(f"{source} could not be converted: {told.get('error')}")


def _watch(process: "subprocess.Popen[str]", most_bytes: int, source: Path, stop: threading.Event | None) -> None:
    began, seen = time.monotonic(), psutil.Process(process.pid)
    while process.poll() is None:
        if stop is not None and stop.is_set():
            raise Cancelled("the import was stopped")
        try:
            taken = seen.memory_info().rss
        except psutil.Error:
            taken = 0
        if taken > most_bytes or time.monotonic() - began > CONVERT_S:
            raise BrokenModel(f"{source} could not be converted: it took more memory or time than a checkpoint of its size does")
        time.sleep(LOOK_EVERY_S)


def in_hub_cache(hub_id: str) -> Path | None:
    """The newest complete snapshot of a hub model in the cache that huggingface_hub shares among applications."""
    home = os.environ.get("HF_HOME") or str(Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "huggingface")
    cache = Path(os.environ.get("HF_HUB_CACHE") or Path(home) / "hub")
    snapshots = cache / f"models--{hub_id.replace('/', '--')}" / "snapshots"
    if not snapshots.is_dir():
        return None
    for snapshot in sorted(snapshots.iterdir(), key=lambda p: p.stat().st_mtime, reverse=True):
        weights = [snapshot / part / name for part, name in PICKLES.items()]
        complete = all(any(w.parent.glob("*.safetensors")) or w.is_file() for w in weights)
        if complete and (snapshot / "model_index.json").is_file():
            return snapshot
    return None
