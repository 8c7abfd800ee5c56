"""Commands and windows of ours, for what comes from outside."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from t2v_desktop.cli.main import main

Check = Callable[[pytest.FixtureRequest], None]
ROOT = Path(__file__).parents[2]


def folder_of(request: pytest.FixtureRequest) -> Path:
    return Path(request.getfixturevalue("tmp_path"))


def ran(request: pytest.FixtureRequest, *arguments: str) -> tuple[int, str, str]:
    """Status, output and complaint of a command."""
    capsys = request.getfixturevalue("capsys")
    capsys.readouterr()
    status = main([*arguments])
    told = capsys.readouterr()
    return status, told.out, told.err


WINDOW = """
import ctypes, json, os, struct, sys
from t2v_desktop import settings
from t2v_desktop.cli import main as cli
from t2v_desktop.errors import T2VError
from t2v_desktop.gui import app
from t2v_desktop.request import Request
if os.geteuid() == 0:
    assert ctypes.CDLL(None).capset(struct.pack("Ii", 0x20080522, 0), bytes(24)) == 0
from PySide6.QtCore import QTimer
cases, model = json.loads(sys.argv[1])
def look(window, told, change):
    told["status"] = window.status.message()
    try:
        told["estimate"] = window._session.estimate(Request("a cat", model=model)).step_s if model else None
    except T2VError as error:
        told["estimate"] = str(error)
    if change:
        window.settings_changed.emit(settings.Settings(theme="dark"))
        told["changed"] = window.status.message()
    QTimer.singleShot(0, window.close)
for case in cases:
    if child := os.fork():
        assert os.waitpid(child, 0)[1] == 0
        continue
    told = {}
    if "settings" in case:
        settings.save(settings.Settings(**case["settings"]))
    told["exit"] = app.run([], ready=lambda window: look(window, told, case.get("change")))
    print(json.dumps(told), flush=True)
    os._exit(0)
"""


def windows(request: pytest.FixtureRequest, cases: list[dict[str, Any]], model: str = "") -> list[dict[str, Any]]:
    """What the window says at its start in each case, opened by a process that obeys permissions as root does not."""
    if not hasattr(os, "geteuid"):
        pytest.skip("there are no permissions of this kind")
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", WINDOW, json.dumps([cases, model])], capture_output=True, text=True, cwd=ROOT, check=False, timeout=60, env=environment
    )
    assert done.returncode == 0, done.stderr
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(told) == len(cases) and all(case["exit"] == 0 for case in told) and "Traceback" not in done.stderr, done.stderr
    return told
