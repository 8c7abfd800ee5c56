"""Kept images: what clips start and end with, stored once, by the SHA-256 of their file."""

import hashlib
import io
from pathlib import Path

from PIL import Image

from t2v_desktop import paths
from t2v_desktop.errors import InvalidRequest
from t2v_desktop.media.pictures import Picture, fitted, read_picture
from t2v_desktop.request import IMAGE

QUICKLY = 1  # zlib's level: photographs shrink little more at higher ones


def keep(file: Path) -> str:
    """Store a copy of the picture in `file`, as `read_picture` reads it, without its metadata. Returns the copy's SHA-256.

    Raises InvalidRequest if the file can't be used, OutputError if the copy can't be written.
    """
    picture = read_picture(paths.parse_path(str(file)))
    picture.info.clear()
    return _keep(picture)


def keep_frame(pixels: Picture) -> str:
    """Store a frame (height, width, 3) of a clip. Returns the SHA-256 of its file. Raises OutputError."""
    return _keep(Image.fromarray(pixels))


def _keep(picture: Image.Image) -> str:
    encoded = io.BytesIO()
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
