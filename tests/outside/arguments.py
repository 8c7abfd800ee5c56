"""Command-line arguments with odd values: each ends in one line and status 1 or 2, never a traceback."""

from collections.abc import Callable
from pathlib import Path

import pytest

from t2v_desktop.cli.main import main
from tests.outside.row import Row

VALUES = (
    "", " ", "a" * 100_000, "nan", "-1", "1e999", "9" * 50, "9" * 5_000, "熊", "~a-user-who-is-not-there/x", "\udcff", "\ud800", "a\0b", "a\nb",
    "\x1b[2J", "/", "..", "/dev/zero", "http://[", "{", "{a|}", "(a:666)", "%s",
)  # fmt: skip
NOWHERE = "no such folder"  # a missing output folder, so that no engine starts
RENDER = (
    "--from", "--strength", "--prompts", "--format", "--model", "--negative", "--frames", "--size", "--fps", "--steps", "--guidance", "--guidance-range",
    "--cache-interval", "--seed", "--scheduler", "--preset", "--count", "--device", "--dtype", "--memory",
)  # fmt: skip
MODEL_COMMANDS = ("info", "fetch", "import", "repair", "inspect", "verify", "remove")
DOWNLOAD_OPTIONS = ("--revision", "--hub", "--proxy", "--limit")


def ended(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    """Exit status and stderr of a command."""
    try:
        status = main(arguments)
    except SystemExit as exit_:  # raised by the parser
        assert isinstance(exit_.code, int)
        status = exit_.code
    return status, capsys.readouterr().err


def refused(*commands: Callable[[str], list[str]]) -> Callable[[pytest.FixtureRequest], None]:
    """A check that these commands reject every value in one line."""

    def check(request: pytest.FixtureRequest) -> None:
        capsys, patch = request.getfixturevalue("capsys"), request.getfixturevalue("monkeypatch")
        folder: Path = request.getfixturevalue("tmp_path") / "here"
        folder.mkdir()
        patch.chdir(folder)
        patch.setenv("HF_HUB_OFFLINE", "1")
        for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
            patch.delenv(name, raising=False)
        failures = []
        for command in commands:
            for value in VALUES:
                try:
                    status, error = ended(command(value), capsys)
                except Exception as raised:  # noqa: BLE001  # all are listed below
                    failures.append((command(value)[:4], value[:40], repr(raised)[:200]))
                    continue
                if status not in (1, 2) or error.count("\n") != 1 or len(error) > 1_200 or not error.startswith("t2v-desktop: "):
                    failures.append((command(value)[:4], value[:40], status, error[:200]))
        assert failures == [], "\n".join(map(str, failures))
        assert list(folder.iterdir()) == []

    return check


def invalid_move_targets(request: pytest.FixtureRequest) -> None:
    for value in ("", " ", "\ud800", "a\0b", "a" * 100_000):
        status, error = ended(["models", "move", value], request.getfixturevalue("capsys"))
        assert status in (1, 2) and error.count("\n") == 1, (value[:40], error[:200])


def render(name: str) -> Callable[[str], list[str]]:
    return lambda value: ["render", *([] if name == "--prompts" else ["a cat"]), "-o", f"{NOWHERE}/x.mp4", f"{name}={value}"]


def models(name: str) -> Callable[[str], list[str]]:
    return lambda value: ["models", name, "--", value]


def download_option(name: str) -> Callable[[str], list[str]]:
    return lambda value: ["models", "fetch", "zeroscope_v2_576w", "--accept-licence", f"{name}={value}"]


ROWS = [
    Row("any prompt", refused(lambda value: ["render", "-o", f"{NOWHERE}/x.mp4", "--", value])),
    Row("any option of render", refused(*map(render, RENDER))),
    Row("any output", refused(lambda value: ["render", "a cat", f"--output={NOWHERE}/{value}/x.mp4"])),
    Row("any file to show or open", refused(lambda value: ["show", "--", value], lambda value: ["open", "--", value])),
    Row("any name of a model", refused(*map(models, MODEL_COMMANDS))),
    Row("any option of fetch", refused(*map(download_option, DOWNLOAD_OPTIONS))),
    Row("any name or parts for import", refused(lambda value: ["models", "import", NOWHERE, f"--name={value}", f"--parts-from={value}"])),
    Row("any command", refused(lambda value: [value or "x"], lambda value: ["models", value], lambda value: ["render", "a cat", f"--x{value}"])),
    Row("models moved to an invalid folder", invalid_move_targets),
    Row("any argument of the doctor", refused(lambda value: ["doctor", f"--json={value}"])),
]
