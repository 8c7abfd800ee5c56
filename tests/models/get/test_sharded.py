"""A model whose weights are several files: downloaded with interruptions, imported, verified."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.random_wan import write_tiny
from t2v_desktop.errors import BrokenModel
from t2v_desktop.models import manifest
from t2v_desktop.models.get.download_file import RemoteFile, RetryPolicy
from t2v_desktop.models.get.download_model import ModelDownload
from t2v_desktop.models.get.hub import Hub, Listing, files_to_download
from t2v_desktop.models.get.import_model import import_model
from t2v_desktop.models.store import find
from tests.models.get.hub_server import FakeHub, serving

QUICK = RetryPolicy(stall_timeout_s=1.0, attempts=5, first_wait_s=0.01, max_wait_s=0.05)
CLUTTER = ("README.md", "assets/logo.png", "transformer/old.bin")


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = write_tiny(tmp_path / "repository")
    for name in CLUTTER:
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(b"not needed")
    return folder


@pytest.fixture
def hub(repository: Path) -> Iterator[FakeHub]:
    with serving(repository) as hub:
        yield hub


def needed_of(folder: Path) -> dict[str, bytes]:
    found = {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}
    return {name: data for name, data in found.items() if name not in (*CLUTTER, manifest.FILE)}


def test_every_shard_arrives_and_is_recorded(hub: FakeHub, repository: Path, tmp_path: Path) -> None:
    hub.faults.extend([("cut", 1000), ("status", 503, None), ("cut", 0), ("reset", 10)])
    folder = ModelDownload(Hub(hub.address), hub.hub_id, "main", models=tmp_path / "models", name="model", retry=QUICK).run()
    assert needed_of(folder) == needed_of(repository)
    record = manifest.read(folder)
    assert record is not None and record.sha256.keys() == needed_of(folder).keys()
    assert find(str(folder)).family.name == "wan" and manifest.changed(folder) == []
    shard = max((folder / "transformer").glob("*.safetensors"))
    shard.write_bytes(shard.read_bytes()[:-1] + b"x")
    assert manifest.changed(folder) == [shard.relative_to(folder).as_posix()]


def test_a_sharded_folder_is_imported_whole(repository: Path) -> None:
    assert needed_of(import_model(repository, "mine")) == needed_of(repository)


def test_half_precision_shards_are_preferred_to_others() -> None:
    stem, small = "transformer/diffusion_pytorch_model", ("model_index.json", "scheduler/scheduler_config.json", "tokenizer/tokenizer.json")
    configs = tuple(f"{part}/config.json" for part in ("text_encoder", "transformer", "vae"))
    whole = (f"{stem}.safetensors.index.json", f"{stem}-00001-of-00002.safetensors", f"{stem}-00002-of-00002.safetensors")
    half = (f"{stem}.safetensors.index.fp16.json", f"{stem}.fp16-00001-of-00001.safetensors")
    others = ("text_encoder/model.safetensors", "vae/diffusion_pytorch_model.safetensors")
    files = tuple(RemoteFile(name, 1000) for name in (*small, *configs, *whole, *half, *others))
    listed = Listing("a/b", "0" * 40, "", False, files)
    assert {file.path for file in files_to_download(listed)} == {*small, *configs, *half, *others}
    with pytest.raises(BrokenModel, match="no weights for vae"):
        files_to_download(Listing("a/b", "0" * 40, "", False, files[:-1]))
