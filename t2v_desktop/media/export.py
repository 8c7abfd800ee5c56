"""Finished clips saved under other names and in other formats."""

import os
import shutil
from contextlib import suppress
from pathlib import Path

from t2v_desktop.clip import Clip
from t2v_desktop.errors import OutputError
from t2v_desktop.media.names import check_output, give_name, output_bytes, part_of, remove_part
from t2v_desktop.media.pictures import pictures
from t2v_desktop.media.read import Pixels, opened
from t2v_desktop.media.write import VideoWriter, save_picture
from t2v_desktop.paths import cannot_write, check_writable, sync_folder
from t2v_desktop.request import Request


def save_as(source: Clip, target: Path) -> None:
    """Write the clip again under `target`, whose suffix names the format: whole, or not at all.

    The same format is a copy of the file; another is encoded from the frames, with the request inside.
    Raises OutputError or EncodeError.
    """
    if target.absolute() == source.path.absolute():
        return
    check_output(target)
    check_writable(target.absolute().parent, output_bytes(source.request))
    if not source.path.exists():
        raise OutputError(f"the file {source.path} is gone: it was moved or deleted")
    try:
        if target.suffix.lower() == source.path.suffix.lower():
            _copy(source.path, target)
        else:
            _encode(source, target)
    except OSError as error:
        raise cannot_write(target, error) from error


def save_frame(frame: Pixels, request: Request, target: Path) -> None:
    """One frame (height, width, 3) as a PNG picture with the request inside. Raises OutputError."""
    if target.suffix.lower() != ".png":
        raise OutputError(f"{target.name}: a frame is saved as a PNG picture: name it such as {target.with_suffix('.png').name}")
    if target.is_dir():
        raise OutputError(f"{target} is a folder: name a file such as {target / 'frame.png'}")
    check_writable(target.absolute().parent, frame.nbytes + 1_000_000)
    save_picture(target, frame, request)


def _copy(source: Path, target: Path) -> None:
    """Of a folder its pictures, without what else has come to lie there."""
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
        give_name(part, target)
    finally:
        with suppress(OSError):
            remove_part(part)


def _encode(source: Clip, target: Path) -> None:
    size = (source.request.height, source.request.width)
    with opened(source.path) as (_, pictures), VideoWriter(target, source.request) as video:
        for picture in pictures:
            if picture.shape[:2] != size:
                raise OutputError(f"{source.path.name} is not {size[1]} × {size[0]} pixels as its settings say: save it as {source.path.suffix} to copy it")
            video.write(picture[None])
        video.finish(lambda: None)
