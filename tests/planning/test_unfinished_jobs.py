from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from t2v_desktop import paths
from t2v_desktop.errors import LibraryError
from t2v_desktop.job import Job, Pass, State
from t2v_desktop.library.clips import Clips
from t2v_desktop.library.database import Database, open_database
from t2v_desktop.library.queue import Queue
from t2v_desktop.planning.dispatch import MAX_ATTEMPTS
from t2v_desktop.planning.unfinished_jobs import recover
from t2v_desktop.request import Request
from tests.library.held_library import MOMENTS, held
from tests.media.made_clips import make_clip

WANTED = Request("a red circle", width=32, height=32, num_frames=8, fps=8, seed=41)


@pytest.fixture
def database() -> Iterator[Database]:
    opened = open_database(paths.library_file())
    yield opened
    opened.close()


def leave(database: Database, output: Path, request: Request = WANTED, passes: Sequence[Pass] = (), state: State = State.RUNNING) -> Job:
    """A job that was running to `output` when the application was killed."""
    queue = Queue(database)
    (job,) = queue.add([request], [passes])
    running = replace(job.advance_to(State.RUNNING), output=str(output))
    queue.save(running if state is State.RUNNING else running.advance_to(state))
    return running


def found(database: Database) -> tuple[list[Job], list[Path]]:
    """Recover twice, as at two starts."""
    recover(Queue(database), Clips(database))
    jobs = Queue(database).jobs()
    recover(Queue(database), Clips(database))
    assert Queue(database).jobs() == jobs
    return jobs, [clip.path for clip in Clips(database).page(10)]


@pytest.mark.parametrize("dtype", ["auto", "fp32"])
@pytest.mark.parametrize("state", [State.RUNNING, State.CANCELLING])
def test_a_finished_clip_is_listed_once_and_its_job_done(dtype: str, state: State, database: Database, tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "a.mp4", dtype=dtype)
    leave(database, clip.path, state=state)
    jobs, listed = found(database)
    assert [job.state for job in jobs] == [State.DONE] and listed == [clip.path]
    (kept,) = Clips(database).page(10)
    assert kept.request == WANTED and kept.poster.is_file() and kept.created_s == pytest.approx(clip.path.stat().st_mtime, abs=0.01)


@pytest.mark.parametrize(("made", "state"), [(12, State.DONE), (11, State.WAITING), (8, State.WAITING)])
def test_a_continued_clip_is_finished_if_it_has_the_frames_of_its_source_and_the_new_ones(
    made: int, state: State, database: Database, tmp_path: Path
) -> None:  # fmt: skip
    source, output = make_clip(tmp_path / "source.mp4"), make_clip(tmp_path / "a.mp4", count=made, num_frames=9, continued_frames=5)
    (job,) = Queue(database).add([output.request], source=str(source.path))
    Queue(database).save(replace(job.advance_to(State.RUNNING), output=str(output.path)))
    jobs, _ = found(database)
    assert [job.state for job in jobs] == [state]


def test_a_clip_already_listed_by_a_rebuild_is_not_listed_twice(database: Database, tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "a.mp4")
    Clips(database).rebuild(tmp_path)
    leave(database, clip.path)
    assert found(database)[1] == [clip.path]


def test_a_model_given_as_a_folder_is_known_by_its_name(database: Database, tmp_path: Path) -> None:
    request = replace(WANTED, model=str(tmp_path / "mine"))
    leave(database, make_clip(tmp_path / "a.mp4", model=request.model).path, request)
    ((job,), listed) = found(database)
    assert job.state is State.DONE and len(listed) == 1 and Clips(database).page(1)[0].request == request


def test_the_second_pass_follows_a_recovered_first(database: Database, tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "a.mp4")
    second = replace(WANTED, width=64, strength=0.7)
    leave(database, clip.path, passes=[Pass(second)])
    ((job,), listed) = found(database)
    assert (job.state, job.request, job.current, job.passes_left, job.output) == (State.WAITING, WANTED, second, (), "")
    assert [str(path) for path in listed] == [job.current_source] == list(job.clips) == [str(clip.path)]


@pytest.mark.parametrize("state", [State.RUNNING, State.CANCELLING])
def test_a_finished_clip_of_the_second_pass_is_listed_and_the_job_done(state: State, database: Database, tmp_path: Path) -> None:
    queue, second = Queue(database), replace(WANTED, strength=0.7)
    first, clip = make_clip(tmp_path / "a.mp4"), make_clip(tmp_path / "a-2.mp4", strength=0.7)
    between = leave(database, first.path, passes=[Pass(second)]).finished(str(first.path))
    running = replace(between.advance_to(State.RUNNING), output=str(clip.path))
    queue.save(running if state is State.RUNNING else running.advance_to(state))
    ((job,), listed) = found(database)
    assert (job.state, job.clips, job.request, listed) == (State.DONE, (str(first.path), str(clip.path)), WANTED, [clip.path])
    assert Clips(database).page(1)[0].request == second


def test_the_clip_of_the_first_pass_is_not_mistaken_for_that_of_the_second(database: Database, tmp_path: Path) -> None:
    first = make_clip(tmp_path / "a.mp4")
    between = leave(database, first.path, passes=[Pass(replace(WANTED, strength=0.7))]).finished(str(first.path))
    Queue(database).save(replace(between.advance_to(State.RUNNING), output=str(first.path)))
    ((job,), listed) = found(database)
    assert (job.state, job.attempts, job.clips, listed) == (State.WAITING, 1, (str(first.path),), [])


@pytest.mark.parametrize("what", ["missing", "cut", "another seed", "another dtype", "another model", "too few frames", "no clip"])
def test_a_file_that_is_not_the_jobs_finished_clip_is_left_alone_and_the_job_waits(what: str, database: Database, tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    match what:
        case "cut":
            whole = make_clip(path).path.read_bytes()
            path.write_bytes(whole[: len(whole) * 2 // 3])
        case "another seed":
            make_clip(path, seed=42)
        case "another dtype":
            make_clip(path, dtype="bf16")
        case "another model":
            make_clip(path, model="other")
        case "too few frames":
            make_clip(path, count=4, num_frames=8)
        case "no clip":
            path.write_bytes(b"mine")
    before = path.read_bytes() if path.exists() else None
    leave(database, path)
    ((job,), listed) = found(database)
    assert (job.state, job.attempts, job.output, listed) == (State.WAITING, 1, "", [])
    assert (path.read_bytes() if path.exists() else None) == before


def test_a_job_that_was_being_cancelled_is_cancelled(database: Database, tmp_path: Path) -> None:
    leave(database, tmp_path / "a.mp4", state=State.CANCELLING)
    assert [job.state for job in found(database)[0]] == [State.CANCELLED]


def test_a_job_that_crashes_the_application_each_time_is_interrupted_with_a_message(database: Database, tmp_path: Path) -> None:
    queue = Queue(database)
    leave(database, tmp_path / "a.mp4")
    for attempt in range(1, MAX_ATTEMPTS + 1):
        assert recover(queue, Clips(database))
        (job,) = queue.jobs()
        assert (job.state, job.attempts) == (State.WAITING if attempt < MAX_ATTEMPTS else State.INTERRUPTED, attempt)
        if job.state is State.WAITING:
            queue.save(job.advance_to(State.RUNNING))
    assert "closed" in job.error and not recover(queue, Clips(database)) and queue.jobs() == [job]


def test_a_job_interrupted_by_an_older_version_waits_again(database: Database) -> None:
    queue = Queue(database)
    queue.save(queue.add([WANTED])[0].advance_to(State.RUNNING).advance_to(State.INTERRUPTED, "the application ended while this was running"))
    assert [(job.state, job.attempts) for job in found(database)[0]] == [(State.WAITING, 1)]


@pytest.mark.parametrize("moment", MOMENTS)
def test_recovery_changes_nothing_if_the_library_cannot_be_written(moment: str, database: Database, tmp_path: Path) -> None:
    running = leave(database, make_clip(tmp_path / "a.mp4").path)
    with held(database, moment), pytest.raises(LibraryError):
        recover(Queue(database), Clips(database))
    assert Queue(database).jobs() == [running] and Clips(database).page(1) == []
    assert [job.state for job in found(database)[0]] == [State.DONE]
