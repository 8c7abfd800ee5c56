"""The environment variables of the Hugging Face Hub, interpreted as huggingface_hub does, and its cache."""

import os
import re
from pathlib import Path

HUB = "https://huggingface.co"
TRUE = {"1", "ON", "YES", "TRUE"}
SNAPSHOT = re.compile(r"/models--([^/]+?)--([^/]+)/snapshots/([^/]+)$")


def cache() -> Path:
    """The folder of the Hugging Face cache, which applications share."""
    standard = os.path.join(os.getenv("XDG_CACHE_HOME", os.path.join("~", ".cache")), "huggingface")  # noqa: PTH118  # a Path would drop empty segments
    home = _expanded(os.getenv("HF_HOME", standard))
    return Path(_expanded(os.getenv("HF_HUB_CACHE", os.getenv("HUGGINGFACE_HUB_CACHE", os.path.join(home, "hub")))))  # noqa: PTH118


def endpoint() -> str:
    """The address of the hub, or of a mirror."""
    return os.getenv("HF_ENDPOINT", HUB).rstrip("/")


def offline() -> str:
    """The variable that forbids connections to the hub; empty if none does."""
    variable = next((name for name in ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE") if os.getenv(name)), "")
    return variable if os.getenv(variable, "").upper() in TRUE else ""


def origin(folder: Path) -> tuple[str, str] | None:
    """Hub ID and commit of a snapshot in a Hugging Face cache, from its path; None for any other folder."""
    try:
        found = SNAPSHOT.search(folder.resolve().as_posix())
    except (OSError, RuntimeError):  # circular links
        return None
    return (f"{found[1]}/{found[2]}", found[3]) if found else None


def snapshot_in(folder: Path) -> Path:
    """The newest snapshot if `folder` is a repository in a Hugging Face cache (models--OWNER--NAME), otherwise `folder`, links resolved.

    A file is returned unresolved, because the blob behind it in the cache has neither its name nor its suffix.
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
    return os.path.expandvars(os.path.expanduser(path))  # noqa: PTH111  # like huggingface_hub: an unknown home stays as it is
