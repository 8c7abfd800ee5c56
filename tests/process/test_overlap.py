"""A clip's file is finished while the engine renders the next job."""

import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from t2v_desktop.events import Denoising, Done, Event, Failed, Loading, Start, Stopped, Writing
from t2v_desktop.process.host import SOFT_CANCEL_S, Cancellation, EngineProcess
from t2v_desktop.request import Request

AFTER = "finished after the next begins"
PHASES = [Denoising, Denoising, Writing, Done]


@pytest.fixture
def engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[EngineProcess]:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))
    process = EngineProcess([sys.executable, str(Path(__file__).with_name("overlapping_engine.py")), str(tmp_path)])
    yield process
    process.close()


def jobs(folder: Path, *prompts: str) -> list[Start]:
    (folder / "clips").mkdir()
    return [Start(Request(prompt, seed=seed), "/no/model", str(folder / "clips" / f"{seed}.mp4")) for seed, prompt in enumerate(prompts)]


def clips(folder: Path) -> list[str]:
    return sorted(file.name for file in (folder / "clips").iterdir())


def run(engine: EngineProcess, start: Start, following: Start | None = None, at_writing: Callable[[], object] = lambda: None) -> list[Event]:
    """The events of a job; `at_writing` is called once its file is being finished and the engine has the next job."""
    events = []
    for event in engine.run(start, Cancellation(), lambda: following):
        events.append(event)
        if isinstance(event, Writing):
            at_writing()
    return events


def phases(events: list[Event]) -> list[type[Event]]:
    return [type(event) for event in events if not isinstance(event, Loading)]


def test_the_next_job_begins_before_the_file_is_finished_and_its_events_come_after(engine: EngineProcess, tmp_path: Path) -> None:
    first, second, third = jobs(tmp_path, AFTER, AFTER, "a cat")
    for start, following in ((first, second), (second, third), (third, None)):
        events = run(engine, start, following)
        assert phases(events) == PHASES and isinstance(events[-1], Done) and events[-1].path == start.output
    assert clips(tmp_path) == ["0.mp4", "1.mp4", "2.mp4"]


def test_without_a_next_job_the_file_is_finished_all_the_same(engine: EngineProcess, tmp_path: Path) -> None:
    first, second = jobs(tmp_path, "a cat", "a dog")
    assert phases(run(engine, first)) == phases(run(engine, second)) == PHASES


def test_a_file_that_cannot_be_finished_fails_its_own_job(engine: EngineProcess, tmp_path: Path) -> None:
    first, second = jobs(tmp_path, f"{AFTER}, to a full disk", "a cat")
    assert run(engine, first, second)[-1] == Failed("EncodeError", "the disk is full")
    assert phases(run(engine, second)) == PHASES
    assert clips(tmp_path) == ["1.mp4"]


def test_an_unexpected_error_in_the_finish_ends_the_process_after_the_job_that_has_begun(engine: EngineProcess, tmp_path: Path) -> None:
    first, second, third = jobs(tmp_path, f"{AFTER}, but breaks", "a cat", "a dog")
    last = run(engine, first, second)[-1]
    pid = engine.pid
    assert isinstance(last, Failed) and last.kind == "EngineStopped" and "an unexpected error" in last.message
    assert phases(run(engine, second)) == phases(run(engine, third)) == PHASES
    assert engine.pid != pid and "1.mp4" in clips(tmp_path) and "2.mp4" in clips(tmp_path)


def test_cancelling_the_next_job_does_not_touch_the_file_being_finished(engine: EngineProcess, tmp_path: Path) -> None:
    first, second, third = jobs(tmp_path, AFTER, "a long cat", "a dog")
    cancellation = Cancellation()
    assert phases(run(engine, first, second, lambda: engine.cancel(cancellation))) == PHASES
    assert list(engine.run(second, cancellation))[-1] == Stopped()
    pid = engine.pid
    assert phases(run(engine, third)) == PHASES and engine.pid == pid
    assert clips(tmp_path) == ["0.mp4", "2.mp4"]


def test_cancelling_the_job_after_its_events_began_stops_it(engine: EngineProcess, tmp_path: Path) -> None:
    first, second = jobs(tmp_path, AFTER, "a long cat")
    run(engine, first, second)
    events = []
    for event in engine.run(second):
        events.append(event)
        engine.cancel()
    assert phases(events) == [Denoising, Stopped] and clips(tmp_path) == ["0.mp4"]


@pytest.mark.parametrize(("prompt", "last", "left"), [(AFTER, Done, ["0.mp4"]), ("never finished", Stopped, [])])
def test_a_cancelled_job_has_two_seconds_to_finish_its_file(prompt: str, last: type[Event], left: list[str], engine: EngineProcess, tmp_path: Path) -> None:
    first, second = jobs(tmp_path, prompt, "a long cat")
    assert phases(run(engine, first, second, engine.cancel))[-1] is last
    began = time.monotonic()
    engine.close()
    assert clips(tmp_path) == left and time.monotonic() - began < SOFT_CANCEL_S + 1


def test_a_crash_during_the_next_job_leaves_no_part_of_either_and_the_next_job_runs_again(engine: EngineProcess, tmp_path: Path) -> None:
    first, second = jobs(tmp_path, "never finished", "dies once")
    last = run(engine, first, second)[-1]
    assert isinstance(last, Failed) and last.kind == "EngineStopped" and clips(tmp_path) == []
    assert phases(run(engine, second)) == PHASES and clips(tmp_path) == ["1.mp4"]


def test_a_job_that_was_not_announced_runs_in_another_process(engine: EngineProcess, tmp_path: Path) -> None:
    first, second, third = jobs(tmp_path, AFTER, "a long cat", "a dog")
    assert phases(run(engine, first, second)) == PHASES
    assert phases(run(engine, third)) == PHASES and clips(tmp_path) == ["0.mp4", "2.mp4"]
