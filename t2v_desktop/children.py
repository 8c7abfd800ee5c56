"""The processes this application starts of itself: how, and what they may know."""

import os
import sys

OFFLINE = {"HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1", "HF_HUB_DISABLE_TELEMETRY": "1", "DO_NOT_TRACK": "1"}
MODULES = {"engine": "t2v_desktop.worker", "converter": "t2v_desktop.converter"}


def command(role: str, *options: str) -> list[str]:
    """The command line of a process: this application itself once it is frozen, else a module of it, none of the current folder."""
    if getattr(sys, "frozen", False):
        return [sys.executable, f"--{role}", *options]
    return [sys.executable, "-P", "-m", MODULES[role], *options]


def environment() -> dict[str, str]:
    """Our environment without secrets, told that there is no network."""
    kept = {k: v for k, v in os.environ.items() if "TOKEN" not in k.upper().replace("TOKENIZER", "")}
    return kept | OFFLINE | {"PYTHONUTF8": "1"}
