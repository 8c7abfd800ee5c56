"""A model whose weights are several files: downloaded with interruptions, imported, verified."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file

from benchmarks.random_wan import write_tiny
from t2v_desktop import settings
from t2v_desktop.errors import BrokenModel, OutputError
from t2v_desktop.models import manifest
from t2v_desktop.models.families.wan import WAN
from t2v_desktop.models.get import halve
from t2v_desktop.models.get.download_file import RESERVE_BYTES, RemoteFile, RetryPolicy
from t2v_desktop.models.get.download_model import ModelDownload
from t2v_desktop.models.get.halve import to_bf16
from t2v_desktop.models.get.hub import Hub, Listing, files_to_download
from t2v_desktop.models.get.import_model import import_model
from t2v_desktop.models.manage import remove, size_of
from t2v_desktop.models.store import find
from tests.models.get import hub_server
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
def hub(repository: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeHub]:
    monkeypatch.setattr(hub_server, "LFS_FROM_BYTES", 10_000)  # from there on, a listing has hashes
    with serving(repository) as hub:
        yield hub


def needed_of(folder: Path) -> dict[str, bytes]:
    found = {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}
    return {name: data for name, data in found.items() if name not in (*CLUTTER, manifest.FILE)}


def test_every_shard_arrives_and_is_recorded(hub: FakeHub, repository: Path, tmp_path: Path) -> None:
    hub.faults.extend([("cut", 1000), ("status", 503, None), ("cut", 0), ("reset", 10)])
    folder = ModelDownload(Hub(hub.address), hub.hub_id, "main", models=tmp_path / "models", name="model", retry=QUICK).run()
    assert needed_of(folder).keys() == needed_of(repository).keys()
    record = manifest.read(folder)
    assert record is not None and record.sha256.keys() == needed_of(folder).keys()
    assert find(str(folder)).family.name == "wan" and manifest.changed(folder) == []
    shard = max((folder / "transformer").glob("*.safetensors"))
    shard.write_bytes(shard.read_bytes()[:-1] + b"x")
    assert manifest.changed(folder) == [shard.relative_to(folder).as_posix()]


def test_a_sharded_folder_is_imported_whole(repository: Path) -> None:
    assert needed_of(import_model(repository, "mine")) == needed_of(repository)


def note_download(folder: Path, name: str, commit: str, digest: str = "") -> None:
    """As Hugging Face's tools do for a file they downloaded into a folder."""
    note = folder / ".cache" / "huggingface" / "download" / f"{name}.metadata"
    note.parent.mkdir(parents=True, exist_ok=True)
    note.write_text(f"{commit}\n{digest or 'a' * 40}\n{(folder / name).stat().st_mtime}\n", "ascii")


def test_a_shard_of_another_commit_is_named(repository: Path) -> None:
    weights = [file.relative_to(repository).as_posix() for file in repository.rglob("*.safetensors*")]
    for name in weights:
        note_download(repository, name, "1" * 40)
    shard = "transformer/diffusion_pytorch_model-00002-of-00002.safetensors"
    note_download(repository, shard, "2" * 40)
    with pytest.raises(BrokenModel, match=rf"{shard} is from another commit \(22222222\) than the rest of its part \(11111111\)"):
        import_model(repository, "mine")
    assert not (settings.load().models / "mine").exists()
    (repository / shard).touch()
    os.utime(repository / shard, (0, (repository / shard).stat().st_mtime + 60))  # replaced since: the note is not about it
    assert import_model(repository, "mine")


def test_a_file_that_differs_from_its_download_is_named(repository: Path) -> None:
    name = "transformer/diffusion_pytorch_model-00001-of-00002.safetensors"
    note_download(repository, name, "1" * 40, manifest.digest(repository / name))
    import_model(repository, "mine")
    note_download(repository, name, "1" * 40, "0" * 64)
    with pytest.raises(BrokenModel, match=rf"{name} is damaged: download it again"):
        import_model(repository, "other")


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


# fp32 weights become bf16


def fetch(hub: FakeHub, models: Path, name: str, **chosen: object) -> Path:
    return ModelDownload(Hub(hub.address), hub.hub_id, "main", models=models, name=name, retry=QUICK, **chosen).run()  # type: ignore[arg-type]


def tensors(folder: Path, part: str) -> dict[str, torch.Tensor]:
    return {name: tensor for file in sorted((folder / part).glob("*.safetensors")) for name, tensor in load_file(file).items()}


def test_weights_are_rounded_as_torch_rounds_them() -> None:
    bits = np.random.default_rng(3).integers(0, 2**32, 100_000, np.uint32)
    bits[:6] = (0x3F808000, 0x3F818000, 0x7F7FFFFF, 0x7F800000, 0xFF800000, 0x80000000)  # ties, the largest number, infinities, minus zero
    known = torch.from_numpy(bits.view(np.float32)).bfloat16()
    got = torch.from_numpy(to_bf16(bits).view(np.int16)).view(torch.bfloat16)
    assert torch.equal(got.isnan(), known.isnan())
    assert torch.equal(got[~got.isnan()], known[~known.isnan()])


def test_text_encoder_and_transformer_arrive_in_half_the_space(hub: FakeHub, repository: Path, tmp_path: Path) -> None:
    folder = fetch(hub, tmp_path / "models", "model")
    for part in ("text_encoder", "transformer", "vae"):
        before, after = tensors(repository, part), tensors(folder, part)
        exact = {name for name in before if part == "vae" or (part == "transformer" and WAN.parts[1].stays_in_fp32(name))}
        assert part != "transformer" or any("time_embedder" in name for name in exact)
        assert after.keys() == before.keys()
        assert all(torch.equal(after[name], before[name] if name in exact else before[name].bfloat16()) for name in before)
        assert all((after[name].dtype is torch.float32) == (name in exact) for name in before)
    assert not list(folder.rglob("*.halved")) and manifest.changed(folder) == []


def test_a_conversion_that_is_interrupted_downloads_nothing_twice(hub: FakeHub, repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    convert, converted = halve.halve, list[Path]()

    def fails_at_the_third(file: Path, *rest: Any) -> None:
        if len(converted) == 2:
            raise OutputError("disk full")
        convert(file, *rest)
        converted.append(file)

    monkeypatch.setattr(halve, "halve", fails_at_the_third)
    with pytest.raises(OutputError, match="disk full"):
        fetch(hub, tmp_path / "models", "model")
    monkeypatch.setattr(halve, "halve", convert)
    sent = hub.sent
    folder = fetch(hub, tmp_path / "models", "model")
    done = sum((repository / file.relative_to(tmp_path / "models/.incoming/model")).stat().st_size for file in converted)
    assert hub.sent - sent <= sum(map(len, needed_of(repository).values())) - done
    assert manifest.changed(folder) == [] and find(str(folder)).family.name == "wan"


def test_a_damaged_converted_file_is_repaired(hub: FakeHub, tmp_path: Path) -> None:
    folder = fetch(hub, tmp_path / "models", "model")
    shard = max((folder / "transformer").glob("*.safetensors"))
    right = shard.read_bytes()
    shard.write_bytes(right[:-1] + b"x")
    download = ModelDownload(Hub(hub.address), hub.hub_id, "main", models=tmp_path / "models", name="model", retry=QUICK)
    assert download.repair() == [shard.relative_to(folder).as_posix()]
    assert shard.read_bytes() == right and manifest.changed(folder) == []


def test_models_share_equal_weights_and_removing_one_leaves_the_other(hub: FakeHub, repository: Path) -> None:
    models = settings.load().models
    models.mkdir(parents=True, exist_ok=True)
    first = fetch(hub, models, "first")
    other = max((repository / "vae").glob("*.safetensors"))
    save_file({name: tensor + 1 for name, tensor in load_file(other).items()}, other)  # another model with the same text encoder
    sent = hub.sent
    second = fetch(hub, models, "second")
    weights = [file.relative_to(first).as_posix() for part in ("text_encoder", "transformer") for file in (first / part).glob("*.safetensors")]
    assert all((first / name).samefile(second / name) for name in weights)
    assert not (first / "vae" / other.name).samefile(second / "vae" / other.name)
    assert hub.sent - sent < sum(map(len, needed_of(repository).values())) - sum((repository / name).stat().st_size for name in weights) + 1
    shared = sum((first / name).stat().st_size for name in weights)
    assert remove("first") < size_of(second) - shared + 1
    assert manifest.changed(second) == [] and find("second").family.name == "wan"
    assert remove("second") >= shared


def test_a_damaged_file_is_not_shared(hub: FakeHub, tmp_path: Path) -> None:
    first = fetch(hub, tmp_path / "models", "first")
    shard = max((first / "transformer").glob("*.safetensors"))
    shard.write_bytes(shard.read_bytes()[:-1] + b"x")
    second = fetch(hub, tmp_path / "models", "second")
    assert manifest.changed(second) == [] and not shard.samefile(second / "transformer" / shard.name)


def test_shared_weights_need_no_room(hub: FakeHub, repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = fetch(hub, tmp_path / "models", "first")
    sizes = {file: file.stat().st_size for file in repository.rglob("*") if file.is_file()}
    rest = sum(size for file, size in sizes.items() if file.suffix != ".safetensors" or size < hub_server.LFS_FROM_BYTES)
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=RESERVE_BYTES + rest))
    assert manifest.changed(fetch(hub, tmp_path / "models", "second")) == []
    shutil.rmtree(first)
    shutil.rmtree(tmp_path / "models" / "second")
    with pytest.raises(OutputError, match="disk full"):
        fetch(hub, tmp_path / "models", "third")
