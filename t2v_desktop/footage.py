"""A video file or a folder of pictures back to frames."""

import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

from t2v_desktop.clip import DEMUXERS, NO_CONSOLE, ffmpeg, read_request
from t2v_desktop.errors import InvalidRequest, OutputError
from t2v_desktop.request import MAX_FRAMES, MAX_SIDE
from t2v_desktop.tail import Tail

Pixels = NDArray[np.uint8]
MOST_SAID = 1_000_000  # bytes of ffmpeg's account of a file, which repeats all that is noted inside

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
    with opened(path) as (fps, pictures):
        for picture in pictures:
            kept.append(_reduced(picture, shrink))
            while sum(frame.nbytes for frame in kept) > max_bytes and min(kept[0].shape[:2]) > 1:
                kept = [_reduced(frame, 2) for frame in kept]
                shrink *= 2
    return Frames(np.stack(kept), fps, shrink)


def read_frame(path: Path, index: int) -> Pixels:
    """One frame (height, width, 3) in the file's own size. Raises as `read_frames` does."""
    with opened(path) as (_, pictures):
        picture = next(islice(pictures, index, None), None)
    if picture is None:
        raise OutputError(f"{path.name} has no frame {index + 1}")
    return picture


def read_fitted(path: Path, count: int, width: int, height: int) -> Pixels:
    """The first `count` frames (count, height, width, 3), each cut around its middle to the shape asked for and resized to it.

    Raises InvalidRequest where there are fewer, and as `read_frames` does.
    """
    with opened(path) as (_, pictures):
        kept = [_fitted(picture, width, height) for picture in islice(pictures, count)]
    if len(kept) < count:
        raise InvalidRequest(f"{path.name} has {len(kept)} frames: use {len(kept)} frames or fewer, or a longer clip")
    return np.stack(kept)


def _fitted(picture: Pixels, width: int, height: int) -> Pixels:
    if picture.shape[:2] == (height, width):
        return picture
    return np.asarray(ImageOps.fit(Image.fromarray(picture), (width, height), Image.Resampling.LANCZOS))


def _reduced(picture: Pixels, factor: int) -> Pixels:
    return picture if factor == 1 else np.asarray(Image.fromarray(picture).reduce(factor))


@contextmanager
def opened(path: Path) -> Iterator[tuple[float, Iterator[Pixels]]]:
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
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, creationflags=NO_CONSOLE) as process:
        assert process.stdout is not None
        try:
            said = Tail(process, MOST_SAID)
            process.stdout.peek(1)  # type: ignore[attr-defined]  # a BufferedReader; ffmpeg has told the size by then
            found = said.find(SHAPE)
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
