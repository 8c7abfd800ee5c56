"""What the engine does between jobs: it loads the model that the next one will need, and ends after a while."""

import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from t2v_desktop.events import Denoising, Done, Event, Loading, Start, Stopped, WarmUp, Warned
from t2v_desktop.process.host import EngineProcess
from t2v_desktop.process.residence import Memory, Residence
from t2v_desktop.request import Request

CAT = Request("a cat")
OLD_CARD = Warned("the graphics card is too old")
LOAD_S = 2.0  # of the light engine's models


@pytest.fixture
def engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[EngineProcess]:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))
    process = EngineProcess([sys.executable, str(Path(__file__).with_name("light_engine.py")), str(tmp_path)])
    yield process
    process.close()


def wait_until(condition: Callable[[], object], seconds: float = 20.0) -> float:
    """Wait, and return how long it took."""
    began = time.monotonic()
    while not condition():
        assert time.monotonic() - began < seconds
        time.sleep(0.01)
    return time.monotonic() - began


def start(model: str, request: Request = CAT) -> Start:
    return Start(request, model, "/no/file.mp4")


def prepare(engine: EngineProcess, folder: Path, *, wholly: bool) -> None:
    engine.warm_up(WarmUp(CAT, "/models/a"))
    wait_until((folder / ("prepared" if wholly else "preparing")).exists)


def loading_s(event: Event) -> float:
    assert isinstance(event, Done)
    return event.seconds["load"]


def test_a_prepared_model_is_in_memory_when_the_job_comes(engine: EngineProcess, tmp_path: Path) -> None:
    prepare(engine, tmp_path, wholly=True)
    events = list(engine.run(start("/models/a")))
    assert loading_s(events[-1]) == 0
    assert events[:2] == [OLD_CARD, Denoising(1, 1)], "what the user should know is not lost"
    assert OLD_CARD not in list(engine.run(start("/models/a")))


def test_a_job_waits_for_the_rest_of_its_model_and_sees_it_load(engine: EngineProcess, tmp_path: Path) -> None:
    prepare(engine, tmp_path, wholly=False)
    events = list(engine.run(start("/models/a")))
    assert loading_s(events[-1]) == 0 and any(isinstance(event, Loading) for event in events)


@pytest.mark.parametrize("other", [start("/models/b"), start("/models/a", Request("a cat", width=512))], ids=["another model", "a larger clip"])
def test_a_job_that_needs_something_else_does_not_wait(engine: EngineProcess, tmp_path: Path, other: Start) -> None:
    prepare(engine, tmp_path, wholly=False)
    assert loading_s(list(engine.run(other))[-1]) == 1
    assert not (tmp_path / "prepared").exists()


def test_cancelling_the_job_stops_the_preparation(engine: EngineProcess, tmp_path: Path) -> None:
    prepare(engine, tmp_path, wholly=False)
    events = []
    for event in engine.run(start("/models/a")):
        events.append(event)
        engine.cancel()
    assert events[-1] == Stopped() and not (tmp_path / "prepared").exists()


def test_a_newer_wish_replaces_the_preparation(engine: EngineProcess, tmp_path: Path) -> None:
    prepare(engine, tmp_path, wholly=False)
    engine.warm_up(WarmUp(CAT, "/models/b"))
    wait_until((tmp_path / "prepared").exists)
    assert loading_s(list(engine.run(start("/models/b")))[-1]) == 0


def test_an_idle_engine_ends_and_the_next_job_starts_another(engine: EngineProcess, tmp_path: Path) -> None:
    engine.keep_model(0.5)
    list(engine.run(start("/models/a")))
    assert engine.started
    wait_until(lambda: not engine.started)
    assert loading_s(list(engine.run(start("/models/a")))[-1]) == 1
    wait_until(lambda: not engine.started)  # the new one knows the time too
    engine.keep_model(0)
    list(engine.run(start("/models/a")))
    time.sleep(0.8)
    assert engine.started


def test_an_idle_engine_ends_when_memory_is_short_if_it_holds_a_model(engine: EngineProcess, tmp_path: Path) -> None:
    (tmp_path / "short").touch()
    engine.warm_up()
    time.sleep(0.8)
    assert engine.started, "without a model there is little to free"
    (tmp_path / "short").unlink()
    list(engine.run(start("/models/a")))
    time.sleep(0.4)
    assert engine.started
    (tmp_path / "short").touch()
    wait_until(lambda: not engine.started)
    assert isinstance(list(engine.run(start("/models/a")))[-1], Done), "a job comes first, however little memory there is"


def test_an_engine_without_a_job_is_closed_at_once(engine: EngineProcess) -> None:
    engine.warm_up()
    began = time.monotonic()
    engine.close()
    assert time.monotonic() - began < 1 and not engine.started


def test_the_idle_time_counts_from_the_last_job() -> None:
    now, free = [0.0], [10**10]
    residence = Residence(lambda: Memory(free[0], 16 * 10**9), lambda: now[0])
    now[0] = 10**6
    assert not residence.over(holds_model=True), "kept for ever unless told otherwise"
    residence.keep_s = 600
    residence.restart()
    now[0] += 599
    assert not residence.over(holds_model=True) and 0 < residence.wait_s() <= 1
    now[0] += 1
    assert residence.over(holds_model=True) and residence.over(holds_model=False)
    residence.restart()
    free[0] = 10**9
    assert residence.over(holds_model=True) and not residence.over(holds_model=False)


@pytest.mark.parametrize(("free", "total", "short"), [(1.4e9, 64e9, True), (1.6e9, 64e9, False), (0.7e9, 8e9, True), (0.9e9, 8e9, False)])
def test_memory_is_short_below_a_tenth_or_one_and_a_half_gigabytes(free: float, total: float, short: bool) -> None:
    assert Memory(int(free), int(total)).short is short
