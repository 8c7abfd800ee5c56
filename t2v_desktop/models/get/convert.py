"""Converts pickled weights to safetensors, in a sandboxed process with limits on memory and time."""

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

MAX_CONVERT_S, POLL_S = 1800.0, 0.05
CONVERT_SPARE_BYTES = 4_000_000_000  # memory that a conversion may use on top of twice the checkpoint's size
NEEDS_CONVERSION = "its weights are a pickle, which can execute code. If you trust its source, allow it to be converted"
CONVERT_OPTION = "--convert"  # the command-line option that allows it


def converted_name(pickled: Path) -> Path:
    """The safetensors file that replaces a pickle in a model folder."""
    return pickled.parents[1] / known_pickles()[f"{pickled.parent.name}/{pickled.name}"]


def run_converter(source: Path, target: Path, stop: threading.Event | None = None) -> None:
    """Convert a checkpoint in a process that is killed if it takes too much memory or time.

    Raises BrokenModel, OutputError or Cancelled. A failed conversion leaves no file.
    """
    size = source.stat().st_size
    target.parent.mkdir(parents=True, exist_ok=True)
    paths.check_writable(target.parent, size + RESERVE_BYTES)
    result: dict[str, object] = {}
    with subprocess.Popen(
        children.command("converter", str(source), str(target)), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        env=children.environment(), creationflags=NO_CONSOLE,
    ) as process:  # fmt: skip
        try:
            _watch(process, 2 * size + CONVERT_SPARE_BYTES, source, stop)
            result = json.loads(process.communicate()[0].splitlines()[-1])
        except (IndexError, ValueError):
            result = {"error": f"the process exited with status {process.returncode}"}
        finally:
            if process.poll() is None:
                process.kill()
            if "tensors" not in result:
                process.wait()
                target.unlink(missing_ok=True)
    if "tensors" not in result:
        raise BrokenModel(f"{source} can't be converted: {result.get('error')}")


def _watch(process: "subprocess.Popen[str]", max_bytes: int, source: Path, stop: threading.Event | None) -> None:
    start, child = time.monotonic(), psutil.Process(process.pid)
    while process.poll() is None:
        if stop is not None and stop.is_set():
            raise Cancelled("the import was cancelled")
        try:
            used = child.memory_info().rss
        except psutil.Error:
            used = 0
        if used > max_bytes or time.monotonic() - start > MAX_CONVERT_S:
            raise BrokenModel(f"{source} can't be converted: the conversion needed more memory or time than a checkpoint of its size should")
        time.sleep(POLL_S)
