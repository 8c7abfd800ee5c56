"""Cancel in every phase, right after the start, twice, between jobs, and with a frozen engine."""

import random
import signal
import time
from functools import partial
from pathlib import Path

from tests.faults.chain import Chain
from tests.faults.driver import REAL_ENGINE, Application, Gone
from tests.faults.kills import PHASES, _in_phase
from tests.faults.report import Kind, Outcome, Trial
from tests.faults.scene import NEXT_S

SOFT_S, FORCED_S = 2.0, 5.0
LATEST_S = 0.1
LONG = 200  # steps: the job cannot finish before it is cancelled


def kind(model: str, nightly: bool, seed: int, folder: Path) -> Kind:
    chain, chance = Chain(REAL_ENGINE, model=model), random.Random(seed)
    many = 20 if nightly else 2
    row = "cancel {0}: ended within {1:.0f} s, nothing lost".format
    trials = [
        Trial(row("in each phase", SOFT_S), f"cancels: in {p} {n}", partial(cancel_in, chain, p, chance.uniform(0, LATEST_S), 1, SOFT_S))
        for n in range(many) for p in PHASES
    ]  # fmt: skip
    trials += [Trial(row("at once after begin", SOFT_S), f"cancels: at once {n}", partial(cancel_at_once, chain)) for n in range(4 * many)]
    trials += [
        Trial(row("twice", SOFT_S), f"cancels: twice {n}", partial(cancel_in, chain, "Denoising", chance.uniform(0, LATEST_S), 2, SOFT_S))
        for n in range(2 * many)
    ]  # fmt: skip
    trials += [Trial(row("between jobs", SOFT_S), f"cancels: between {n}", partial(cancel_between, chain, chance.uniform(0, 0.02))) for n in range(4 * many)]
    trials += [Trial(row("of a frozen engine", FORCED_S), f"cancels: frozen {n}", partial(cancel_frozen, chain)) for n in range(many)]
    return Kind("cancels", [trials], alone=True)


def cancel_in(chain: Chain, phase: str, delay_s: float, times: int, limit_s: float, folder: Path) -> Outcome:
    application = chain.application(folder)
    if phase in ("Importing", "Loading"):
        _new_engine(application)
    short = phase in ("Decoding", "Writing")
    (job,) = chain.ask(1, num_inference_steps=2 if short else LONG, **({"num_frames": 100} if short else {}))
    chain.cancelled.add(job.seed)
    losses: list[str] = []
    try:
        application.add([job])
        application.wait(_in_phase(phase), 60)
        time.sleep(delay_s)
        began = time.monotonic()
        for _ in range(times):
            application.do("cancel", seeds=[job.seed])
        return _outcome(chain, application, job.seed, began, limit_s, may_be_done=short)
    except Gone as gone:
        losses.append(str(gone))
    chain.drop()
    return Outcome(losses)


def cancel_at_once(chain: Chain, folder: Path) -> Outcome:
    application = chain.application(folder)
    (job,) = chain.ask(1, num_inference_steps=LONG)
    chain.cancelled.add(job.seed)
    began = time.monotonic()
    try:
        application.do("add_and_cancel", requests=[job.to_json()])
        return _outcome(chain, application, job.seed, began, SOFT_S)
    except Gone as gone:
        chain.drop()
        return Outcome([str(gone)])


def cancel_between(chain: Chain, delay_s: float, folder: Path) -> Outcome:
    """Finish a job, and cancel the next one about when it starts."""
    application = chain.application(folder)
    first, second = chain.ask(1)[0], chain.ask(1, num_inference_steps=LONG)[0]
    chain.cancelled.add(second.seed)
    try:
        application.add([first, second])
        application.wait(lambda e: e.get("event") == "ClipFinished" and e["seed"] == first.seed, 60)
        time.sleep(delay_s)
        began = time.monotonic()
        application.do("cancel", seeds=[second.seed])
        return _outcome(chain, application, second.seed, began, SOFT_S)
    except Gone as gone:
        chain.drop()
        return Outcome([str(gone)])


def cancel_frozen(chain: Chain, folder: Path) -> Outcome:
    """A stopped engine does not react: it is killed, and the next job gets a new one."""
    application = chain.application(folder)
    (job,) = chain.ask(1, num_inference_steps=LONG)
    chain.cancelled.add(job.seed)
    try:
        application.add([job])
        application.wait(_in_phase("Denoising"), 60)
        for process in application.engines():
            process.send_signal(signal.SIGSTOP)
        began = time.monotonic()
        application.do("cancel", seeds=[job.seed])
        return _outcome(chain, application, job.seed, began, FORCED_S)
    except Gone as gone:
        chain.drop()
        return Outcome([str(gone)])


def _new_engine(application: Application) -> None:
    for process in application.engines():
        process.kill()
        process.wait(NEXT_S)


def _outcome(chain: Chain, application: Application, seed: int, began: float, limit_s: float, *, may_be_done: bool = False) -> Outcome:
    """Measure how long the cancelled job takes to end, and check that the next job runs."""
    ends = {"cancelled", "done"} if may_be_done else {"cancelled"}
    while application.states.get(seed) not in ("cancelled", "done", "failed", "interrupted") and time.monotonic() < began + limit_s + NEXT_S:
        application.do("seen")
    took, state = time.monotonic() - began, application.states.get(seed)
    losses = [] if state in ends else [f"the cancelled job is {state}: {application.last_failure}"]
    losses += [f"it took {took:.1f} s"] if took > limit_s else []
    if state == "done":
        chain.cancelled.discard(seed)
    application.add(chain.ask(1))
    application.settle(30)
    losses += chain.check()
    chain.renew(losses)
    return Outcome(losses, took)
