"""Tiles cover a frame, are of one size, and share enough."""

from itertools import pairwise

import pytest

from t2v_desktop.models.families.wan.memory import need
from t2v_desktop.models.families.wan.tiling import LEAST, OVERLAP, grid_within, grids, side, spans
from t2v_desktop.models.family import ClipShape
from t2v_desktop.request import Request

SHAPE = ClipShape(832, 480, 16, 8, 16, 4, 1, 81, 16)
PARTS = {"text_encoder": 5_680_910_336, "transformer": 1_418_996_800, "vae": 126_892_531}
NATIVE = Request("a cat", width=832, height=480, num_frames=81)


@pytest.mark.parametrize("length", [41, 60, 104, 129, 256])
def test_tiles_cover_the_length_and_share_what_they_must(length: int) -> None:
    for count in range(2, 12):
        if side(length, count) < LEAST:
            break
        cuts = spans(length, count)
        assert cuts[0][0] == 0 and cuts[-1][1] == length
        assert {stop - start for start, stop in cuts} == {side(length, count)}
        assert all(OVERLAP <= before[1] - after[0] < LEAST for before, after in pairwise(cuts))


def test_tiles_become_smaller_until_they_are_too_small() -> None:
    areas = [side(60, rows) * side(104, columns) for rows, columns in grids(60, 104)]
    assert areas == sorted(areas, reverse=True) and len(set(areas)) == len(areas) > 4
    assert areas[-1] >= LEAST**2 and next(grids(60, 104)) == (1, 2) and next(grids(104, 60)) == (2, 1)
    assert not list(grids(38, 38)) and list(grids(24, 41)) == [(1, 2)]
    assert [grid_within(60, 104, area) for area in (6240, 6239, areas[1], areas[1] - 1, 1)] == [(1, 1), (1, 2), (2, 2), (2, 3), list(grids(60, 104))[-1]]


def test_a_card_holds_one_tile_and_a_computer_what_waits_of_the_others() -> None:
    card, computer = (need(NATIVE, PARTS, SHAPE, 2, kind) for kind in ("cuda", "cpu"))
    assert card.tiles == computer.tiles and card.tiles[0] == 0 and card.decode() == card.decode_frame == computer.decode_frame
    assert all(one > other for one, other in zip(map(card.decode, card.tiles), map(card.decode, card.tiles[1:]), strict=False))
    assert all(card.decode(tile) < computer.decode(tile) < card.decode_frame for tile in card.tiles[1:])
    assert card.decode(card.tiles[-1]) < card.decode_frame / 7


def test_a_second_pass_keeps_room_for_the_encoder_which_takes_frames_whole() -> None:
    first, second = (need(Request("a cat", width=832, height=480, num_frames=81, strength=strength), PARTS, SHAPE, 2, "cuda") for strength in (0.0, 0.7))
    assert second.decode(second.tiles[-1]) > 2 * first.decode(first.tiles[-1]) and second.decode_frame == first.decode_frame
