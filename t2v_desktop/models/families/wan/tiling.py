"""Cuts frames that are too large for the autoencoder into overlapping tiles: plain arithmetic, for the memory's count and the engine alike.

Lengths are in latent values.
"""

import math
from collections.abc import Iterator

OVERLAP = 8  # that neighbouring tiles share, at least: the 64 pixels of diffusers' AutoencoderKLWan
MARGIN = 2  # of the overlap, at either end, that counts for nothing in the tile whose edge it is
LEAST = 24  # a tile's side: of smaller ones most would be overlap
Span = tuple[int, int]  # start and stop


def side(length: int, count: int) -> int:
    """The side of `count` equal tiles that cover `length`."""
    return math.ceil((length + (count - 1) * OVERLAP) / count)


def spans(length: int, count: int) -> list[Span]:
    """Where each of `count` equal tiles lies in `length`."""
    tile = side(length, count)
    starts = [round(at * (length - tile) / max(count - 1, 1)) for at in range(count)]
    return [(start, start + tile) for start in starts]


def grids(height: int, width: int) -> Iterator[tuple[int, int]]:
    """The rows and columns of tiles to cut a frame into, largest tiles first; nothing for a frame that is too small."""
    rows = columns = 1
    while True:
        if side(width, columns) >= side(height, rows):
            columns += 1
        else:
            rows += 1
        if min(side(width, columns) if columns > 1 else LEAST, side(height, rows) if rows > 1 else LEAST) < LEAST:
            return
        yield rows, columns


def grid_within(height: int, width: int, area: int) -> tuple[int, int]:
    """The rows and columns of the largest tiles that have at most `area` latent pixels, of the smallest if none do; (1, 1) for a frame that needs no cut."""
    rows = columns = 1
    cuts = grids(height, width)
    while side(height, rows) * side(width, columns) > area:
        following = next(cuts, None)
        if following is None:
            break
        rows, columns = following
    return rows, columns
