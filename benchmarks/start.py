"""Measures what a user waits for before and after Generate: `python -m benchmarks.start`.

Imports in fresh processes, the whole command line, and Generate with an engine that was started while the user typed. All in turn, with
a warm disk, as medians and as ratios to `import torch`; `--json` writes every figure.
"""

import argparse
import json
import platform
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path
from statistics import median
from time import perf_counter, sleep

import psutil

from t2v_desktop import children
from t2v_desktop.events import Denoising, Done, Start, WarmUp
from t2v_desktop.models.store import find
from t2v_desktop.process.host import EngineProcess

PROMPT = "a red circle moving right on a white background"
TORCH, ENGINE, COMMAND, PREVIEW, CLIP = (
    "import torch", "import the engine", "t2v-desktop render, whole process", "Generate to first preview", "Generate to finished clip",
)  # fmt: skip
GOALS = {ENGINE: 1.6, COMMAND: 4.5 / 1.6, PREVIEW: 0.6 / 1.6, CLIP: 2.5 / 1.6}  # times `import torch`, which took 1.6 s where they were set
QUIET_S, POLL_S = 1.0, 0.1  # an engine that has used no CPU for this long is ready


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--json", type=Path, metavar="FILE")
    options = parser.parse_args()
    measure_once()  # warms the disk cache
    seconds: dict[str, list[float]] = defaultdict(list)
    for _ in range(options.repeats):
        for name, took in measure_once().items():
            seconds[name].append(took)
    torch_s = median(seconds[TORCH])
    print("| | median s | from | to | times import torch | at most |\n|---|---|---|---|---|---|")
    for name, every in seconds.items():
        goal = f"{GOALS[name]:.2f}" if name in GOALS else ""
        print(f"| {name} | {median(every):.2f} | {min(every):.2f} | {max(every):.2f} | {median(every) / torch_s:.2f} | {goal} |")
    if options.json:
        machine = {"cpu": platform.processor() or platform.machine(), "cores": psutil.cpu_count(), "load": psutil.getloadavg()[0]}
        options.json.write_text(json.dumps({"machine": machine, "seconds": seconds}, indent=1))


def measure_once() -> dict[str, float]:
    """Each figure once, in seconds."""
    with tempfile.TemporaryDirectory() as folder:
        seconds = {
            TORCH: _run("-c", "import torch"),
            ENGINE: _run("-c", "import t2v_desktop.process.worker, t2v_desktop.engine.render"),
            COMMAND: _run("-m", "t2v_desktop", "render", PROMPT, "--preset", "balanced", "--seed", "7", "-o", str(Path(folder) / "whole.mp4")),
        }
        seconds[PREVIEW], seconds[CLIP] = _generate(Path(folder) / "clip.mp4")
        return seconds


def _run(*arguments: str) -> float:
    """How long a new Python takes for that, with the engine's environment."""
    began = perf_counter()
    subprocess.run([sys.executable, *arguments], env=children.environment(), check=True, capture_output=True)
    return perf_counter() - began


def _generate(output: Path) -> tuple[float, float]:
    """Seconds from Generate to the first preview and to the finished clip, with the engine that the window has started meanwhile."""
    starter = find("starter")
    request = starter.request(PROMPT, "balanced", seed=7)
    engine = EngineProcess()
    engine.warm_up(WarmUp(request, str(starter.folder)))
    _wait_until_ready(engine)
    began, preview_s, clip_s = perf_counter(), 0.0, 0.0
    for event in engine.run(Start(request, str(starter.folder), str(output))):
        if isinstance(event, Denoising) and event.preview is not None and not preview_s:
            preview_s = perf_counter() - began
        if isinstance(event, Done):
            clip_s = perf_counter() - began
    engine.close()
    if not preview_s or not clip_s:
        raise SystemExit(f"the engine made no clip: {event}")
    return preview_s, clip_s


def _wait_until_ready(engine: EngineProcess) -> None:
    assert engine.pid is not None
    process, quiet_s, before = psutil.Process(engine.pid), 0.0, 0.0
    while quiet_s < QUIET_S or before < 0.5:
        sleep(POLL_S)
        now = process.cpu_times().user + process.cpu_times().system
        quiet_s = quiet_s + POLL_S if now - before < 0.02 else 0.0
        before = now


if __name__ == "__main__":
    main()
