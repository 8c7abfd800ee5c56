"""The whole application with the real engine on a real X server."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from t2v_desktop import paths
from t2v_desktop.media.read import read_frames
from t2v_desktop.models.families.wan import WAN
from t2v_desktop.request import Request
from training.judge import look
from training.scenes import Scene, Thing

SENTENCE = "a red circle moving right on a white background"
ROOT = Path(__file__).parents[2]


def run(display: str, *arguments: str) -> dict[str, Any]:
    """What the window reported."""
    environment = {k: v for k, v in os.environ.items() if k != "QT_QPA_PLATFORM"} | {"DISPLAY": display, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, str(ROOT / "tests/gui/real_run.py"), *arguments]
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=200, check=False)
    assert done.returncode == 0, done.stderr
    report: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    assert report["platform"] == "xcb" and report["torch"] is False
    return report


@pytest.mark.timeout(240)
def test_a_sentence_typed_into_the_window_becomes_the_clip_it_describes(display: str, tmp_path: Path) -> None:
    report = run(display, SENTENCE, "7", str(tmp_path / "window.png"))
    assert report["states"] == ["done"] and report["prompt"] == SENTENCE
    step, total = report["previews"][0]
    assert step * 3 <= total
    assert report["shown_in_library"] == 1 and report["playing"] and report["frames"] == 16
    frames = read_frames(Path(report["clips"][0]), 10**8).pixels
    marks = look(frames).marks(Scene((Thing("circle", "red"),), "white", "right"))
    assert marks["all"], look(frames)


@pytest.mark.timeout(240)
def test_a_wan_model_chosen_in_the_window_makes_a_clip_with_previews(display: str, tiny_wan: Path, tmp_path: Path) -> None:
    shutil.copytree(tiny_wan, paths.models() / "wan")
    report = run(display, "the red cat moves", "7", str(tmp_path / "window.png"), "wan")
    assert report["states"] == ["done"] and report["previews"][-1][1] == WAN.presets["draft"].num_inference_steps
    made = Request.from_json(report["request"])
    assert (made.model, made.width, made.height, made.num_frames, made.fps, made.scheduler, made.seed) == ("wan", 64, 32, 5, 16, "unipc", 7)
    assert report["shown_in_library"] == 1 and report["playing"] and report["frames"] == 5
    assert read_frames(Path(report["clips"][0]), 10**8).pixels.std() > 10
