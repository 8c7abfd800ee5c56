"""kill -9 of the application and of its engine, in every phase and before every call that changes a file."""

import os
import random
import signal
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path

from t2v_desktop.request import Request
from tests.faults.chain import Chain
from tests.faults.driver import QUICK_ENGINE, REAL_ENGINE, Application, Event, Gone
from tests.faults.gate import KILLED, Call, kill_now, why_not
from tests.faults.report import Kind, Outcome, Trial
from tests.faults.scene import NEXT_S, gated, prepare, recover, requests

PHASES = ("Importing", "Loading", "Encoding", "Denoising", "Decoding", "Writing")
LATEST_S = 0.04  # after the first event of the phase
WHOLE = "kill -9 of the application before each call of a job"
GAP = "kill -9 of the application between rename and commit"
PHASE = "kill -9 of the application in each phase, real engine"
ENGINE_CALL = "kill -9 of the engine before each call of a job"
ENGINE_PHASE = "kill -9 of the engine in each phase, real engine"


def kind(model: str, nightly: bool, seed: int, folder: Path) -> Kind:
    chance = random.Random(seed)
    lanes: list[list[Trial]] = []
    if not (why := why_not()):
        calls = calls_of_a_job(folder)
        renamed = next(n for n, call in enumerate(calls) if call.role == "engine" and call.name == "rename" and call.place.startswith("clips/"))
        before, after = calls[: renamed + 1], calls[renamed + 1 :]
        chosen = [(WHOLE, c) for c in _some(before, 1 if nightly else 6)] + [(GAP, c) for c in _some(after, 1 if nightly else 6)]
        for number, (fault, call) in enumerate(chosen):
            lanes.append([Trial(fault, f"kills: application before {call.address}", partial(kill_before, call.address, number % 8 == 0))])
        chain = Chain(QUICK_ENGINE, watched=True)
        ours = [c for c in calls if c.role == "engine"]
        lanes.append([Trial(ENGINE_CALL, f"kills: engine before {c.address}", partial(kill_engine_before, chain, c.address)) for c in ours])
    for round_ in range(10 if nightly else 1):
        lanes += [[Trial(PHASE, f"kills: application in {p} {round_}", partial(kill_in, p, chance.uniform(0, LATEST_S), model))] for p in PHASES]
    real = Chain(REAL_ENGINE, model=model)
    lanes.append([
        Trial(ENGINE_PHASE, f"kills: engine in {p} {n}", partial(kill_engine_in, real, p, chance.uniform(0, LATEST_S)))
        for n in range(10 if nightly else 1) for p in PHASES
    ])  # fmt: skip
    return Kind("kills", lanes, skipped=f"kills before single calls: {why}" if why else "")


def calls_of_a_job(folder: Path) -> list[Call]:
    """All calls that change a file from Generate to the last commit, in the order of an undisturbed run, without the log."""
    place = prepare(Path(tempfile.mkdtemp(dir=folder, prefix="dry-")))
    application, gate = gated(place, QUICK_ENGINE)
    with application:
        gate.arm(lambda _: 0)
        application.add(requests(1))
        application.wait(lambda e: e.get("event") == "AllDone")
        gate.disarm()
        application.quit()
    return [call for call in gate.calls if not call.place.endswith(".log")]


def kill_before(address: str, clean_up: bool, folder: Path) -> Outcome:
    place = prepare(Path(tempfile.mkdtemp(dir=folder, prefix="kill-")))
    asked = requests(2)
    application, gate = gated(place, QUICK_ENGINE)

    def decide(call: Call) -> int:
        if call.address != address:
            return 0
        gate.disarm()
        if call.role == "window":
            return kill_now(application.process.pid)
        os.kill(application.process.pid, signal.SIGKILL)  # the engine is orphaned in the middle of this call
        return 0

    with application:
        gate.arm(decide)
        with suppress(Gone):
            application.add(asked)
            application.wait(lambda e: e.get("event") == "AllDone", NEXT_S)
        submitted = asked if application.states else []
        struck = not gate.armed
        application.kill()
    if not submitted:  # killed before `add` answered: all of it is saved, or none
        submitted = asked if _was_committed(place) else []
    return replace(_after(place, QUICK_ENGINE, submitted, clean_up), struck=struck)


def _was_committed(place: Path) -> bool:
    """Whether an `add` that never answered was committed, according to SQLite."""
    import sqlite3

    with sqlite3.connect(place / "home" / "data" / "library.db") as connection:
        return bool(connection.execute("SELECT count(*) FROM jobs").fetchone()[0])


def _after(place: Path, engine: Sequence[str], asked: Sequence[Request], clean_up: bool, model: str = "starter") -> Outcome:
    real = not engine
    losses, took_s = recover(place, engine, asked, clean_up=clean_up, model=model, patience_s=60.0 if real else NEXT_S)
    losses = [loss for loss in losses if clean_up or not loss.startswith("left over")]
    return Outcome(losses, took_s)


def kill_in(phase: str, delay_s: float, model: str, folder: Path) -> Outcome:
    place = prepare(Path(tempfile.mkdtemp(dir=folder, prefix="phase-")), model)
    asked = requests(2, model=Path(model).name)
    with Application(place, REAL_ENGINE) as application:
        application.ready().add(asked)
        with suppress(Gone):
            application.wait(_in_phase(phase), 60)
            time.sleep(delay_s)
        application.kill()
    return _after(place, REAL_ENGINE, asked, clean_up=True, model=model)


def kill_engine_before(chain: Chain, address: str, folder: Path) -> Outcome:
    application = chain.application(folder)
    gate = chain.gate
    assert gate is not None

    def decide(call: Call) -> int:
        if call.address != address:
            return 0
        gate.disarm()
        for process in application.engines():
            os.kill(process.pid, signal.SIGKILL)
            return KILLED if process.pid == call.pid else 0
        return 0

    gate.arm(decide)
    outcome = _engine_killed(chain, application, lambda: None, left_over=False)
    return replace(outcome, struck=not gate.armed)


def kill_engine_in(chain: Chain, phase: str, delay_s: float, folder: Path) -> Outcome:
    application = chain.application(folder)
    if phase in ("Importing", "Loading"):  # only a new engine has these phases
        for process in application.engines():
            process.kill()

    def injure() -> None:
        application.wait(_in_phase(phase), 60)
        time.sleep(delay_s)
        for process in application.engines():
            process.kill()

    return _engine_killed(chain, application, injure, left_over=True)


def _engine_killed(chain: Chain, application: Application, injure: Callable[[], None], left_over: bool) -> Outcome:
    """Check that the job of a killed engine is retried automatically, and that the next one runs."""
    asked = chain.ask(2)
    began = time.monotonic()
    try:
        application.add(asked)
        injure()
        application.settle(60)
        losses = chain.check(left_over)
    except Gone as gone:
        losses = [str(gone)]
    chain.renew(losses)
    return Outcome(losses, time.monotonic() - began)


def _in_phase(phase: str) -> Callable[[Event], bool]:
    if phase in ("Importing", "Loading"):
        return lambda e: e.get("event") == "Loading" and (e["part"] == "libraries") is (phase == "Importing")
    return lambda e: e.get("event") == phase


def _some(calls: Sequence[Call], every: int) -> list[Call]:
    return list(calls[::every])
