"""Homes that are not there: of this user, of another one, and those that a variable or a setting names."""

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
NOBODY = "~a-user-who-is-not-there/x"
WITHOUT_ENTRY = 54321  # a user's number that no password file knows
AS_NOBODY = f"""
import os, sys
os.setresuid({WITHOUT_ENTRY}, 0, 0)  # the user whose home is looked up; the interpreter stays readable
from t2v_desktop.cli.main import main
sys.exit(main(sys.argv[1:]))
"""


def run_without_home(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The command line in a process, of a user without an entry, with no HOME and no folder of the application's own."""
    kept = {name: value for name, value in os.environ.items() if name not in ("HOME", paths.HOME_VARIABLE) and not name.startswith("XDG_")}
    environment = kept | {"PYTHONPATH": str(ROOT)}
    return subprocess.run([sys.executable, "-c", AS_NOBODY, *arguments], env=environment, cwd=folder, capture_output=True, text=True, timeout=60, check=False)


def no_home(request: pytest.FixtureRequest) -> None:
    if os.getuid() != 0:
        pytest.skip("only root can be a user without an entry")
    folder = request.getfixturevalue("tmp_path")
    done = run_without_home(folder, "models", "list")
    assert done.returncode == 1 and "HOME" in done.stderr and done.stderr.count("\n") == 1, done
    assert list(folder.iterdir()) == []  # no folder named ~


def our_home(value: Callable[[Path], str], words: str, status: int) -> Callable[[pytest.FixtureRequest], None]:
    """A check of T2V_DESKTOP_HOME with this value: the commands that write there say these words in one line."""

    def check(request: pytest.FixtureRequest) -> None:
        folder, patch = request.getfixturevalue("tmp_path"), request.getfixturevalue("monkeypatch")
        capsys = request.getfixturevalue("capsys")
        patch.setenv(paths.HOME_VARIABLE, value(folder))
        for arguments in (["render", "a cat"], ["models", "move", str(folder / "models")]):
            assert main(arguments) == status
            said = capsys.readouterr().err
            assert re.search(words, said) and said.count("\n") == 1

    return check


def a_file(folder: Path) -> str:
    (folder / "file").touch()
    return str(folder / "file")


def ours_relative_and_with_a_tilde(request: pytest.FixtureRequest) -> None:
    folder, patch = request.getfixturevalue("tmp_path"), request.getfixturevalue("monkeypatch")
    patch.chdir(folder)
    patch.setenv("HOME", str(folder / "of the user"))
    for value, expected in (("there", folder / "there"), ("~/there", folder / "of the user" / "there")):
        patch.setenv(paths.HOME_VARIABLE, value)
        assert paths.data() == expected / "data" and paths.clips() == expected / "clips"


def settings_of_nobody(request: pytest.FixtureRequest) -> None:
    """The commands that need the folder name the setting; those that do not, and the doctor, go on."""
    settings.save(Settings(clips_folder=NOBODY, models_folder=NOBODY))
    capsys = request.getfixturevalue("capsys")
    for arguments, name in ((["models", "list"], "models_folder"), (["render", "a cat"], "clips_folder")):
        assert main(arguments) == 2
        said = capsys.readouterr().err
        assert name in said and str(paths.settings_file()) in said and said.count("\n") == 1
    usable, why = settings.with_usable_folders(settings.load())
    assert (usable.clips, usable.models) == (paths.clips(), paths.models()) and "clips_folder" in why


def window_with_settings_of_nobody(request: pytest.FixtureRequest) -> None:
    home = request.getfixturevalue("home")
    settings.save(Settings(clips_folder=NOBODY, models_folder=NOBODY))
    code = "from t2v_desktop.gui.app import open_and_close; print(open_and_close())"
    environment = os.environ | {"PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run([sys.executable, "-c", code], env=environment, cwd=home, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0 and done.stdout.startswith("("), done
    assert "Traceback" not in done.stderr and json.loads(paths.settings_file().read_text())["clips_folder"] == ""


def arguments_of_nobody(request: pytest.FixtureRequest) -> None:
    capsys = request.getfixturevalue("capsys")
    for arguments in (["models", "import", NOBODY], ["models", "move", NOBODY], ["models", "inspect", NOBODY], ["render", "a cat", "--model", NOBODY]):
        assert main(arguments) == 2
        said = capsys.readouterr().err
        assert NOBODY in said and said.count("\n") == 1


EVERYWHERE = [
    Row("T2V_DESKTOP_HOME is a file", our_home(a_file, r"Not a directory|is inside a file", 1)),
    Row("T2V_DESKTOP_HOME of a user who is not there", our_home(lambda _: NOBODY, NOBODY, 2)),
    Row("settings of a user who is not there", settings_of_nobody),
    Row("a window with settings of a user who is not there", window_with_settings_of_nobody),
    Row("arguments of a user who is not there", arguments_of_nobody),
]
UNIX_ONLY = [
    Row("no HOME and a user without an entry", no_home),
    Row("T2V_DESKTOP_HOME that cannot be written", our_home(lambda _: "/proc/nowhere", "/", 1)),
    Row("T2V_DESKTOP_HOME relative, or with ~", ours_relative_and_with_a_tilde),
]
ROWS = EVERYWHERE if os.name == "nt" else EVERYWHERE + UNIX_ONLY
