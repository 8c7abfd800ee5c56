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
        output = capsys.readouterr()
        return status, output.out, output.err

    return run


@pytest.fixture
def name(run: Run, hub: FakeHub) -> str:
    """The name of a model downloaded from the fake hub."""
    assert run("fetch", hub.hub_id, "--hub", hub.address, "--accept-licence")[0] == 0
    return "someone--some-model"


def states(run: Run) -> dict[str, str]:
    return {row["name"]: row["state"] for row in json.loads(run("list", "--json")[1])}


def test_list_shows_known_and_installed_models(run: Run, name: str) -> None:
    assert states(run) == {"starter": "built in", name: "installed"} | {k: "not fetched" for k in states(run) if k not in ("starter", name)}
    (paths.models() / name / UNET).write_bytes(b"")
    assert states(run)[name] == "broken"
    output = run("list")[1].splitlines()
    assert any(line.split()[:2] == [name, "damaged"] and line.endswith("cc-by-nc-4.0") for line in output)


def test_a_downloaded_model_can_be_used_at_once(name: str) -> None:
    assert find(name).folder == paths.models() / name


def test_info_shows_all_details(run: Run, name: str) -> None:
    assert "memory           5.7 GB" in run("info", "text-to-video-ms-1.7b")[1]
    assert json.loads(run("info", name, "--json")[1])["folder"] == str(paths.models() / name)
    assert run("info", "nope")[0] == 2


def test_nothing_is_downloaded_before_the_licence_is_accepted(run: Run, hub: FakeHub) -> None:
    status, _, error = run("fetch", "zeroscope_v2_XL", "--hub", hub.address)
    assert status == 2 and "CC-BY-NC-4.0" in error and "--accept-licence" in error
    assert hub.asked == []


@pytest.mark.parametrize(("model", "message"), [("starter", "built in"), ("nope", "known models are wan2.1-t2v-1.3b"), ("a/b", "status 404|not found")])
def test_a_failed_download_is_reported_in_one_line(run: Run, hub: FakeHub, model: str, message: str) -> None:
    status, _, error = run("fetch", model, "--hub", hub.address, "--accept-licence")
    assert status in (1, 2) and any(m in error for m in message.split("|")) and error.count("\n") == 1


def test_json_progress_is_one_object_per_line(run: Run, hub: FakeHub) -> None:
    lines = [json.loads(line) for line in run("fetch", hub.hub_id, "--hub", hub.address, "--accept-licence", "--json")[1].splitlines()]
    assert {line["event"] for line in lines[:-1]} == {"progress"} and lines[-2]["done_bytes"] == lines[-2]["total_bytes"]
    assert lines[-1] == {"event": "done", "name": "someone--some-model", "folder": str(paths.models() / "someone--some-model")}


def test_verify_names_changed_files_and_repair_fixes_them(run: Run, hub: FakeHub, name: str) -> None:
    file = paths.models() / name / UNET
    assert run("verify", name)[0] == 0
    whole = file.read_bytes()
    file.write_bytes(whole[:-1] + bytes([whole[-1] ^ 4]))
    status, output, _ = run("verify", name)
    assert status == 1 and UNET in output and "repair" in output
    assert json.loads(run("verify", name, "--json")[1]) == {"event": "done", "name": name, "changed": [UNET]}
    assert run("repair", name, "--hub", hub.address)[:2] == (0, f"repaired: {UNET}\n")
    assert file.read_bytes() == whole
    assert run("repair", name, "--hub", hub.address)[1] == "all files are intact\n"


def test_only_downloaded_models_can_be_repaired(run: Run, tiny_model: Path) -> None:
    assert run("repair", "starter")[0] == 2
    assert run("import", str(tiny_model), "--name", "mine")[0] == 0
    status, _, error = run("repair", "mine")
    assert status == 2 and "was not downloaded from Hugging Face" in error


def test_inspect_says_why_a_folder_is_not_usable(run: Run, tmp_path: Path) -> None:
    assert run("inspect", "starter") == (0, "starter is OK to use\n", "")
    status, _, error = run("inspect", str(tmp_path))
    assert status == 2 and "model_index.json" in error


def test_a_folder_is_imported_with_a_name(run: Run, tiny_model: Path) -> None:
    assert run("import", str(tiny_model), "--name", "mine")[:2] == (0, f"mine is installed in {paths.models() / 'mine'}\n")
    assert states(run)["mine"] == "installed"
    assert run("import", str(tiny_model / "nowhere"))[0] == 2


def test_a_cached_model_is_not_downloaded_again(run: Run, hub: FakeHub, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "hub"))
    shutil.copytree(hub.folder, tmp_path / "hub/models--someone--some-model/snapshots/0123")
    status, output, _ = run("fetch", hub.hub_id, "--hub", hub.address, "--accept-licence")
    assert status == 0 and "was in the Hugging Face cache" in output and hub.asked == []
    assert states(run)["someone--some-model"] == "installed"


def test_remove_reports_the_freed_space(run: Run, name: str) -> None:
    status, output, _ = run("remove", name)
    assert status == 0 and output.startswith(f"{name} removed: ") and output.endswith("freed\n")
    assert name not in states(run) and [p.name for p in paths.models().rglob("*") if p.is_file()] == [f"{name}.lock"]
    assert run("remove", name)[0] == 2 and run("remove", "../x")[0] == 2 and run("remove", "starter")[0] == 2


def test_leftovers_of_crashes_are_not_listed_and_are_deleted_after_an_hour(run: Run, name: str) -> None:
    leftover = shutil.copytree(paths.models() / name, paths.models() / ".0.removed.t2v-part")
    assert ".0.removed.t2v-part" not in states(run)
    manage.clean_up()
    assert leftover.is_dir(), "another process may be using it"
    for path in (leftover, *leftover.rglob("*")):
        os.utime(path, (0, 0))
    manage.clean_up()
    assert not leftover.exists() and find(name)


def test_models_move_to_another_disk(run: Run, name: str, tmp_path: Path) -> None:
    there = tmp_path / "other disk"
    (paths.models() / manage.INCOMING / "begun").mkdir(parents=True)
    assert run("move", str(there))[0] == 0
    assert manage.unfinished_downloads() == ["begun"], "unfinished downloads move too"
    shutil.rmtree(there / manage.INCOMING)
    assert settings.load().models == there and find(name).folder == there / name
    assert sorted(p.name for p in there.iterdir()) == [name] and not (paths.models() / name).exists()
    assert run("move", str(there / name / "inside"))[0] == 1 and run("move", str(there))[0] == 0


def test_a_failed_move_changes_nothing(run: Run, name: str, tmp_path: Path) -> None:
    there = tmp_path / "there"
    (there / name).mkdir(parents=True)
    status, _, error = run("move", str(there))
    assert status == 1 and "already" in error
    assert settings.load().models == paths.models() and find(name)


def test_ctrl_c_keeps_downloaded_data(hub: FakeHub, run: Run) -> None:
    hub.bytes_per_s = 400_000
    command = [sys.executable, "-m", "t2v_desktop", "models", "fetch", hub.hub_id, "--hub", hub.address, "--accept-licence"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2], env=os.environ)
    while hub.sent < 150_000:
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    _, error = process.communicate(timeout=10)
    assert process.returncode == 130 and "Traceback" not in error
    assert states(run)["someone--some-model"] == "unfinished"
    assert run("remove", "someone--some-model")[0] == 0
    assert "someone--some-model" not in states(run)


def test_a_token_is_asked_for_and_never_saved(run: Run, hub: FakeHub, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    hub.token = "hf_planted_secret"
    status, _, error = run("fetch", hub.hub_id, "--hub", hub.address, "--accept-licence")
    assert status == 1 and "enter a token" in error
    asked: list[Any] = []
    monkeypatch.setattr("getpass.getpass", lambda prompt: asked.append(prompt) or "hf_planted_secret\n")
    assert run("fetch", hub.hub_id, "--hub", hub.address, "--accept-licence", "--ask-token")[0] == 0
    assert len(asked) == 1
    assert not any(b"hf_planted" in p.read_bytes() for p in tmp_path.rglob("*") if p.is_file())


def test_a_model_that_is_not_installed_shares_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["models", "info", "wan2.1-t2v-1.3b"]) == 0
    shown = capsys.readouterr().out
    assert "not installed" in shown and "28.9 GB" in shown and "shared" not in shown
