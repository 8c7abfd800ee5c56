import pytest

from t2v_desktop.errors import InvalidRequest
from t2v_desktop.job import FOLLOWS, Job, Pass, State, passes_from_json, passes_to_json
from t2v_desktop.request import Request

WAITING = Job("1", Request("a cat"))
HD, UHD = Request("a cat", width=128, strength=0.7), Request("a cat", width=256, strength=0.5)
LINKED = Job("2", Request("a cat"), passes=(Pass(HD), Pass(UHD)))


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


def test_each_pass_starts_from_the_clip_before_it_and_the_first_request_stays() -> None:
    job, seen = LINKED, []
    for clip in ("/1.mp4", "/2.mp4", "/3.mp4"):
        assert job.state is State.WAITING and job.attempts == 0
        seen.append((job.current, job.current_source, len(job.passes_left)))
        job = job.turn(State.RUNNING).finished(clip)
    assert seen == [(Request("a cat"), "", 2), (HD, "/1.mp4", 1), (UHD, "/2.mp4", 0)]
    assert (job.state, job.clips, job.request) == (State.DONE, ("/1.mp4", "/2.mp4", "/3.mp4"), Request("a cat"))
    assert (job.current, job.current_source, job.passes_left) == (UHD, "/2.mp4", ())


def test_a_job_over_a_clip_starts_from_it_and_passes_go_on_from_its_own() -> None:
    job = Job("3", HD, source="/mine.mp4", passes=(Pass(UHD),))
    assert (job.current, job.current_source) == (HD, "/mine.mp4")
    after = job.turn(State.RUNNING).finished("/1.mp4")
    assert (after.current, after.current_source, after.source) == (UHD, "/1.mp4", "/mine.mp4")


def test_what_a_job_still_has_to_render_ends_with_it() -> None:
    running = LINKED.turn(State.RUNNING)
    assert LINKED.requests_waiting == (LINKED.request, HD, UHD)
    assert running.requests_waiting == running.turn(State.CANCELLING).requests_waiting == (HD, UHD)
    assert running.finished("/1.mp4").requests_waiting == (HD, UHD)
    assert running.turn(State.FAILED).requests_waiting == LINKED.turn(State.CANCELLED).requests_waiting == ()


def test_only_a_running_job_gets_a_clip() -> None:
    for job in (LINKED, LINKED.turn(State.CANCELLED), WAITING.turn(State.RUNNING).finished("/1.mp4")):
        with pytest.raises(ValueError, match="cannot become"):
            job.finished("/1.mp4")


def test_passes_come_back_from_their_text() -> None:
    passes = (Pass(Request('a "cat" 熊\n', seed=2**63 - 1, strength=0.1)), Pass(UHD))
    assert passes_from_json(passes_to_json(passes)) == passes
    assert passes_from_json(passes_to_json(())) == ()


REQUEST = HD.to_json()


@pytest.mark.parametrize(
    "text",
    ["", "{", "{}", "7", "[7]", "[[]]", f'[{{"request": {REQUEST}}}]', '[{"kind": "second pass"}]', '[{"kind": "second pass", "request": 7}]',
     '[{"kind": "second pass", "request": {"prompt": ""}}]', f'[{{"kind": "upscaling", "request": {REQUEST}}}]', "[" * 100_000],
)  # fmt: skip
def test_text_that_holds_no_passes_of_ours_is_refused(text: str) -> None:
    with pytest.raises(InvalidRequest):
        passes_from_json(text)
