"""The engine's thread: whatever is missing or cancelled, each job that was begun ends with exactly one last event."""

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


class Heard:
    """A thread, and what it has said of each job."""

    def __init__(self, qtbot: QtBot, command: list[str], folder: Path) -> None:
        self.thread, self.events = RenderThread(command), dict[str, list[Event]]()
        self._qtbot, self._folder = qtbot, folder
        self.thread.heard.connect(lambda job_id, event: self.events.setdefault(job_id, []).append(event))

    def begin(self, job_id: str, prompt: str) -> None:
        self.thread.begin(job_id, Start(Request(prompt), "/no/model", str(self._folder / f"{job_id}.mp4")))

    def until_ended(self, *job_ids: str) -> list[Event]:
        """The last event of each job; there is only one that ends it."""
        self._qtbot.waitUntil(lambda: all(isinstance(self.events.get(job_id, [None])[-1], FINAL) for job_id in job_ids), timeout=20_000)
        assert all(sum(isinstance(event, FINAL) for event in self.events[job_id]) == 1 for job_id in job_ids)
        return [self.events[job_id][-1] for job_id in job_ids]


@pytest.fixture
def listen(qtbot: QtBot, tmp_path: Path) -> Iterator[Callable[..., Heard]]:
    made: list[Heard] = []

    def make(command: list[str] | None = None) -> Heard:
        made.append(Heard(qtbot, FAKE_ENGINE if command is None else command, tmp_path))
        return made[-1]

    yield make
    for heard in made:
        heard.thread.stop()
        assert heard.thread.isFinished()


def test_a_job_cancelled_right_after_begin_never_starts(listen: Callable[..., Heard], tmp_path: Path) -> None:
    heard = listen()
    heard.begin("a", "slow")
    heard.thread.cancel("a")
    heard.thread.start()
    assert heard.until_ended("a") == [Stopped()] and heard.events["a"] == [Stopped()]
    heard.begin("b", "a cat")
    assert isinstance(heard.until_ended("b")[0], Done)


def test_cancel_means_its_job_and_no_other(qtbot: QtBot, listen: Callable[..., Heard], tmp_path: Path) -> None:
    heard = listen()
    heard.thread.start()
    heard.begin("running", "a slow cat")
    heard.begin("queued", "a slow dog")
    heard.begin("last", "a bird")
    qtbot.waitUntil(lambda: "running" in heard.events, timeout=20_000)
    heard.thread.cancel("queued")
    heard.thread.cancel("queued")
    qtbot.wait(300)
    assert not isinstance(heard.events["running"][-1], FINAL)
    heard.thread.cancel("running")
    heard.thread.cancel("running")
    stopped, never, done = heard.until_ended("running", "queued", "last")
    assert (stopped, never) == (Stopped(), Stopped()) and heard.events["queued"] == [Stopped()] and isinstance(done, Done)
    heard.thread.cancel("last")
    heard.thread.cancel("unknown")
    heard.begin("last", "the same bird again")
    qtbot.waitUntil(lambda: len([e for e in heard.events["last"] if isinstance(e, Done)]) == 2, timeout=20_000)


@pytest.mark.parametrize(
    "command", [["\0"], ["/no/such/python"], [sys.executable, "-c", "raise SystemExit(3)"]], ids=["nonsense", "no interpreter", "ends at once"]
)
def test_without_an_engine_the_job_fails_and_the_thread_lives(listen: Callable[..., Heard], command: list[str]) -> None:
    heard = listen(command)
    heard.thread.start()
    for job_id in ("a", "b"):
        heard.begin(job_id, "a cat")
        (last,) = heard.until_ended(job_id)
        assert isinstance(last, Failed) and last.kind in ("EngineNotStarted", "EngineStopped") and "\n" not in last.message
    assert heard.thread.isRunning()


@pytest.mark.parametrize("broken", ["__enter__", "__exit__", "running"])
def test_a_computer_that_cannot_be_kept_awake_renders_all_the_same(listen: Callable[..., Heard], monkeypatch: pytest.MonkeyPatch, broken: str) -> None:
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
    heard = listen()
    heard.thread.start()
    heard.begin("a", "a cat")
    assert isinstance(heard.until_ended("a")[0], Done)


def test_closing_ends_what_waits_too(qtbot: QtBot, listen: Callable[..., Heard], tmp_path: Path) -> None:
    heard = listen()
    heard.thread.start()
    for number in range(3):
        heard.begin(str(number), "slow")
    qtbot.waitUntil(lambda: "0" in heard.events, timeout=20_000)
    heard.thread.stop()
    assert heard.thread.isFinished() and list(tmp_path.glob("*.mp4")) == []
