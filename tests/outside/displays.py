"""Displays that are missing, don't respond or can't be used."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.outside.row import Row

ROOT = Path(__file__).parents[2]
DISPLAY_VARIABLES = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "XDG_SESSION_TYPE")


def started(request: pytest.FixtureRequest, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run the application with `variables` instead of all variables that name a display."""
    folder = request.getfixturevalue("tmp_path")
    kept = {name: value for name, value in os.environ.items() if name not in DISPLAY_VARIABLES}
    environment = kept | {"PYTHONPATH": str(ROOT), "XDG_RUNTIME_DIR": str(folder)} | variables
    return subprocess.run(
        [sys.executable, "-m", "t2v_desktop", *arguments], env=environment, cwd=folder, capture_output=True, text=True, timeout=60, check=False
    )


def no_display(reason: str, **variables: str) -> Callable[[pytest.FixtureRequest], None]:
    """A check that the window fails in one line with this reason, and suggests `render`."""

    def check(request: pytest.FixtureRequest) -> None:
        done = started(request, **variables)
        assert done.returncode == 1, done
        assert reason in done.stderr and "t2v-desktop render" in done.stderr and done.stderr.count("\n") == 1

    return check


def without_x11_library(request: pytest.FixtureRequest) -> None:
    libraries = request.getfixturevalue("tmp_path") / "libraries"
    libraries.mkdir()
    (libraries / "libxcb-cursor.so.0").write_bytes(b"not a library")
    done = started(request, DISPLAY=request.getfixturevalue("display"), LD_LIBRARY_PATH=str(libraries))
    assert done.returncode == 1 and "xcb-cursor0" in done.stderr and "t2v-desktop render" in done.stderr and done.stderr.count("\n") == 1


def without_qt_library(request: pytest.FixtureRequest) -> None:
    libraries = request.getfixturevalue("tmp_path") / "libraries"
    libraries.mkdir()
    (libraries / "libEGL.so.1").write_bytes(b"not a library")
    done = started(request, QT_QPA_PLATFORM="offscreen", LD_LIBRARY_PATH=str(libraries))
    assert done.returncode == 1 and "libEGL.so.1" in done.stderr and "t2v-desktop render" in done.stderr and done.stderr.count("\n") == 1


LINUX_ONLY = [
    Row("a display that does not respond", no_display("could not connect to display :4321", DISPLAY=":4321")),
    Row("a missing Wayland socket", no_display('"wayland"', WAYLAND_DISPLAY="wayland-4321")),
    Row("a wrong QT_QPA_PLATFORM", no_display('Could not find the Qt platform plugin "nosuch"', QT_QPA_PLATFORM="nosuch")),
    Row("a missing frame buffer", no_display("framebuffer", QT_QPA_PLATFORM="linuxfb:fb=/dev/nosuch")),
    Row("a missing X11 library", without_x11_library),
    Row("a missing library of Qt", without_qt_library),
]
ROWS = [] if sys.platform in ("win32", "darwin") else LINUX_ONLY
