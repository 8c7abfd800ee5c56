"""LoRAs on the command line: `render --lora`, and the `models` commands loras, import-lora and remove-lora."""

import argparse
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress

from t2v_desktop import paths
from t2v_desktop.cli import DONE
from t2v_desktop.errors import T2VError
from t2v_desktop.models.loras import store
from t2v_desktop.models.loras.store import Lora
from t2v_desktop.models.store import Model, find, installed_names
from t2v_desktop.request import ChosenLora

AddCommand = Callable[..., argparse.ArgumentParser]  # name, function, summary, and `model`, the placeholder of its argument


def add_loras(command: AddCommand) -> None:
    """Add the sub-commands; each sets `run` to its function."""
    command("loras", list_loras, "list installed LoRAs, their trigger words and the models they fit")
    importing = command("import-lora", import_lora, "install a LoRA from a safetensors file, or from a folder of PEFT or diffusers", model="FILE")
    importing.add_argument("--name", default="", metavar="NAME", help="name of the installed LoRA (the file's name)")
    command("remove-lora", remove_lora, "delete a LoRA", model="NAME")


def chosen_loras(options: Sequence[tuple[str, float]], model: Model) -> tuple[tuple[ChosenLora, ...], tuple[str, ...]]:
    """The LoRAs of --lora options, each a name or file and a weight, and their files. Raises UnknownModel, or BrokenModel if one doesn't fit `model`."""
    found = [(store.file_of(name), weight) for name, weight in options]
    files = tuple(str(file) for file, _ in found)
    store.check(files, model)
    return tuple(ChosenLora(file.stem, weight) for file, weight in found), files


def list_loras(options: argparse.Namespace) -> int:
    loras, models = store.installed(), list(_models())
    if options.json:
        print(json.dumps([_details(lora, models) for lora in loras], indent=1))
        return DONE
    if not loras:
        print(f"no LoRAs are installed in {store.folder()}: add one with  t2v-desktop models import-lora FILE")
    for lora in loras:
        state = lora.problem or f"fits {', '.join(_fitting(lora, models)) or 'no installed model'}"
        print(f"{lora.name}  {lora.size_bytes / 1e6:.1f} MB  {state}")
        if lora.description.triggers:
            print(f"    trigger words: {', '.join(lora.description.triggers)}")
    return DONE


def import_lora(options: argparse.Namespace) -> int:
    lora = store.import_lora(paths.parse_path(options.model), options.name)
    models = list(_models())
    fitting = _fitting(lora, models)
    why = "" if fitting or not models else f" ({store.problem_with(lora.file, models[-1])})"
    _finish(options, _details(lora, models), f"{lora.name} is installed as {lora.file}; it fits {', '.join(fitting) or 'none of the installed models'}{why}")
    return DONE


def remove_lora(options: argparse.Namespace) -> int:
    freed = store.remove(options.model)
    _finish(options, {"name": options.model, "freed_bytes": freed}, f"{options.model} removed: {freed / 1e6:.1f} MB freed")
    return DONE


def _models() -> Iterator[Model]:
    """The models that can be used."""
    for name in ("starter", *installed_names()):
        with suppress(T2VError):
            yield find(name)


def _fitting(lora: Lora, models: list[Model]) -> list[str]:
    return [model.name for model in models if not store.problem_of(lora, model)]


def _details(lora: Lora, models: list[Model]) -> dict[str, object]:
    about = lora.description
    return {
        "name": lora.name, "file": str(lora.file), "size_bytes": lora.size_bytes, "rank": about.rank, "title": about.title, "author": about.author,
        "licence": about.licence, "triggers": list(about.triggers), "problem": lora.problem,
        "fits": _fitting(lora, models),
    }  # fmt: skip


def _finish(options: argparse.Namespace, result: dict[str, object], message: str) -> None:
    print(json.dumps({"event": "done"} | result) if options.json else message)
