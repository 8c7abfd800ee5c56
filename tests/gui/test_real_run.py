"""The whole application with the real engine on a real X server."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from t2v_desktop.media.read import read_frames
from training.judge import look
from training.scenes import Scene, Thing

SENTENCE = "a red circle moving right on a white background"
ROOT = Path(__file__).parents[2]


@pytest.mark.timeout(240)
def test_a_sentence_typed_into_the_window_becomes_the_clip_it_describes(display: str, tmp_path: Path) -> None:
    environment = {k: v for k, v in os.environ.items() if k != "QT_QPA_PLATFORM"} | {"DISPLAY": display, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, str(ROOT / "tests/gui/real_run.py"), SENTENCE, "7", str(tmp_path / "window.png")]
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=200, check=False)
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout.splitlines()[-1])
    assert report["platform"] == "xcb" and report["torch"] is False
    assert report["states"] == ["done"] and report["prompt"] == SENTENCE
    step, total = report["previews"][0]
    assert step * 3 <= total
    assert report["shown_in_library"] == 1 and report["playing"] and report["frames"] == 16
    frames = read_frames(Path(report["clips"][0]), 10**8).pixels
    marks = look(frames).marks(Scene((Thing("circle", "red"),), "white", "right"))
    assert marks["all"], look(frames)
