"""Checks of model folders: their contents, their names, and folders that can't be read."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from t2v_desktop import paths, settings
from t2v_desktop.cli import main as cli
from t2v_desktop.errors import BrokenModel, UnknownModel
from t2v_desktop.models import manifest
from t2v_desktop.models.catalogue import CATALOG
from t2v_desktop.models.gate import inspect
from t2v_desktop.models.get.download_model import ModelDownload
from t2v_desktop.models.get.hub import Hub
from t2v_desktop.models.get.import_model import default_name, import_model
from t2v_desktop.models.status import ModelState, model_status
from t2v_desktop.models.store import find, folder_of
from tests.models.get.hub_server import serving
from tests.outside.tiny import QUICK, ROOT, TEXT, UNET, VAE, Damage, copy_of


def clutter(folder: Path) -> None:
    for name in (
        "._model_index.json",
        ".DS_Store",
        "notes.txt",
        "README.md",
        "unet/._diffusion_pytorch_model.safetensors",
        "tokenizer/._vocab.json",
        "Thumbs.db",
    ):
        (folder / name).write_bytes(b"\0\5\x16\7 not what its name says")
    for name in ("unet/._evil.py", "vae/._x.bin", ".git/hooks/a.py", ".cache/huggingface/download/x.metadata", "Icon\r"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(b"x")
    (folder / "preview.png").write_bytes(b"\x89PNG")
    (folder / "notes.json").write_text("not JSON")


def cluttered_once_installed(request: pytest.FixtureRequest) -> None:
    folder = copy_of(request)
    with serving(folder) as hub:
        installed = ModelDownload(Hub(hub.address), hub.hub_id, "main", models=paths.models(), name="mine", retry=QUICK).run()
        clutter(installed)
        before = sorted(installed.rglob("*"))
        manifest.check(installed)
        assert manifest.changed(installed) == [] and find("mine")
        (installed / UNET).unlink()
        assert ModelDownload(Hub(hub.address), hub.hub_id, "main", models=paths.models(), name="mine", retry=QUICK).repair() == [UNET]
    assert sorted(installed.rglob("*")) == before


# run in a process that drops root's privileges, so that permissions apply
UNPRIVILEGED = """
import ctypes, json, os, struct
from t2v_desktop.cli import main as cli
from t2v_desktop.cli import doctor
from t2v_desktop.gui.app import installed_models
from t2v_desktop.models import manage
if os.geteuid() == 0:
    assert ctypes.CDLL(None).capset(struct.pack("Ii", 0x20080522, 0), bytes(24)) == 0
failed = [f for f in doctor._installed() + [doctor._folder(*folder) for folder in doctor.FOLDERS.items()] if not f.ok]
manage.clean_up()
print(json.dumps({"window": [m.name for m in installed_models()], "doctor": {f.name: f.fix for f in failed}}))
assert cli.main(["models", "list", "--json"]) == 0
"""


def unprivileged_report() -> tuple[dict[str, Any], dict[str, dict[str, str]], str]:
    """What the window and `doctor`, `models list` and stderr show to a user who is not root."""
    done = subprocess.run([sys.executable, "-c", UNPRIVILEGED], capture_output=True, text=True, cwd=ROOT, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    first, _, rest = done.stdout.partition("\n")
    return json.loads(first), {row["name"]: row for row in json.loads(rest)}, done.stderr


def other_users_models(request: pytest.FixtureRequest) -> None:
    tiny, models = request.getfixturevalue("tiny_model"), paths.models()
    for name in ("good", "closed", "closed file", "closed part"):
        shutil.copytree(tiny, models / name)
    (models / "drive").symlink_to("/media/nobody/usb/model")
    closed = [models / "closed", models / "closed file" / UNET, models / "closed part/vae"]
    for path in closed:
        path.chmod(0)
    try:
        report, rows, _ = unprivileged_report()
    finally:
        for path in closed:
            path.chmod(0o755)
    assert report["window"] == ["starter", "good"]
    for name, why in (
        ("closed", "Permission denied"),
        ("closed file", "Permission denied"),
        ("closed part", "Permission denied"),
        ("drive", "connect its drive"),
    ):
        assert rows[name]["state"] == "broken" and why in rows[name]["why"] and why in report["doctor"][f"model {name}"]
    assert rows["good"]["state"] == "installed" and rows["starter"]["state"] == "built in"


def models_folder(make: Damage, words: str) -> Callable[[pytest.FixtureRequest], None]:
    def check(request: pytest.FixtureRequest) -> None:
        folder = request.getfixturevalue("tmp_path") / "drive/models"
        make(folder)
        settings.save(settings.Settings(models_folder=str(folder)))
        try:
            report, rows, error = unprivileged_report()
        finally:
            if folder.is_dir():
                folder.chmod(0o755)
        assert report["window"] == ["starter"] and rows["starter"]["state"] == "built in"
        assert words in error and error.count("\n") == 1 and words in report["doctor"]["models"]

    return check


def closed_folder(folder: Path) -> None:
    folder.mkdir(parents=True)
    folder.chmod(0)


def file_for_folder(folder: Path) -> None:
    folder.parent.mkdir(parents=True)
    folder.touch()


def invalid_names(_request: pytest.FixtureRequest) -> None:
    for name in ("x" * 5000, "a\0b", "~nobody-at-all/x", "/dev/null", "", "\ud800"):
        with pytest.raises((UnknownModel, BrokenModel)):
            folder_of(name) and find(name)


def snapshot_of(request: pytest.FixtureRequest, repository: str) -> Path:
    """The tiny model as a repository in the Hugging Face cache."""
    cached = request.getfixturevalue("tmp_path") / "hub" / repository
    snapshot: Path = cached / "snapshots" / ("c" * 40)
    for number, file in enumerate(sorted(p for p in copy_of(request).rglob("*") if p.is_file())):
        blob, link = cached / "blobs" / str(number), snapshot / file.relative_to(copy_of(request))
        for each in (blob, link):
            each.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, blob)
        link.symlink_to(os.path.relpath(blob, link.parent))
    return snapshot


def link_to_a_snapshot(request: pytest.FixtureRequest) -> None:
    snapshot = snapshot_of(request, "models--cerspense--zeroscope_v2_576w")
    paths.models().mkdir(parents=True)
    (paths.models() / "mine").symlink_to(snapshot)
    model, entry = find("mine"), CATALOG["zeroscope_v2_576w"]
    assert (model.width, model.height, model.num_frames, model.title) == (entry.width, entry.height, entry.num_frames, f"{entry.title} (mine)")
    assert model_status("mine").state is ModelState.INSTALLED and model_status("mine").reclaimable_bytes == 0
    assert cli.main(["models", "remove", "mine"]) == 0 and inspect(snapshot), "only the link is removed, not the cached model"


def snapshot_without_a_name(request: pytest.FixtureRequest) -> None:
    other = snapshot_of(request, "models--someone--some-model")
    assert default_name(other) == default_name(other.parents[1]) == import_model(other.parents[1]).name == "someone--some-model"
    assert find("someone--some-model").title == model_status("someone--some-model").title == "someone/some-model"
    record = manifest.read(paths.models() / "someone--some-model")
    assert record is not None and (record.source, record.commit) == ("someone/some-model", "c" * 40)
    assert import_model(snapshot_of(request, "models--cerspense--zeroscope_v2_XL")).name == "zeroscope_v2_XL"
    assert find("zeroscope_v2_XL").width == CATALOG["zeroscope_v2_XL"].width


def checkpoint_in_the_cache(request: pytest.FixtureRequest) -> None:
    snapshot = snapshot_of(request, "models--someone--some-model")
    installed = import_model(snapshot / UNET, "mine", parts_from=str(copy_of(request)))
    assert (installed / "unet/config.json").is_file() and find("mine")


def another_models_folder(request: pytest.FixtureRequest) -> None:
    tmp_path = request.getfixturevalue("tmp_path")
    settings.save(settings.Settings(models_folder=str(tmp_path / "drive/models")))
    assert cli.main(["models", "move", str(tmp_path / "here")]) == 0, "works even if the old folder's drive is gone"
    assert settings.load().models == tmp_path / "here"


def folder_of_a_known_name(request: pytest.FixtureRequest) -> None:
    folder = copy_of(request).rename(copy_of(request).with_name("zeroscope_v2_XL"))
    entry, model = CATALOG["zeroscope_v2_XL"], find(str(folder))
    assert (model.width, model.strength, model.title) == (entry.width, entry.strength, entry.title)
    assert model.presets == {**entry.presets, "few_steps": model.family.few_steps}


def starter_verified(request: pytest.FixtureRequest) -> None:
    capsys = request.getfixturevalue("capsys")
    assert cli.main(["models", "verify", "starter"]) == 0
    assert capsys.readouterr().out == "all files are intact\n"


def shared_with_the_cache(request: pytest.FixtureRequest) -> None:
    import_model(copy_of(request), "mine")
    status, all_weights = model_status("mine"), sum((copy_of(request) / file).stat().st_size for file in (UNET, TEXT, VAE))
    assert status.shared_bytes == all_weights and status.reclaimable_bytes + all_weights == status.size_bytes
    capsys = request.getfixturevalue("capsys")
    assert cli.main(["models", "remove", "mine"]) == 0
    output = capsys.readouterr().out
    assert f"{status.reclaimable_bytes / 1e3:.1f} kB freed" in output and "stay in another folder" in output
