"""The render thread: every submitted job ends with exactly one final event, whatever fails or is cancelled."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from t2v_desktop.events import FINAL, Done, Event, Failed, Start, Stopped
from t2v_desktop.gui.threads import RenderThread
from t2v_desktop.request import Request

FAKE_ENGINE = [sys.executable, str(Path(__file__).parents[1] / "process" / "fake_engine.py")]


class Recorder:
    """A render thread and the events it has sent for each job."""

    def __init__(self, qtbot: QtBot, command: list[str], folder: Path) -> None:
        self.thread, self.events = RenderThread(command), dict[str, list[Event]]()
        self._qtbot, self._folder = qtbot, folder
        self.thread.received.connect(lambda job_id, event: self.events.setdefault(job_id, []).append(event))

    def submit(self, job_id: str, prompt: str) -> None:
        self.thread.submit(job_id, Start(Request(prompt), "/no/model", str(self._folder / f"{job_id}.mp4")))

    def until_ended(self, *job_ids: str) -> list[Event]:
        """Wait for the final event of each job, check that there is only one, and return them."""
        self._qtbot.waitUntil(lambda: all(isinstance(self.events.get(job_id, [None])[-1], FINAL) for job_id in job_ids), timeout=20_000)
        assert all(sum(isinstance(event, FINAL) for event in self.events[job_id]) == 1 for job_id in job_ids)
        return [self.events[job_id][-1] for job_id in job_ids]


@pytest.fixture
def make_thread(qtbot: QtBot, tmp_path: Path) -> Iterator[Callable[..., Recorder]]:
    made: list[Recorder] = []

    def make(command: list[str] | None = None) -> Recorder:
        made.append(Recorder(qtbot, FAKE_ENGINE if command is None else command, tmp_path))
        return made[-1]

    yield make
    for recorder in made:
        recorder.thread.stop()
        assert recorder.thread.isFinished()


def test_a_job_cancelled_right_after_submit_never_starts(make_thread: Callable[..., Recorder], tmp_path: Path) -> None:
    recorder = make_thread()
    recorder.submit("a", "slow")
    recorder.thread.cancel("a")
    recorder.thread.start()
    assert recorder.until_ended("a") == [Stopped()] and recorder.events["a"] == [Stopped()]
    recorder.submit("b", "a cat")
    assert isinstance(recorder.until_ended("b")[0], Done)


def test_cancel_affects_no_other_job(qtbot: QtBot, make_thread: Callable[..., Recorder], tmp_path: Path) -> None:
    recorder = make_thread()
    recorder.thread.start()
    recorder.submit("running", "a slow cat")
    recorder.submit("queued", "a slow dog")
    recorder.submit("last", "a bird")
    qtbot.waitUntil(lambda: "running" in recorder.events, timeout=20_000)
    recorder.thread.cancel("queued")
    recorder.thread.cancel("queued")
    qtbot.wait(300)
    assert not isinstance(recorder.events["running"][-1], FINAL)
    recorder.thread.cancel("running")
    recorder.thread.cancel("running")
    stopped, never, done = recorder.until_ended("running", "queued", "last")
    assert (stopped, never) == (Stopped(), Stopped()) and recorder.events["queued"] == [Stopped()] and isinstance(done, Done)
    recorder.thread.cancel("last")
    recorder.thread.cancel("unknown")
    recorder.submit("last", "the same bird again")
    qtbot.waitUntil(lambda: len([e for e in recorder.events["last"] if isinstance(e, Done)]) == 2, timeout=20_000)


@pytest.mark.parametrize(
    "command", [["\0"], ["/no/such/python"], [sys.executable, "-c", "raise SystemExit(3)"]], ids=["invalid command", "no interpreter", "exits at once"]
)
def test_without_an_engine_each_job_fails_and_the_thread_keeps_running(make_thread: Callable[..., Recorder], command: list[str]) -> None:
    recorder = make_thread(command)
    recorder.thread.start()
    for job_id in ("a", "b"):
        recorder.submit(job_id, "a cat")
        (last,) = recorder.until_ended(job_id)
        assert isinstance(last, Failed) and last.kind in ("EngineNotStarted", "EngineStopped") and "\n" not in last.message
    assert recorder.thread.isRunning()


@pytest.mark.parametrize("broken", ["__enter__", "__exit__", "running"])
def test_rendering_works_if_the_computer_cannot_be_kept_awake(make_thread: Callable[..., Recorder], monkeypatch: pytest.MonkeyPatch, broken: str) -> None:
    from wakepy import keep

    class Mode:
        def __enter__(self) -> None:
            if broken == "__enter__":
                raise OSError(24, "Too many open files")

        def __exit__(self, *_: object) -> None:
            if broken == "__exit__":
                raise RuntimeError("the bus is gone")

    def running(**_: Any) -> Mode:
        if broken == "running":
            raise KeyError("no such desktop")
        return Mode()

    monkeypatch.setattr(keep, "running", running)
    recorder = make_thread()
    recorder.thread.start()
    recorder.submit("a", "a cat")
    assert isinstance(recorder.until_ended("a")[0], Done)


def test_stop_also_cancels_waiting_jobs(qtbot: QtBot, make_thread: Callable[..., Recorder], tmp_path: Path) -> None:
    recorder = make_thread()
    recorder.thread.start()
    for number in range(3):
        recorder.submit(str(number), "slow")
    qtbot.waitUntil(lambda: "0" in recorder.events, timeout=20_000)
    recorder.thread.stop()
    assert recorder.thread.isFinished() and list(tmp_path.glob("*.mp4")) == []
