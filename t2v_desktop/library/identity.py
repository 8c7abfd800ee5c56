"""Recognizes a clip by its content, after its file was moved or renamed."""

import hashlib
import os
from pathlib import Path

from t2v_desktop.errors import OutputError
from t2v_desktop.media.png_folder import pictures

PART_BYTES = 1 << 16  # read at the start and at the end of a file: a video has its index and its settings there
IDENTITY_BYTES = 16


def identify(path: Path) -> bytes:
    """IDENTITY_BYTES that only this content has: a hash of its size, its start and its end. b"" if it is empty or can't be read.

    Of a folder of pictures, these are the names and sizes of all, with the first and the last picture.
    """
    digest = hashlib.sha256()
    try:
        if path.is_dir():
            found = pictures(path)
            if not found:
                return b""
            digest.update(repr([(file.name, file.stat().st_size) for file in found]).encode("utf-8", "surrogateescape"))
            for file in (found[0], found[-1]):
                _add_ends(digest, file)
        elif not _add_ends(digest, path):
            return b""
    except (OSError, OutputError):
        return b""
    return digest.digest()[:IDENTITY_BYTES]


def _add_ends(digest: "hashlib._Hash", file: Path) -> int:
    """Add a file's size, start and end. Returns the size."""
    with file.open("rb") as stream:
        size = os.fstat(stream.fileno()).st_size
        digest.update(b"%d:" % size)
        digest.update(stream.read(PART_BYTES))
        if size > PART_BYTES:
            stream.seek(max(PART_BYTES, size - PART_BYTES))
            digest.update(stream.read(PART_BYTES))
    return size
