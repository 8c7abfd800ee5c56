"""Run many tiny jobs: memory, handles and threads must not grow."""

import time
from functools import partial
from pathlib import Path

import psutil

from tests.faults.chain import Chain
from tests.faults.driver import REAL_ENGINE, Gone
from tests.faults.report import Kind, Outcome, Trial

JOBS, WARM = 500, 30
WINDOW_MIB, ENGINE_MIB, FEW = 50, 100, 4


def kind(model: str, nightly: bool, seed: int, folder: Path) -> Kind:
    jobs = JOBS if nightly else 120
    name = f"{jobs} tiny jobs: window < +{WINDOW_MIB} MiB, engine < +{ENGINE_MIB} MiB"
    return Kind("endurance", [[Trial(name, "endurance", partial(endure, jobs, model))]])


def measure(process: psutil.Process) -> tuple[float, int, int]:
    with process.oneshot():
        return process.memory_info().rss / 2**20, process.num_fds(), process.num_threads()


def endure(jobs: int, model: str, folder: Path) -> Outcome:
    chain = Chain(REAL_ENGINE, model=model)
    application = chain.application(folder)
    began = time.monotonic()
    losses: list[str] = []
    try:
        application.add(chain.ask(WARM))
        application.wait(lambda e: e.get("event") == "AllDone", 600)
        time.sleep(1)
        window, engine = psutil.Process(application.process.pid), application.engines()[0]
        first = measure(window), measure(engine)
        application.add(chain.ask(jobs))
        application.wait(lambda e: e.get("event") == "AllDone", 3600)
        time.sleep(1)
        last = measure(window), measure(engine)
        for name, limit, before, after in zip(("window", "engine"), (WINDOW_MIB, ENGINE_MIB), first, last, strict=True):
            losses += [f"{name} grew by {after[0] - before[0]:.0f} MiB"] if after[0] - before[0] > limit else []
            losses += [f"{name}: {before[1]} handles became {after[1]}"] if abs(after[1] - before[1]) > FEW else []
            losses += [f"{name}: {before[2]} threads became {after[2]}"] if abs(after[2] - before[2]) > FEW else []
            print(f"endurance: {name} {before} -> {after} (MiB, handles, threads)", flush=True)
        losses += chain.check()
        losses += chain.end()
    except Gone as gone:
        losses.append(str(gone))
    chain.drop()
    return Outcome(losses, time.monotonic() - began)
