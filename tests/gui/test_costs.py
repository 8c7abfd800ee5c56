"""Estimates learned from what the engine reports."""

import sys
import time
from collections.abc import Callable

import psutil
import pytest
from pytestqt.qtbot import QtBot

from t2v_desktop.gui.session import Session
from t2v_desktop.library.database import Database
from t2v_desktop.library.runs import Runs
from t2v_desktop.models.store import find
from t2v_desktop.planning.devices import Devices
from t2v_desktop.request import Request
from t2v_desktop.settings import Settings
from tests.gui.conftest import FAKE_ENGINE

Make = Callable[..., Session]
TIMED = find("starter").request("a timed red circle", seed=7)  # with default settings
UNKNOWN = Devices()  # as before the first query, on a computer that may have a GPU


def make_clip(qtbot: QtBot, session: Session, request: Request = TIMED) -> float:
    """Seconds from Generate to the finished clip."""
    began = time.perf_counter()
    with qtbot.waitSignal(session.clip_finished, timeout=20_000):
        session.submit([request])
    return time.perf_counter() - began


def on(device: str) -> list[str]:
    return [*FAKE_ENGINE, device]


@pytest.mark.parametrize("device", ["cpu", "cuda:0"])
def test_after_two_clips_the_estimate_for_the_third_is_accurate(qtbot: QtBot, make_session: Make, device: str) -> None:
    session = make_session(on(device), devices=UNKNOWN)
    assert session.estimate(TIMED).seconds is None
    for _ in range(2):
        make_clip(qtbot, session)
    estimate = session.estimate(TIMED)
    assert estimate.learned and estimate.seconds == pytest.approx(make_clip(qtbot, session), rel=0.3)


def test_the_device_precision_and_memory_plan_used_are_stored(qtbot: QtBot, make_session: Make, database: Database) -> None:
    session = make_session(on("cuda:1"))
    make_clip(qtbot, session, Request("a red circle"))
    (run,) = Runs(database).recent("starter")
    assert (run.device, run.device_name, run.dtype, run.memory) == ("cuda:1", "a cuda:1", "fp16", "full")
    assert run.seconds["start"] > 0  # the engine had to be started
    lighter = Request("a red circle", guidance_end=0.5, cache_interval=2)
    make_clip(qtbot, session, lighter)
    (second, first) = Runs(database).recent("starter")
    assert "start" not in second.seconds
    share = find("starter").family.cached_share
    assert (first.evaluations, second.evaluations) == (40.0, lighter.evaluations(share)) and second.evaluations < 20


def test_a_user_with_a_gpu_is_never_shown_an_estimate_for_the_cpu(qtbot: QtBot, make_session: Make) -> None:
    session = make_session(on("cpu"), devices=UNKNOWN)
    make_clip(qtbot, session, Request("a red circle", device="cpu"))
    other = make_session(on("cuda:0"), devices=UNKNOWN)
    before = other.estimate(TIMED)
    assert (before.seconds, before.memory_bytes) == (None, None)
    assert other.estimate(Request("a red circle", device="cpu")).learned
    with qtbot.waitSignal(other.costs.changed, timeout=20_000):
        other.costs.query_devices()
    after = other.estimate(TIMED)
    assert after.seconds is None and after.memory_bytes and after.fits  # of 8 GB
    assert other.estimate(Request("a cat", model=TIMED.model, width=2048, height=2048, num_frames=250)).lacking == ("memory",)


def test_the_estimate_is_for_the_device_chosen_in_the_preferences(qtbot: QtBot, make_session: Make) -> None:
    session = make_session(on("cuda:0"), Settings(device="cpu"), devices=UNKNOWN)
    assert session.estimate(TIMED).seconds is not None
    session.change_settings(Settings(device="cuda"))
    assert session.estimate(TIMED).seconds is None


def test_a_failed_device_query_leaves_the_device_unknown(qtbot: QtBot, make_session: Make) -> None:
    session = make_session([sys.executable, "-c", "print('{}')"], devices=UNKNOWN)
    session.costs.query_devices()
    qtbot.waitUntil(lambda: session.costs._query is None, timeout=10_000)
    assert session.estimate(TIMED).seconds is None
    missing = make_session(["/no/such/engine"], devices=UNKNOWN)
    missing.costs.query_devices()
    qtbot.waitUntil(lambda: missing.costs._query is None, timeout=10_000)
    assert missing.estimate(TIMED).seconds is None


def test_a_starting_job_cancels_the_device_query(qtbot: QtBot, make_session: Make) -> None:
    session = make_session([sys.executable, "-c", "import time; time.sleep(60)"], devices=UNKNOWN)
    session.costs.query_devices()
    qtbot.waitUntil(lambda: session.costs._query is not None and session.costs._query._process is not None, timeout=10_000)
    process = session.costs._query._process
    session.costs.start_job()
    qtbot.waitUntil(lambda: process.poll() is not None and session.costs._query is None, timeout=5_000)
    session.costs.query_devices()
    assert session.costs._query is None


def test_a_model_counts_as_loaded_until_the_engine_exits(qtbot: QtBot, make_session: Make) -> None:
    session = make_session()
    assert session.costs.loaded_model is None
    make_clip(qtbot, session, Request("a red circle"))
    assert session.costs.loaded_model is not None and session.costs.loaded_model.request.model == "starter"
    engine = psutil.Process(session._thread._engine._engine.process.pid)
    with qtbot.waitSignal(session.costs.changed, timeout=10_000):
        engine.kill()  # while it is idle
    assert session.costs.loaded_model is None


@pytest.mark.parametrize("prompt", ["killed", "a deaf one", "too large"])
def test_a_model_is_not_loaded_after_a_job_that_killed_the_engine_or_ran_out_of_memory(qtbot: QtBot, make_session: Make, prompt: str) -> None:
    session = make_session()
    make_clip(qtbot, session, Request("a red circle"))
    with qtbot.waitSignal(session.queue_finished, timeout=20_000):
        jobs = session.add([Request(prompt)])
        if "deaf" in prompt:  # it ignores Cancel and is killed
            qtbot.waitUntil(lambda: session.model.progress.pace.done > 0.1, timeout=10_000)
            session.cancel([jobs[0].id])
    assert session.costs.loaded_model is None


def test_the_estimate_remembers_that_a_model_needs_full_precision(qtbot: QtBot, make_session: Make) -> None:
    session = make_session(on("cuda:0"), devices=UNKNOWN)
    with qtbot.waitSignal(session.costs.changed, timeout=20_000):
        session.costs.query_devices()
    request = Request("a red circle, NaN in half precision")
    for _ in range(2):
        make_clip(qtbot, session, request)
    assert session.estimate(request).learned
    assert not session.estimate(Request("a red circle", dtype="fp16")).learned
    assert session.costs.devices.find("auto").dtype == "fp16"


def test_time_left_is_unknown_if_one_job_has_no_estimate(qtbot: QtBot, make_session: Make) -> None:
    session = make_session(on("cuda:0"), devices=UNKNOWN)
    make_clip(qtbot, session)
    session.pause(True)
    session.add([TIMED] * 10)
    one, ten = session.estimate(TIMED).seconds, session.time_left_s()
    assert one is not None and ten == pytest.approx(10 * one)
    session.add([Request("a cat", device="cpu", dtype="bf16"), Request("a cat", device="cuda:5")])
    assert session.time_left_s() is None


def test_time_left_counts_loading_the_model_once(qtbot: QtBot, make_session: Make) -> None:
    session = make_session()
    session.pause(True)
    session.add([TIMED] * 10)
    cost = session.estimate(TIMED)
    assert cost.ready_s > 4
    assert session.time_left_s() == pytest.approx(10 * cost.seconds - 9 * cost.ready_s)
