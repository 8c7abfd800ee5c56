import pytest

from t2v_desktop.job import FOLLOWS, Job, State
from t2v_desktop.request import Request

WAITING = Job("1", Request("a cat"))


def test_starting_a_job_counts_an_attempt() -> None:
    running = WAITING.turn(State.RUNNING)
    again = running.turn(State.INTERRUPTED, "killed").turn(State.WAITING).turn(State.RUNNING)
    assert (running.attempts, again.attempts, again.error) == (1, 2, "")


def test_a_done_job_stays_done() -> None:
    done = WAITING.turn(State.RUNNING).turn(State.DONE)
    for state in State:
        with pytest.raises(ValueError, match="cannot become"):
            done.turn(state)


def test_every_state_has_its_row_and_can_be_reached() -> None:
    assert set(FOLLOWS) == set(State)
    assert {State.WAITING}.union(*FOLLOWS.values()) == set(State)
