import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file

from t2v_desktop import settings
from t2v_desktop.errors import BrokenModel, Cancelled, FetchError, OutputError
from t2v_desktop.models import manifest
from t2v_desktop.models.gate import inspect
from t2v_desktop.models.get import download_model as downloading
from t2v_desktop.models.get.download_file import RetryPolicy
from t2v_desktop.models.get.download_model import ModelDownload
from t2v_desktop.models.get.download_progress import DownloadProgress
from t2v_desktop.models.get.hub import Hub
from t2v_desktop.models.get.import_model import import_model
from t2v_desktop.settings import Settings
from tests.models.get.hub_server import FakeHub, serving

QUICK = RetryPolicy(stall_timeout_s=1.0, attempts=5, first_wait_s=0.01, max_wait_s=0.05)
UNET = "unet/diffusion_pytorch_model.safetensors"
ROOT = Path(__file__).parents[3]
Make = Callable[..., ModelDownload]


@pytest.fixture
def repository(tiny_model: Path, tmp_path: Path) -> Path:
    """A tiny model as a repository keeps it, with unneeded files."""
    folder = tmp_path / "repository"
    shutil.copytree(tiny_model, folder)
    (folder / "README.md").write_text("about")
    (folder / "unet/diffusion_pytorch_model.bin").write_bytes(b"a pickle")
    return folder


@pytest.fixture
def hub(repository: Path) -> Iterator[FakeHub]:
    with serving(repository) as hub:
        yield hub


@pytest.fixture
def make(hub: FakeHub, tmp_path: Path) -> Make:
    def make(**chosen: object) -> ModelDownload:
        return ModelDownload(Hub(hub.address), hub.hub_id, "main", models=tmp_path / "models", name="model", retry=QUICK, **chosen)  # type: ignore[arg-type]

    return make


def files(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file() and p.name != manifest.FILE}


def needed_of(repository: Path) -> dict[str, bytes]:
    return {name: data for name, data in files(repository).items() if not name.endswith((".md", ".bin"))}


LOCK = [".incoming", ".incoming/model.lock"]  # never deleted, see ModelDownload._locked


def beside_the_model(folder: Path) -> list[str]:
    """The files in the models folder that do not belong to the model."""
    found = (p.relative_to(folder / "models") for p in (folder / "models").rglob("*"))
    return sorted(path.as_posix() for path in found if path.parts[0] != "model")


def test_a_downloaded_model_is_complete_safe_and_leaves_no_other_files(make: Make, hub: FakeHub, repository: Path, tmp_path: Path) -> None:
    reported: list[DownloadProgress] = []
    folder = make(report=reported.append).run()
    assert folder == tmp_path / "models/model" and inspect(folder)
    assert files(folder) == needed_of(repository)
    assert beside_the_model(tmp_path) == LOCK
    record = manifest.read(folder)
    assert record is not None and (record.source, record.commit, record.licence) == (hub.hub_id, hub.commit, "cc-by-nc-4.0")
    assert manifest.changed(folder) == []
    assert reported[-1].done_bytes == reported[-1].total_bytes == sum(map(len, needed_of(repository).values()))
    with pytest.raises(FetchError, match="already installed"):
        make().run()


def test_a_download_survives_server_faults(make: Make, hub: FakeHub, repository: Path) -> None:
    hub.faults.extend([("cut", 1000), ("status", 429, 0), ("reset", 10), ("status", 503, None), ("stall", 100), ("cut", 0), ("shifted",)])
    assert files(make().run()) == needed_of(repository)


def test_a_file_that_changes_during_the_download_is_listed_again(make: Make, hub: FakeHub, repository: Path) -> None:
    newer = bytearray((repository / UNET).read_bytes())
    newer[-8:] = b"\0" * 8
    hub.faults_of[UNET] = deque([("cut", 100_000), ("change", {UNET: bytes(newer)})])
    folder = make().run()
    assert files(folder) == needed_of(repository) and (folder / UNET).read_bytes() == newer


def test_a_cancelled_download_resumes(make: Make, hub: FakeHub, repository: Path, tmp_path: Path) -> None:
    hub.bytes_per_s = 400_000
    download = make()
    timer = threading.Timer(0.4, download.cancel)
    timer.start()
    began = time.monotonic()
    with pytest.raises(Cancelled):
        download.run()
    assert time.monotonic() - began < 3 and not (tmp_path / "models/model").exists()
    received, hub.sent, hub.bytes_per_s = hub.sent, 0, 0
    assert files(make().run()) == needed_of(repository)
    assert received > 0 and hub.sent < sum(map(len, needed_of(repository).values()))


def test_a_killed_download_resumes(make: Make, hub: FakeHub, repository: Path, tmp_path: Path) -> None:
    hub.bytes_per_s = 400_000
    script = (
        "import sys; from pathlib import Path; from t2v_desktop.models.get.download_model import ModelDownload; from t2v_desktop.models.get.hub import Hub;"
        "ModelDownload(Hub(sys.argv[1]), sys.argv[2], 'main', models=Path(sys.argv[3]), name='model').run()"
    )
    process = subprocess.Popen([sys.executable, "-c", script, hub.address, hub.hub_id, str(tmp_path / "models")], cwd=ROOT)
    while hub.sent < 200_000:
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    process.wait()
    hub.bytes_per_s = 0
    assert files(make().run()) == needed_of(repository)
    assert beside_the_model(tmp_path) == LOCK


def test_unknown_files_in_the_incoming_folder_are_deleted(make: Make, tmp_path: Path) -> None:
    incoming = tmp_path / "models/.incoming/model"
    incoming.mkdir(parents=True)
    (incoming / "unet.part").write_bytes(b"x" * 1000)
    (incoming / "evil.py").write_text("boom")
    assert "evil.py" not in files(make().run())


def test_a_model_is_downloaded_by_one_process_at_a_time(make: Make, hub: FakeHub) -> None:
    hub.bytes_per_s = 400_000
    first = make()
    thread = threading.Thread(target=first.run)
    thread.start()
    while not hub.sent:
        time.sleep(0.01)
    with pytest.raises(FetchError, match="already being downloaded"):
        make().run()
    hub.bytes_per_s = 0
    thread.join(20)


@pytest.mark.skipif(sys.platform == "win32", reason="an open lock file can't be deleted there")
def test_a_process_that_waited_for_the_lock_locks_the_same_file_as_the_next(make: Make, tmp_path: Path) -> None:
    """One process opens the lock file while another holds it, and locks it once the other has ended."""
    import fcntl

    lock = tmp_path / "models/.incoming/model.lock"
    lock.parent.mkdir(parents=True)
    with lock.open("w") as waiting:
        shutil.rmtree(make().run())
        fcntl.flock(waiting, fcntl.LOCK_EX | fcntl.LOCK_NB)
        with pytest.raises(FetchError, match="already being downloaded"):
            make().run()


def test_a_full_disk_is_reported_before_the_download(make: Make, hub: FakeHub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(downloading, "RESERVE_BYTES", 1 << 62)
    with pytest.raises(OutputError, match=r"disk full: .* needs"):
        make().run()
    assert hub.sent == 0


def test_pickles_are_converted_only_with_consent_and_downloaded_once(make: Make, hub: FakeHub, repository: Path, tmp_path: Path) -> None:
    torch.save(load_file(repository / UNET), repository / "unet/diffusion_pytorch_model.bin")
    (repository / UNET).rename(tmp_path / "whole")
    with pytest.raises(BrokenModel, match="allow it to be converted"):
        make().run()
    assert not (tmp_path / "models/model").exists() and hub.sent == 0, "reported before anything is downloaded"
    folder = make(convert=True).run()
    assert not list(folder.rglob("*.bin"))
    before, after = load_file(tmp_path / "whole"), load_file(folder / UNET)
    assert before.keys() == after.keys() and all(torch.equal(before[k], after[k]) for k in before)
    whole = (folder / UNET).read_bytes()
    hub.asked.clear()
    (folder / "unet/config.json").unlink()
    assert make().repair() == ["unet/config.json"], "without the pickle"
    assert [path.rpartition("/")[2] for path, _ in hub.asked if "/resolve/" in path] == ["config.json"]
    (folder / UNET).write_bytes(whole[:-1])
    assert make(convert=True).repair() == [UNET] and (folder / UNET).read_bytes() == whole


def test_repair_downloads_only_damaged_files(make: Make, hub: FakeHub, repository: Path) -> None:
    folder = make().run()
    broken = bytearray((folder / UNET).read_bytes())
    broken[-1] ^= 1
    (folder / UNET).write_bytes(broken)
    (folder / "vae/config.json").unlink()
    assert sorted(manifest.changed(folder)) == [UNET, "vae/config.json"]
    hub.asked.clear()
    assert sorted(make().repair()) == [UNET, "vae/config.json"]
    assert files(folder) == needed_of(repository) and make().repair() == []
    assert len([path for path, _ in hub.asked if "/resolve/" in path]) == 2


def test_an_added_file_blocks_loading_and_repair_renames_it(make: Make, repository: Path) -> None:
    folder = make().run()
    added = "unet/diffusion_pytorch_model.fp16.safetensors"
    shutil.copyfile(folder / UNET, folder / added)
    (folder / ".DS_Store").touch()
    with pytest.raises(BrokenModel, match=re.escape(added)):
        manifest.check(folder)
    assert manifest.changed(folder) == [added] == make().repair()
    manifest.check(folder)
    assert (folder / f"{added}.set-aside").read_bytes() == (folder / UNET).read_bytes() and (folder / ".DS_Store").exists()


def test_a_busy_hub_is_retried(make: Make, hub: FakeHub) -> None:
    hub.list_faults.extend([(429, 0), (503, 0)])
    assert make().run().is_dir() and not hub.list_faults
    hub.list_faults.extend([(503, 0)] * 20)
    with pytest.raises(FetchError, match="status 503"):
        ModelDownload(Hub(hub.address), hub.hub_id, "main", models=hub.folder, name="other", retry=QUICK).run()


def test_a_model_from_the_hub_cache_is_repaired_from_the_hub(make: Make, hub: FakeHub, repository: Path, tmp_path: Path) -> None:
    snapshot = tmp_path / f"cache/models--someone--some-model/snapshots/{hub.commit}"
    shutil.copytree(repository, snapshot)
    settings.save(Settings(models_folder=str(tmp_path / "models")))
    folder = import_model(snapshot, "model")
    record = manifest.read(folder)
    assert record is not None and (record.source, record.commit) == (hub.hub_id, hub.commit)
    (folder / "vae/config.json").write_text("{}")
    assert make().repair() == ["vae/config.json"] and files(folder) == needed_of(repository)


@pytest.mark.campaign
def test_a_thousand_flipped_bits_are_all_detected_before_loading(make: Make) -> None:
    folder = make().run()
    manifest.check(folder)
    weights = sorted(folder.rglob("*.safetensors"))
    rng = np.random.default_rng(5)
    for _ in range(1000):
        file = weights[rng.integers(len(weights))]
        with file.open("r+b") as stream:
            at = int(rng.integers(file.stat().st_size))
            stream.seek(at)
            byte = stream.read(1)
            stream.seek(at)
            stream.write(bytes([byte[0] ^ (1 << int(rng.integers(8)))]))
            stream.flush()
            with pytest.raises(BrokenModel, match=re.escape(file.relative_to(folder).as_posix())):
                manifest.check(folder)
            stream.seek(at)
            stream.write(byte)
    manifest.check(folder)


def test_an_untouched_file_is_not_read_again(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = make().run()
    read: list[int] = []
    manifest.check(folder, report=read.append)
    total = len(read)
    manifest.check(folder, report=read.append)
    assert len(read) == total > 0
    (folder / "unet/config.json").touch()
    manifest.check(folder, report=read.append)
    assert len(read) == total + 1
    (folder / "unet/config.json").unlink()
    with pytest.raises(BrokenModel, match=r"unet/config\.json"):
        manifest.check(folder)


@pytest.mark.parametrize("name", ["../../x", "/etc/passwd", "a\\..\\b", "C:x"])
def test_a_manifest_with_outside_paths_is_rejected(make: Make, name: str) -> None:
    folder = make().run()
    text = (folder / manifest.FILE).read_text()
    (folder / manifest.FILE).write_text(text.replace("vae/config.json", name.replace("\\", "\\\\")))
    with pytest.raises(BrokenModel, match="not a valid record"):
        manifest.read(folder)
