import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from t2v_desktop import paths, settings
from t2v_desktop.cli.main import main
from t2v_desktop.models import manage
from t2v_desktop.models.store import find
from tests.models.get.hub_server import FakeHub, serving

UNET = "unet/diffusion_pytorch_model.safetensors"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def hub(tiny_model: Path, tmp_path: Path) -> Iterator[FakeHub]:
    shutil.copytree(tiny_model, tmp_path / "repository")
    with serving(tmp_path / "repository") as hub:
        yield hub


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def run(*arguments: str) -> tuple[int, str, str]:
        status = main(["models", *arguments])
        told = capsys.readouterr()
        return status, told.out, told.err

    return run


@pytest.fixture
def name(run: Run, hub: FakeHub) -> str:
    """A model fetched from the hub on this computer."""
    assert run("fetch", hub.hub_id, "--hub", hub.address, "--accept-licence")[0] == 0
    return "someone--some-model"


def states(run: Run) -> dict[str, str]:
    return {row["name"]: row["state"] for row in json.loads(run("list", "--json")[1])}


def test_the_list_shows_what_is_known_and_what_is_there(run: Run, name: str) -> None:
    assert states(run) == {"starter": "built in", name: "installed"} | {k: "not fetched" for k in states(run) if k not in ("starter", name)}
    (paths.models() / name / UNET).write_bytes(b"")
    assert states(run)[name] == "broken"
    told = run("list")[1].splitlines()
    assert any(line.split()[:2] == [name, "broken"] and line.endswith("cc-by-nc-4.0") for line in told)


def test_a_fetched_model_can_be_used_at_once(name: str) -> None:
    assert find(name).folder == paths.models() / name


def test_info_tells_all_that_is_known(run: Run, name: str) -> None:
    assert "memory           5.7 GB" in run("info", "text-to-video-ms-1.7b")[1]
    assert json.loads(run("info", name, "--json")[1])["folder"] == str(paths.models() / name)
    assert run("info", "nope")[0] == 2


def test_nothing_is_fetched_before_the_licence_is_accepted(run: Run, hub: FakeHub) -> None:
    status, _, complaint = run("fetch", "zeroscope_v2_XL", "--hub", hub.address)
    assert status == 2 and "CC-BY-NC-4.0" in complaint and "--accept-licence" in complaint
    assert hub.asked == []


@pytest.mark.parametrize(("model", "words"), [("starter", "built in"), ("nope", "known are text-to-video-ms-1.7b"), ("a/b", "answers 404|no model")])
def test_what_cannot_be_fetched_is_said_in_one_line(run: Run, hub: FakeHub, model: str, words: str) -> None:
    status, _, complaint = run("fetch", model, "--hub", hub.address, "--accept-licence")
    assert status in (1, 2) and any(w in complaint for w in words.split("|")) and complaint.count("\n") == 1


def test_progress_is_one_object_a_line(run: Run, hub: FakeHub) -> None:
    lines = [json.loads(line) for line in run("fetch", hub.hub_id, "--hub", hub.address, "--accept-licence", "--json")[1].splitlines()]
    assert {line["event"] for line in lines[:-1]} == {"progress"} and lines[-2]["done_bytes"] == lines[-2]["total_bytes"]
    assert lines[-1] == {"event": "done", "name": "someone--some-model", "folder": str(paths.models() / "someone--some-model")}


def test_verify_names_what_changed_and_repair_mends_it(run: Run, hub: FakeHub, name: str) -> None:
    file = paths.models() / name / UNET
    assert run("verify", name)[0] == 0
    whole = file.read_bytes()
    file.write_bytes(whole[:-1] + bytes([whole[-1] ^ 4]))
    status, told, _ = run("verify", name)
    assert status == 1 and UNET in told and "repair" in told
    assert json.loads(run("verify", name, "--json")[1]) == {"event": "done", "name": name, "changed": [UNET]}
    assert run("repair", name, "--hub", hub.address)[:2] == (0, f"repaired: {UNET}\n")
    assert file.read_bytes() == whole
    assert run("repair", name, "--hub", hub.address)[1] == "all files are intact\n"


def test_what_did_not_come_from_a_hub_is_not_repaired(run: Run, tiny_model: Path) -> None:
    assert run("repair", "starter")[0] == 2
    assert run("import", str(tiny_model), "--name", "mine")[0] == 0
    status, _, complaint = run("repair", "mine")
    assert status == 2 and "was not fetched from the hub" in complaint


def test_inspect_says_why_not(run: Run, tmp_path: Path) -> None:
    assert run("inspect", "starter") == (0, "starter is OK to use\n", "")
    status, _, complaint = run("inspect", str(tmp_path))
    assert status == 2 and "model_index.json" in complaint


def test_a_folder_is_imported_under_a_name(run: Run, tiny_model: Path) -> None:
    assert run("import", str(tiny_model), "--name", "mine")[:2] == (0, f"mine is installed in {paths.models() / 'mine'}\n")
    assert states(run)["mine"] == "installed"
    assert run("import", str(tiny_model / "nowhere"))[0] == 2


def test_a_model_of_the_hub_cache_is_not_fetched_again(run: Run, hub: FakeHub, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "hub"))
    shutil.copytree(hub.folder, tmp_path / "hub/models--someone--some-model/snapshots/0123")
    status, told, _ = run("fetch", hub.hub_id, "--hub", hub.address, "--accept-licence")
    assert status == 0 and "was in the cache" in told and hub.asked == []
    assert states(run)["someone--some-model"] == "installed"


def test_remove_frees_and_says_how_much(run: Run, name: str) -> None:
    status, told, _ = run("remove", name)
    assert status == 0 and told.startswith(f"{name} is removed: ") and told.endswith("freed\n")
    assert name not in states(run) and [p.name for p in paths.models().rglob("*") if p.is_file()] == [f"{name}.lock"]
    assert run("remove", name)[0] == 2 and run("remove", "../x")[0] == 2 and run("remove", "starter")[0] == 2


def test_what_crashes_left_is_no_model_and_is_swept_once_nobody_touches_it(run: Run, name: str) -> None:
    left = shutil.copytree(paths.models() / name, paths.models() / ".0.removed.t2v-part")
    assert ".0.removed.t2v-part" not in states(run)
    manage.sweep()
    assert left.is_dir(), "somebody may be at it"
    for path in (left, *left.rglob("*")):
        os.utime(path, (0, 0))
    manage.sweep()
    assert not left.exists() and find(name)


def test_models_move_to_another_disk(run: Run, name: str, tmp_path: Path) -> None:
    there = tmp_path / "other disk"
    (paths.models() / manage.INCOMING / "begun").mkdir(parents=True)
    assert run("move", str(there))[0] == 0
    assert manage.unfinished() == ["begun"], "what was begun goes along"
    shutil.rmtree(there / manage.INCOMING)
    assert settings.load().models == there and find(name).folder == there / name
    assert sorted(p.name for p in there.iterdir()) == [name] and not (paths.models() / name).exists()
    assert run("move", str(there / name / "inside"))[0] == 1 and run("move", str(there))[0] == 0


def test_a_move_that_finds_no_place_leaves_everything(run: Run, name: str, tmp_path: Path) -> None:
    there = tmp_path / "there"
    (there / name).mkdir(parents=True)
    status, _, complaint = run("move", str(there))
    assert status == 1 and "already" in complaint
    assert settings.load().models == paths.models() and find(name)


def test_ctrl_c_keeps_what_has_come(hub: FakeHub, run: Run) -> None:
    hub.bytes_per_s = 400_000
    command = [sys.executable, "-m", "t2v_desktop", "models", "fetch", hub.hub_id, "--hub", hub.address, "--accept-licence"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2], env=os.environ)
    while hub.sent < 150_000:
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    _, complaint = process.communicate(timeout=10)
    assert process.returncode == 130 and "Traceback" not in complaint
    assert states(run)["someone--some-model"] == "unfinished"
    assert run("remove", "someone--some-model")[0] == 0
    assert "someone--some-model" not in states(run)


def test_a_token_is_asked_for_and_kept_nowhere(run: Run, hub: FakeHub, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    hub.token = "hf_planted_secret"
    status, _, complaint = run("fetch", hub.hub_id, "--hub", hub.address, "--accept-licence")
    assert status == 1 and "enter a token" in complaint
    asked: list[Any] = []
    monkeypatch.setattr("getpass.getpass", lambda words: asked.append(words) or "hf_planted_secret\n")
    assert run("fetch", hub.hub_id, "--hub", hub.address, "--accept-licence", "--ask-token")[0] == 0
    assert len(asked) == 1
    assert not any(b"hf_planted" in p.read_bytes() for p in tmp_path.rglob("*") if p.is_file())
