from threading import Event

import pytest

from t2v_desktop.engine.hand_over import HandOver
from t2v_desktop.errors import Cancelled, EncodeError


def test_chunks_are_taken_in_order_and_all_of_them() -> None:
    taken: list[int] = []
    with HandOver(taken.append) as encoder:
        for chunk in range(5):
            encoder.give(chunk)
    assert taken == [0, 1, 2, 3, 4]


def test_the_giver_goes_on_while_a_chunk_is_taken_but_never_two_ahead() -> None:
    free, taken = Event(), list[int]()

    def take(chunk: int) -> None:
        assert free.wait(10)
        taken.append(chunk)

    with HandOver(take) as encoder:
        encoder.give(0)
        assert taken == []  # under way
        free.set()
        encoder.give(1)
        assert 0 in taken


def test_what_the_taker_raises_is_raised_where_it_is_given() -> None:
    def full(_chunk: int) -> None:
        raise EncodeError("ffmpeg failed")

    given = 0
    with pytest.raises(EncodeError, match="ffmpeg failed"), HandOver(full) as encoder:
        for chunk in range(3):
            encoder.give(chunk)
            given += 1
    assert given == 1
    with pytest.raises(EncodeError, match="ffmpeg failed"), HandOver(full) as encoder:
        encoder.give(0)


def test_a_cancel_waits_for_the_chunk_under_way_and_goes_through() -> None:
    taken: list[int] = []
    with pytest.raises(Cancelled), HandOver(taken.append) as encoder:
        encoder.give(0)
        raise Cancelled("cancelled")
    assert taken == [0]
