"""All texts of the window fit, on small screens and on those at 200 %, in both themes; where there is no room for them they scroll."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.campaign
@pytest.mark.timeout(300)
@pytest.mark.parametrize(("width", "height", "scale"), [(1280, 720, 1), (960, 540, 2), (640, 360, 2)])
def test_nothing_is_clipped_in_any_state(width: int, height: int, scale: int) -> None:
    command = [sys.executable, str(ROOT / "tests/gui/clipped.py"), str(width), str(height), str(scale)]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert report["ratio"] == scale
    assert report["clipped"] == {}
