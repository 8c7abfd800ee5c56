"""Make every k-th open, write, fsync or rename of a job fail: the window's on its library, the real engine's on the clip."""

import errno
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from tests.faults.chain import Chain
from tests.faults.driver import QUICK_ENGINE, REAL_ENGINE, Gone
from tests.faults.gate import Call, why_not
from tests.faults.kills import calls_of_a_job
from tests.faults.report import Kind, Outcome, Trial
from tests.faults.scene import NEXT_S

EVERY = 3


def kind(model: str, nightly: bool, seed: int, folder: Path) -> Kind:
    if why := why_not():
        return Kind("calls", skipped=why)
    calls = calls_of_a_job(folder)
    errors = (errno.EIO, errno.ENOSPC) if nightly else (errno.EIO,)
    window, engine = [c for c in calls if c.role == "window"], [c for c in calls if c.role == "engine"]
    lanes = []
    for number in errors:
        quick, real = Chain(QUICK_ENGINE, watched=True), Chain(REAL_ENGINE, watched=True, model=model)
        lanes.append(_trials(quick, window[:: 1 if nightly else EVERY], number, "the application"))
        lanes.append(_trials(real, engine, number, "the real engine"))
    return Kind("calls", lanes)


def _trials(chain: Chain, calls: Sequence[Call], number: int, whose: str) -> list[Trial]:
    name = errno.errorcode[number]
    return [Trial(f"a call of {whose} fails once", f"calls: {call.address} {name}", partial(fail, chain, call.address, number)) for call in calls]


def fail(chain: Chain, address: str, number: int, folder: Path) -> Outcome:
    application = chain.application(folder)
    assert chain.gate is not None
    gate, failed = chain.gate, list[Call]()

    def decide(call: Call) -> int:
        if call.address != address:
            return 0
        gate.disarm()
        failed.append(call)
        return number

    began, losses = time.monotonic(), list[str]()
    asked = chain.ask(1)
    try:
        gate.arm(decide)
        warned = len(application.warnings)
        if not application.add(asked):  # refused: then none of it may be saved
            gate.disarm()
            losses += [] if len(application.warnings) > warned else ["refused without a message"]
            losses += ["refused, but in the queue"] if asked[0].prompt in str(application.do("seen")["jobs"]) else []
            application.add(asked)
        application.settle(3 * NEXT_S, lambda now: now["paused"] and bool(now["reason"]))
        gate.disarm()
        losses += chain.resume()
        losses += chain.check(left_over="unlink" not in address)
    except Gone as gone:
        losses.append(str(gone))
    chain.renew(losses)
    return Outcome(losses, time.monotonic() - began, struck=bool(failed))
