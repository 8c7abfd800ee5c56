"""Downloads a full-layout model, a quarter as wide, over a connection with every kind of fault."""

import hashlib
import random
import signal
import subprocess
import sys
import time
from collections import deque
from pathlib import Path

import pytest

from benchmarks.random_model import write_scaled
from t2v_desktop.models import manifest
from t2v_desktop.models.get.download_file import RetryPolicy
from t2v_desktop.models.get.download_model import ModelDownload
from t2v_desktop.models.get.hub import Hub
from tests.models.get.hub_server import serving

ROOT = Path(__file__).parents[3]
RETRY = RetryPolicy(stall_timeout_s=1.0, attempts=8, first_wait_s=0.01, max_wait_s=0.1)
VAE = "vae/diffusion_pytorch_model.fp16.safetensors"
DOWNLOAD = (
    "import sys; from pathlib import Path; from t2v_desktop.models.get.download_model import ModelDownload; from t2v_desktop.models.get.hub import Hub;"
    "ModelDownload(Hub(sys.argv[1]), sys.argv[2], 'main', models=Path(sys.argv[3]), name='model').run()"
)


def hashes(folder: Path) -> dict[str, str]:
    files = [p for p in folder.rglob("*") if p.is_file() and p.name != manifest.FILE]
    return {p.relative_to(folder).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


@pytest.mark.campaign
@pytest.mark.timeout(300)
def test_a_download_with_a_kill_and_every_fault_gives_identical_bytes(tmp_path: Path) -> None:
    repository, models = write_scaled(tmp_path / "repository"), tmp_path / "models"
    total = sum(p.stat().st_size for p in repository.rglob("*") if p.is_file())
    assert total > 300_000_000
    rng = random.Random(3)
    with serving(repository) as hub:
        hub.bytes_per_s = 30_000_000
        process = subprocess.Popen([sys.executable, "-c", DOWNLOAD, hub.address, hub.hub_id, str(models)], cwd=ROOT)
        while hub.sent < 60_000_000:
            time.sleep(0.01)
        process.send_signal(signal.SIGKILL)
        process.wait()
        cuts = [("cut", rng.randrange(30_000_000)) for _ in range(20)]
        others = [("status", 429, 0), ("status", 503, 1), ("reset", 5_000_000), ("reset", 0), ("stall", 3_000_000), ("shifted",)]
        hub.faults.extend(rng.sample([*cuts, *others], len(cuts) + len(others)))
        hub.bytes_per_s = 0
        folder = ModelDownload(Hub(hub.address), hub.hub_id, "main", models=models, name="model", retry=RETRY).run()
        assert not hub.faults, "every fault happened"
    assert hashes(folder) == hashes(repository)
    assert hub.sent <= total + (len(cuts) + len(others) + 1) * 8 * 2**20
    assert sorted(p.name for p in (*models.iterdir(), *(models / ".incoming").iterdir())) == [".incoming", "model", "model.lock"], "no file is left over"


@pytest.mark.campaign
@pytest.mark.timeout(300)
def test_only_a_file_that_changes_half_way_is_downloaded_again(tmp_path: Path) -> None:
    repository, models = write_scaled(tmp_path / "repository"), tmp_path / "models"
    total = sum(p.stat().st_size for p in repository.rglob("*") if p.is_file())
    changed = bytearray((repository / VAE).read_bytes())
    changed[-100:] = bytes(100)
    with serving(repository) as hub:
        hub.faults_of[VAE] = deque([("cut", 80_000_000), ("change", {VAE: bytes(changed)})])
        folder = ModelDownload(Hub(hub.address), hub.hub_id, "main", models=models, name="model", retry=RETRY).run()
    assert hashes(folder) == hashes(repository) and (folder / VAE).read_bytes() == changed
    assert hub.sent <= total + 80_000_000 + len(changed), "the partial old version, the new version up to the failed hash, and the new version again"
