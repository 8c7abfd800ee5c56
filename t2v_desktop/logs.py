"""The log files, and texts made fit to be shown to others."""

import os
import re
from pathlib import Path

from t2v_desktop import paths

TOKEN = re.compile(r"hf_\w{8,}")  # a Hugging Face access token


def log_files() -> dict[str, Path]:
    """The logs by name: of the window, of the window before it, and of the engine's unexpected errors. They may not exist."""
    return {"window": paths.data() / "window.log", "before": paths.data() / "window.old.log", "engine": paths.data() / "engine.log"}


def end_of(file: Path, max_bytes: int) -> str:
    """The end of a log, from the start of a line and `shareable`; "" if it can't be read."""
    try:
        with file.open("rb") as opened:
            size = opened.seek(0, os.SEEK_END)
            opened.seek(max(size - max_bytes, 0))
            content = opened.read(max_bytes)
    except OSError:
        return ""
    if size > max_bytes:
        content = content.partition(b"\n")[2]
    return shareable(content.decode("utf-8", "replace"))


def redact(text: str) -> str:
    """A text with every Hugging Face token masked."""
    return TOKEN.sub("hf_...", text)


def shareable(text: str) -> str:
    """A text without tokens, and with ~ for the home folder, whose name is often the user's."""
    home = str(Path.home())
    return redact(text).replace(home, "~") if len(home) > 1 else redact(text)
