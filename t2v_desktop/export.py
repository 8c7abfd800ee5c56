"""Finished clips read back as frames, and saved under other names and in other formats."""

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from t2v_desktop.clip import DEMUXERS, NO_CONSOLE, Clip, check_output, ffmpeg, output_bytes, part_of, read_request, remove
from t2v_desktop.errors import OutputError
from t2v_desktop.paths import check_writable, sync_folder
from t2v_desktop.request import MAX_FRAMES, MAX_SIDE, Request
from t2v_desktop.video import VideoWriter, save_picture

Pixels = NDArray[np.uint8]

TO_RGB = ["-fps_mode", "passthrough", "-sws_flags", "bicubic+accurate_rnd+full_chroma_int", "-f", "rawvideo", "-pix_fmt", "rgb24"]
SHAPE = re.compile(r"^ +Stream #0:0.*?: Video: rawvideo.*?, (\d+)x(\d+).*?, ([\d.]+) fps", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Frames:
    """`pixels` (n, height, width, 3) at `fps`; a side in the file is `shrink` times as long, where memory was short."""

    pixels: Pixels
    fps: float
    shrink: int = 1


def read_frames(path: Path, max_bytes: int) -> Frames:
    """Every frame of an mp4, webm, gif or folder of PNG pictures; smaller ones where they would take more than `max_bytes`.

    Raises OutputError for a file that is missing or cannot be read, EncodeError where ffmpeg is missing.
    """
    kept: list[Pixels] = []
    shrink = 1
    with _opened(path) as (fps, pictures):
        for picture in pictures:
            kept.append(_reduced(picture, shrink))
            while sum(frame.nbytes for frame in kept) > max_bytes and min(kept[0].shape[:2]) > 1:
                kept = [_reduced(frame, 2) for frame in kept]
                shrink *= 2
    return Frames(np.stack(kept), fps, shrink)


def read_frame(path: Path, index: int) -> Pixels:
    """One frame (height, width, 3) in the file's own size. Raises as `read_frames` does."""
    with _opened(path) as (_, pictures):
        picture = next(islice(pictures, index, None), None)
    if picture is None:
        raise OutputError(f"{path.name} has no frame {index + 1}")
    return picture


def save_as(source: Clip, target: Path) -> None:
    """Write the clip again under `target`, whose suffix names the format: whole, or not at all.

    The same format is a copy of the file; another is encoded from the frames, with the request inside.
    Raises OutputError or EncodeError.
    """
    if target.absolute() == source.path.absolute():
        return
    check_output(target)
    check_writable(target.absolute().parent, output_bytes(source.request))
    try:
        if target.suffix.lower() == source.path.suffix.lower():
            _copy(source.path, target)
        else:
            _encode(source, target)
    except OSError as error:
        raise OutputError(f"{target} cannot be written ({error.strerror or error}): choose another place") from error


def save_frame(frame: Pixels, request: Request, target: Path) -> None:
    """One frame (height, width, 3) as a PNG picture with the request inside. Raises OutputError."""
    if target.suffix.lower() != ".png":
        raise OutputError(f"{target.name}: a frame is saved as a PNG picture: name it such as {target.with_suffix('.png').name}")
    if target.is_dir():
        raise OutputError(f"{target} is a folder: name a file such as {target / 'frame.png'}")
    check_writable(target.absolute().parent, frame.nbytes + 1_000_000)
    save_picture(target, frame, request)


def _copy(source: Path, target: Path) -> None:
    part = part_of(target)
    remove(part)
    try:
        if source.is_dir():
            shutil.copytree(source, part)
        else:
            shutil.copyfile(source, part)
            with part.open("rb+") as file:
                os.fsync(file.fileno())
        part.replace(target)
    finally:
        remove(part)
    sync_folder(target.absolute().parent)


def _encode(source: Clip, target: Path) -> None:
    size = (source.request.height, source.request.width)
    with _opened(source.path) as (_, pictures), VideoWriter(target, source.request) as video:
        for picture in pictures:
            if picture.shape[:2] != size:
                raise OutputError(f"{source.path.name} is not {size[1]} × {size[0]} pixels as its settings say: save it as {source.path.suffix} to copy it")
            video.write(picture[None])
        video.finish(lambda: None)


def _reduced(picture: Pixels, factor: int) -> Pixels:
    return picture if factor == 1 else np.asarray(Image.fromarray(picture).reduce(factor))


@contextmanager
def _opened(path: Path) -> Iterator[tuple[float, Iterator[Pixels]]]:
    """The file's frames a second, and its frames (height, width, 3) one by one."""
    if not path.exists():
        raise OutputError(f"the file {path} is gone: it was moved or deleted")
    if path.is_dir():
        yield read_request(path).fps, _pictures(path)
        return
    demuxer = DEMUXERS.get(path.suffix.lower())
    if demuxer is None:
        raise OutputError(f"{path.name} is no video that this application writes")
    source = ["-protocol_whitelist", "file,pipe", "-f", demuxer, "-i", f"file:{path.absolute()}"]
    command = [ffmpeg(), "-hide_banner", "-nostats", "-nostdin", *source, "-map", "0:v:0", *TO_RGB, "pipe:1"]
    with (
        tempfile.TemporaryFile() as said,
        subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=said, creationflags=NO_CONSOLE) as process,
    ):
        assert process.stdout is not None
        try:
            process.stdout.peek(1)  # type: ignore[attr-defined]  # a BufferedReader; ffmpeg has told the size by then
            said.seek(0)
            found = SHAPE.search(said.read().decode("utf-8", "replace"))
            if found is None:
                raise OutputError(f"{path.name} cannot be read: it is damaged or no video")
            width, height = int(found[1]), int(found[2])
            yield float(found[3]) or 1.0, _decoded(path, process, width, height)
        finally:
            process.kill()


def _decoded(path: Path, process: "subprocess.Popen[bytes]", width: int, height: int) -> Iterator[Pixels]:
    assert process.stdout is not None
    if max(width, height) > 2 * MAX_SIDE:
        raise OutputError(f"{path.name} has {width} × {height} pixels: more than any clip made here")
    count = 0
    while len(raw := process.stdout.read(width * height * 3)) == width * height * 3:
        count += 1
        if count > 4 * MAX_FRAMES:
            raise OutputError(f"{path.name} has more than {4 * MAX_FRAMES} frames: more than any clip made here")
        yield np.frombuffer(raw, np.uint8).reshape(height, width, 3)
    if process.wait() or raw or not count:
        raise OutputError(f"{path.name} cannot be read to its end: it is damaged")


def _pictures(folder: Path) -> Iterator[Pixels]:
    size: tuple[int, int] | None = None
    for file in sorted(folder.glob("*.png")):
        try:
            with Image.open(file, formats=["PNG"]) as picture:
                size = size or picture.size
                if picture.size != size or max(size) > 2 * MAX_SIDE:
                    raise OutputError(f"{file} has another size than the first picture: the folder holds no clip")
                yield np.asarray(picture.convert("RGB"))
        except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
            raise OutputError(f"{file} cannot be read: it is damaged or no picture") from error
