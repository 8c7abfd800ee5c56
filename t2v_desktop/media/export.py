"""Save finished clips under other names and in other formats."""

import os
import shutil
import subprocess
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from t2v_desktop.children import NO_CONSOLE
from t2v_desktop.clip import Clip
from t2v_desktop.errors import Cancelled, EncodeError, OutputError, T2VError
from t2v_desktop.media.ffmpeg import ffmpeg, source_options
from t2v_desktop.media.gif import comment_gif, without_comments
from t2v_desktop.media.metadata import Provenance, metadata_json
from t2v_desktop.media.names import check_output, move_into_place, numbered, output_bytes, part_of, remove_part
from t2v_desktop.media.png_folder import pictures
from t2v_desktop.media.read import Pixels, open_frames
from t2v_desktop.media.write import VideoWriter, marks, save_picture, write_png
from t2v_desktop.paths import check_writable, sync_folder, write_error
from t2v_desktop.request import Request

SCALES = (1, 2, 4)
MAX_EXPORTED_SIDE = 4096  # pixels: what decoders of H.264 in phones and browsers play


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """How clips are saved. `scale` is 1, 2 or 4; `loops` is how often a GIF plays, 0 for ever.

    `provenance` removes the settings from the file, which keeps saying that it is AI-generated; only NOTHING removes that too.
    """

    scale: int = 1
    loops: int = 0
    provenance: Provenance = Provenance.SETTINGS


def save_as(source: Clip, target: Path, options: ExportOptions = ExportOptions(), raise_if_cancelled: Callable[[], None] = lambda: None) -> None:
    """Save the clip as `target`, whose suffix selects the format. A failure leaves no file.

    The same format and size copies the frames as they are; anything else encodes them again. Calls `raise_if_cancelled` between frames.
    Raises OutputError or EncodeError.
    """
    if target.absolute() == source.path.absolute():
        return
    check_output(target)
    longest = max(source.request.width, source.request.height) * options.scale
    if options.scale not in SCALES or longest > MAX_EXPORTED_SIDE:
        raise OutputError(f"{source.path.name} would have {longest} pixels a side: the limit is {MAX_EXPORTED_SIDE}. Use a smaller scale")
    check_writable(target.absolute().parent, output_bytes(source.request) * options.scale**2)
    if not source.path.exists():
        raise OutputError(f"the file {source.path} is missing: it was moved or deleted")
    same = target.suffix.lower() == source.path.suffix.lower() and options.scale == 1 and (options.loops == 0 or target.suffix.lower() != ".gif")
    try:
        if same:
            _copy(source, target, options.provenance)
        else:
            _encode(source, target, options, raise_if_cancelled)
    except OSError as error:
        raise write_error(target, error) from error


def save_all(
    clips: Sequence[Clip], folder: Path, suffix: str, options: ExportOptions = ExportOptions(),
    report: Callable[[int, int], None] = lambda _done, _total: None, raise_if_cancelled: Callable[[], None] = lambda: None,
) -> tuple[list[Path], list[str]]:  # fmt: skip
    """Save clips in `folder` under their own names, or free ones, as the format of `suffix`. Returns the files, and an error for each that failed.

    `report` is called with the clips saved and their total. Raises Cancelled, and keeps what was saved.
    """
    saved: list[Path] = []
    errors: list[str] = []
    for number, clip in enumerate(clips, 1):
        raise_if_cancelled()
        target = numbered((folder / clip.path.name).with_suffix(suffix), os.path.lexists)
        try:
            save_as(clip, target, options, raise_if_cancelled)
            saved.append(target)
        except Cancelled:
            raise
        except T2VError as error:
            errors.append(f"{clip.path.name}: {error}")
        report(number, len(clips))
    return saved, errors


def save_frame(frame: Pixels, request: Request, target: Path) -> None:
    """Save one frame (height, width, 3) as a PNG with the request in its metadata. Raises OutputError."""
    if target.suffix.lower() != ".png":
        raise OutputError(f"{target.name}: frames are saved as PNG: use a name such as {target.with_suffix('.png').name}")
    if target.is_dir():
        raise OutputError(f"{target} is a folder: use a file name such as {target / 'frame.png'}")
    check_writable(target.absolute().parent, frame.nbytes + 1_000_000)
    save_picture(target, frame, request)


def _copy(source: Clip, target: Path, provenance: Provenance) -> None:
    """Copy a file, or the pictures of a folder without any other files in it, with less metadata if so chosen."""
    path, part = source.path, part_of(target)
    remove_part(part)
    try:
        pairs = [(path, part)]
        if path.is_dir():
            part.mkdir()
            pairs = [(picture, part / picture.name) for picture in pictures(path)]
        for one, copy in pairs:
            if provenance is Provenance.SETTINGS:
                shutil.copyfile(one, copy)
            elif path.is_dir():
                with Image.open(one, formats=["PNG"]) as picture:
                    write_png(copy, np.asarray(picture.convert("RGB")), metadata_json(source.request, provenance))
            else:
                _remux(source, copy, provenance)
            with copy.open("rb+") as file:
                os.fsync(file.fileno())
        if path.is_dir():
            sync_folder(part)
        move_into_place(part, target)
    finally:
        with suppress(OSError):
            remove_part(part)


def _remux(source: Clip, part: Path, provenance: Provenance) -> None:
    """Copy a video's frames without its metadata. Raises EncodeError."""
    path = source.path
    if part.suffix.lower() == ".gif":  # ffmpeg copies the comments of a GIF with its frames
        part.write_bytes(without_comments(path.read_bytes()))
        if text := metadata_json(source.request, provenance):
            comment_gif(part, text)
        return
    extra = ["-movflags", "+faststart+use_metadata_tags"] if part.suffix.lower() == ".mp4" else []
    options = ["-map", "0:v:0", "-map_metadata", "-1", "-c", "copy", *extra, *marks(source.request, provenance)]
    command = [ffmpeg(), "-v", "error", "-nostdin", "-y", *source_options(path), *options, f"file:{part.absolute()}"]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False, creationflags=NO_CONSOLE)
    if done.returncode:
        raise EncodeError(f"{path.name} can't be copied: it is damaged or not a video")


def _encode(source: Clip, target: Path, options: ExportOptions, raise_if_cancelled: Callable[[], None]) -> None:
    size, chosen = (source.request.height, source.request.width), options
    with (
        open_frames(source.path) as (_, frames),
        VideoWriter(target, source.request, scale=chosen.scale, loops=chosen.loops, provenance=chosen.provenance) as video,
    ):
        for picture in frames:
            raise_if_cancelled()
            if picture.shape[:2] != size:
                raise OutputError(f"{source.path.name} is not {size[1]} × {size[0]} pixels as in its settings: save it as {source.path.suffix} to copy it")
            video.write(picture[None])
        video.finish(raise_if_cancelled)
