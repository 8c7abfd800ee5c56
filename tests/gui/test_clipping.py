"""All texts of the window fit and are translated, in every language, on small screens and on those at 200 %; where there is no room they scroll."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from t2v_desktop.gui.look.translate import languages
from tests.gui.pseudo import PSEUDO

ROOT = Path(__file__).parents[2]
SCREENS = ((1280, 720, 1), (960, 540, 2))  # width and height at 100 %, and the scale
SMALLEST = (640, 360, 2, "en")
RIGHT_TO_LEFT = (960, 540, 2, PSEUDO, "rtl")


@pytest.mark.campaign
@pytest.mark.timeout(400)
@pytest.mark.parametrize("arguments", [*[(*screen, language) for language in (*languages(), PSEUDO) for screen in SCREENS], SMALLEST, RIGHT_TO_LEFT], ids=str)
def test_nothing_is_clipped_or_untranslated_in_any_state(arguments: tuple[int | str, ...]) -> None:
    command = [sys.executable, str(ROOT / "tests/gui/clipped.py"), *map(str, arguments)]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert (report["ratio"], report["clipped"], report["escaped"]) == (arguments[2], {}, {})
    assert report["states"] > 20
