"""Fixtures for all tests: a home folder for each test, and a tiny random model in the real layout."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from t2v_desktop.paths import HOME_VARIABLE
from t2v_desktop.request import Request

TOKEN = "hf_plantedInEveryTest"  # in the environment of each test; no file may contain it
MAX_SEARCHED_BYTES = 20_000_000  # larger files are not searched for the token
WORKERS = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))  # parallel test processes

if WORKERS > 1:  # torch's threads, here and in child processes, would compete for the same cores
    os.environ["OMP_NUM_THREADS"] = str(max(1, (os.cpu_count() or 1) // WORKERS))


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A home folder for all of the application's files. Fails if one of them contains the token afterwards."""
    folder = tmp_path / "home"
    monkeypatch.setenv(HOME_VARIABLE, str(folder))
    for variable in ("HF_TOKEN", "HUGGING_FACE_HUB_TOKEN"):
        monkeypatch.setenv(variable, TOKEN)
    yield folder
    leaks = [p for p in folder.rglob("*") if p.is_file() and p.stat().st_size < MAX_SEARCHED_BYTES and TOKEN.encode() in p.read_bytes()]
    assert leaks == [], "these files contain the token"


@pytest.fixture(scope="session")
def tiny_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from benchmarks.random_model import write_tiny  # imports torch, which most tests do not need

    return write_tiny(tmp_path_factory.mktemp("models") / "tiny")


@pytest.fixture(scope="session")
def tiny_wan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from benchmarks.random_wan import write_tiny  # imports torch, which most tests do not need

    return write_tiny(tmp_path_factory.mktemp("models") / "tiny-wan")


@pytest.fixture
def tiny_copy(tiny_model: Path, tmp_path: Path) -> Path:
    """A tiny model that a test may damage."""
    return Path(shutil.copytree(tiny_model, tmp_path / "copy"))


@pytest.fixture
def tiny_request() -> Callable[..., Request]:
    def make(**chosen: object) -> Request:
        values: dict[str, object] = {
            "prompt": "a red circle", "width": 16, "height": 16, "num_frames": 3, "num_inference_steps": 2, "seed": 7,
        }  # fmt: skip
        return Request(**{**values, **chosen})  # type: ignore[arg-type]

    return make


@pytest.fixture
def display() -> Iterator[str]:
    """A virtual screen, if an X server is installed."""
    if shutil.which("Xvfb") is None:
        pytest.skip("no X server is installed: sh packaging/setup.sh dev installs one on Debian")
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1400x900x24", "-nolisten", "tcp", "-noreset"], pass_fds=[writing], stderr=subprocess.DEVNULL
    )
    os.close(writing)
    with os.fdopen(reading) as answer:
        number = answer.readline().strip()
    yield f":{number}"
    server.terminate()
    server.wait()
