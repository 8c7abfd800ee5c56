"""Shared by the trials: requests, a home with foreign files, and recovery after a fault."""

import os
import shutil
import time
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

from t2v_desktop.request import Request
from tests.faults import invariants
from tests.faults.driver import Application, Gone
from tests.faults.gate import Gate

NEXT_S = 10.0  # the next job must be done this soon after Resume
TIDY_S = 5.5  # the application cleans up this long after its start


def requests(count: int, first: int = 1, prompt: str = "a red circle", **chosen: object) -> list[Request]:
    values: dict[str, Any] = {"width": 16, "height": 16, "num_frames": 3, "num_inference_steps": 2, "fps": 8} | chosen
    return [Request(f"{prompt} number {seed}", seed=seed, **values) for seed in range(first, first + count)]


def by_seed(asked: Sequence[Request]) -> dict[int, Request]:
    return {request.seed: request for request in asked}


def prepare(folder: Path, model: str = "starter") -> Path:
    """Make an empty home with the user's own files in its clips folder. A model given as a folder is installed in it."""
    invariants.plant_foreign(folder / "home" / "clips")
    if model != "starter":
        shutil.copytree(model, folder / "home" / "data" / "models" / Path(model).name, copy_function=os.link)
    return folder


def gated(folder: Path, engine: Sequence[str]) -> tuple[Application, Gate]:
    gate = Gate(folder)
    application = Application(folder, engine, gate.before, gate.fds)
    gate.watch(application)
    return application.ready(), gate


def recover(
    folder: Path, engine: Sequence[str], asked: Sequence[Request], may: Collection[str] = (), *, clean_up: bool = True, model: str = "starter",
    patience_s: float = NEXT_S,
) -> tuple[list[str], float]:  # fmt: skip
    """Start again, resume, run one more job, let the application clean up, and quit. Returns all losses and the seconds from Resume to that clip."""
    invariants.age(folder / "home")
    more = requests(1, 90, model=Path(model).name)
    losses: list[str] = []
    try:
        with Application(folder, engine) as again:
            again.ready()
            started = time.monotonic()
            losses += resume(again, more, patience_s + 2 * len(asked))
            took = time.monotonic() - started
            seen = again.settle(NEXT_S)
            if clean_up:
                time.sleep(max(0.0, started + TIDY_S - time.monotonic()))
                seen = again.do("seen")
            losses += [f"at start: {words}" for words in again.dialogs]
            losses += [f"traceback: {words}" for words in again.tracebacks]
            if (status := again.quit()) != 0:
                losses.append(f"it ended with status {status}")
    except Gone as gone:
        return [f"no start: {gone}"], 0.0
    return losses + invariants.check(folder / "home", seen, by_seed([*asked, *more]), may), took


def resume(application: Application, more: Sequence[Request], patience_s: float) -> list[str]:
    """Resume with one more job at the end of the queue, which must be done in time."""
    if not application.add(more):
        return ["the next job is refused"]
    application.do("pause", paused=False)
    end = time.monotonic() + patience_s
    while application.states.get(more[0].seed) not in ("done", "failed"):
        if time.monotonic() > end:
            return [f"the queue does not continue: the next job is {application.states.get(more[0].seed)} after {patience_s:.0f} s"]
        time.sleep(0.02)
    state = application.states[more[0].seed]
    return [] if state == "done" else [f"the next job is {state}"]
