"""The command line's `models`: list, info, fetch, import, inspect, verify, repair, move, remove."""

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
from t2v_desktop.errors import InvalidRequest, UnknownModel
from t2v_desktop.models import manage, manifest
from t2v_desktop.models.catalogue import CATALOG, Entry
from t2v_desktop.models.gate import inspect
from t2v_desktop.models.status import Holding, Place, holding, holdings
from t2v_desktop.models.store import folder_of, trouble

if TYPE_CHECKING:
    from t2v_desktop.models.get.download_model import Fetching
    from t2v_desktop.models.get.hub import Hub

DONE, FAILED = 0, 1


def add_models(parser: argparse.ArgumentParser) -> None:
    """The sub-commands, each with `run` set to what it does."""
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)

    def command(name: str, run: Callable[[argparse.Namespace], int], what: str, *, model: str = "") -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=what, description=what[:1].upper() + what[1:] + ".")
        if model:
            made.add_argument("model", metavar=model)
        made.add_argument("--json", action="store_true", help="machine-readable")
        made.set_defaults(run=run)
        return made

    command("list", list_models, "what is installed and what is known")
    command("info", info, "all that is known of one model", model="NAME")
    fetching = command("fetch", fetch, "download a model", model="NAME_OR_HUB_ID")
    fetching.add_argument("--revision", metavar="COMMIT", help="a commit or branch (the catalogue's, else main)")
    fetching.add_argument("--accept-licence", action="store_true", help="you have read the model's licence and accept it")
    importing = command("import", take_in, "install a model that is on this computer already", model="FOLDER_OR_CHECKPOINT")
    importing.add_argument("--name", metavar="NAME", help="what it is called here (the folder's or file's own name)")
    importing.add_argument("--parts-from", default="", metavar="NAME", help="the model whose text encoder and VAE a UNet's checkpoint is used with")
    repairing = command("repair", repair, "fetch again what is missing or changed", model="NAME")
    for each in (fetching, repairing):
        each.add_argument("--hub", metavar="URL", help="a mirror of the hub")
        each.add_argument("--proxy", metavar="URL", help="http://… or socks5://…")
        each.add_argument("--limit", type=int, metavar="KB", help="kilobytes a second at the most")
        each.add_argument("--ask-token", action="store_true", help="ask for a Hugging Face token, for gated models; never saved")
    for each in (fetching, importing, repairing):
        each.add_argument("--convert", action="store_true", help="convert pickled weights, which can execute code: you trust where they are from")
    command("inspect", check, "whether a folder may be loaded as a model, and why not", model="NAME_OR_FOLDER")
    command("verify", verify, "whether a model's files are what they were when it was installed", model="NAME")
    command("move", move, "move all models to another folder, and install there from now on", model="FOLDER")
    command("remove", remove, "delete a model", model="NAME")


def list_models(options: argparse.Namespace) -> int:
    rows = [_row(each) for each in holdings()]
    if why := trouble():
        print(f"t2v-desktop: {why}", file=sys.stderr)
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


def _row(held: Holding) -> dict[str, str]:
    return {"name": held.name, "state": str(held.place), "size": _size(held.size_bytes), "licence": held.licence, "why": held.why}


def info(options: argparse.Namespace) -> int:
    held = holding(options.model)
    entry = held.entry
    if entry is None and held.place is Place.NOT_FETCHED:
        raise UnknownModel(f"there is no model {options.model!r:.200}: known are {', '.join(CATALOG)}")
    told: dict[str, object] = {key: value for key, value in asdict(entry).items() if value not in ("", 0)} if entry else {}
    told |= _row(held) | {"folder": str(held.folder or "")}
    if held.shared_bytes:
        told["shared"] = f"{_size(held.shared_bytes)} with another folder, such as the Hugging Face cache: removing the model frees {_size(held.frees_bytes)}"
    if options.json:
        print(json.dumps(told, indent=1))
        return DONE
    if entry:
        told |= {"presets": ", ".join(entry.presets), "memory_bytes": _size(entry.memory_bytes) if entry.memory_bytes else ""}
    for key, value in told.items():
        key = key.removesuffix("_bytes")
        if value != "" and key != "download":
            print(f"{key.replace('_', ' '):<16} {value}")
    return DONE


def fetch(options: argparse.Namespace) -> int:
    from t2v_desktop.models.get.download_model import Fetch
    from t2v_desktop.models.get.import_model import adopt_cached  # loaded by the commands that need it alone: it can open connections

    entry = CATALOG.get(options.model) or next((e for e in CATALOG.values() if e.hub_id == options.model), None)
    if entry is not None and not entry.hub_id:
        raise InvalidRequest(f"{entry.title} is built in: there is nothing to fetch")
    if entry is None and "/" not in options.model:
        known = ", ".join(e.name for e in CATALOG.values() if e.hub_id)
        raise UnknownModel(f"there is no model {options.model!r:.200}: known are {known}; or give a hub id, owner/name")
    _accept_licence(options, entry)
    hub_id, revision = (entry.hub_id, entry.revision) if entry else (options.model, "main")
    chosen = settings.load()
    name = entry.name if entry else manage.folder_name(hub_id)
    if not options.revision and not (chosen.models / name).exists() and (folder := adopt_cached(hub_id, revision, name, convert=options.convert)):
        _end(options, {"name": name, "folder": str(folder)}, f"{name} was in the cache of the Hugging Face Hub and is installed in {folder}")
        return DONE
    job = Fetch(
        _hub(options), hub_id, options.revision or revision, models=chosen.models, name=name, convert=options.convert,
        bytes_per_s=_limit(options), report=_Line(options.json).show,
    )  # fmt: skip
    with halting(job.halt):
        folder = job.run()
    _end(options, {"name": folder.name, "folder": str(folder)}, f"{folder.name} is installed in {folder}")
    return DONE


def take_in(options: argparse.Namespace) -> int:
    from t2v_desktop.models.get.import_model import adopt

    if not paths.nameable(options.name or ""):
        raise InvalidRequest(f"a model cannot be called {options.name!r:.200}: use letters, digits, - and _")
    stop = threading.Event()
    with halting(stop.set):
        folder = adopt(paths.named(options.model), options.name or "", convert=options.convert, parts_from=options.parts_from, stop=stop)
    _end(options, {"name": folder.name, "folder": str(folder)}, f"{folder.name} is installed in {folder}")
    return DONE


def _accept_licence(options: argparse.Namespace, entry: Entry | None) -> None:
    licence = entry.licence if entry else f"as {options.model} says on its page"
    if options.accept_licence:
        return
    if options.json or not sys.stdin.isatty():
        raise InvalidRequest(f"the licence is {licence}: add --accept-licence once you have read it and accept it")
    print(f"The licence is {licence}.", file=sys.stderr)
    if input("Do you accept it? [y/N] ").strip().lower() not in ("y", "yes"):
        raise InvalidRequest("nothing is fetched without the licence being accepted")


def repair(options: argparse.Namespace) -> int:
    from t2v_desktop.models.get.download_model import Fetch

    made_of = manifest.read(folder_of(options.model))
    if options.model == "starter":
        raise InvalidRequest("starter is built in: install the application again to repair it")
    if made_of is None or not made_of.from_hub:
        raise InvalidRequest(f"{options.model} was not fetched from the hub: there is nothing to repair it from")
    job = Fetch(
        _hub(options), made_of.source, made_of.commit, models=settings.load().models, name=options.model, convert=options.convert,
        bytes_per_s=_limit(options), report=_Line(options.json).show,
    )  # fmt: skip
    with halting(job.halt):
        mended = job.repair()
    _end(options, {"name": options.model, "fetched": mended}, f"repaired: {', '.join(mended)}" if mended else "all files are intact")
    return DONE


def check(options: argparse.Namespace) -> int:
    inspect(folder_of(options.model))
    _end(options, {"name": options.model, "loads": True}, f"{options.model} is OK to use")
    return DONE


def verify(options: argparse.Namespace) -> int:
    folder, stop = folder_of(options.model), threading.Event()
    with halting(stop.set):
        bad = manifest.changed(folder, stop)
    fix = "install the application again" if options.model == "starter" else f"fix it with  t2v-desktop models repair {options.model}"
    said = "all files are intact" if not bad else f"missing or changed files: {', '.join(bad)}; {fix}"
    _end(options, {"name": options.model, "changed": bad}, said)
    return FAILED if bad else DONE


def move(options: argparse.Namespace) -> int:
    if not options.model.strip():
        raise InvalidRequest("the folder's name is empty: say where the models should go")
    stop, line = threading.Event(), _Line(options.json)
    with halting(stop.set):
        folder = manage.move(Path(options.model), stop, line.draw)
    _end(options, {"folder": str(folder)}, f"models are in {folder} from now on")
    return DONE


def remove(options: argparse.Namespace) -> int:
    held = holding(options.model)
    freed = manage.remove(options.model)
    stays = f"; {_size(held.size_bytes - freed)} stay in another folder that shares them, such as the Hugging Face cache" if held.size_bytes > freed else ""
    _end(
        options,
        {"name": options.model, "freed_bytes": freed, "shared_bytes": held.size_bytes - freed},
        f"{options.model} is removed: {_size(freed)} freed{stays}",
    )
    return DONE


class _Line:
    """How far it is: a line that draws over itself in a terminal, one object a line with --json, nothing else."""

    def __init__(self, as_json: bool) -> None:
        self._as_json, self._waits = as_json, ""

    def show(self, at: "Fetching") -> None:
        if at.waits:
            self.wait(at.waits)
            return
        self._waits = ""
        self.draw(at.done_bytes, at.total_bytes, at.bytes_per_s)

    def wait(self, why: str) -> None:
        """What is waited for: a line of its own, in the place of the progress there was in a terminal; each once."""
        if why == self._waits:
            return
        self._waits = why
        if self._as_json:
            print(json.dumps({"event": "waiting", "message": why}), flush=True)
        else:
            print(f"\r\x1b[K{why}" if sys.stderr.isatty() else f"t2v-desktop: {why}", file=sys.stderr, flush=True)

    def draw(self, done: int, total: int, bytes_per_s: float = 0) -> None:
        if self._as_json:
            print(json.dumps({"event": "progress", "done_bytes": done, "total_bytes": total, "bytes_per_s": round(bytes_per_s)}), flush=True)
        elif sys.stderr.isatty():
            seconds = (total - done) / bytes_per_s if bytes_per_s else None
            left = f"  {_size(int(bytes_per_s))}/s  {seconds // 60:.0f}:{seconds % 60:02.0f} left" if seconds is not None else ""
            text = f"{_size(done)} of {_size(total)}{left}"
            sys.stderr.write("\r" + text[: shutil.get_terminal_size().columns - 1] + "\x1b[K" + ("\n" if done == total else ""))
            sys.stderr.flush()


def _end(options: argparse.Namespace, told: dict[str, object], said: str) -> None:
    print(json.dumps({"event": "done"} | told) if options.json else said)


def _hub(options: argparse.Namespace) -> "Hub":
    from t2v_desktop.models.get.hub import chosen_hub

    token = getpass.getpass("Hub token: ").strip() if options.ask_token else ""
    return chosen_hub(token, address=options.hub or "", proxy=options.proxy or "")


def _limit(options: argparse.Namespace) -> int:
    return 1000 * (options.limit if options.limit is not None else settings.load().download_kb_per_s)


@contextmanager
def halting(halt: Callable[[], None]) -> Iterator[None]:
    """Ctrl+C and a polite kill stop the work between two pieces of it; what has come is kept."""
    before = {number: signal.signal(number, lambda *_: halt()) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _size(size_bytes: int) -> str:
    for unit, one in (("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if size_bytes >= one:
            return f"{size_bytes / one:.1f} {unit}"
    return f"{size_bytes} B"
