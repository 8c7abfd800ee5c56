"""A clip that continues another one: checks whether that one can be continued, and reads it."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import numpy as np

from t2v_desktop.errors import InvalidRequest, OutputError
from t2v_desktop.media.metadata import read_request
from t2v_desktop.media.read import LONGEST, Extent, Pixels, open_frames, read_extent, read_last
from t2v_desktop.request import MAX_FPS, Request

AT_ONCE = 8  # frames that are copied between two looks at cancel


def check_source(source: Path, request: Request) -> Extent:
    """The extent of the clip that `request` continues. Raises InvalidRequest, saying what would be right, if the new frames can't follow its own."""
    try:
        found, fps = read_extent(source), source_fps(source)
    except OutputError as error:
        raise InvalidRequest(f"the clip can't be continued: {error}") from error
    name, known = source.name, request.continued_frames
    if (found.width, found.height) != (request.width, request.height):
        raise InvalidRequest(f"{name} has {found.width}x{found.height} pixels, the new frames {request.width}x{request.height}: use the size of the clip")
    if fps != request.fps:
        raise InvalidRequest(f"{name} has {fps} frames per second, the new frames {request.fps}: use {fps}")
    if found.count < known:
        raise InvalidRequest(f"{name} has {found.count} frames, too few to continue after {known}: continue after fewer, or continue a longer clip")
    if found.count + request.num_frames - known > LONGEST:
        raise InvalidRequest(f"{name} has {found.count} frames: with {request.num_frames - known} more it would be longer than {LONGEST}, the limit")
    return found


def source_fps(source: Path) -> int:
    """The frame rate of a clip: as its request has it, else as it was measured, in whole frames per second. Raises OutputError."""
    try:
        return read_request(source).fps
    except (OutputError, InvalidRequest):
        with open_frames(source) as (fps, _):
            return min(max(round(fps), 1), MAX_FPS)


def known_frames(source: Path, request: Request) -> Pixels:
    """The frames (count, height, width, 3) that the continuation of a clip begins with. Raises InvalidRequest like `check_source`."""
    check_source(source, request)
    try:
        return read_last(source, request.continued_frames)
    except OutputError as error:
        raise InvalidRequest(f"the clip can't be continued: {error}") from error


def copied_frames(source: Path) -> Iterator[Pixels]:
    """All frames of a clip, a few at a time. Raises OutputError."""
    with open_frames(source) as (_, pictures):
        while some := list(islice(pictures, AT_ONCE)):
            yield np.stack(some)
