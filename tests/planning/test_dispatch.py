from collections.abc import Callable, Iterator

import pytest

from t2v_desktop import paths
from t2v_desktop.errors import LibraryError
from t2v_desktop.events import Done, Encoding, Failed, Stopped
from t2v_desktop.job import Job, Pass, State
from t2v_desktop.library.database import Database, open_database
from t2v_desktop.library.queue import Queue
from t2v_desktop.planning.dispatch import Dispatch
from t2v_desktop.request import Request
from tests.library.held_library import MOMENTS, held

DONE = Done("/clips/a.mp4", "", 0, 16, 64, 64, 8)
KILLED = Failed("EngineStopped", "the engine was killed")


@pytest.fixture
def database() -> Iterator[Database]:
    opened = open_database(paths.library_file())
    yield opened
    opened.close()


@pytest.fixture
def queue(database: Database) -> Queue:
    queue = Queue(database)
    queue.add([Request("a cat"), Request("a dog")])
    return queue


def start_next(dispatch: Dispatch) -> Job | None:
    waiting = dispatch.next_job()
    return dispatch.start(waiting) if waiting is not None else None


def states(queue: Queue) -> list[State]:
    return [job.state for job in queue.jobs()]


def test_a_second_pass_runs_in_the_same_job_with_its_own_attempts(queue: Queue) -> None:
    queue.remove([job.id for job in queue.jobs()])
    queue.add([Request("a cat")], [[Pass(Request("a cat", width=128, strength=0.7))]])
    queue.add([Request("a dog")])
    dispatch = Dispatch(queue)
    start_next(dispatch)
    dispatch.finish(KILLED)
    start_next(dispatch)
    between = dispatch.finish(DONE)
    assert (between.state, between.attempts, between.current_source, between.passes_left) == (State.WAITING, 0, "/clips/a.mp4", ())
    assert between.request == Request("a cat")
    assert queue.get(between.id) == between
    running = start_next(dispatch)
    assert running is not None and running.id == between.id and running.current.width == 128
    assert dispatch.finish(Failed("OutOfMemory", "too large")).state is State.FAILED
    dispatch.retry(between.id)
    again = start_next(dispatch)
    assert again is not None and again.current_source == "/clips/a.mp4"  # the first pass is not rendered again
    done = dispatch.finish(Done("/clips/a-2.mp4", "", 0, 16, 128, 64, 8))
    assert (done.state, done.clips) == (State.DONE, ("/clips/a.mp4", "/clips/a-2.mp4"))
    assert states(queue) == [State.DONE, State.WAITING]


def test_a_cancel_as_the_first_clip_finishes_stops_the_second_pass(queue: Queue) -> None:
    queue.remove([job.id for job in queue.jobs()])
    job = queue.add([Request("a cat")], [[Pass(Request("a cat", strength=0.7))]])[0]
    dispatch = Dispatch(queue)
    start_next(dispatch)
    assert dispatch.cancel(job.id)
    ended = dispatch.finish(DONE)
    assert (ended.state, ended.current_source) == (State.CANCELLED, "/clips/a.mp4")
    assert start_next(dispatch) is None


def test_one_job_runs_at_a_time_in_order(queue: Queue) -> None:
    dispatch = Dispatch(queue)
    first = start_next(dispatch)
    assert first is not None and first.request.prompt == "a cat"
    assert start_next(dispatch) is None
    dispatch.finish(DONE)
    second = start_next(dispatch)
    assert second is not None and second.request.prompt == "a dog"
    assert states(queue) == [State.DONE, State.RUNNING]


def test_a_failure_does_not_stop_the_rest(queue: Queue) -> None:
    dispatch = Dispatch(queue)
    start_next(dispatch)
    assert dispatch.finish(Failed("BlankVideo", "every frame is black")).error == "every frame is black"
    assert start_next(dispatch) is not None


def test_a_job_is_retried_once_after_the_engine_was_killed(queue: Queue) -> None:
    dispatch = Dispatch(queue)
    first = start_next(dispatch)
    assert first is not None
    assert dispatch.finish(KILLED).state is State.WAITING
    again = start_next(dispatch)
    assert again is not None and again.id == first.id and again.attempts == 2
    assert dispatch.finish(KILLED).state is State.INTERRUPTED
    following = start_next(dispatch)
    assert following is not None and following.id != first.id


def test_an_error_that_every_job_would_hit_pauses_the_queue_with_its_message(queue: Queue) -> None:
    dispatch = Dispatch(queue)
    start_next(dispatch)
    dispatch.finish(Failed("OutputError", "the disk is full"))
    assert start_next(dispatch) is None
    assert (dispatch.paused, dispatch.pause_reason) == (True, "the disk is full")
    dispatch.resume()
    assert start_next(dispatch) is not None


def test_only_the_running_job_needs_the_engine_to_cancel(queue: Queue) -> None:
    dispatch = Dispatch(queue)
    running = start_next(dispatch)
    waiting = queue.jobs()[1]
    assert running is not None
    assert dispatch.cancel(waiting.id) is False
    assert dispatch.cancel(running.id) is True
    assert dispatch.cancel(running.id) is True
    assert states(queue) == [State.CANCELLING, State.CANCELLED]
    assert dispatch.finish(Stopped()).state is State.CANCELLED


def test_a_late_cancel_keeps_the_clip(queue: Queue) -> None:
    dispatch = Dispatch(queue)
    running = start_next(dispatch)
    assert running is not None
    dispatch.cancel(running.id)
    assert dispatch.finish(DONE).state is State.DONE


def test_a_retried_job_counts_its_attempts_from_zero(queue: Queue) -> None:
    dispatch = Dispatch(queue)
    first = start_next(dispatch)
    assert first is not None
    dispatch.finish(Failed("BlankVideo", "black"))
    dispatch.retry(first.id)
    waiting = queue.get(first.id)
    assert waiting is not None and (waiting.state, waiting.attempts) == (State.WAITING, 0)


def test_a_paused_queue_lets_the_running_job_finish(queue: Queue) -> None:
    dispatch = Dispatch(queue)
    start_next(dispatch)
    dispatch.pause()
    assert dispatch.finish(DONE).state is State.DONE
    assert start_next(dispatch) is None


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_change_that_cannot_be_saved_is_not_made(moment: str, database: Database, queue: Queue) -> None:
    def fails(verb: Callable[[], object]) -> None:
        with held(database, moment), pytest.raises(LibraryError):
            verb()

    dispatch = Dispatch(queue)
    fails(lambda: start_next(dispatch))
    assert dispatch.running is None
    job = start_next(dispatch)
    assert job is not None
    fails(lambda: dispatch.cancel(job.id))
    fails(lambda: dispatch.finish(DONE))
    fails(lambda: dispatch.finish(Failed("OutputError", "the disk is full")))
    assert dispatch.running == job == queue.get(job.id) and not dispatch.paused
    dispatch.finish(Failed("OutputError", "the disk is full"))
    fails(lambda: dispatch.retry(job.id))
    fails(dispatch.resume)
    assert (dispatch.paused, dispatch.pause_reason, states(queue)) == (True, "the disk is full", [State.FAILED, State.WAITING])
    assert dispatch.resume() == 1
    again = start_next(dispatch)
    assert again is not None and (again.id, again.attempts) == (job.id, 1)


def test_saving_the_end_of_a_job_fails_with_what_is_saved_beside_it(queue: Queue) -> None:
    def also() -> None:
        raise LibraryError("no room")

    dispatch = Dispatch(queue)
    job = start_next(dispatch)
    with pytest.raises(LibraryError):
        dispatch.finish(DONE, also)
    assert dispatch.running == job and states(queue) == [State.RUNNING, State.WAITING]


def test_the_output_is_saved_while_the_job_runs_and_the_clip_once_it_is_done(queue: Queue) -> None:
    dispatch = Dispatch(queue)
    for event, made in ((KILLED, ()), (DONE, ("/clips/a.mp4",))):
        waiting = dispatch.next_job()
        assert waiting is not None and waiting.output == ""
        dispatch.start(waiting, "/clips/a.mp4")
        assert [j.output for j in queue.jobs()] == ["/clips/a.mp4", ""]
        ended = dispatch.finish(event)
        assert (ended.output, ended.clips) == ("", made) and queue.get(ended.id) == ended


def test_quitting_during_a_job_does_not_count_as_an_attempt(queue: Queue) -> None:
    dispatch = Dispatch(queue)
    start_next(dispatch)
    dispatch.quit()
    assert [(job.state, job.attempts) for job in queue.jobs()] == [(State.RUNNING, 0), (State.WAITING, 0)]


def test_only_a_final_event_ends_a_job(queue: Queue) -> None:
    dispatch = Dispatch(queue)
    start_next(dispatch)
    with pytest.raises(ValueError, match="Encoding"):
        dispatch.finish(Encoding())
