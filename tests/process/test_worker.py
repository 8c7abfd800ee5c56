import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from t2v_desktop import children, paths
from t2v_desktop.events import FINAL, Decoding, Denoising, Done, Encoding, Event, Failed, Loading, Start, Stopped, Writing
from t2v_desktop.process.host import EngineProcess
from t2v_desktop.request import Request

Make = Callable[..., Request]


@pytest.fixture(scope="module")
def engine() -> Iterator[EngineProcess]:
    process = EngineProcess()
    yield process
    process.close()


def files(folder: Path) -> list[str]:
    return sorted(str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file() and p.parent != paths.kept_text())


def test_a_render_reports_every_phase_in_order(engine: EngineProcess, tiny_model: Path, tiny_request: Make, tmp_path: Path) -> None:
    events = list(engine.run(Start(tiny_request(), str(tiny_model), str(tmp_path / "out.mp4"))))
    phases = list(dict.fromkeys(type(e) for e in events))
    assert phases == [Loading, Encoding, Denoising, Decoding, Writing, Done]
    previews = [e.preview for e in events if isinstance(e, Denoising) and e.step]
    assert all(p is not None and len(p.rgb) == p.count * p.width * p.height * 3 for p in previews)


@pytest.mark.parametrize(
    "phase",
    [*(pytest.param(phase, marks=pytest.mark.campaign) for phase in (Loading, Encoding)), Denoising, Decoding, Writing],
    ids=lambda p: p.__name__,
)
def test_cancel_in_each_phase_stops_within_two_seconds_and_leaves_nothing(
    phase: type[Event], tiny_model: Path, tiny_request: Make, tmp_path: Path, home: Path
) -> None:
    engine = EngineProcess()
    request = tiny_request(num_inference_steps=60 if phase is Denoising else 2, num_frames=64)
    asked, last = 0.0, None
    for event in engine.run(Start(request, str(tiny_model), str(tmp_path / "out.mp4"))):
        last = event
        wanted = isinstance(event, phase) and (phase is not Loading or event != Loading("libraries", 0, 1))
        if wanted and not asked:
            asked = time.monotonic()
            engine.cancel()
    seconds = time.monotonic() - asked
    engine.close()
    assert isinstance(last, Stopped) or (phase is Writing and isinstance(last, Done))  # the cancel may come too late
    assert seconds < 2
    if isinstance(last, Stopped):
        assert files(tmp_path) == []


def test_a_warm_engine_has_its_libraries_when_the_job_comes(tiny_model: Path, tiny_request: Make, tmp_path: Path) -> None:
    engine, start = EngineProcess(), Start(tiny_request(), str(tiny_model), str(tmp_path / "out.mp4"))
    engine.warm_up()
    engine.warm_up()  # does nothing more
    assert engine.started and engine._engine is not None
    process, quiet_s = psutil.Process(engine._engine.process.pid), 0.0
    while quiet_s < 1 or process.cpu_times().user < 0.5:  # until it has nothing to do
        before = process.cpu_times().user
        time.sleep(0.25)
        quiet_s = quiet_s + 0.25 if process.cpu_times().user - before < 0.02 else 0.0
    events = list(engine.run(start))
    assert Loading("libraries", 0, 1) not in events and isinstance(events[-1], Done)
    engine.close()


def test_closing_an_engine_that_is_warming_up_takes_no_time() -> None:
    engine = EngineProcess()
    engine.warm_up()
    began = time.monotonic()
    engine.close()
    assert time.monotonic() - began < 2 and not engine.started


def test_cancel_while_the_libraries_load_ends_at_once_and_the_next_job_runs(tiny_model: Path, tiny_request: Make, tmp_path: Path) -> None:
    engine = EngineProcess()
    start = Start(tiny_request(), str(tiny_model), str(tmp_path / "out.mp4"))
    for event in engine.run(start):
        if event == Loading("libraries", 0, 1):
            began = time.monotonic()
            engine.cancel()
    assert event == Stopped() and time.monotonic() - began < 2
    assert isinstance(list(engine.run(start))[-1], Done)
    engine.close()


def test_a_damaged_model_fails_and_the_next_job_runs(engine: EngineProcess, tiny_copy: Path, tiny_model: Path, tiny_request: Make, tmp_path: Path) -> None:
    weights = tiny_copy / "unet" / "diffusion_pytorch_model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-100])
    last = list(engine.run(Start(tiny_request(), str(tiny_copy), str(tmp_path / "out.mp4"))))[-1]
    assert isinstance(last, Failed) and last.kind == "BrokenModel" and "\n" not in last.message
    assert isinstance(list(engine.run(Start(tiny_request(), str(tiny_model), str(tmp_path / "out.mp4"))))[-1], Done)


def test_an_unexpected_error_is_logged_and_ends_the_process(tiny_model: Path, tiny_request: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))
    engine = EngineProcess([sys.executable, str(Path(__file__).with_name("broken_engine.py"))])
    start = Start(tiny_request(), str(tiny_model), str(tmp_path / "out.mp4"))
    pids = []
    for _ in range(2):
        last = list(engine.run(start))[-1]
        assert isinstance(last, Failed) and last.kind == "EngineStopped", "the queue retries it in a new process"
        assert last.message.startswith("unexpected engine error (RuntimeError: CUDA error: an illegal memory access")
        assert engine._engine is not None
        pids.append(engine._engine.process.pid)
        assert engine._engine.process.wait(10) == 0
    engine.close()
    log = (paths.data() / "engine.log").read_text()
    assert pids[0] != pids[1] and log.count("Traceback") == 2 and "in denoise" not in last.message and "3 frames of 16x16" in log


def test_the_engine_process_ends_when_its_owner_does(tmp_path: Path) -> None:
    process = subprocess.Popen(children.command("engine"), stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=children.environment())
    assert process.stdin is not None
    process.stdin.close()
    assert process.wait(10) == 0
    assert process.stdout is not None
    process.stdout.close()


def test_closing_the_engine_is_quick(tiny_model: Path, tiny_request: Make, tmp_path: Path) -> None:
    engine = EngineProcess()
    list(engine.run(Start(tiny_request(), str(tiny_model), str(tmp_path / "out.mp4"))))
    running, began = engine._engine, time.monotonic()
    engine.close()
    assert running is not None and running.process.returncode == 0 and time.monotonic() - began < 1.5


def test_the_engine_never_imports_qt() -> None:
    code = "import sys, t2v_desktop.engine.render, t2v_desktop.process.worker; print('PySide6' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2])
    assert done.stdout.strip() == "False"


def test_a_run_ends_with_its_only_final_event(engine: EngineProcess, tiny_model: Path, tiny_request: Make, tmp_path: Path) -> None:
    events = list(engine.run(Start(tiny_request(), str(tiny_model), str(tmp_path / "out.gif"), previews=False)))
    assert sum(isinstance(e, FINAL) for e in events) == 1 and isinstance(events[-1], FINAL)
