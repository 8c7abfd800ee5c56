"""The `models` command: list, info, fetch, import, inspect, verify, repair, move, remove, and the LoRAs' own."""

import argparse
import getpass
import json
import shutil
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from t2v_desktop import paths, settings
from t2v_desktop.cli import DONE, FAILED
from t2v_desktop.cli.loras import add_loras
from t2v_desktop.errors import InvalidRequest, UnknownModel
from t2v_desktop.models import manage, manifest
from t2v_desktop.models.catalogue import CATALOG, Entry
from t2v_desktop.models.gate import inspect
from t2v_desktop.models.status import ModelState, ModelStatus, model_status, model_statuses
from t2v_desktop.models.store import folder_of, models_folder_problem

if TYPE_CHECKING:
    from t2v_desktop.models.get.download_progress import DownloadProgress
    from t2v_desktop.models.get.hub import Hub

LABELS = {ModelState.BROKEN: "damaged", ModelState.UNFINISHED: "download paused", ModelState.NOT_INSTALLED: "not installed"}  # as in the window


def add_models(parser: argparse.ArgumentParser) -> None:
    """Add the sub-commands; each sets `run` to its function."""
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)

    def command(name: str, run: Callable[[argparse.Namespace], int], summary: str, *, model: str = "") -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=summary, description=summary[:1].upper() + summary[1:] + ".")
        if model:
            added.add_argument("model", metavar=model)
        added.add_argument("--json", action="store_true", help="print JSON")
        added.set_defaults(run=run)
        return added

    command("list", list_models, "list installed and available models")
    command("info", info, "show the details of a model", model="NAME")
    download = command("fetch", fetch, "download a model", model="NAME_OR_HUB_ID")
    download.add_argument("--revision", metavar="COMMIT", help="a commit or branch (the catalogue's, otherwise main)")
    download.add_argument("--accept-licence", action="store_true", help="confirm that you have read and accept the model's licence")
    importing = command("import", import_local, "install a model that is already on this computer", model="FOLDER_OR_CHECKPOINT")
    importing.add_argument("--name", metavar="NAME", help="name of the installed model (the folder's or file's name)")
    importing.add_argument("--parts-from", default="", metavar="NAME", help="for a UNet checkpoint: the installed model to take the text encoder and VAE from")
    repairing = command("repair", repair, "download missing or changed files again", model="NAME")
    for each in (download, repairing):
        each.add_argument("--hub", metavar="URL", help="address of a Hugging Face mirror")
        each.add_argument("--proxy", metavar="URL", help="http://… or socks5://…")
        each.add_argument("--limit", type=int, metavar="KB", help="speed limit in kilobytes per second")
        each.add_argument("--ask-token", action="store_true", help="ask for a Hugging Face token, for gated models; never saved")
    for each in (download, importing, repairing):
        each.add_argument("--convert", action="store_true", help="convert pickled weights, which can execute code; use it only if you trust their source")
    command("inspect", check, "check whether a model folder is safe and complete", model="NAME_OR_FOLDER")
    command("verify", verify, "check that a model's files are intact", model="NAME")
    command("move", move, "move all models to another folder, which becomes the models folder", model="FOLDER")
    command("remove", remove, "delete a model", model="NAME")
    add_loras(command)


def list_models(options: argparse.Namespace) -> int:
    rows = [_row(each, for_json=options.json) for each in model_statuses()]
    if problem := models_folder_problem():
        print(f"t2v-desktop: {problem}", file=sys.stderr)
    if options.json:
        print(json.dumps(rows, indent=1))
        return DONE
    widths = [max(len(row[key]) for row in rows) for key in ("name", "state", "size")]
    for row in rows:
        first = (row[key].ljust(width) for key, width in zip(("name", "state", "size"), widths, strict=True))
        print("  ".join(first), row["licence"], sep="  ")
        if row["why"]:
            print(f"    {row['why']}")
    return DONE


def _row(status: ModelStatus, *, for_json: bool) -> dict[str, str]:
    state = str(status.state) if for_json else LABELS.get(status.state, str(status.state))
    return {"name": status.name, "state": state, "size": _size(status.size_bytes), "licence": status.licence, "why": status.problem}


def info(options: argparse.Namespace) -> int:
    status = model_status(options.model)
    entry = status.entry
    if entry is None and status.state is ModelState.NOT_INSTALLED:
        raise UnknownModel(f"unknown model {options.model!r:.200}: known models are {', '.join(CATALOG)}")
    details: dict[str, object] = {key: value for key, value in asdict(entry).items() if value not in ("", 0)} if entry else {}
    details |= _row(status, for_json=options.json) | {"folder": str(status.folder or "")}
    if status.shared_bytes:
        shared, freed = _size(status.shared_bytes), _size(status.reclaimable_bytes)
        details["shared"] = f"{shared} with another folder, such as the Hugging Face cache: removing the model frees {freed}"
    if options.json:
        print(json.dumps(details, indent=1))
        return DONE
    if entry:
        details |= {"presets": ", ".join(entry.presets), "memory_bytes": _size(entry.memory_bytes) if entry.memory_bytes else ""}
    for key, value in details.items():
        key = key.removesuffix("_bytes")
        if value != "" and key != "download":
            print(f"{key.replace('_', ' '):<16} {value}")
    return DONE


def fetch(options: argparse.Namespace) -> int:
    from t2v_desktop.models.get.download_model import ModelDownload
    from t2v_desktop.models.get.import_model import import_cached  # only where needed: these modules can open connections

    entry = CATALOG.get(options.model) or next((e for e in CATALOG.values() if e.hub_id == options.model), None)
    if entry is not None and not entry.hub_id:
        raise InvalidRequest(f"{entry.title} is built in: there is nothing to download")
    if entry is None and "/" not in options.model:
        known = ", ".join(e.name for e in CATALOG.values() if e.hub_id)
        raise UnknownModel(f"unknown model {options.model!r:.200}: known models are {known}; for others, use the model ID (owner/name)")
    _accept_licence(options, entry)
    hub_id, revision = (entry.hub_id, entry.revision) if entry else (options.model, "main")
    chosen = settings.load()
    name = entry.name if entry else manage.folder_name(hub_id)
    if not options.revision and not (chosen.models / name).exists() and (folder := import_cached(hub_id, revision, name, convert=options.convert)):
        _finish(options, {"name": name, "folder": str(folder)}, f"{name} was in the Hugging Face cache and is now installed in {folder}")
        return DONE
    job = ModelDownload(
        _hub(options), hub_id, options.revision or revision, models=chosen.models, name=name, convert=options.convert,
        bytes_per_s=_limit(options), report=_Progress(options.json).show,
    )  # fmt: skip
    with cancel_on_signal(job.cancel):
        folder = job.run()
    _finish(options, {"name": folder.name, "folder": str(folder)}, f"{folder.name} is installed in {folder}")
    return DONE


def import_local(options: argparse.Namespace) -> int:
    from t2v_desktop.models.get.import_model import import_model

    if not paths.is_valid_path(options.name or ""):
        raise InvalidRequest(f"invalid model name {options.name!r:.200}: use letters, digits, - and _")
    stop = threading.Event()
    with cancel_on_signal(stop.set):
        folder = import_model(paths.parse_path(options.model), options.name or "", convert=options.convert, parts_from=options.parts_from, stop=stop)
    _finish(options, {"name": folder.name, "folder": str(folder)}, f"{folder.name} is installed in {folder}")
    return DONE


def _accept_licence(options: argparse.Namespace, entry: Entry | None) -> None:
    licence = entry.licence if entry else f"shown on the page of {options.model}"
    if options.accept_licence:
        return
    if options.json or not sys.stdin.isatty():
        raise InvalidRequest(f"the licence is {licence}: add --accept-licence if you have read and accept it")
    print(f"The licence is {licence}.", file=sys.stderr)
    if input("Do you accept it? [y/N] ").strip().lower() not in ("y", "yes"):
        raise InvalidRequest("not downloaded, because the licence was not accepted")


def repair(options: argparse.Namespace) -> int:
    from t2v_desktop.models.get.download_model import ModelDownload

    record = manifest.read(folder_of(options.model))
    if options.model == "starter":
        raise InvalidRequest("starter is built in: reinstall the application to repair it")
    if record is None or not record.from_hub:
        raise InvalidRequest(f"{options.model} was not downloaded from Hugging Face, so it can't be repaired: import it again")
    job = ModelDownload(
        _hub(options), record.source, record.commit, models=settings.load().models, name=options.model, convert=options.convert,
        bytes_per_s=_limit(options), report=_Progress(options.json).show,
    )  # fmt: skip
    with cancel_on_signal(job.cancel):
        repaired = job.repair()
    _finish(options, {"name": options.model, "fetched": repaired}, f"repaired: {', '.join(repaired)}" if repaired else "all files are intact")
    return DONE


def check(options: argparse.Namespace) -> int:
    inspect(folder_of(options.model))
    _finish(options, {"name": options.model, "loads": True}, f"{options.model} is OK to use")
    return DONE


def verify(options: argparse.Namespace) -> int:
    folder, stop = folder_of(options.model), threading.Event()
    with cancel_on_signal(stop.set):
        bad = manifest.changed(folder, stop)
    fix = "reinstall the application" if options.model == "starter" else f"fix it with  t2v-desktop models repair {options.model}"
    message = "all files are intact" if not bad else f"missing or changed files: {', '.join(bad)}; {fix}"
    _finish(options, {"name": options.model, "changed": bad}, message)
    return FAILED if bad else DONE


def move(options: argparse.Namespace) -> int:
    if not options.model.strip():
        raise InvalidRequest("the folder name is empty: enter a folder")
    stop, line = threading.Event(), _Progress(options.json)
    with cancel_on_signal(stop.set):
        folder = manage.move(Path(options.model), stop, line.draw)
    _finish(options, {"folder": str(folder)}, f"models moved to {folder}")
    return DONE


def remove(options: argparse.Namespace) -> int:
    size_bytes = model_status(options.model).size_bytes
    freed = manage.remove(options.model)
    shared = size_bytes - freed
    kept = f"; {_size(shared)} stay in another folder that shares them, such as the Hugging Face cache" if shared > 0 else ""
    _finish(
        options,
        {"name": options.model, "freed_bytes": freed, "shared_bytes": shared},
        f"{options.model} removed: {_size(freed)} freed{kept}",
    )
    return DONE


class _Progress:
    """Shows progress: a line that redraws itself in a terminal; with --json, one object per line; otherwise nothing."""

    def __init__(self, as_json: bool) -> None:
        self._as_json, self._reason = as_json, ""

    def show(self, progress: "DownloadProgress") -> None:
        if progress.waiting_for:
            self.show_wait(progress.waiting_for)
            return
        self._reason = ""
        self.draw(progress.done_bytes, progress.total_bytes, progress.bytes_per_s)

    def show_wait(self, reason: str) -> None:
        """Print once why the download is waiting; in a terminal, in place of the progress."""
        if reason == self._reason:
            return
        self._reason = reason
        if self._as_json:
            print(json.dumps({"event": "waiting", "message": reason}), flush=True)
        else:
            print(f"\r\x1b[K{reason}" if sys.stderr.isatty() else f"t2v-desktop: {reason}", file=sys.stderr, flush=True)

    def draw(self, done: int, total: int, bytes_per_s: float = 0) -> None:
        if self._as_json:
            print(json.dumps({"event": "progress", "done_bytes": done, "total_bytes": total, "bytes_per_s": round(bytes_per_s)}), flush=True)
        elif sys.stderr.isatty():
            seconds = (total - done) / bytes_per_s if bytes_per_s else None
            left = f"  {_size(int(bytes_per_s))}/s  {seconds // 60:.0f}:{seconds % 60:02.0f} left" if seconds is not None else ""
            text = f"{_size(done)} of {_size(total)}{left}"
            sys.stderr.write("\r" + text[: shutil.get_terminal_size().columns - 1] + "\x1b[K" + ("\n" if done == total else ""))
            sys.stderr.flush()


def _finish(options: argparse.Namespace, result: dict[str, object], message: str) -> None:
    print(json.dumps({"event": "done"} | result) if options.json else message)


def _hub(options: argparse.Namespace) -> "Hub":
    from t2v_desktop.models.get.hub import configured_hub

    token = getpass.getpass("Hugging Face token: ").strip() if options.ask_token else ""
    return configured_hub(token, address=options.hub or "", proxy=options.proxy or "")


def _limit(options: argparse.Namespace) -> int:
    return 1000 * (options.limit if options.limit is not None else settings.load().download_kb_per_s)


@contextmanager
def cancel_on_signal(cancel: Callable[[], None]) -> Iterator[None]:
    """Call `cancel` on Ctrl+C and SIGTERM, instead of raising KeyboardInterrupt."""
    before = {number: signal.signal(number, lambda *_: cancel()) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _size(size_bytes: int) -> str:
    for unit, factor in (("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if size_bytes >= factor:
            return f"{size_bytes / factor:.1f} {unit}"
    return f"{size_bytes} B"
