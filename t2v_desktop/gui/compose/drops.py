"""What is dropped on the compose panel or pasted into it: pictures and LoRAs."""

import uuid
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QImage

from t2v_desktop import paths

PICTURES = (".png", ".jpg", ".jpeg", ".webp", ".gif", ".bmp", ".tif", ".tiff")
PASTED = ".pasted-"  # the beginning of the names of pasted pictures


def is_for_the_panel(data: QMimeData) -> bool:
    """Whether this is something that doesn't belong into a text."""
    return data.hasUrls() or (data.hasImage() and not data.hasText())


def lora_files(data: QMimeData) -> list[Path]:
    return [file for file in _files(data) if file.suffix.lower() == ".safetensors"]


def picture_files(data: QMimeData) -> list[Path]:
    """The pictures among files; of a copied picture that is no file, a temporary one. Give it to `forget_pasted` afterwards."""
    found = [file for file in _files(data) if file.suffix.lower() in PICTURES]
    if found or data.hasUrls() or not data.hasImage():
        return found
    file = paths.images() / f"{PASTED}{uuid.uuid4().hex}.png"
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        if QImage(data.imageData()).save(str(file)):
            return [file]
    return []


def forget_pasted(file: Path) -> None:
    """Delete a temporary file of `picture_files`; others are left alone."""
    if file.parent == paths.images() and file.name.startswith(PASTED):
        with suppress(OSError):
            file.unlink()


def _files(data: QMimeData) -> list[Path]:
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
