import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from t2v_desktop.children import environment
from t2v_desktop.engine_process import EngineProcess
from t2v_desktop.events import Denoising, Done, Event, Failed, Start, Stopped
from t2v_desktop.request import Request

FAKE = [sys.executable, str(Path(__file__).with_name("fake_engine.py"))]


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> Iterator[EngineProcess]:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent.parent))
    process = EngineProcess(FAKE)
    yield process
    process.close()


def job(prompt: str, folder: Path) -> Start:
    return Start(Request(prompt), "/no/model", str(folder / "out.mp4"))


def test_a_job_ends_with_done(engine: EngineProcess, tmp_path: Path) -> None:
    events = list(engine.run(job("a cat", tmp_path)))
    assert isinstance(events[-1], Done)
    assert (tmp_path / "out.mp4").exists()


def test_a_failed_job_does_not_stop_the_next(engine: EngineProcess, tmp_path: Path) -> None:
    assert list(engine.run(job("fails", tmp_path)))[-1] == Failed("BlankVideo", "every frame came out as one flat colour")
    assert isinstance(list(engine.run(job("a cat", tmp_path)))[-1], Done)


def test_a_killed_engine_leaves_no_half_file_and_the_next_job_runs(engine: EngineProcess, tmp_path: Path) -> None:
    last = list(engine.run(job("killed", tmp_path)))[-1]
    assert isinstance(last, Failed) and last.kind == "EngineStopped" and "memory" in last.message
    assert list(tmp_path.glob(".*")) == []
    assert isinstance(list(engine.run(job("a cat", tmp_path)))[-1], Done)


def test_an_engine_that_talks_garbage_is_stopped(engine: EngineProcess, tmp_path: Path) -> None:
    last = list(engine.run(job("garbage", tmp_path)))[-1]
    assert isinstance(last, Failed) and last.kind == "EngineStopped"


def cancel_while_denoising(engine: EngineProcess, start: Start) -> tuple[Event, float]:
    began, last = 0.0, None
    for event in engine.run(start):
        last = event
        if isinstance(event, Denoising) and not began:
            began = time.monotonic()
            threading.Thread(target=engine.cancel).start()
    assert last is not None
    return last, time.monotonic() - began


def test_cancel_is_heard(engine: EngineProcess, tmp_path: Path) -> None:
    last, seconds = cancel_while_denoising(engine, job("slow", tmp_path))
    assert last == Stopped() and seconds < 1.5
    assert isinstance(list(engine.run(job("a cat", tmp_path)))[-1], Done)


def test_cancel_when_nothing_runs_does_not_hurt_the_next_job(engine: EngineProcess, tmp_path: Path) -> None:
    engine.cancel()
    list(engine.run(job("a cat", tmp_path)))
    engine.cancel()
    last = [e for e in engine.run(job("slow", tmp_path)) if not isinstance(e, Denoising) or e.step < 30][-1]
    assert isinstance(last, Done)
    engine.close()
    engine.cancel()


def test_cancel_before_the_process_is_there_is_not_lost(engine: EngineProcess, tmp_path: Path) -> None:
    events = engine.run(job("slow", tmp_path))
    alive = engine._alive

    def cancel_first() -> object:
        engine.cancel()
        return alive()

    engine._alive = cancel_first  # type: ignore[assignment,method-assign]
    assert list(events)[-1] == Stopped()


def test_an_engine_that_does_not_listen_is_killed(engine: EngineProcess, tmp_path: Path) -> None:
    last, seconds = cancel_while_denoising(engine, job("deaf", tmp_path))
    assert last == Stopped() and 1.5 < seconds < 5


def test_the_engine_sees_no_token_and_no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HF_TOKEN", "HUGGING_FACE_HUB_TOKEN", "HUGGINGFACE_HUB_TOKEN"):
        monkeypatch.setenv(name, "hf_secret")
    seen = environment()
    assert "hf_secret" not in seen.values()
    assert seen["HF_HUB_OFFLINE"] == "1"


def test_threads_soon_let_other_programs_work_unless_the_user_chose_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GOMP_SPINCOUNT", raising=False)
    assert int(environment()["GOMP_SPINCOUNT"]) < 300_000
    monkeypatch.setenv("GOMP_SPINCOUNT", "7")
    assert environment()["GOMP_SPINCOUNT"] == "7"
