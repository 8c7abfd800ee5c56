"""Missing home folders: the user's own, another user's, and those named by a variable or a setting."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from t2v_desktop import paths, settings
from t2v_desktop.cli.main import main
from t2v_desktop.settings import Settings
from tests.outside.row import Row

ROOT = Path(__file__).parents[2]
UNKNOWN_USER = "~a-user-who-is-not-there/x"
WITHOUT_ENTRY = 54321  # a user ID without an entry in the password file
AS_UNKNOWN_USER = f"""
import os, sys
os.setresuid({WITHOUT_ENTRY}, 0, 0)  # changes the user whose home is looked up; the interpreter stays readable
from t2v_desktop.cli.main import main
sys.exit(main(sys.argv[1:]))
"""


def run_without_home(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command line as a user without a password entry, HOME or T2V_DESKTOP_HOME."""
    kept = {name: value for name, value in os.environ.items() if name not in ("HOME", paths.HOME_VARIABLE) and not name.startswith("XDG_")}
    environment = kept | {"PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, "-c", AS_UNKNOWN_USER, *arguments], env=environment, cwd=folder, capture_output=True, text=True, timeout=60, check=False
    )


def no_home(request: pytest.FixtureRequest) -> None:
    if os.getuid() != 0:
        pytest.skip("only root can switch to another user")
    folder = request.getfixturevalue("tmp_path")
    done = run_without_home(folder, "models", "list")
    assert done.returncode == 1 and "HOME" in done.stderr and done.stderr.count("\n") == 1, done
    assert list(folder.iterdir()) == []  # no folder named ~


def home_variable(value: Callable[[Path], str], words: str, status: int) -> Callable[[pytest.FixtureRequest], None]:
    """A check that commands fail in one line, matching `words`, if T2V_DESKTOP_HOME has this value."""

    def check(request: pytest.FixtureRequest) -> None:
        folder, patch = request.getfixturevalue("tmp_path"), request.getfixturevalue("monkeypatch")
        capsys = request.getfixturevalue("capsys")
        patch.setenv(paths.HOME_VARIABLE, value(folder))
        for arguments in (["render", "a cat"], ["models", "move", str(folder / "models")]):
            assert main(arguments) == status
            error = capsys.readouterr().err
            assert re.search(words, error) and error.count("\n") == 1

    return check


def a_file(folder: Path) -> str:
    (folder / "file").touch()
    return str(folder / "file")


def home_variable_relative_or_with_a_tilde(request: pytest.FixtureRequest) -> None:
    folder, patch = request.getfixturevalue("tmp_path"), request.getfixturevalue("monkeypatch")
    patch.chdir(folder)
    patch.setenv("HOME", str(folder / "of the user"))
    for value, expected in (("there", folder / "there"), ("~/there", folder / "of the user" / "there")):
        patch.setenv(paths.HOME_VARIABLE, value)
        assert paths.data() == expected / "data" and paths.clips() == expected / "clips"


def settings_of_unknown_user(request: pytest.FixtureRequest) -> None:
    """Commands that need the folder name the wrong setting; others still work."""
    settings.save(Settings(clips_folder=UNKNOWN_USER, models_folder=UNKNOWN_USER))
    capsys = request.getfixturevalue("capsys")
    for arguments, name in ((["models", "list"], "models_folder"), (["render", "a cat"], "clips_folder")):
        assert main(arguments) == 2
        error = capsys.readouterr().err
        assert name in error and str(paths.settings_file()) in error and error.count("\n") == 1
    usable, problem = settings.with_usable_folders(settings.load())
    assert (usable.clips, usable.models) == (paths.clips(), paths.models()) and "clips_folder" in problem


def window_with_settings_of_unknown_user(request: pytest.FixtureRequest) -> None:
    home = request.getfixturevalue("home")
    settings.save(Settings(clips_folder=UNKNOWN_USER, models_folder=UNKNOWN_USER))
    code = "from t2v_desktop.gui.app import open_and_close; print(open_and_close())"
    environment = os.environ | {"PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run([sys.executable, "-c", code], env=environment, cwd=home, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0 and done.stdout.startswith("("), done
    assert "Traceback" not in done.stderr and json.loads(paths.settings_file().read_text())["clips_folder"] == ""


def arguments_of_unknown_user(request: pytest.FixtureRequest) -> None:
    capsys = request.getfixturevalue("capsys")
    for arguments in (
        ["models", "import", UNKNOWN_USER],
        ["models", "move", UNKNOWN_USER],
        ["models", "inspect", UNKNOWN_USER],
        ["render", "a cat", "--model", UNKNOWN_USER],
    ):
        assert main(arguments) == 2
        error = capsys.readouterr().err
        assert UNKNOWN_USER in error and error.count("\n") == 1


EVERYWHERE = [
    Row("T2V_DESKTOP_HOME is a file", home_variable(a_file, r"Not a directory|is inside a file", 1)),
    Row("T2V_DESKTOP_HOME of an unknown user", home_variable(lambda _: UNKNOWN_USER, UNKNOWN_USER, 2)),
    Row("settings of an unknown user", settings_of_unknown_user),
    Row("a window with settings of an unknown user", window_with_settings_of_unknown_user),
    Row("arguments of an unknown user", arguments_of_unknown_user),
]
UNIX_ONLY = [
    Row("no HOME and a user without an entry", no_home),
    Row("T2V_DESKTOP_HOME that cannot be written", home_variable(lambda _: "/proc/nowhere", "/", 1)),
    Row("T2V_DESKTOP_HOME relative, or with ~", home_variable_relative_or_with_a_tilde),
]
ROWS = EVERYWHERE if os.name == "nt" else EVERYWHERE + UNIX_ONLY
