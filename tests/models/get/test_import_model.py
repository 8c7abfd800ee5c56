import json
import os
import pickle
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import torch
from diffusers import UNet3DConditionModel
from safetensors.torch import load_file, save_file

from benchmarks.original_layout import to_original
from t2v_desktop import paths
from t2v_desktop.engine.render import Renderer
from t2v_desktop.errors import BrokenModel, OutputError, UnknownModel
from t2v_desktop.events import Start
from t2v_desktop.media.read import read_frames
from t2v_desktop.models import manifest
from t2v_desktop.models.get import convert as converting
from t2v_desktop.models.get.import_model import find_in_hub_cache, import_cached, import_model
from t2v_desktop.models.store import find, installed_names

UNET = "unet/diffusion_pytorch_model.safetensors"


class Payload:
    """What a malicious checkpoint contains: a command that unpickling runs."""

    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.system, (f"touch {self.mark}",)


def original(model: Path, file: Path) -> Path:
    """The model's UNet in ModelScope's original format."""
    unet = UNet3DConditionModel.from_pretrained(model / "unet", local_files_only=True, use_safetensors=True)
    state = to_original(unet, load_file(model / UNET))
    if file.suffix == ".safetensors":
        save_file({name: value.contiguous() for name, value in state.items()}, file)
    else:
        torch.save({"state_dict": state} if file.suffix == ".bin" else state, file)
    return file


def nothing_is_installed() -> bool:
    return not paths.models().exists() or [p.name for p in paths.models().iterdir()] == []


def test_a_model_folder_is_imported(tiny_model: Path) -> None:
    folder = import_model(tiny_model, "mine")
    assert find("mine").folder == folder and manifest.changed(folder) == []
    assert (folder / UNET).stat().st_ino == (tiny_model / UNET).stat().st_ino, "no second copy on the same disk"
    with pytest.raises(OutputError, match="another name"):
        import_model(tiny_model, "mine")


@pytest.mark.parametrize("name", ["starter", "..", "a/b", "."])
def test_an_invalid_name_is_rejected(tiny_model: Path, name: str) -> None:
    with pytest.raises(OutputError, match="another name"):
        import_model(tiny_model, name)


@pytest.mark.parametrize("suffix", [".pth", ".bin", ".safetensors"])
def test_an_original_checkpoint_gives_the_same_frames(tiny_model: Path, tmp_path: Path, suffix: str, tiny_request: object) -> None:
    checkpoint = original(tiny_model, tmp_path / f"text2video_pytorch_model{suffix}")
    folder = import_model(checkpoint, "original", convert=True, parts_from=str(tiny_model))
    before, after = load_file(tiny_model / UNET), load_file(folder / UNET)
    assert before.keys() == after.keys() and all(torch.equal(before[k], after[k]) for k in before)
    shown = []
    for number, model in enumerate((tiny_model, folder)):
        output = tmp_path / f"{number}.mp4"
        Renderer().render(Start(tiny_request(), str(model), str(output)), lambda _: None, lambda: None)  # type: ignore[operator]
        shown.append(read_frames(output, 10**8).pixels)
    assert (shown[0] == shown[1]).all()


def test_a_pickle_is_not_opened_without_consent(tiny_model: Path, tmp_path: Path) -> None:
    checkpoint = original(tiny_model, tmp_path / "text2video_pytorch_model.pth")
    with pytest.raises(BrokenModel, match="allow it to be converted"):
        import_model(checkpoint, parts_from=str(tiny_model))
    with pytest.raises(BrokenModel, match="take the other parts from"):
        import_model(checkpoint, convert=True)
    assert nothing_is_installed()


def test_a_folder_of_pickles_is_converted(tiny_copy: Path) -> None:
    torch.save(load_file(tiny_copy / UNET), tiny_copy / "unet/diffusion_pytorch_model.bin")
    (tiny_copy / UNET).unlink()
    with pytest.raises(BrokenModel, match="allow it to be converted"):
        import_model(tiny_copy, "mine")
    folder = import_model(tiny_copy, "mine", convert=True)
    assert find("mine") and not list(folder.rglob("*.bin"))


def malicious_pickle(file: Path, mark: Path) -> None:
    file.write_bytes(pickle.dumps({"input_blocks.0.0.weight": Payload(mark)}))


def malicious_archive(file: Path, mark: Path) -> None:
    torch.save({"x": torch.zeros(3), "y": Payload(mark)}, file)


def bomb(file: Path, mark: Path) -> None:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("archive/data.pkl", b"\0" * 50_000_000)


def noise(file: Path, mark: Path) -> None:
    file.write_bytes(os.urandom(5000))


def list_of_tensors(file: Path, mark: Path) -> None:
    torch.save([torch.zeros(3)], file)


def strange_names(file: Path, mark: Path) -> None:
    torch.save({"input_blocks.0.0.weight": torch.zeros(3), "evil": torch.zeros(3)}, file)


def too_few(file: Path, mark: Path) -> None:
    torch.save({"conv_in.weight": torch.zeros(3)}, file)


@pytest.mark.parametrize("make", [malicious_pickle, malicious_archive, bomb, noise, list_of_tensors, strange_names])
def test_a_malicious_checkpoint_runs_nothing_and_is_rejected_in_one_line(tiny_model: Path, tmp_path: Path, make: object) -> None:
    mark, file = tmp_path / "executed", tmp_path / "evil.pth"
    make(file, mark)  # type: ignore[operator]
    with pytest.raises(BrokenModel, match="can't be converted") as refused:
        import_model(file, convert=True, parts_from=str(tiny_model))
    assert "\n" not in str(refused.value) and not mark.exists() and nothing_is_installed()


def test_the_converter_imports_no_module_from_the_current_folder(tiny_model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "torch.py").write_text(f"open({str(tmp_path / 'executed')!r}, 'w').close()")
    monkeypatch.chdir(tmp_path)
    import_model(original(tiny_model, tmp_path / "small.pth"), convert=True, parts_from=str(tiny_model))
    assert not (tmp_path / "executed").exists()


def test_a_conversion_that_needs_too_much_is_killed(tiny_model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(converting, "CONVERT_SPARE_BYTES", 1)
    checkpoint = original(tiny_model, tmp_path / "small.pth")
    with pytest.raises(BrokenModel, match="more memory or time"):
        import_model(checkpoint, convert=True, parts_from=str(tiny_model))
    assert nothing_is_installed()


def test_a_source_that_is_no_model_is_rejected(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("")
    for source in (tmp_path / "a.txt", tmp_path / "nowhere"):
        with pytest.raises(UnknownModel, match="neither a model folder nor a checkpoint"):
            import_model(source)
    with pytest.raises(BrokenModel, match="it has no"):
        import_model(tmp_path, "empty")


def test_a_cached_model_is_imported_without_a_second_copy(tiny_model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "hub"))
    assert find_in_hub_cache("someone/some-model") is None
    repository = tmp_path / "hub/models--someone--some-model"
    snapshot = repository / "snapshots/0123"
    for file in (p for p in tiny_model.rglob("*") if p.is_file()):
        blob = repository / "blobs" / f"{len(list(repository.rglob('*')))}"
        blob.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, blob)
        link = snapshot / file.relative_to(tiny_model)
        link.parent.mkdir(parents=True, exist_ok=True)
        link.symlink_to(os.path.relpath(blob, link.parent))
    assert find_in_hub_cache("someone/some-model") == snapshot and find_in_hub_cache("someone/some-model", "f" * 40) is None
    folder = import_model(snapshot, "cached")
    assert find("cached") and (folder / UNET).stat().st_ino == (snapshot / UNET).stat().st_ino
    assert not any(p.is_symlink() for p in folder.rglob("*"))
    (snapshot / UNET).unlink()
    assert find_in_hub_cache("someone/some-model") is None and manifest.changed(folder) == []


def test_a_damaged_or_incomplete_cached_model_is_not_used(tiny_model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "hub"))
    repository, commit = tmp_path / "hub/models--someone--some-model", "a" * 40
    snapshot = repository / "snapshots" / commit
    shutil.copytree(tiny_model, snapshot)
    (repository / "blobs").mkdir()
    blob = repository / "blobs" / ("0" * 64)
    (snapshot / UNET).rename(blob)
    (snapshot / UNET).symlink_to(os.path.relpath(blob, (snapshot / UNET).parent))
    with pytest.raises(BrokenModel, match="is damaged"):
        import_model(snapshot, "cached")
    assert import_cached("someone/some-model", commit, "cached") is None and installed_names() == []
    (snapshot / "vae/config.json").unlink()
    assert import_cached("someone/some-model", "main", "cached") is None


def test_a_link_in_a_folder_is_not_followed(tiny_copy: Path, tmp_path: Path) -> None:
    (tiny_copy / "tokenizer/merges.txt").rename(tmp_path / "secret")
    (tiny_copy / "tokenizer/merges.txt").symlink_to(tmp_path / "secret")
    with pytest.raises(BrokenModel, match=r"merges\.txt"):
        import_model(tiny_copy, "linked")


def test_a_sandbox_violation_ends_the_converter(tmp_path: Path) -> None:
    """The sandbox itself, without torch: each command ends the process before it runs."""

    for command in ("import socket; socket.create_connection(('127.0.0.1', 9))", "import subprocess; subprocess.run(['true'])", "open('other', 'w')"):
        script = f"from pathlib import Path; from t2v_desktop.models.get.converter import _enter_sandbox; _enter_sandbox(Path('in')); {command}; print('done')"
        done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=Path(__file__).parents[3], check=False)
        assert done.returncode == 3 and "it tried something forbidden" in json.loads(done.stdout)["error"]
