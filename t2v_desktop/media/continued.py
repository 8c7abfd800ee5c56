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


def read_source(source: Path) -> tuple[Extent, int]:
    """The extent of a clip that is to be continued, and its rate in whole frames per second: that of its request, else the measured one.

    Raises InvalidRequest.
    """
    try:
        found = read_extent(source)
    except OutputError as error:
        raise InvalidRequest(f"the clip can't be continued: {error}") from error
    try:
        return found, read_request(source).fps
    except (OutputError, InvalidRequest):  # made by another program
        return found, min(max(round(found.fps), 1), MAX_FPS)


def check_source(source: Path, request: Request) -> Extent:
    """The extent of the clip that `request` continues. Raises InvalidRequest, saying what would be right, if the new frames can't follow its own."""
    found, fps = read_source(source)
    name, known = source.name, request.continued_frames
    if (found.width, found.height) != (request.width, request.height):
        size = f"{found.width}x{found.height}"
        raise InvalidRequest(f"{name} has {size} pixels, the new frames {request.width}x{request.height}: use {size}")
    if fps != request.fps:
        raise InvalidRequest(f"{name} has {fps} frames per second, the new frames {request.fps}: use {fps}")
    if found.count < known:
        raise InvalidRequest(f"{name} has {found.count} frames, too few to continue after {known}: continue after fewer, or continue a longer clip")
    if found.count + request.new_frames > LONGEST:
        raise InvalidRequest(f"{name} has {found.count} frames: with {request.new_frames} more it would be longer than {LONGEST}, the limit")
    return found


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
