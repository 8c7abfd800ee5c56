"""The launcher's progress on a real D-Bus session."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from t2v_desktop.gui.launcher_entry import values_of
from t2v_desktop.planning.shown_progress import ShownProgress

ROOT = Path(__file__).parents[2]
SEND = """
from PySide6.QtGui import QGuiApplication
from t2v_desktop.gui.launcher_entry import LauncherEntry
from t2v_desktop.planning.shown_progress import ShownProgress
app = QGuiApplication([])
app.setDesktopFileName("t2v-desktop")
LauncherEntry().show(ShownProgress(62, 3))
"""


def test_the_launcher_shows_the_percentage_and_how_many_clips_are_left() -> None:
    assert values_of(ShownProgress(62, 3)) == {"progress": 0.62, "progress-visible": True, "count": 3, "count-visible": True}
    assert values_of(ShownProgress()) == {"progress": 0.0, "progress-visible": False, "count": 0, "count-visible": False}


@pytest.mark.skipif(shutil.which("dbus-run-session") is None or shutil.which("dbus-monitor") is None, reason="no D-Bus daemon is installed")
def test_the_signal_arrives_on_the_session_bus(tmp_path: Path) -> None:
    seen = tmp_path / "seen.txt"
    wait = f"until grep -q {{}} {seen}; do sleep 0.05; done"
    watch = f'dbus-monitor --session "interface=com.canonical.Unity.LauncherEntry" > {seen} &'
    script = f'{watch} {wait.format("NameAcquired")}; "$0" -c "$1"; {wait.format("count-visible")}; kill %1'
    environment = os.environ | {"PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"}
    command = ["dbus-run-session", "--", "bash", "-c", script, sys.executable, SEND]
    subprocess.run(command, env=environment, timeout=60, check=False)
    said = seen.read_text()
    assert "application://t2v-desktop.desktop" in said
    for line in ("double 0.62", 'string "progress-visible"', "boolean true", 'string "count"'):
        assert line in said


def test_without_a_session_bus_nothing_happens() -> None:
    environment = {k: v for k, v in os.environ.items() if k != "DBUS_SESSION_BUS_ADDRESS"} | {"PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", SEND], env=environment | {"DBUS_SESSION_BUS_ADDRESS": "unix:path=/nowhere"}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
