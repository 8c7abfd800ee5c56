"""What all tests share: a home of their own, and a tiny random model in the real layout."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from t2v_desktop.paths import HOME_VARIABLE
from t2v_desktop.request import Request

TOKEN = "hf_plantedInEveryTest"  # in the environment of each test, and nowhere else after it
LARGEST_LOOKED_INTO = 20_000_000  # bytes
WORKERS = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))  # processes of tests side by side

if WORKERS > 1:  # torch's threads, here and in what is started from here, would fight for the same cores
    os.environ["OMP_NUM_THREADS"] = str(max(1, (os.cpu_count() or 1) // WORKERS))


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Every folder of the application in one of the test's own, in which no token may be found afterwards."""
    folder = tmp_path / "home"
    monkeypatch.setenv(HOME_VARIABLE, str(folder))
    for variable in ("HF_TOKEN", "HUGGING_FACE_HUB_TOKEN"):
        monkeypatch.setenv(variable, TOKEN)
    yield folder
    told = [p for p in folder.rglob("*") if p.is_file() and p.stat().st_size < LARGEST_LOOKED_INTO and TOKEN.encode() in p.read_bytes()]
    assert told == [], "these tell the token"


@pytest.fixture(scope="session")
def tiny_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from benchmarks.random_model import write_tiny  # brings torch, which most files of tests do without

    return write_tiny(tmp_path_factory.mktemp("models") / "tiny")


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
    """A screen of our own, where there is an X server."""
    if shutil.which("Xvfb") is None:
        pytest.skip("no X server is installed: sh packaging/setup.sh dev installs one on Debian")
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1400x900x24", "-nolisten", "tcp", "-noreset"], pass_fds=[writing], stderr=subprocess.DEVNULL
    )
    os.close(writing)
    with os.fdopen(reading) as told:
        number = told.readline().strip()
    yield f":{number}"
    server.terminate()
    server.wait()
