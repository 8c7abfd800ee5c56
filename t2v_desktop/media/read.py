"""A video file or a folder of pictures back to frames."""

import re
import stat
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

from t2v_desktop.children import NO_CONSOLE, Tail
from t2v_desktop.errors import InvalidRequest, OutputError, T2VError
from t2v_desktop.media.ffmpeg import READ_S, ffmpeg, source_options
from t2v_desktop.media.metadata import read_request
from t2v_desktop.media.pictures import pictures
from t2v_desktop.request import MAX_FRAMES, MAX_SIDE

Pixels = NDArray[np.uint8]
MOST_SAID = 1_000_000  # bytes of ffmpeg's account of a file, which repeats all that is noted inside

TO_RGB = ["-fps_mode", "passthrough", "-sws_flags", "bicubic+accurate_rnd+full_chroma_int", "-f", "rawvideo", "-pix_fmt", "rgb24"]
SHAPE = re.compile(r"^ +Stream #0:0.*?: Video: rawvideo.*?, (\d+)x(\d+).*?, (?:([\d.]+)(k?) fps|\S+ tbn)", re.MULTILINE)
HIGHEST_FPS = 240  # that is believed: webm that was streamed may know no rate, only that its times are in thousandths of a second
PICTURES_FPS = 8  # of a folder of pictures that does not say


@dataclass(frozen=True, slots=True)
class Frames:
    """`pixels` (n, height, width, 3) at `fps`; a side in the file is `shrink` times as long, where memory was short."""

    pixels: Pixels
    fps: float
    shrink: int = 1


def read_frames(path: Path, max_bytes: int) -> Frames:
    """Every frame of a video (`clip.DEMUXERS`) or folder of PNG pictures; smaller ones where they would take more than `max_bytes`.

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
    if _is_folder(path):
        yield _told_fps(path), _pictures(path)
        return
    command = [ffmpeg(), "-hide_banner", "-nostats", "-nostdin", *source_options(path), "-map", "0:v:0", *TO_RGB, "pipe:1"]
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, creationflags=NO_CONSOLE) as process:
        assert process.stdout is not None
        said: Tail | None = None
        try:
            said = Tail(process, MOST_SAID)
            process.stdout.peek(1)  # type: ignore[attr-defined]  # a BufferedReader; ffmpeg has told the size by then
            found = said.find(SHAPE)
            if found is None:
                raise OutputError(f"{path.name} cannot be read: it is damaged or no video")
            width, height = int(found[1]), int(found[2])
            yield _rate(path, found), _decoded(path, process, width, height)
        finally:
            process.kill()
            if said is not None:
                said.text()  # until the pipe is closed


def _rate(path: Path, found: re.Match[str]) -> float:
    """Frames a second as ffmpeg tells them (`1k fps` from 1,000 on), measured where that cannot be believed or is missing."""
    fps = float(found[3] or 0) * (1000 if found[4] else 1)
    if found[3] and fps <= HIGHEST_FPS:
        return fps or 1.0
    count, seconds = _measure(path)
    measured = count / seconds if seconds else 0.0  # without the time of the last frame, so that it is not exact
    return fps if abs(fps - measured) < fps / 4 else measured or fps or 1.0


def _told_fps(folder: Path) -> float:
    try:
        return read_request(folder).fps
    except T2VError:  # of another program
        return PICTURES_FPS


def length(path: Path) -> int:
    """How many frames a video or folder of pictures has, without decoding them. Raises OutputError where it cannot serve."""
    if not _is_folder(path):
        if not (count := _measure(path)[0]):
            raise OutputError(f"{path.name} cannot be read: it is damaged or no video")
        return count
    if not (found := pictures(path)):
        raise OutputError(f"the folder {path} holds no PNG pictures")
    sizes = [_size(file) for file in found]
    for file, size in zip(found, sizes, strict=True):
        _check_size(file, size, sizes[0])
    return len(found)


def _is_folder(path: Path) -> bool:
    """Whether pictures are to be read, not a file. Raises OutputError where nothing can be."""
    try:
        return stat.S_ISDIR(path.stat().st_mode)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise OutputError(f"the file {path} is gone: it was moved or deleted") from error
    except (OSError, ValueError) as error:
        raise OutputError(f"{path} cannot be read ({getattr(error, 'strerror', None) or error})") from error


def _measure(path: Path) -> tuple[int, float]:
    """Frames and seconds of a video by its packets; zeros where it cannot be read."""
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
    found = pictures(folder)
    if not found:
        raise OutputError(f"the folder {folder} holds no PNG pictures")
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
        raise OutputError(f"{file} cannot be read: it is damaged or no picture") from error


def _size(file: Path) -> tuple[int, int]:
    with _picture(file) as picture:
        return picture.size


def _check_size(file: Path, size: tuple[int, int], first: tuple[int, int]) -> None:
    if size != first:
        raise OutputError(f"{file} has {size[0]} × {size[1]} pixels, the first picture {first[0]} × {first[1]}: a clip's pictures are of one size")
    if max(size) > 2 * MAX_SIDE:
        raise OutputError(f"{file} has {size[0]} × {size[1]} pixels: more than any clip made here")
