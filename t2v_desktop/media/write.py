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
from t2v_desktop.media.metadata import AI_GENERATED, metadata_json
from t2v_desktop.media.names import check_output, move_into_place, part_of, remove_part
from t2v_desktop.paths import disk_full, sync_folder, write_error
from t2v_desktop.request import Request

BT709 = ["-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709", "-color_range", "tv"]
TO_YUV = ["-vf", "scale=out_color_matrix=bt709:out_range=tv", "-pix_fmt", "yuv420p", *BT709]
CODECS = {
    ".mp4": ["-c:v", "libx264", "-crf", "16", *TO_YUV, "-movflags", "+faststart+use_metadata_tags"],
    ".webm": ["-c:v", "libvpx-vp9", "-crf", "22", "-b:v", "0", "-row-mt", "1", *TO_YUV],
    ".gif": ["-filter_complex", "split[a][b];[a]palettegen[p];[b][p]paletteuse=dither=sierra2_4a", "-loop", "0"],
}
POLL_S = 0.05
DISK_FULL = ("No space left", "Disk quota exceeded")  # as ffmpeg reports it


class VideoWriter:
    """Writes one video, which appears under its name only when it is complete.

    Use it as a context manager: an exception removes all files. `part` is the temporary file or folder.
    Raises EncodeError or OutputError.
    """

    def __init__(self, path: Path, request: Request) -> None:
        check_output(path)
        self.path, self.request, self.count = path, request, 0
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
        marks = ["-metadata", f"comment={metadata_json(r)}", "-metadata", f"digital_source_type={AI_GENERATED}"]
        command = [ffmpeg(), "-v", "error", "-nostdin", "-y", *source, *CODECS[self.format], *marks, f"file:{self.part.absolute()}"]
        try:
            self._process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, creationflags=NO_CONSOLE
            )  # fmt: skip
            self._stderr = Tail(self._process)
        except OSError as error:
            self._clean_up()
            raise EncodeError(f"ffmpeg can't be started ({error.strerror or error}): close other programs and try again") from error

    def write(self, frames: NDArray[np.uint8]) -> None:
        """Add frames (n, height, width, 3). Raises EncodeError or OutputError."""
        for frame in frames:
            self.count += 1
            try:
                if self._process is None:
                    _write_png(self.part / f"{self.count:04d}.png", frame, self.request)
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
        if self.format == ".gif":
            _comment_gif(self.part, metadata_json(self.request))
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
        _write_png(part, frame, request)
        with part.open("rb+") as stream:
            os.fsync(stream.fileno())
        move_into_place(part, path)
    except OSError as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise write_error(path, error) from error


def _write_png(path: Path, frame: NDArray[np.uint8], request: Request) -> None:
    notes = PngInfo()
    notes.add_itxt("comment", metadata_json(request))
    Image.fromarray(frame).save(path, format="PNG", pnginfo=notes)


def count_frames(path: Path) -> int:
    """The number of frames that the file really has, by reading all of it."""
    command = [ffmpeg(), "-v", "error", "-i", f"file:{path.absolute()}", "-map", "0:v:0", "-c", "copy", "-f", "null", "-progress", "pipe:1", "-"]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False, creationflags=NO_CONSOLE)
    found = re.findall(rb"^frame=\s*(\d+)", done.stdout, re.MULTILINE)
    return int(found[-1]) if done.returncode == 0 and found else 0


def _comment_gif(path: Path, text: str) -> None:
    """Insert a comment extension (GIF89a, section 24) after the loop extension. ffmpeg can't write one."""
    content = path.read_bytes()
    loop = content.find(b"\x21\xff\x0bNETSCAPE2.0")
    if loop < 0:
        raise EncodeError("ffmpeg wrote a GIF without its loop extension")
    at = loop + 19
    raw = text.encode("utf-8")
    blocks = b"".join(bytes([len(raw[i : i + 255])]) + raw[i : i + 255] for i in range(0, len(raw), 255))
    path.write_bytes(content[:at] + b"\x21\xfe" + blocks + b"\0" + content[at:])
