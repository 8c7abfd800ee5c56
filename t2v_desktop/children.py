"""The processes this application starts of itself: how, and what they may know."""

import os
import sys
from pathlib import Path

OFFLINE = {"HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1", "HF_HUB_DISABLE_TELEMETRY": "1", "DO_NOT_TRACK": "1"}
# How often a thread of GNU OpenMP looks whether the others are done before it sleeps. Its own 300,000 make the engine wait whole
# time slices for threads that another program has pushed aside: measured on two cores beside one busy program, a clip of the
# starter took 130 s, with this 8 s; on an idle machine both take 1.8 s, and 1,000 would take 2.9 s.
PATIENCE_OF_THREADS = {"GOMP_SPINCOUNT": "10000"}
FROZEN_ANEW = {"PYINSTALLER_RESET_ENVIRONMENT": "1"}  # a frozen process looks for its libraries itself: we keep no LD_LIBRARY_PATH for it
MODULES = {"engine": "t2v_desktop.process.worker", "converter": "t2v_desktop.models.get.converter"}


def command(role: str, *options: str) -> list[str]:
    """The command line of a process: this application itself once it is frozen, else a module of it, none of the current folder."""
    if getattr(sys, "frozen", False):
        return [str(_with_console(Path(sys.executable))), f"--{role}", *options]
    return [sys.executable, "-P", "-m", MODULES[role], *options]


def _with_console(program: Path) -> Path:
    """On Windows the program whose standard streams are there; its console is never shown (clip.NO_CONSOLE)."""
    beside = program.with_name("t2v-desktop-cli.exe")
    return beside if program.suffix == ".exe" and beside.is_file() else program


def environment() -> dict[str, str]:
    """Our environment without secrets, told that there is no network; how threads wait is the user's to choose."""
    kept = {k: v for k, v in os.environ.items() if "TOKEN" not in k.upper().replace("TOKENIZER", "")}
    return PATIENCE_OF_THREADS | kept | OFFLINE | {"PYTHONUTF8": "1"} | FROZEN_ANEW
