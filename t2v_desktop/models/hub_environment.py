"""What this computer's variables say of the Hugging Face Hub, read as huggingface_hub's own constants read them, and its cache."""

import os
import re
from pathlib import Path

HUB = "https://huggingface.co"
TRUE = {"1", "ON", "YES", "TRUE"}
SNAPSHOT = re.compile(r"/models--([^/]+?)--([^/]+)/snapshots/([^/]+)$")


def cache() -> Path:
    """The folder of the models that all applications share."""
    standard = os.path.join(os.getenv("XDG_CACHE_HOME", os.path.join("~", ".cache")), "huggingface")  # noqa: PTH118  # a Path would drop what is empty
    home = _expanded(os.getenv("HF_HOME", standard))
    return Path(_expanded(os.getenv("HF_HUB_CACHE", os.getenv("HUGGINGFACE_HUB_CACHE", os.path.join(home, "hub")))))  # noqa: PTH118


def endpoint() -> str:
    """The address of the hub, or of the mirror in its place."""
    return os.getenv("HF_ENDPOINT", HUB).rstrip("/")


def offline() -> str:
    """The variable that forbids connections to the hub, empty where none does."""
    decides = next((name for name in ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE") if os.getenv(name)), "")
    return decides if os.getenv(decides, "").upper() in TRUE else ""


def origin(folder: Path) -> tuple[str, str] | None:
    """Hub id and version of a snapshot in a hub cache, whose folders are named after them; None for any other folder."""
    try:
        found = SNAPSHOT.search(folder.resolve().as_posix())
    except (OSError, RuntimeError):  # links that lead round in a circle
        return None
    return (f"{found[1]}/{found[2]}", found[3]) if found else None


def snapshot_in(folder: Path) -> Path:
    """The newest snapshot where `folder` is a repository of a hub cache, models--OWNER--NAME; else `folder`, links followed to their end.

    A file stays as it is: what it leads to in the cache has neither its name nor its suffix.
    """
    try:
        if not folder.is_dir():
            return folder
        real = folder.resolve()
        if real.name.startswith("models--") and (real / "snapshots").is_dir():
            return max((p for p in (real / "snapshots").iterdir() if p.is_dir()), key=lambda p: p.stat().st_mtime, default=real)
    except (OSError, RuntimeError):
        return folder
    return real


def _expanded(path: str) -> str:
    return os.path.expandvars(os.path.expanduser(path))  # noqa: PTH111  # as the hub's library does it: what has no home stays as it is
