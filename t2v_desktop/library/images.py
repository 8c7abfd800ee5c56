"""Kept images: what clips start and end with, stored once, by the SHA-256 of their file."""

import hashlib
import io
import os
import time
from collections.abc import Container
from contextlib import suppress
from pathlib import Path

from PIL import Image

from t2v_desktop import paths
from t2v_desktop.errors import InvalidRequest
from t2v_desktop.library.database import Database
from t2v_desktop.media.pictures import Picture, fitted, read_picture
from t2v_desktop.request import IMAGE

KEEP_S = 30 * 24 * 3600  # an image that nothing refers to: its clip may be in the trash, or in a folder that the library doesn't know yet
QUICKLY = 1  # zlib's level: photographs shrink little more at higher ones
REFERRING = """
    SELECT request FROM clips WHERE request LIKE '%\\_image"%' ESCAPE '\\' UNION ALL
    SELECT request FROM jobs WHERE request LIKE '%\\_image"%' ESCAPE '\\' UNION ALL
    SELECT passes FROM jobs WHERE passes LIKE '%\\_image"%' ESCAPE '\\' UNION ALL
    SELECT content FROM draft
"""


def keep(file: Path) -> str:
    """Store a copy of the picture in `file`, as `read_picture` reads it, without its metadata. Returns the copy's SHA-256.

    Raises InvalidRequest if the file can't be used, OutputError if the copy can't be written.
    """
    encoded = io.BytesIO()
    picture = read_picture(paths.parse_path(str(file)))
    picture.info.clear()
    picture.save(encoded, "PNG", compress_level=QUICKLY)
    content = encoded.getvalue()
    image = hashlib.sha256(content).hexdigest()
    kept = path_of(image)
    try:
        if kept.is_file() and kept.read_bytes() == content:
            kept.touch()  # its days begin anew
        else:
            paths.write_whole(kept, content)
    except OSError as error:
        raise paths.write_error(kept, error) from error
    return image


def path_of(image: str) -> Path:
    """Where a kept image lies, whether it is there or not. Raises InvalidRequest for what is no SHA-256."""
    if not IMAGE.fullmatch(image):
        raise InvalidRequest(f"{image!r:.40} is not the SHA-256 of a kept image")
    return paths.images() / f"{image}.png"


def read_kept(image: str) -> Image.Image:
    """A kept image. Raises InvalidRequest if it is missing or damaged."""
    file = path_of(image)
    try:
        intact = hashlib.sha256(file.read_bytes()).hexdigest() == image
    except OSError as error:
        raise InvalidRequest(f"the image {file} is missing: choose it again") from error
    if not intact:
        raise InvalidRequest(f"the image {file} is damaged: choose it again")
    return read_picture(file)


def read_fitted_image(image: str, width: int, height: int) -> Picture:
    """A kept image (height, width, 3), fitted to a clip. Raises like `read_kept`."""
    return fitted(read_kept(image), width, height)


def clean_up(database: Database, now: float | None = None) -> None:
    """Delete images that no clip and no job has referred to for longer than KEEP_S. Raises LibraryError or OSError, having deleted nothing.

    An image that is referred to is marked with the time, so that its days are counted from the last start at which it was.
    """
    folder, now = paths.images(), time.time() if now is None else now
    found = [file for file in folder.glob("*.png") if IMAGE.fullmatch(file.stem)] if folder.is_dir() else []
    if not found:
        return
    used = _referred_to(database)
    for file in found:
        with suppress(OSError):  # continue with the others
            if file.stem in used:
                os.utime(file, (now, now))
            elif file.stat().st_mtime < now - KEEP_S:
                file.unlink()


def _referred_to(database: Database) -> Container[str]:
    """The hashes in all requests of the library: whatever looks like one is, even if its row is damaged."""
    return {found for (text,) in database.rows(REFERRING) for found in IMAGE.findall(str(text))}
