"""Files that installed models have in common, such as the text encoder of all Wan models: kept once, under several names."""

import os
import threading
from contextlib import suppress
from pathlib import Path

from t2v_desktop.errors import BrokenModel
from t2v_desktop.models import manifest
from t2v_desktop.models.get import halve
from t2v_desktop.models.get.download_file import RemoteFile


def installed_hashes(models: Path) -> frozenset[str]:
    """The hashes on the hub of the weights files that installed models were installed with."""
    return frozenset(original for _, original, _ in _installed_weights(models) if original)


def link_installed(models: Path, file: RemoteFile, target: Path, stop: threading.Event) -> bool:
    """Make `target` the same file as one in `models` that has the same hash on the hub, and is still as it was installed; False if there is none.

    A converted file is linked with the record of what it was made from.
    """
    if not file.sha256 or not file.path.endswith(".safetensors"):
        return False
    for found, original, now in _installed_weights(models):
        if original != file.sha256:
            continue
        with suppress(BrokenModel, OSError):  # such as a disk without hard links
            if manifest.digest(found, stop) != now:
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            if original == now:
                os.link(found, target)
            else:
                halve.link_halved(found, target, halve.Halved(original, file.size, now, found.stat().st_size))
            return True
    return False


def _installed_weights(models: Path) -> list[tuple[Path, str, str]]:
    """The weights files of installed models, each with its hash on the hub and the one it has now."""
    files = []
    for folder in sorted(models.iterdir()):
        with suppress(BrokenModel, OSError):
            record = None if folder.name.startswith(".") else manifest.read(folder)
            if record is not None:
                files += [(folder / name, record.originals.get(name, now), now) for name, now in record.sha256.items() if name.endswith(".safetensors")]
    return files
