"""Tests of the frozen application: `T2V_FROZEN=dist/t2v-desktop/t2v-desktop python -m pytest tests/frozen`."""

import json
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest
from PIL import Image, ImageGrab

from t2v_desktop.media.metadata import read_request

FROZEN = os.environ.get("T2V_FROZEN", "")
SENTENCE = "a red circle moving right on a white background"
WINDOW_WITHIN_S = float(os.environ.get("T2V_WINDOW_WITHIN_S", "1.5"))  # set a higher limit on a shared machine
pytestmark = pytest.mark.skipif(not FROZEN, reason="T2V_FROZEN names no frozen application")


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """The environment of a user without Python: only a home."""
    return {"HOME": str(tmp_path), "T2V_DESKTOP_HOME": str(tmp_path / "home"), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}


def render(output: Path, environment: dict[str, str], *before: str) -> "subprocess.CompletedProcess[str]":
    command = [*before, str(Path(FROZEN).absolute()), "render", SENTENCE, "-o", str(output), "--seed", "7", "--preset", "draft"]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=120)


def engines() -> list[psutil.Process]:
    """The engine processes of the frozen application."""
    program = Path(FROZEN).resolve()
    found = []
    for process in psutil.process_iter(["cmdline", "exe"]):
        if process.info["exe"] and Path(process.info["exe"]) == program and "--engine" in (process.info["cmdline"] or []):
            found.append(process)
    return found


def test_the_self_test_passes_with_an_empty_environment() -> None:
    done = subprocess.run([FROZEN, "--selftest"], env={}, capture_output=True, text=True, check=False, timeout=120)
    report = json.loads(done.stdout.splitlines()[-1])
    assert done.returncode == 0 and report["ok"] and report["frozen"], report


def test_a_render_without_a_network_interface(environment: dict[str, str], tmp_path: Path) -> None:
    alone = ("unshare", "--user", "--map-root-user", "--net")
    if shutil.which("unshare") is None or subprocess.run([*alone, "true"], check=False, capture_output=True).returncode:
        pytest.skip("this system gives no network namespaces")
    done = render(tmp_path / "out.mp4", environment, *alone)
    assert done.returncode == 0, done.stderr
    assert read_request(tmp_path / "out.mp4").prompt == SENTENCE


def test_a_render_opens_no_connection(environment: dict[str, str], tmp_path: Path) -> None:
    if shutil.which("strace") is None:
        pytest.skip("strace is not installed")
    log = tmp_path / "calls"
    done = render(tmp_path / "out.mp4", environment, "strace", "-f", "-qq", "-e", "trace=connect", "-o", str(log))
    assert done.returncode == 0, done.stderr
    assert [line for line in log.read_text().splitlines() if "AF_INET" in line] == []


def test_a_killed_engine_fails_one_job_and_leaves_no_file(environment: dict[str, str], tmp_path: Path) -> None:
    command = [FROZEN, "render", SENTENCE, "-o", str(tmp_path / "out.mp4"), "--steps", "200", "--json"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if json.loads(line)["event"] == "denoising":
                break
        (engine,) = engines()
        engine.send_signal(signal.SIGKILL)
        last = process.stdout.read().splitlines()[-1]
        assert process.wait(20) == 1
    assert "killed" in json.loads(last)["message"]
    assert list(tmp_path.glob("*out*")) == [] and engines() == []
    assert render(tmp_path / "out.mp4", environment).returncode == 0


@contextmanager
def window(environment: dict[str, str], display: str) -> Iterator["subprocess.Popen[bytes]"]:
    process = subprocess.Popen([FROZEN], env=environment | {"DISPLAY": display, "QT_QPA_PLATFORM": "xcb"})
    yield process
    for engine in engines():
        engine.kill()
    process.kill()
    process.wait()


def drawn(display: str) -> bool:
    """Whether the screen shows more than its background."""
    return len(ImageGrab.grab(xdisplay=display).resize((140, 90), Image.Resampling.NEAREST).getcolors(20_000) or []) > 20


def wait_until(what: "object", within_s: float) -> float:
    began = time.monotonic()
    while not what():  # type: ignore[operator]
        assert time.monotonic() - began < within_s, "it did not happen"
        time.sleep(0.01)
    return time.monotonic() - began


def type_a_sentence(display: str) -> None:
    def xdotool(*arguments: str) -> str:
        return subprocess.run(["xdotool", *arguments], env=os.environ | {"DISPLAY": display}, check=True, capture_output=True, text=True).stdout

    shown = xdotool("search", "--onlyvisible", "--name", "T2V Desktop").split()[-1]
    xdotool("windowfocus", "--sync", shown)
    xdotool("type", "--delay", "5", SENTENCE)
    xdotool("key", "ctrl+Return")


@pytest.mark.timeout(240)
def test_the_window_opens_quickly_and_renders_a_clip(environment: dict[str, str], display: str, tmp_path: Path) -> None:
    with window(environment, display):
        took_s = wait_until(lambda: drawn(display), 15)
    with window(environment, display):  # with a warm disk cache
        took_s = min(took_s, wait_until(lambda: drawn(display), 15))
        if shutil.which("xdotool") is None:
            pytest.skip(f"the window was drawn after {took_s:.2f} s; without xdotool nobody types")
        type_a_sentence(display)
        wait_until(lambda: [*(tmp_path / "home/clips").glob("*.mp4")], 60)
        time.sleep(2.5)
        picture = ImageGrab.grab(xdisplay=display)
        if folder := os.environ.get("T2V_SCREENSHOTS"):
            picture.save(Path(folder) / "frozen.png")
        print(f"window after {took_s:.2f} s")
    (clip,) = (tmp_path / "home/clips").glob("*.mp4")
    assert read_request(clip).prompt == SENTENCE
    assert took_s < WINDOW_WITHIN_S


@pytest.mark.timeout(240)
def test_the_window_restarts_a_killed_engine(environment: dict[str, str], display: str, tmp_path: Path) -> None:
    if shutil.which("xdotool") is None:
        pytest.skip("xdotool is not installed")
    with window(environment, display) as process:
        wait_until(lambda: drawn(display), 15)
        type_a_sentence(display)
        wait_until(engines, 20)
        time.sleep(0.3)
        for engine in engines():
            engine.send_signal(signal.SIGKILL)
        wait_until(lambda: [*(tmp_path / "home/clips").glob("*.mp4")], 90)
        assert process.poll() is None
