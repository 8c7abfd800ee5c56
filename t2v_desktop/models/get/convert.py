"""Pickled weights become safetensors, in a process that is confined and watched."""

import json
import subprocess
import threading
import time
from pathlib import Path

import psutil

from t2v_desktop import children, paths
from t2v_desktop.children import NO_CONSOLE
from t2v_desktop.errors import BrokenModel, Cancelled
from t2v_desktop.models.families import known_pickles
from t2v_desktop.models.get.download_file import RESERVE_BYTES

CONVERT_S, LOOK_EVERY_S = 1800.0, 0.05
CONVERT_SPARE_BYTES = 4_000_000_000  # that converting may take beside twice the checkpoint's size
ASK = "its weights are a pickle, which can execute code: allow it to be converted if you trust where it is from"
CONVERT = "--convert"  # what allows it on the command line


def converted_name(pickled: Path) -> Path:
    """The safetensors file that takes a pickle's place in a model's folder."""
    return pickled.parents[1] / known_pickles()[f"{pickled.parent.name}/{pickled.name}"]


def run_converter(source: Path, target: Path, stop: threading.Event | None = None) -> None:
    """Convert a checkpoint in a process that is ended when it takes too much memory or time.

    Raises BrokenModel, OutputError or Cancelled; nothing is left of a conversion that failed.
    """
    size = source.stat().st_size
    target.parent.mkdir(parents=True, exist_ok=True)
    paths.check_writable(target.parent, size + RESERVE_BYTES)
    told: dict[str, object] = {}
    with subprocess.Popen(
        children.command("converter", str(source), str(target)), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        env=children.environment(), creationflags=NO_CONSOLE,
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
