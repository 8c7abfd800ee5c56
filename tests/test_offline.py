"""The engine needs no network and opens no connection."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
COUNTER = """
import os, sys
def watch(event, arguments):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname"):
        with open(os.environ["CONNECTIONS"], "a") as file:
            file.write(f"{event} {arguments[1:]}\\n")
sys.addaudithook(watch)
"""


def render(model: Path, output: Path, *, before: tuple[str, ...] = (), **environment: str) -> None:
    command = [*before, sys.executable, "-m", "t2v_desktop", "render", "a red circle", "--model", str(model), "-o", str(output)]
    size = ["--size", "16x16", "--frames", "3", "--steps", "2"]
    done = subprocess.run([*command, *size], env=os.environ | environment, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert output.stat().st_size > 0


@pytest.mark.skipif(shutil.which("unshare") is None, reason="only Linux has network namespaces")
def test_a_render_works_without_a_network_interface(tiny_model: Path, tmp_path: Path) -> None:
    alone = ("unshare", "--user", "--map-root-user", "--net")
    if subprocess.run([*alone, "true"], check=False, capture_output=True).returncode:
        pytest.skip("network namespaces are not available")
    render(tiny_model, tmp_path / "out.mp4", before=alone)


def test_a_render_opens_no_connection(tiny_model: Path, tmp_path: Path) -> None:
    (tmp_path / "hook").mkdir()
    (tmp_path / "hook/sitecustomize.py").write_text(COUNTER)
    connections = tmp_path / "connections"
    hooked = {"PYTHONPATH": str(tmp_path / "hook"), "CONNECTIONS": str(connections)}
    subprocess.run([sys.executable, "-c", "import socket; socket.socket().connect_ex(('127.0.0.1', 9))"], env=os.environ | hooked, check=True)
    assert "socket.connect" in connections.read_text(), "the hook does not count connections"
    connections.unlink()
    render(tiny_model, tmp_path / "out.mp4", **hooked)
    assert not connections.exists(), connections.read_text()
