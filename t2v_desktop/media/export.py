"""Save finished clips under other names and in other formats."""

import os
import shutil
from contextlib import suppress
from pathlib import Path

from t2v_desktop.clip import Clip
from t2v_desktop.errors import OutputError
from t2v_desktop.media.names import check_output, move_into_place, output_bytes, part_of, remove_part
from t2v_desktop.media.png_folder import pictures
from t2v_desktop.media.read import Pixels, open_frames
from t2v_desktop.media.write import VideoWriter, save_picture
from t2v_desktop.paths import check_writable, sync_folder, write_error
from t2v_desktop.request import Request


def save_as(source: Clip, target: Path) -> None:
    """Save the clip as `target`, whose suffix selects the format. A failure leaves no file.

    The same format copies the file; another format encodes the frames again, with the request in the metadata.
    Raises OutputError or EncodeError.
    """
    if target.absolute() == source.path.absolute():
        return
    check_output(target)
    check_writable(target.absolute().parent, output_bytes(source.request))
    if not source.path.exists():
        raise OutputError(f"the file {source.path} is missing: it was moved or deleted")
    try:
        if target.suffix.lower() == source.path.suffix.lower():
            _copy(source.path, target)
        else:
            _encode(source, target)
    except OSError as error:
        raise write_error(target, error) from error


def save_frame(frame: Pixels, request: Request, target: Path) -> None:
    """Save one frame (height, width, 3) as a PNG with the request in its metadata. Raises OutputError."""
    if target.suffix.lower() != ".png":
        raise OutputError(f"{target.name}: frames are saved as PNG: use a name such as {target.with_suffix('.png').name}")
    if target.is_dir():
        raise OutputError(f"{target} is a folder: use a file name such as {target / 'frame.png'}")
    check_writable(target.absolute().parent, frame.nbytes + 1_000_000)
    save_picture(target, frame, request)


def _copy(source: Path, target: Path) -> None:
    """Copy a file, or the pictures of a folder without any other files in it."""
    part = part_of(target)
    remove_part(part)
    try:
        pairs = [(source, part)]
        if source.is_dir():
            part.mkdir()
            pairs = [(picture, part / picture.name) for picture in pictures(source)]
        for one, copy in pairs:
            shutil.copyfile(one, copy)
            with copy.open("rb+") as file:
                os.fsync(file.fileno())
        if source.is_dir():
            sync_folder(part)
        move_into_place(part, target)
    finally:
        with suppress(OSError):
            remove_part(part)


def _encode(source: Clip, target: Path) -> None:
    size = (source.request.height, source.request.width)
    with open_frames(source.path) as (_, pictures), VideoWriter(target, source.request) as video:
        for picture in pictures:
            if picture.shape[:2] != size:
                raise OutputError(f"{source.path.name} is not {size[1]} × {size[0]} pixels as in its settings: save it as {source.path.suffix} to copy it")
            video.write(picture[None])
        video.finish(lambda: None)
