"""Estimates through the session: learned from what the engine says it used."""

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
TIMED = find("starter").request("a timed red circle", seed=7)  # on default settings
UNKNOWN = Devices()  # as before anybody was asked, on a computer that may have a card


def make_clip(qtbot: QtBot, session: Session, request: Request = TIMED) -> float:
    """Seconds from Generate to the finished clip."""
    began = time.perf_counter()
    with qtbot.waitSignal(session.clip_finished, timeout=20_000):
        session.submit([request])
    return time.perf_counter() - began


def on(device: str) -> list[str]:
    return [*FAKE_ENGINE, device]


@pytest.mark.parametrize("device", ["cpu", "cuda:0"])
def test_after_two_clips_on_default_settings_the_thirds_time_is_known(qtbot: QtBot, make_session: Make, device: str) -> None:
    session = make_session(on(device), devices=UNKNOWN)
    assert session.estimate(TIMED).seconds is None
    for _ in range(2):
        make_clip(qtbot, session)
    told = session.estimate(TIMED)
    assert told.learned and told.seconds == pytest.approx(make_clip(qtbot, session), rel=0.3)


def test_what_the_engine_used_is_stored(qtbot: QtBot, make_session: Make, database: Database) -> None:
    session = make_session(on("cuda:1"))
    make_clip(qtbot, session, Request("a red circle"))
    (run,) = Runs(database).recent("starter")
    assert (run.device, run.device_name, run.dtype, run.memory) == ("cuda:1", "a cuda:1", "fp16", "full")
    assert run.seconds["start"] > 0  # the engine had to be started
    make_clip(qtbot, session, Request("a red circle"))
    assert "start" not in Runs(database).recent("starter")[0].seconds


def test_nobody_with_a_card_is_shown_a_cpus_figure(qtbot: QtBot, make_session: Make) -> None:
    session = make_session(on("cpu"), devices=UNKNOWN)
    make_clip(qtbot, session, Request("a red circle", device="cpu"))
    asked = make_session(on("cuda:0"), devices=UNKNOWN)
    before = asked.estimate(TIMED)
    assert (before.seconds, before.memory_bytes) == (None, None)
    assert asked.estimate(Request("a red circle", device="cpu")).learned
    with qtbot.waitSignal(asked.costs.changed, timeout=20_000):
        asked.costs.ask()
    after = asked.estimate(TIMED)
    assert after.seconds is None and after.memory_bytes and after.fits  # of 8 GB
    assert asked.estimate(Request("a cat", model=TIMED.model, width=2048, height=2048, num_frames=250)).lacking == ("memory",)


def test_the_estimate_is_for_the_device_of_the_preferences(qtbot: QtBot, make_session: Make) -> None:
    session = make_session(on("cuda:0"), Settings(device="cpu"), devices=UNKNOWN)
    assert session.estimate(TIMED).seconds is not None
    session.change_settings(Settings(device="cuda"))
    assert session.estimate(TIMED).seconds is None


def test_an_answer_that_makes_no_sense_leaves_the_device_unknown(qtbot: QtBot, make_session: Make) -> None:
    session = make_session([sys.executable, "-c", "print('{}')"], devices=UNKNOWN)
    session.costs.ask()
    qtbot.waitUntil(lambda: session.costs._inquiry is None, timeout=10_000)
    assert session.estimate(TIMED).seconds is None
    missing = make_session(["/no/such/engine"], devices=UNKNOWN)
    missing.costs.ask()
    qtbot.waitUntil(lambda: missing.costs._inquiry is None, timeout=10_000)
    assert missing.estimate(TIMED).seconds is None


def test_a_job_does_not_wait_for_the_question_about_devices(qtbot: QtBot, make_session: Make) -> None:
    session = make_session([sys.executable, "-c", "import time; time.sleep(60)"], devices=UNKNOWN)
    session.costs.ask()
    qtbot.waitUntil(lambda: session.costs._inquiry is not None and session.costs._inquiry._process is not None, timeout=10_000)
    asking = session.costs._inquiry._process
    session.costs.begin()
    qtbot.waitUntil(lambda: asking.poll() is not None and session.costs._inquiry is None, timeout=5_000)
    session.costs.ask()
    assert session.costs._inquiry is None


def test_a_model_is_held_from_the_engines_word_until_the_engine_has_gone(qtbot: QtBot, make_session: Make) -> None:
    session = make_session()
    assert session.costs.held is None
    make_clip(qtbot, session, Request("a red circle"))
    assert session.costs.held is not None and session.costs.held.request.model == "starter"
    engine = psutil.Process(session._thread._engine._engine.process.pid)
    with qtbot.waitSignal(session.costs.changed, timeout=10_000):
        engine.kill()  # while it has nothing to do
    assert session.costs.held is None


@pytest.mark.parametrize("prompt", ["killed", "a deaf one", "too large"])
def test_a_model_is_not_held_after_a_job_that_cost_it(qtbot: QtBot, make_session: Make, prompt: str) -> None:
    session = make_session()
    make_clip(qtbot, session, Request("a red circle"))
    with qtbot.waitSignal(session.all_done, timeout=20_000):
        jobs = session.add([Request(prompt)])
        if "deaf" in prompt:  # it does not hear that it is cancelled, and is killed
            qtbot.waitUntil(lambda: session.model.progress.pace.done > 0.1, timeout=10_000)
            session.cancel([jobs[0].id])
    assert session.costs.held is None


def test_a_model_that_is_made_in_full_precision_for_good_is_known_by_that(qtbot: QtBot, make_session: Make) -> None:
    session = make_session(on("cuda:0"), devices=UNKNOWN)
    with qtbot.waitSignal(session.costs.changed, timeout=20_000):
        session.costs.ask()
    request = Request("a red circle, NaN in half precision")
    for _ in range(2):
        make_clip(qtbot, session, request)
    assert session.estimate(request).learned
    assert not session.estimate(Request("a red circle", dtype="fp16")).learned
    assert session.costs.devices.find("auto").dtype == "fp16"


def test_time_left_is_told_only_where_all_of_it_is_known(qtbot: QtBot, make_session: Make) -> None:
    session = make_session(on("cuda:0"), devices=UNKNOWN)
    make_clip(qtbot, session)
    session.pause(True)
    session.add([TIMED] * 10)
    one, ten = session.estimate(TIMED).seconds, session.time_left_s()
    assert one is not None and ten == pytest.approx(10 * one)
    session.add([Request("a cat", device="cpu", dtype="bf16"), Request("a cat", device="cuda:5")])
    assert session.time_left_s() is None


def test_a_queue_loads_its_model_once(qtbot: QtBot, make_session: Make) -> None:
    session = make_session()
    session.pause(True)
    session.add([TIMED] * 10)
    cost = session.estimate(TIMED)
    assert cost.ready_s > 4
    assert session.time_left_s() == pytest.approx(10 * cost.seconds - 9 * cost.ready_s)
