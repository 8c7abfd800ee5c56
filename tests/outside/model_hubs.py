"""Checks of hubs: environment variables, unresponsive servers, and models rejected before their weights are downloaded."""

import os
import re
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from t2v_desktop.errors import BrokenModel, Cancelled, FetchError, T2VError
from t2v_desktop.models.get.download_model import ModelDownload
from t2v_desktop.models.get.download_progress import DownloadProgress
from t2v_desktop.models.get.hub import Hub
from tests.models.get.hub_server import serving
from tests.outside.tiny import QUICK, ROOT, copy_of, edit


def rejected_before_its_weights(request: pytest.FixtureRequest) -> None:
    folder, tmp_path = copy_of(request), request.getfixturevalue("tmp_path")
    edit(folder / "unet/config.json", layers_per_block=-1)
    with serving(folder) as hub:
        with pytest.raises(BrokenModel, match=r"^someone/some-model/unet/config\.json: layers_per_block is -1"):
            ModelDownload(Hub(hub.address), hub.hub_id, "main", models=tmp_path / "models", retry=QUICK).run()
        assert not any(path.endswith(".safetensors") for path, _ in hub.asked)
    assert [p.suffix for p in (tmp_path / "models").rglob("*") if p.is_file()] == [".lock"], "nothing is left that could be resumed"


VARIABLES: tuple[dict[str, str], ...] = (
    {}, {"HF_HOME": "~/x"}, {"HF_HOME": "$HOME/y"}, {"XDG_CACHE_HOME": "~/cache"}, {"HUGGINGFACE_HUB_CACHE": "~/old"}, {"HF_HOME": ""},
    {"HF_HUB_CACHE": "$HOME/new", "HUGGINGFACE_HUB_CACHE": "/old", "HF_HOME": "/h"}, {"HF_ENDPOINT": "https://mirror.example/"},
    {"HF_HUB_OFFLINE": "yes"}, {"HF_HUB_OFFLINE": "0", "TRANSFORMERS_OFFLINE": "1"}, {"TRANSFORMERS_OFFLINE": "on"},
)  # fmt: skip
BOTH = """
import sys
from pathlib import Path
from huggingface_hub import constants
from t2v_desktop.models import hub_environment as ours
assert (str(ours.cache()), ours.endpoint(), bool(ours.offline())) == (str(Path(constants.HF_HUB_CACHE)), constants.ENDPOINT, constants.HF_HUB_OFFLINE), (
    ours.cache(), constants.HF_HUB_CACHE, ours.endpoint(), ours.offline())
"""


def hub_variables(_request: pytest.FixtureRequest) -> None:
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("HF_", "HUGGINGFACE_", "XDG_", "TRANSFORMERS_"))}
    processes = [subprocess.Popen([sys.executable, "-c", BOTH], env=clean | variables, cwd=ROOT, stderr=subprocess.PIPE, text=True) for variables in VARIABLES]
    for variables, process in zip(VARIABLES, processes, strict=True):
        assert process.communicate(timeout=60)[1] == "" and process.returncode == 0, variables


def offline_variable(request: pytest.FixtureRequest) -> None:
    request.getfixturevalue("monkeypatch").setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises(FetchError, match="HF_HUB_OFFLINE forbids"):
        Hub("http://127.0.0.1:9").look_up("a/b", "main")


def invalid_proxy_variable(request: pytest.FixtureRequest) -> None:
    request.getfixturevalue("monkeypatch").setenv("ALL_PROXY", "ftp://nowhere:1")
    with pytest.raises(FetchError, match="ALL_PROXY"):
        Hub("http://127.0.0.1:9").look_up("a/b", "main")


def first_reports(address: str, folder: Path) -> tuple[list[DownloadProgress], float]:
    """The first reports of a download and their delay in seconds. Then cancels it, which must be quick."""
    reports: list[DownloadProgress] = []
    reported = threading.Event()

    def report(progress: DownloadProgress) -> None:
        reports.append(progress)
        reported.set()

    job, start = ModelDownload(Hub(address), "a/b", "main", models=folder, report=report), time.monotonic()
    ended: list[BaseException] = []

    def work() -> None:
        try:
            job.run()
        except T2VError as error:
            ended.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    assert reported.wait(10)
    after = time.monotonic() - start
    job.cancel()
    thread.join(1.5)
    assert not thread.is_alive() and isinstance(ended[0], Cancelled)
    return reports, after


def unreachable_hub(request: pytest.FixtureRequest) -> None:
    reports, after_s = first_reports("http://127.0.0.1:9", request.getfixturevalue("tmp_path"))
    assert after_s < 5 and re.match(r"can't reach 127.0.0.1: check your internet connection\. Trying again in \d+ s \(1 of 7\)", reports[0].waiting_for)


def silent_hub(request: pytest.FixtureRequest) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:  # accepts connections but never responds
        reports, after_s = first_reports(f"http://127.0.0.1:{server.getsockname()[1]}", request.getfixturevalue("tmp_path"))
    assert after_s < 5 and reports[0].waiting_for == "127.0.0.1 has not responded yet"


def unreachable_on_the_command_line(_request: pytest.FixtureRequest) -> None:
    command = [sys.executable, "-m", "t2v_desktop", "models", "fetch", "a/b", "--hub", "http://127.0.0.1:9", "--accept-licence"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stderr is not None
        words = [process.stderr.readline(), process.stderr.readline()]
        process.terminate()
        assert process.wait(20) == 130
    assert "Trying again in" in words[0] and "(1 of 7)" in words[0] and "(2 of 7)" in words[1]
