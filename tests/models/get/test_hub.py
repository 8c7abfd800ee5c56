from collections.abc import Iterator
from pathlib import Path

import pytest

from t2v_desktop.errors import BrokenModel, FetchError, UnknownModel
from t2v_desktop.models.families.modelscope import MODELSCOPE
from t2v_desktop.models.get.download_file import RemoteFile
from t2v_desktop.models.get.hub import Hub, Listing, files_to_download
from tests.models.get.hub_server import LFS_FROM_BYTES, FakeHub, serving

SETTINGS_FILES = (*MODELSCOPE.settings, *MODELSCOPE.tokenizers[0])
HALVES = ["text_encoder/model.fp16.safetensors", "unet/diffusion_pytorch_model.fp16.safetensors", "vae/diffusion_pytorch_model.fp16.safetensors"]
WHOLES = [name.replace(".fp16", "") for name in HALVES]
PICKLED = ["text_encoder/pytorch_model.bin", "unet/diffusion_pytorch_model.bin", "vae/diffusion_pytorch_model.bin"]
CLUTTER = ["README.md", ".gitattributes", "text2video_pytorch_model.pth", "unet/diffusion_pytorch_model.onnx", "x/evil.py", "../up", "/etc/passwd"]


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[FakeHub]:
    (tmp_path / "r/unet").mkdir(parents=True)
    (tmp_path / "r/model_index.json").write_text("{}")
    (tmp_path / "r/unet/weights").write_bytes(b"w" * LFS_FROM_BYTES)
    with serving(tmp_path / "r") as hub:
        yield hub


def listing(*paths: str, size: int = 1000) -> Listing:
    return Listing("a/b", "0" * 40, "", False, tuple(RemoteFile(path, size) for path in paths))


def test_the_listing_has_sizes_and_hashes(hub: FakeHub) -> None:
    found = Hub(hub.address).look_up(hub.hub_id, "main")
    assert (found.hub_id, found.commit, found.licence, found.gated) == (hub.hub_id, hub.commit, "cc-by-nc-4.0", False)
    index, weights = found.files
    assert (index.path, index.size, index.sha256) == ("model_index.json", 2, "") and len(index.git_sha1) == 40
    assert (weights.path, weights.size, weights.git_sha1) == ("unet/weights", LFS_FROM_BYTES, "") and len(weights.sha256) == 64
    assert Hub(hub.address).url(found, "unet/weights") == f"{hub.address}/{hub.hub_id}/resolve/{hub.commit}/unet/weights"


def test_a_token_from_the_environment_is_not_sent(hub: FakeHub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_TOKEN", "hf_planted")
    Hub(hub.address).look_up(hub.hub_id, "main")
    assert "hf_planted" not in str(hub.asked)
    Hub(hub.address, token="hf_given").look_up(hub.hub_id, "main")
    assert hub.asked[-1][1]["authorization"] == "Bearer hf_given"


def test_an_unknown_model_or_hub_is_reported(hub: FakeHub) -> None:
    with pytest.raises(UnknownModel, match="owner/name"):
        Hub(hub.address).look_up("no such name", "main")
    with pytest.raises((UnknownModel, FetchError)):
        Hub(hub.address).look_up("someone/else", "main")
    with pytest.raises(FetchError, match="can't reach 127"):
        Hub("http://127.0.0.1:9").look_up("a/b", "main")
    for address in ("nowhere", "https://"):
        with pytest.raises(FetchError):
            Hub(address).look_up("a/b", "main")
    with pytest.raises(FetchError, match="HTTPS"):
        Hub("http://example.invalid").look_up("a/b", "main")


def test_only_needed_files_are_chosen_preferably_in_half_precision() -> None:
    chosen = [file.path for file in files_to_download(listing(*SETTINGS_FILES, *CLUTTER, *PICKLED, *WHOLES, *HALVES))]
    assert chosen == [*SETTINGS_FILES, *HALVES]
    assert [file.path for file in files_to_download(listing(*SETTINGS_FILES, *CLUTTER, *PICKLED, *WHOLES))] == [*SETTINGS_FILES, *WHOLES]


def test_pickles_are_chosen_if_there_are_no_other_weights() -> None:
    assert [file.path for file in files_to_download(listing(*SETTINGS_FILES, *PICKLED))] == [*SETTINGS_FILES, *PICKLED]


def test_a_missing_part_is_named() -> None:
    with pytest.raises(BrokenModel, match=r"unet/config\.json"):
        files_to_download(listing(*(f for f in SETTINGS_FILES if f != "unet/config.json"), *HALVES))
    with pytest.raises(BrokenModel, match="no weights for vae"):
        files_to_download(listing(*SETTINGS_FILES, *HALVES[:2]))
    with pytest.raises(BrokenModel, match="has an impossible size"):
        files_to_download(listing(*SETTINGS_FILES, *HALVES, size=10**12))
