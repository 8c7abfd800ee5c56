"""Writes frames and their request to a video: mp4, webm, gif or a folder of PNG pictures."""

import os
import re
import shutil
import subprocess
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import TracebackType

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from t2v_desktop.children import NO_CONSOLE, Tail
from t2v_desktop.errors import EncodeError
from t2v_desktop.media.ffmpeg import ffmpeg
from t2v_desktop.media.gif import comment_gif
from t2v_desktop.media.metadata import AI_GENERATED, Provenance, metadata_json
from t2v_desktop.media.names import check_output, move_into_place, part_of, remove_part
from t2v_desktop.paths import disk_full, sync_folder, write_error
from t2v_desktop.request import Request

BT709 = ["-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709", "-color_range", "tv"]
TO_YUV = ["-vf", "scale={enlarged}out_color_matrix=bt709:out_range=tv", "-pix_fmt", "yuv420p", *BT709]
CODECS = {
    ".mp4": ["-c:v", "libx264", "-crf", "16", *TO_YUV, "-movflags", "+faststart+use_metadata_tags"],
    ".webm": ["-c:v", "libvpx-vp9", "-crf", "22", "-b:v", "0", "-row-mt", "1", *TO_YUV],
    ".gif": ["-filter_complex", "{scaled}split[a][b];[a]palettegen[p];[b][p]paletteuse=dither=sierra2_4a"],
}
ENLARGED = "w=iw*{0}:h=ih*{0}:flags=lanczos+accurate_rnd+full_chroma_int"  # smooth: pixels of a small clip shown as blocks look broken
POLL_S = 0.05
DISK_FULL = ("No space left", "Disk quota exceeded")  # as ffmpeg reports it


class VideoWriter:
    """Writes one video, which appears under its name only when it is complete.

    Use it as a context manager: an exception removes all files. `part` is the temporary file or folder. The frames are enlarged by the
    factor `scale` (Lanczos); a GIF plays `loops` times, for ever if 0. Raises EncodeError or OutputError.
    """

    def __init__(self, path: Path, request: Request, *, scale: int = 1, loops: int = 0, provenance: Provenance = Provenance.SETTINGS) -> None:
        check_output(path)
        self.path, self.request, self.count = path, request, 0
        self._scale, self._loops, self._provenance = scale, loops, provenance
        self.format = path.suffix.lower()
        self.part = part_of(path)
        self._process: subprocess.Popen[bytes] | None = None
        self._stderr: Tail | None = None
        try:
            remove_part(self.part)
            if not self.format:
                self.part.mkdir()
        except OSError as error:
            raise write_error(path, error) from error
        if self.format:
            self._start()

    def _start(self) -> None:
        r = self.request
        source = ["-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{r.width}x{r.height}", "-r", str(r.fps), "-i", "pipe:0"]
        command = [ffmpeg(), "-v", "error", "-nostdin", "-y", *source, *self._codec(), *marks(r, self._provenance), f"file:{self.part.absolute()}"]
        try:
            self._process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, creationflags=NO_CONSOLE
            )  # fmt: skip
            self._stderr = Tail(self._process)
        except OSError as error:
            self._clean_up()
            raise EncodeError(f"ffmpeg can't be started ({error.strerror or error}): close other programs and try again") from error

    def _codec(self) -> list[str]:
        enlarged = ENLARGED.format(self._scale) if self._scale > 1 else ""
        filled = {"enlarged": enlarged and f"{enlarged}:", "scaled": enlarged and f"scale={enlarged},"}
        return [option.format(**filled) for option in CODECS[self.format]] + (gif_loops(self._loops) if self.format == ".gif" else [])

    def write(self, frames: NDArray[np.uint8]) -> None:
        """Add frames (n, height, width, 3). Raises EncodeError or OutputError."""
        for frame in frames:
            self.count += 1
            try:
                if self._process is None:
                    write_png(self.part / f"{self.count:04d}.png", enlarged(frame, self._scale), metadata_json(self.request, self._provenance))
                else:
                    assert self._process.stdin is not None
                    self._process.stdin.write(frame.tobytes())
            except OSError as error:
                raise self._failure(error) from error

    def finish(self, raise_if_cancelled: Callable[[], None]) -> None:
        """Wait for the encoder, check that the file has every frame, and rename it to its final name.

        Calls `raise_if_cancelled` while waiting. Raises EncodeError or OutputError.
        """
        try:
            if self._process is not None:
                self._finish_encoder(self._process, raise_if_cancelled)
            for file in [self.part] if self.format else list(self.part.iterdir()):
                with file.open("rb+") as stream:
                    os.fsync(stream.fileno())
            if not self.format:
                sync_folder(self.part)
            raise_if_cancelled()
            move_into_place(self.part, self.path)
        except OSError as error:
            raise write_error(self.path, error) from error

    def _finish_encoder(self, process: "subprocess.Popen[bytes]", raise_if_cancelled: Callable[[], None]) -> None:
        assert process.stdin is not None
        try:
            process.stdin.close()
        except OSError as error:
            raise self._failure(error) from error
        while True:
            raise_if_cancelled()
            try:
                code = process.wait(POLL_S)
                break
            except subprocess.TimeoutExpired:
                continue
        if code != 0:
            raise self._failure()
        if self.format == ".gif" and (text := metadata_json(self.request, self._provenance)):
            comment_gif(self.part, text)
        if (found := count_frames(self.part)) != self.count:
            raise EncodeError(f"the file has only {found} of {self.count} frames and was deleted: try again")

    def _failure(self, error: OSError | None = None) -> Exception:
        """The exception for a failed write: from ffmpeg's stderr if it runs, otherwise from `error`."""
        if self._process is None or self._stderr is None:
            return write_error(self.path, error or OSError())
        self._process.wait()
        stderr, full = self._stderr.text(), False
        with suppress(OSError):
            full = shutil.disk_usage(self.part.parent).free < 1_000_000
        if full or any(message in stderr for message in DISK_FULL):
            return disk_full(self.path.absolute().parent)
        return EncodeError(f"ffmpeg failed: {self._stderr.last_line() or 'it was killed by another program'}")

    def _clean_up(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            with suppress(OSError):  # the rest of the data can't be delivered
                if self._process.stdin is not None:
                    self._process.stdin.close()
        if self._stderr is not None:
            self._stderr.text()  # waits until the pipe is closed
        with suppress(OSError):  # cleaned up later; the first error is the one to report
            remove_part(self.part)

    def __enter__(self) -> "VideoWriter":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._clean_up()


def save_picture(path: Path, frame: NDArray[np.uint8], request: Request) -> None:
    """Write one frame (height, width, 3) as a PNG with the request in its metadata. A failure leaves no file. Raises OutputError."""
    part = part_of(path)
    try:
        write_png(part, frame, metadata_json(request))
        with part.open("rb+") as stream:
            os.fsync(stream.fileno())
        move_into_place(part, path)
    except OSError as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise write_error(path, error) from error


def marks(request: Request, provenance: Provenance) -> list[str]:
    """ffmpeg's options for the metadata of a video."""
    if provenance is Provenance.NOTHING:
        return []
    return ["-metadata", f"comment={metadata_json(request, provenance)}", "-metadata", f"digital_source_type={AI_GENERATED}"]


def gif_loops(count: int) -> list[str]:
    """ffmpeg's options for a GIF that plays `count` times, for ever if 0. The format counts repetitions."""
    return ["-loop", "0" if not count else str(count - 1 or -1)]


def enlarged(frame: NDArray[np.uint8], scale: int) -> NDArray[np.uint8]:
    """A frame (height, width, 3) enlarged by a factor."""
    if scale == 1:
        return frame
    height, width, _ = frame.shape
    return np.asarray(Image.fromarray(frame).resize((width * scale, height * scale), Image.Resampling.LANCZOS))


def write_png(path: Path, frame: NDArray[np.uint8], metadata: str) -> None:
    """Write a frame with its metadata, "" for none. Raises OSError."""
    notes = PngInfo()
    if metadata:
        notes.add_itxt("comment", metadata)
    Image.fromarray(frame).save(path, format="PNG", pnginfo=notes)


def count_frames(path: Path) -> int:
    """The number of frames that the file really has, by reading all of it."""
    command = [ffmpeg(), "-v", "error", "-i", f"file:{path.absolute()}", "-map", "0:v:0", "-c", "copy", "-f", "null", "-progress", "pipe:1", "-"]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False, creationflags=NO_CONSOLE)
    found = re.findall(rb"^frame=\s*(\d+)", done.stdout, re.MULTILINE)
    return int(found[-1]) if done.returncode == 0 and found else 0
