import time
from dataclasses import replace

import pytest

from t2v_desktop.job import Job, Pass, State
from t2v_desktop.library.database import Database
from t2v_desktop.library.queue import Changes, Queue
from t2v_desktop.request import ChosenLora, Request


@pytest.fixture
def queue(library: Database) -> Queue:
    return Queue(library)


def add(queue: Queue, prompts: str) -> list[Job]:
    return queue.add([Request(letter) for letter in prompts])


def order(queue: Queue) -> str:
    return "".join(job.request.prompt for job in queue.jobs())


def test_jobs_keep_the_order_in_which_they_were_added(queue: Queue) -> None:
    first = add(queue, "ab")
    add(queue, "c")
    assert order(queue) == "abc"
    assert queue.jobs()[:2] == first
    assert len({job.id for job in queue.jobs()}) == 3
    assert abs(time.time() - first[0].created_s) < 60


def test_a_job_survives_a_round_trip(queue: Queue, library: Database) -> None:
    request = Request(
        'a "red" 熊 🐻\n\\ ', "blur", "text-to-video-ms-1.7b", 256, 320, 24, 12, 30, 7.5, 0.1, 0.6, 2, scheduler="ddim", seed=2**63 - 1, preset="best",
        loras=(ChosenLora("paper", 0.5), ChosenLora("熊")), end_image="ab" * 32, continued_frames=9, flow_shift=3.0, device="cuda:1",
        dtype="fp16", memory="full",
    )  # fmt: skip
    (job,) = queue.add([request])
    job = job.advance_to(State.RUNNING).advance_to(State.FAILED, "no \udce9 room")
    queue.save(job)
    assert Queue(library).jobs() == [replace(job, error="no ? room")]
    queue.save(replace(job, output="/clips/no \udce9 text.mp4"))
    assert Queue(library).jobs()[0].output == "/clips/no \udce9 text.mp4"
    assert queue.get(job.id) == Queue(library).get(job.id)
    assert queue.get("nobody") is None


def test_a_job_with_passes_survives_a_round_trip(queue: Queue, library: Database) -> None:
    requests = [Request("a"), Request("b")]
    following = [[Pass(replace(r, strength=s)) for s in (0.7, 0.5)] for r in requests]
    linked = queue.add(requests, following)
    second = queue.add([replace(requests[0], strength=0.5)], source="/clips/no \udce9 text.mp4")
    assert Queue(library).jobs() == [*linked, *second]
    assert [list(job.passes) for job in linked] == following and second[0].passes == ()
    with pytest.raises(ValueError, match="zip"):
        queue.add(requests, following[:1])
    assert len(queue.jobs()) == 3
    for clip in ("/clips/no \udce9 text.mp4", "/clips/a\nb.mp4", "/clips/熊.mp4"):
        job = linked[0] = linked[0].advance_to(State.RUNNING).finished(clip)
        queue.save(job)
        assert queue.get(job.id) == Queue(library).get(job.id) == job
    assert linked[0].state is State.DONE and len(linked[0].clips) == 3


def test_a_waiting_job_can_be_edited(queue: Queue) -> None:
    (job,) = add(queue, "a")
    queue.save(replace(job, request=Request("b", seed=4)))
    assert queue.get(job.id) == replace(job, request=Request("b", seed=4))


def test_a_job_that_was_removed_stays_removed(queue: Queue) -> None:
    a, b = add(queue, "ab")
    queue.remove([a.id, "nobody"])
    queue.save(a.advance_to(State.RUNNING))
    assert queue.jobs() == [b]


def test_the_next_job_is_the_first_waiting_one(queue: Queue) -> None:
    assert queue.next_waiting() is None
    a, b = add(queue, "ab")
    queue.save(a.advance_to(State.RUNNING))
    assert queue.next_waiting() == b
    queue.save(b.advance_to(State.CANCELLED))
    assert queue.next_waiting() is None


@pytest.mark.parametrize(
    ("moved", "before", "after"),
    [
        ("d", "b", "adbcef"),
        ("a", "e", "bcdaef"),
        ("b", None, "acdefb"),
        ("fb", "d", "acbfde"),
        ("cd", "c", "abcdef"),
        ("bd", "d", "acbdef"),
        ("", "a", "abcdef"),
    ],
)
def test_jobs_move_before_another_and_keep_their_order(moved: str, before: str | None, after: str, queue: Queue, library: Database) -> None:
    ids = {job.request.prompt: job.id for job in add(queue, "abcdef")}
    queue.move([ids[m] for m in moved], ids[before] if before else None)
    assert order(queue) == after == order(Queue(library))


def test_moving_a_job_changes_no_other_row(queue: Queue, library: Database) -> None:
    """Except once in a while, when the gap between two jobs is used up."""
    jobs = add(queue, "abcdefgh")
    written = library.rows("SELECT total_changes()")[0][0]
    for _ in range(99):
        queue.move([queue.jobs()[-1].id], jobs[3].id if queue.jobs()[-1] != jobs[3] else jobs[2].id)
    changed = library.rows("SELECT total_changes()")[0][0] - written
    assert changed < 99 * 3 * 1.3, "a row and its digest, deleted and added again, for each move"
    assert sorted(order(queue)) == sorted("abcdefgh")
    assert len(set(library.rows("SELECT position FROM jobs"))) == 8


def test_changes_are_what_was_written_since_the_last_call(queue: Queue, library: Database) -> None:
    a, b, c = add(queue, "abc")
    assert [job for _, job in queue.changes().jobs] == [a, b, c], "all jobs at first"
    assert queue.changes() == Changes()
    running = b.advance_to(State.RUNNING)
    queue.save(running)
    queue.remove([a.id, "nobody"])
    (d,) = add(queue, "d")
    changes = queue.changes()
    assert [job for _, job in changes.jobs] == [running, d] and set(changes.removed) == {a.id, "nobody"}
    queue.move([d.id], b.id)
    ((place, moved),) = queue.changes().jobs
    assert moved == d and place < library.rows("SELECT position, rowid FROM jobs WHERE id = ?", (b.id,))[0]
    with pytest.raises(RuntimeError), queue.transaction():
        queue.save(c.advance_to(State.CANCELLED))
        queue.remove([d.id])
        raise RuntimeError
    assert [job for _, job in queue.changes().jobs] == [d, c], "as stored: nothing was saved"


def test_jobs_are_found_by_their_state_in_order(queue: Queue) -> None:
    a, b, c = add(queue, "abc")
    queue.move([c.id], a.id)
    queue.save(b.advance_to(State.RUNNING))
    assert queue.in_states(State.WAITING) == [c, a]
    assert [job.id for job in queue.in_states(State.WAITING, State.RUNNING)] == [c.id, a.id, b.id]
    assert queue.in_states(State.DONE) == []


def test_moving_ignores_removed_jobs(queue: Queue) -> None:
    a, b = add(queue, "ab")
    queue.remove([b.id])
    queue.move([b.id], a.id)
    queue.move([a.id], b.id)
    add(queue, "c")
    assert order(queue) == "ac"


def test_removed_jobs_are_restored_at_their_places_as_they_were(queue: Queue) -> None:
    jobs = add(queue, "abcde")
    done = replace(jobs[1], state=State.DONE, clips=("/clips/b.mp4",), passes=(Pass(Request("b", strength=0.7)),), attempts=1)
    failed = jobs[3].advance_to(State.RUNNING).advance_to(State.FAILED, "why")
    for job in (done, failed):
        queue.save(job)
    queue.changes()
    before = queue.jobs()
    placed = [each for each in Queue(queue._database).changes().jobs if each[1].request.prompt in "bd"]
    queue.remove([job.id for _, job in placed])
    queue.add([Request("f")])
    queue.restore(placed)
    assert queue.jobs()[:-1] == before and order(queue) == "abcdef"
    assert {job for _, job in queue.changes().jobs} >= {done, failed}


def test_a_restored_job_keeps_its_place_even_if_its_row_number_was_given_away(queue: Queue, library: Database) -> None:
    a, b = add(queue, "ab")
    (placed,) = (each for each in queue.changes().jobs if each[1].id == b.id)
    queue.remove([b.id])
    (c,) = add(queue, "c")  # gets the row number of b
    queue.move([c.id], a.id)
    queue.restore([placed])
    assert order(queue) == "cab"
    rows = library.rows("SELECT count(*) FROM digests WHERE of = 'jobs'")
    assert rows == [(3,)]


def test_new_jobs_take_the_place_of_another_one(queue: Queue) -> None:
    jobs = add(queue, "abc")
    made = queue.replace(jobs[1].id, [Request("x"), Request("y")], [(Pass(Request("x", strength=0.7)),), ()], "/clips/source.mp4")
    assert order(queue) == "axyc" and queue.get(jobs[1].id) is None
    assert [job.passes for job in made] == [(Pass(Request("x", strength=0.7)),), ()] and {job.source for job in made} == {"/clips/source.mp4"}
    queue.replace("nobody", [Request("z")])
    assert order(queue) == "axycz"


def test_a_held_job_is_not_the_next(queue: Queue) -> None:
    a, b = add(queue, "ab")
    assert queue.next_waiting(a.id) == b and queue.next_waiting() == a
    queue.remove([b.id])
    assert queue.next_waiting(a.id) is None


@pytest.mark.parametrize(
    ("column", "value"), [("request", "{"), ("request", '{"prompt": "", "width": -1}'), ("passes", "{"), ("passes", '[{"kind": "dance"}]'), ("state", "flying")]
)
def test_an_unreadable_row_is_logged_once_and_affects_no_other(
    column: str, value: str, queue: Queue, library: Database, caplog: pytest.LogCaptureFixture
) -> None:
    a, b, c = add(queue, "abc")
    with library.transaction() as connection:
        connection.execute(f"UPDATE jobs SET {column} = ? WHERE id = ?", (value, a.id))
    fresh = Queue(library)
    assert fresh.jobs() == fresh.jobs() == [b, c]
    assert fresh.next_waiting() == b
    assert fresh.get(a.id) is None
    assert caplog.text.count(a.id) == 1
    assert library.rows("SELECT count(*) FROM jobs") == [(3,)]


def test_ten_thousand_jobs_are_fast(queue: Queue) -> None:
    """Measured in CPU seconds of this process: other programs may be running."""
    requests = [Request(f"a panda eats bamboo in the forest, number {n}", seed=n) for n in range(10_000)]
    began = time.process_time()
    jobs = queue.add(requests)
    assert time.process_time() - began < 2
    began = time.process_time()
    queue.save(jobs[0].advance_to(State.RUNNING))
    assert len(queue.jobs()) == 10_000 and queue.next_waiting() == jobs[1]
    assert time.process_time() - began < 0.6
    began = time.process_time()
    queue.move([job.id for job in jobs[5000:]], jobs[0].id)
    assert time.process_time() - began < 0.6
    assert queue.jobs()[0].id == jobs[5000].id
