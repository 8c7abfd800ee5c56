import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from t2v_desktop.children import environment
from t2v_desktop.events import Denoising, Done, Event, Failed, Start, Stopped
from t2v_desktop.process.host import SOFT_CANCEL_S, Cancellation, EngineProcess
from t2v_desktop.request import Request

FAKE = [sys.executable, str(Path(__file__).with_name("fake_engine.py"))]


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> Iterator[EngineProcess]:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))
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


def test_a_killed_engine_leaves_no_partial_file_and_the_next_job_runs(engine: EngineProcess, tmp_path: Path) -> None:
    last = list(engine.run(job("killed", tmp_path)))[-1]
    assert isinstance(last, Failed) and last.kind == "EngineStopped" and "memory" in last.message
    assert list(tmp_path.glob(".*")) == []
    assert isinstance(list(engine.run(job("a cat", tmp_path)))[-1], Done)


def test_an_engine_that_sends_garbage_is_stopped(engine: EngineProcess, tmp_path: Path) -> None:
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


def test_cancel_stops_a_job(engine: EngineProcess, tmp_path: Path) -> None:
    last, seconds = cancel_while_denoising(engine, job("slow", tmp_path))
    assert last == Stopped() and seconds < 1.5
    assert isinstance(list(engine.run(job("a cat", tmp_path)))[-1], Done)


def test_cancel_without_a_running_job_does_not_affect_the_next(engine: EngineProcess, tmp_path: Path) -> None:
    engine.cancel()
    list(engine.run(job("a cat", tmp_path)))
    engine.cancel()
    assert isinstance(list(engine.run(job("a cat", tmp_path)))[-1], Done)
    engine.close()
    engine.cancel()


def test_cancel_before_a_job_starts_ends_it_without_a_process(engine: EngineProcess, tmp_path: Path) -> None:
    cancellation = Cancellation()
    engine.cancel(cancellation)
    engine.cancel(cancellation)
    assert list(engine.run(job("slow", tmp_path), cancellation)) == [Stopped()]
    assert engine._engine is None
    assert isinstance(list(engine.run(job("a cat", tmp_path)))[-1], Done)
    assert list(engine.run(job("slow", tmp_path), cancellation)) == [Stopped()]  # the rest of a batch


def test_cancel_affects_only_its_job_whenever_it_comes(engine: EngineProcess, tmp_path: Path) -> None:
    """Cancel at many moments around the end of a job: the next one is never cancelled or killed."""
    list(engine.run(job("a cat", tmp_path)))
    running = engine._engine
    for number in range(40):
        first = Cancellation()
        asking = threading.Timer(number * 0.0007, engine.cancel, [first])
        asking.start()
        list(engine.run(job("a cat", tmp_path), first))
        assert isinstance(list(engine.run(job("a dog", tmp_path)))[-1], Done)
        asking.join()
    time.sleep(SOFT_CANCEL_S + 0.2)
    assert engine._engine is running and running is not None and running.process.poll() is None


def test_cancel_never_waits_for_an_engine_that_does_not_read(tmp_path: Path) -> None:
    engine = EngineProcess([sys.executable, "-c", "import time; time.sleep(60)"])
    start, took = Start(Request("a cat"), "x" * 1_000_000, str(tmp_path / "out.mp4")), list[float]()

    def cancel() -> None:
        began = time.monotonic()
        engine.cancel()
        took.append(time.monotonic() - began)

    asking, began = threading.Timer(0.5, cancel), time.monotonic()
    asking.start()
    assert list(engine.run(start)) == [Stopped()]
    asking.join()
    assert took[0] < 1 and time.monotonic() - began < 8
    engine.close()


def test_events_of_an_abandoned_job_do_not_reach_the_next(engine: EngineProcess, tmp_path: Path) -> None:
    events = engine.run(job("slow", tmp_path))
    next(events)
    events.close()
    assert [e.step for e in engine.run(job("a cat", tmp_path)) if isinstance(e, Denoising)] == [1, 2]


def test_an_engine_that_ignores_cancel_is_killed(engine: EngineProcess, tmp_path: Path) -> None:
    last, seconds = cancel_while_denoising(engine, job("deaf", tmp_path))
    assert last == Stopped() and 1.5 < seconds < 5


def test_the_engine_sees_no_token_and_no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HF_TOKEN", "HUGGING_FACE_HUB_TOKEN", "HUGGINGFACE_HUB_TOKEN"):
        monkeypatch.setenv(name, "hf_secret")
    seen = environment()
    assert "hf_secret" not in seen.values()
    assert seen["HF_HUB_OFFLINE"] == "1"


def test_threads_yield_to_other_programs_unless_the_user_chose_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GOMP_SPINCOUNT", raising=False)
    assert int(environment()["GOMP_SPINCOUNT"]) < 300_000
    monkeypatch.setenv("GOMP_SPINCOUNT", "7")
    assert environment()["GOMP_SPINCOUNT"] == "7"


# missing resources


def test_a_missing_interpreter_is_reported_in_one_line(tmp_path: Path) -> None:
    engine = EngineProcess([str(tmp_path / "python"), "-m", "t2v_desktop.process.worker"])
    for _ in range(2):
        (last,) = engine.run(job("a cat", tmp_path))
        assert isinstance(last, Failed) and last.kind == "EngineNotStarted"
        assert f"{tmp_path / 'python'} is missing: reinstall the application" in last.message and "\n" not in last.message
    engine.close()


def test_an_interpreter_without_permission_is_reported(tmp_path: Path) -> None:
    (tmp_path / "python").touch(0o600)
    (last,) = EngineProcess([str(tmp_path / "python")]).run(job("a cat", tmp_path))
    assert isinstance(last, Failed) and last.kind == "EngineNotStarted" and "Permission denied" in last.message


def handles() -> int:
    return len(list(Path("/dev/fd").iterdir()))


@pytest.mark.skipif(sys.platform == "win32", reason="has no such limit")
def test_without_file_handles_the_job_fails_with_a_message_leaks_none_and_the_next_runs(engine: EngineProcess, tmp_path: Path) -> None:
    import resource

    before, (soft, hard) = handles(), resource.getrlimit(resource.RLIMIT_NOFILE)
    for spare in range(8):
        resource.setrlimit(resource.RLIMIT_NOFILE, (before + spare, hard))
        try:
            last = list(engine.run(job("a cat", tmp_path)))[-1]
        finally:
            resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
        if isinstance(last, Done):
            break
        assert isinstance(last, Failed) and last.kind == "EngineNotStarted" and "too many files are open" in last.message
        assert handles() == before
    assert isinstance(list(engine.run(job("a cat", tmp_path)))[-1], Done)


def test_without_a_temporary_folder_the_engine_works(engine: EngineProcess, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
    assert isinstance(list(engine.run(job("a cat", tmp_path)))[-1], Done)


def test_without_a_thread_for_stderr_the_job_fails_with_a_message(engine: EngineProcess, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def none_left(*_: object) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", none_left)
    (last,) = engine.run(job("a cat", tmp_path))
    assert isinstance(last, Failed) and last.kind == "EngineNotStarted" and "too many programs" in last.message


def test_without_a_timer_thread_cancel_kills_the_engine_at_once(engine: EngineProcess, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def none_left(*_: object) -> None:
        raise RuntimeError("can't start new thread")

    events = engine.run(job("deaf", tmp_path))
    next(events)
    monkeypatch.setattr(threading.Timer, "start", none_left)
    engine.cancel()
    assert list(events)[-1] == Stopped()
