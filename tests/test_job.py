import pytest

from t2v_desktop.errors import InvalidRequest
from t2v_desktop.job import TRANSITIONS, Job, Pass, State, passes_from_json, passes_to_json
from t2v_desktop.request import Request

WAITING = Job("1", Request("a cat"))
HD, UHD = Request("a cat", width=128, strength=0.7), Request("a cat", width=256, strength=0.5)
LINKED = Job("2", Request("a cat"), passes=(Pass(HD), Pass(UHD)))


def test_starting_a_job_counts_an_attempt() -> None:
    running = WAITING.advance_to(State.RUNNING)
    again = running.advance_to(State.INTERRUPTED, "killed").advance_to(State.WAITING).advance_to(State.RUNNING)
    assert (running.attempts, again.attempts, again.error) == (1, 2, "")


def test_a_done_job_cannot_change() -> None:
    done = WAITING.advance_to(State.RUNNING).advance_to(State.DONE)
    for state in State:
        with pytest.raises(ValueError, match="can't become"):
            done.advance_to(state)


def test_every_state_has_a_row_and_can_be_reached() -> None:
    assert set(TRANSITIONS) == set(State)
    assert {State.WAITING}.union(*TRANSITIONS.values()) == set(State)


def test_each_pass_starts_from_the_previous_clip_and_the_first_request_stays() -> None:
    job, seen = LINKED, []
    for clip in ("/1.mp4", "/2.mp4", "/3.mp4"):
        assert job.state is State.WAITING and job.attempts == 0
        seen.append((job.current, job.current_source, len(job.passes_left)))
        job = job.advance_to(State.RUNNING).finished(clip)
    assert seen == [(Request("a cat"), "", 2), (HD, "/1.mp4", 1), (UHD, "/2.mp4", 0)]
    assert (job.state, job.clips, job.request) == (State.DONE, ("/1.mp4", "/2.mp4", "/3.mp4"), Request("a cat"))
    assert (job.current, job.current_source, job.passes_left) == (UHD, "/2.mp4", ())


def test_a_job_with_a_source_starts_from_it_and_its_passes_from_its_own_clips() -> None:
    job = Job("3", HD, source="/mine.mp4", passes=(Pass(UHD),))
    assert (job.current, job.current_source) == (HD, "/mine.mp4")
    after = job.advance_to(State.RUNNING).finished("/1.mp4")
    assert (after.current, after.current_source, after.source) == (UHD, "/1.mp4", "/mine.mp4")


def test_an_ended_job_has_no_waiting_requests() -> None:
    running = LINKED.advance_to(State.RUNNING)
    assert LINKED.requests_waiting == (LINKED.request, HD, UHD)
    assert running.requests_waiting == running.advance_to(State.CANCELLING).requests_waiting == (HD, UHD)
    assert running.finished("/1.mp4").requests_waiting == (HD, UHD)
    assert running.advance_to(State.FAILED).requests_waiting == LINKED.advance_to(State.CANCELLED).requests_waiting == ()


def test_only_a_running_job_can_finish() -> None:
    for job in (LINKED, LINKED.advance_to(State.CANCELLED), WAITING.advance_to(State.RUNNING).finished("/1.mp4")):
        with pytest.raises(ValueError, match="can't become"):
            job.finished("/1.mp4")


def test_passes_survive_a_round_trip() -> None:
    passes = (Pass(Request('a "cat" 熊\n', seed=2**63 - 1, strength=0.1)), Pass(UHD))
    assert passes_from_json(passes_to_json(passes)) == passes
    assert passes_from_json(passes_to_json(())) == ()


REQUEST = HD.to_json()


@pytest.mark.parametrize(
    "text",
    ["", "{", "{}", "7", "[7]", "[[]]", f'[{{"request": {REQUEST}}}]', '[{"kind": "second pass"}]', '[{"kind": "second pass", "request": 7}]',
     '[{"kind": "second pass", "request": {"prompt": ""}}]', f'[{{"kind": "upscaling", "request": {REQUEST}}}]', "[" * 100_000],
)  # fmt: skip
def test_invalid_passes_are_refused(text: str) -> None:
    with pytest.raises(InvalidRequest):
        passes_from_json(text)
