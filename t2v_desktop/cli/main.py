"""The command line: its commands, and how they end. Uses the same engine process as the window."""

import argparse
import io
import json
import os
import re
import sys
from pathlib import Path
from typing import NoReturn

from t2v_desktop import __version__, settings
from t2v_desktop.cli import CANCELLED, DONE, FAILED, USAGE
from t2v_desktop.cli.arguments import path
from t2v_desktop.cli.doctor import lines_of, run_checks
from t2v_desktop.cli.models import add_models
from t2v_desktop.cli.render import add_render
from t2v_desktop.cli.report import write_report
from t2v_desktop.errors import Cancelled, InvalidRequest, NoDisplay, OutputError, T2VError, UnknownModel
from t2v_desktop.events import Failed, write_event
from t2v_desktop.media.foreign import read_foreign
from t2v_desktop.media.metadata import read_request

USAGE_ERRORS = (InvalidRequest, UnknownModel)
MAX_MESSAGE_CHARS = 1000
DISPLAYS = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")  # on Linux, at least one is set if there is a display


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit status: 0 done, 1 failed, 2 usage, 130 cancelled."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a file name may have characters that the terminal can't show
    options = parser().parse_args(arguments)
    try:
        if options.run not in (window, doctor) and (problem := settings.read()[1]):  # the window and doctor report it themselves
            print(f"t2v-desktop: {problem}", file=sys.stderr)
        status: int = options.run(options)
        if sys.stdout is not None:  # None in a Windows program without a console
            sys.stdout.flush()
        return status
    except KeyboardInterrupt:
        return CANCELLED
    except Cancelled as error:
        report_error(error, as_json=getattr(options, "json", False))
        return CANCELLED
    except T2VError as error:
        return report_error(error, as_json=getattr(options, "json", False))
    except BrokenPipeError:  # such as `| head`, once it has its lines
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return FAILED
    except OSError as error:
        message = f"{error.filename}: {error.strerror}" if error.filename else str(error)
        return report_error(OutputError(message), as_json=getattr(options, "json", False))


def report_error(error: T2VError, as_json: bool) -> int:
    """Print an error in one line, and as an event with `as_json`; returns the exit status."""
    message = shorten(f"{error} ({error.option})" if error.option else str(error))
    if as_json:
        print(write_event(Failed(type(error).__name__, message)), flush=True)
    print(f"t2v-desktop: {message}", file=sys.stderr)
    return USAGE if isinstance(error, USAGE_ERRORS) else FAILED


class Parser(argparse.ArgumentParser):
    """Reports wrong arguments in one line, like all other errors."""

    def error(self, message: str) -> NoReturn:
        self.exit(USAGE, f"t2v-desktop: {shorten(message)}: see  {self.prog} --help\n")


def shorten(message: str) -> str:
    """The message in one line, truncated: it may quote a huge argument."""
    line = " ".join(message.split())
    return line if len(line) <= MAX_MESSAGE_CHARS else f"{line[:MAX_MESSAGE_CHARS]}..."


def parser() -> argparse.ArgumentParser:
    top = Parser(prog="t2v-desktop", description="Turns an English sentence into a short video, on this computer.")
    top.add_argument("--version", action="version", version=f"t2v-desktop {__version__}")
    top.set_defaults(run=window, files=[])
    commands = top.add_subparsers(title="commands", metavar="COMMAND")
    add_render(commands.add_parser("render", help="make videos from prompts", description="Make videos from prompts."))
    showing = commands.add_parser(
        "show",
        help="print the settings a video was made with",
        description="Print the settings a video was made with, as JSON. Files of ComfyUI, AUTOMATIC1111, InvokeAI and WanGP are read too.",
    )
    showing.add_argument("file", type=path)
    showing.set_defaults(run=show)
    opening = commands.add_parser("open", help="open videos in the window", description="Open videos made by T2V Desktop in the window.")
    opening.add_argument("files", type=path, nargs="*", metavar="FILE")
    opening.set_defaults(run=window)
    add_models(commands.add_parser("models", help="list, download, verify and remove models", description="Manage the models on this computer."))
    checking = commands.add_parser("doctor", help="check this computer", description="Check the device, memory, disk space and tools.")
    checking.add_argument("--json", action="store_true", help="print JSON")
    checking.add_argument("--report", type=path, metavar="FILE", help="also write the results, settings, models and logs to a text file")
    checking.add_argument("--overwrite", action="store_true", help="replace the file of --report")
    checking.set_defaults(run=doctor)
    return top


def window(options: argparse.Namespace) -> int:
    if sys.platform not in ("win32", "darwin") and not any(os.environ.get(name) for name in DISPLAYS):
        raise NoDisplay("there is no display for the window")
    try:
        from t2v_desktop.gui import app  # Qt, only for the window
    except ImportError as error:  # a system library that Qt needs is missing
        raise NoDisplay(f"Qt can't be loaded ({error})") from error
    return app.run([str(file) for file in options.files])


def show(options: argparse.Namespace) -> int:
    text = json.dumps(_settings_in(options.file), indent=2, ensure_ascii=False)
    print(re.sub(r"[\x7f-\x9f\u202a-\u202e\u2066-\u2069]", lambda found: f"\\u{ord(found[0]):04x}", text))  # no terminal escape sequences
    return DONE


def _settings_in(file: Path) -> dict[str, object]:
    """The request in a file of ours, or what another program wrote into its own. Raises InvalidRequest or OutputError."""
    try:
        request: dict[str, object] = json.loads(read_request(file).to_json())
        return request
    except OutputError as error:
        try:
            found = read_foreign(file)
        except OutputError:
            raise error from None
        return {"made_with": found.program, **found.written()}


def doctor(options: argparse.Namespace) -> int:
    findings = run_checks()
    if options.report is not None:
        write_report(findings, options.report, overwrite=options.overwrite)
        print(f"report saved: {options.report}", file=sys.stderr)
    if options.json:
        print(json.dumps({"ok": all(f.ok for f in findings), "findings": {f.name: {"ok": f.ok, "value": f.value, "fix": f.fix} for f in findings}}, indent=2))
    else:
        print(*lines_of(findings), sep="\n")
    return DONE if all(f.ok for f in findings) else FAILED
