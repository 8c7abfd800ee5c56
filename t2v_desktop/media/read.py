"""Reads frames from a video file or a folder of pictures."""

import re
import stat
import subprocess
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from t2v_desktop.children import NO_CONSOLE, Tail
from t2v_desktop.errors import InvalidRequest, OutputError, T2VError
from t2v_desktop.media.ffmpeg import READ_S, ffmpeg, source_options
from t2v_desktop.media.metadata import read_request
from t2v_desktop.media.pictures import fitted
from t2v_desktop.media.png_folder import pictures
from t2v_desktop.request import MAX_FRAMES, MAX_SIDE

Pixels = NDArray[np.uint8]
LONGEST = 4 * MAX_FRAMES  # frames that are read of a file
MAX_STDERR_BYTES = 1_000_000  # of ffmpeg's report on a file, which repeats all its metadata

TO_RGB = ["-fps_mode", "passthrough", "-sws_flags", "bicubic+accurate_rnd+full_chroma_int", "-f", "rawvideo", "-pix_fmt", "rgb24"]
SHAPE = re.compile(r"^ +Stream #0:0.*?: Video: rawvideo.*?, (\d+)x(\d+).*?, (?:([\d.]+)(k?) fps|\S+ tbn)", re.MULTILINE)
MAX_FPS = 240  # a higher rate is measured instead: streamed webm may report only its time base of 1/1000 s
PICTURES_FPS = 8  # of a folder of pictures without metadata


@dataclass(frozen=True, slots=True)
class Frames:
    """`pixels` (n, height, width, 3) at `fps`. To save memory, sides may be reduced by the factor `shrink`."""

    pixels: Pixels
    fps: float
    shrink: int = 1


def read_frames(path: Path, max_bytes: int) -> Frames:
    """All frames of a video (see DEMUXERS) or folder of PNG pictures, reduced in size to fit in `max_bytes`.

    Raises OutputError if the file is missing or can't be read, EncodeError if ffmpeg is missing.
    """
    kept: list[Pixels] = []
    shrink = 1
    with open_frames(path) as (fps, pictures):
        for picture in pictures:
            kept.append(_reduced(picture, shrink))
            while sum(frame.nbytes for frame in kept) > max_bytes and min(kept[0].shape[:2]) > 1:
                kept = [_reduced(frame, 2) for frame in kept]
                shrink *= 2
    return Frames(np.stack(kept), fps, shrink)


def read_frame(path: Path, index: int) -> Pixels:
    """One frame (height, width, 3) in the file's own size. Raises like `read_frames`."""
    with open_frames(path) as (_, pictures):
        picture = next(islice(pictures, index, None), None)
    if picture is None:
        raise OutputError(f"{path.name} has no frame {index + 1}")
    return picture


def read_fitted(path: Path, count: int, width: int, height: int) -> Pixels:
    """The first `count` frames (count, height, width, 3), each cropped around its centre and resized to `width` and `height`.

    Raises InvalidRequest if there are fewer frames, otherwise like `read_frames`.
    """
    with open_frames(path) as (_, pictures):
        kept = [_fitted(picture, width, height) for picture in islice(pictures, count)]
    if len(kept) < count:
        raise InvalidRequest(f"{path.name} has {len(kept)} frames: use {len(kept)} frames or fewer, or a longer clip")
    return np.stack(kept)


def read_last(path: Path, count: int) -> Pixels:
    """The last `count` frames (count, height, width, 3) in the file's own size, fewer if it has no more. Raises like `read_frames`."""
    with open_frames(path) as (_, pictures):
        return np.stack(deque(pictures, count))


def _fitted(picture: Pixels, width: int, height: int) -> Pixels:
    if picture.shape[:2] == (height, width):
        return picture
    return fitted(Image.fromarray(picture), width, height)


def _reduced(picture: Pixels, factor: int) -> Pixels:
    return picture if factor == 1 else np.asarray(Image.fromarray(picture).reduce(factor))


@dataclass(frozen=True, slots=True)
class Extent:
    """How many frames of which size a video has, and their rate."""

    count: int
    width: int
    height: int
    fps: float


def read_extent(path: Path) -> Extent:
    """The extent of a video or folder of pictures; only its first frame is decoded. Raises like `read_frames`."""
    with open_frames(path) as (fps, pictures):
        height, width, _ = next(pictures).shape
    return Extent(frame_count(path), width, height, fps)


@contextmanager
def open_frames(path: Path) -> Iterator[tuple[float, Iterator[Pixels]]]:
    """The frame rate of a file, and an iterator over its frames (height, width, 3)."""
    if _is_folder(path):
        yield _stored_fps(path), _pictures(path)
        return
    command = [ffmpeg(), "-hide_banner", "-nostats", "-nostdin", *source_options(path), "-map", "0:v:0", *TO_RGB, "pipe:1"]
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, creationflags=NO_CONSOLE) as process:
        assert process.stdout is not None
        stderr: Tail | None = None
        try:
            stderr = Tail(process, MAX_STDERR_BYTES)
            process.stdout.peek(1)  # type: ignore[attr-defined]  # a BufferedReader; by then ffmpeg has reported the size
            found = stderr.find(SHAPE)
            if found is None:
                raise OutputError(f"{path.name} can't be read: it is damaged or not a video")
            width, height = int(found[1]), int(found[2])
            yield _rate(path, found), _decoded(path, process, width, height)
        finally:
            process.kill()
            if stderr is not None:
                stderr.text()  # waits until the pipe is closed


def _rate(path: Path, found: re.Match[str]) -> float:
    """The frame rate that ffmpeg reports (`1k fps` from 1,000 on), measured if it is missing or implausible."""
    fps = float(found[3] or 0) * (1000 if found[4] else 1)
    if found[3] and fps <= MAX_FPS:
        return fps or 1.0
    count, seconds = _measure(path)
    measured = count / seconds if seconds else 0.0  # not exact: the last frame's duration is missing
    return fps if abs(fps - measured) < fps / 4 else measured or fps or 1.0


def _stored_fps(folder: Path) -> float:
    try:
        return read_request(folder).fps
    except T2VError:  # made by another program
        return PICTURES_FPS


def frame_count(path: Path) -> int:
    """The number of frames of a video or folder of pictures, without decoding. Raises OutputError if it can't be used."""
    if not _is_folder(path):
        if not (count := _measure(path)[0]):
            raise OutputError(f"{path.name} can't be read: it is damaged or not a video")
        return count
    if not (found := pictures(path)):
        raise OutputError(f"the folder {path} contains no PNG pictures")
    sizes = [_size(file) for file in found]
    for file, size in zip(found, sizes, strict=True):
        _check_size(file, size, sizes[0])
    return len(found)


def _is_folder(path: Path) -> bool:
    """Whether `path` is a folder. Raises OutputError if it is missing or can't be read."""
    try:
        return stat.S_ISDIR(path.stat().st_mode)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise OutputError(f"the file {path} is missing: it was moved or deleted") from error
    except (OSError, ValueError) as error:
        raise OutputError(f"{path} can't be read ({getattr(error, 'strerror', None) or error})") from error


def _measure(path: Path) -> tuple[int, float]:
    """The number of frames and the seconds of a video, from its packets; zeros if it can't be read."""
    command = [ffmpeg(), "-v", "error", "-nostdin", *source_options(path), "-map", "0:v:0", "-c", "copy", "-f", "null", "-progress", "pipe:1", "-"]
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False, timeout=READ_S, creationflags=NO_CONSOLE)
    except subprocess.TimeoutExpired:
        return 0, 0.0
    counts, times = re.findall(rb"^frame=\s*(\d+)", done.stdout, re.MULTILINE), re.findall(rb"^out_time_us=(\d+)", done.stdout, re.MULTILINE)
    return int(counts[-1]) if counts else 0, int(times[-1]) / 1e6 if times else 0.0


def _decoded(path: Path, process: "subprocess.Popen[bytes]", width: int, height: int) -> Iterator[Pixels]:
    assert process.stdout is not None
    if max(width, height) > 2 * MAX_SIDE:
        raise OutputError(f"{path.name} has {width} × {height} pixels: the limit is {2 * MAX_SIDE}")
    count = 0
    while len(raw := process.stdout.read(width * height * 3)) == width * height * 3:
        count += 1
        if count > LONGEST:
            raise OutputError(f"{path.name} has more than {LONGEST} frames, the limit")
        yield np.frombuffer(raw, np.uint8).reshape(height, width, 3)
    if process.wait() or raw or not count:
        raise OutputError(f"{path.name} can't be read to the end: it is damaged")


def _pictures(folder: Path) -> Iterator[Pixels]:
    size: tuple[int, int] | None = None
    found = pictures(folder)
    if not found:
        raise OutputError(f"the folder {folder} contains no PNG pictures")
    for file in found:
        with _picture(file) as picture:
            size = size or picture.size
            _check_size(file, picture.size, size)
            yield np.asarray(picture.convert("RGB"))


@contextmanager
def _picture(file: Path) -> Iterator[Image.Image]:
    try:
        with Image.open(file, formats=["PNG"]) as picture:
            yield picture
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise OutputError(f"{file} can't be read: it is damaged or not a picture") from error


def _size(file: Path) -> tuple[int, int]:
    with _picture(file) as picture:
        return picture.size


def _check_size(file: Path, size: tuple[int, int], first: tuple[int, int]) -> None:
    if size != first:
        raise OutputError(f"{file} has {size[0]} × {size[1]} pixels, the first picture {first[0]} × {first[1]}: all pictures must have the same size")
    if max(size) > 2 * MAX_SIDE:
        raise OutputError(f"{file} has {size[0]} × {size[1]} pixels: the limit is {2 * MAX_SIDE}")
