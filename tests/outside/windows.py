"""Helpers that run commands and open windows for the rows."""

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
    """Exit status, stdout and stderr of a command."""
    capsys = request.getfixturevalue("capsys")
    capsys.readouterr()
    status = main([*arguments])
    output = capsys.readouterr()
    return status, output.out, output.err


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
def look(window, report, change):
    report["status"] = window.status.message()
    try:
        report["estimate"] = window._session.estimate(Request("a cat", model=model)).step_s if model else None
    except T2VError as error:
        report["estimate"] = str(error)
    if change:
        window.settings_changed.emit(settings.Settings(theme="dark"))
        report["changed"] = window.status.message()
    QTimer.singleShot(0, window.close)
for case in cases:
    if child := os.fork():
        assert os.waitpid(child, 0)[1] == 0
        continue
    report = {}
    if "settings" in case:
        settings.save(settings.Settings(**case["settings"]))
    report["exit"] = app.run([], ready=lambda window: look(window, report, case.get("change")))
    print(json.dumps(report), flush=True)
    os._exit(0)
"""


def windows(request: pytest.FixtureRequest, cases: list[dict[str, Any]], model: str = "") -> list[dict[str, Any]]:
    """What the window shows at start in each case. Its process drops root's privileges, so that permissions apply."""
    if not hasattr(os, "geteuid"):
        pytest.skip("no Unix permissions on this system")
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", WINDOW, json.dumps([cases, model])], capture_output=True, text=True, cwd=ROOT, check=False, timeout=60, env=environment
    )
    assert done.returncode == 0, done.stderr
    report = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(report) == len(cases) and all(case["exit"] == 0 for case in report) and "Traceback" not in done.stderr, done.stderr
    return report
