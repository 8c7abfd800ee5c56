import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from t2v_desktop.clip import Clip
from t2v_desktop.gui.session import Session
from t2v_desktop.job import Pass, State
from t2v_desktop.library.database import Database
from t2v_desktop.library.queue import Queue
from t2v_desktop.library.runs import Runs
from t2v_desktop.media.metadata import read_request
from t2v_desktop.media.read import read_frames
from t2v_desktop.models.store import find
from t2v_desktop.request import Request
from t2v_desktop.settings import Settings
from tests.library.held_library import MOMENTS, held
from tests.media.made_clips import make_clip

Make = Callable[..., Session]


def states(session: Session) -> list[State]:
    return [job.state for job in session.model.jobs()]


def test_a_finished_request_is_a_clip_in_the_library(qtbot: QtBot, make_session: Make) -> None:
    session = make_session()
    finished: list[Clip] = []
    session.clip_finished.connect(finished.append)
    with qtbot.waitSignal(session.queue_finished, timeout=10_000):
        session.add([Request("a red circle", seed=7)])
    clip = finished[0]
    assert isinstance(clip, Clip) and clip.path.read_bytes() == b"a clip"
    assert [c.path for c in session.clips.page(10)] == [clip.path]
    assert states(session) == [State.DONE]
    assert session.clip_of(session.model.jobs()[0]) == clip


HD = {"width": 256, "height": 256, "strength": 0.7}


def test_a_job_with_a_second_pass_makes_two_clips(qtbot: QtBot, make_session: Make) -> None:
    session, sources = make_session(), []
    session.progressed.connect(lambda job, _: sources.append(job.current_source))
    with qtbot.waitSignal(session.queue_finished, timeout=10_000) as done:
        session.submit([Request("a red circle", seed=7)], [Request("a red circle", seed=7, **HD)])
    assert done.args == [2, 0]
    hd, draft = session.clips.page(10)
    assert (draft.request.width, hd.request.width) == (128, 256)
    assert set(sources) == {"", str(draft.path)}
    (job,) = session.model.jobs()
    assert (job.state, job.request, job.current, job.clips) == (State.DONE, draft.request, hd.request, (str(draft.path), str(hd.path)))
    assert session.clip_of(job) == hd


def test_after_a_restart_only_the_missing_second_pass_is_rendered(qtbot: QtBot, make_session: Make) -> None:
    session = make_session()
    session.clip_finished.connect(lambda _: session.pause(True))
    with qtbot.waitSignal(session.clip_finished, timeout=10_000):
        session.submit([Request("a red circle")], [Request("a red circle", **HD)])
    session.close()
    again = make_session()
    assert states(again) == [State.WAITING] and again.dispatch.paused
    with qtbot.waitSignal(again.queue_finished, timeout=10_000) as done:
        again.pause(False)
    assert done.args == [1, 0]
    assert [clip.request.width for clip in again.clips.page(10)] == [256, 128]


def test_duplicate_and_edit_keep_a_jobs_passes(qtbot: QtBot, make_session: Make) -> None:
    session = make_session()
    session.pause(True)
    session.submit([Request("a cat")], [Request("a cat", **HD)])
    session.add([Request("a dog", **HD)], source="/clips/dog.mp4")
    session.edits.duplicate([job.id for job in session.model.jobs()])
    first, second, *copies = session.model.jobs()
    assert [(j.request, j.source, j.passes) for j in copies] == [(j.request, j.source, j.passes) for j in (first, second)]
    assert first.passes == (Pass(Request("a cat", **HD)),)
    assert session.edits.edit(second.id) is None
    assert session.edits.edit(first.id) == first and session.model.jobs()[0] == first
    session.submit([Request("two cats")], [Request("two cats", **HD)])
    edited, *others = session.model.jobs()
    assert (edited.request.prompt, edited.passes[0].request.prompt) == ("two cats", "two cats") and others == [second, *copies]


def test_jobs_with_equal_requests_each_find_their_own_clip(qtbot: QtBot, make_session: Make) -> None:
    session, made = make_session(), []
    session.clip_finished.connect(made.append)
    with qtbot.waitSignal(session.queue_finished, timeout=10_000):
        session.add([Request("a red circle", seed=7)] * 3)
    assert len({clip.path for clip in made}) == 3
    assert [session.clip_of(job) for job in session.model.jobs()] == made
    session.close()
    again = make_session()
    assert [again.clip_of(job) for job in again.model.jobs()] == made
    again.clips.remove([made[1].path])
    assert [again.clip_of(job) for job in again.model.jobs()] == [made[0], None, made[2]]


def test_a_job_does_not_find_a_newer_clip_with_the_file_name_of_its_own(qtbot: QtBot, make_session: Make) -> None:
    session, made = make_session(), []
    session.clip_finished.connect(made.append)
    for steps in (20, 25):
        with qtbot.waitSignal(session.queue_finished, timeout=10_000):
            session.add([Request("a red circle", seed=7, num_inference_steps=steps)])
        if steps == 20:
            session.deletions.delete(made)
    assert made[0].path == made[1].path
    assert [session.clip_of(job) for job in session.model.jobs()] == [None, made[1]]


def test_a_duplicated_second_pass_starts_from_the_same_clip(qtbot: QtBot, make_session: Make) -> None:
    session = make_session()
    with qtbot.waitSignal(session.queue_finished, timeout=10_000):
        session.submit([Request("a red circle")], [Request("a red circle", **HD)])
    session.pause(True)
    session.edits.duplicate([session.model.jobs()[0].id])
    done, copy = session.model.jobs()
    assert (copy.request, copy.source, copy.passes) == (done.current, done.clips[0], ())


def test_a_finished_clip_can_be_upscaled_to_hd(qtbot: QtBot, make_session: Make) -> None:
    session = make_session()
    with qtbot.waitSignal(session.queue_finished, timeout=10_000):
        session.add([Request("a red circle", seed=7, device="cpu")])
    (clip,) = session.clips.page(1)
    with qtbot.waitSignal(session.queue_finished, timeout=10_000):
        session.second_pass(clip, replace(find("starter"), width=192, height=192, strength=0.6))
    hd = session.clips.page(1)[0].request
    assert (hd.width, hd.height, hd.seed, hd.strength, hd.prompt) == (192, 192, 7, 0.6, "a red circle")


def test_a_failed_job_does_not_stop_the_queue(qtbot: QtBot, make_session: Make) -> None:
    session = make_session()
    with qtbot.waitSignal(session.queue_finished, timeout=10_000) as done:
        session.add([Request("this fails"), Request("a red circle")])
    assert done.args == [1, 1]
    assert states(session) == [State.FAILED, State.DONE]


def test_a_job_that_kills_the_engine_twice_is_interrupted_and_the_next_job_runs(qtbot: QtBot, make_session: Make) -> None:
    session, ended = make_session(), []
    session.job_failed.connect(lambda job: ended.append((job.state, job.attempts)))
    with qtbot.waitSignal(session.queue_finished, timeout=20_000):
        session.add([Request("killed"), Request("a red circle")])
    assert ended == [(State.WAITING, 1), (State.INTERRUPTED, 2)]
    assert states(session) == [State.INTERRUPTED, State.DONE]


def test_cancel_stops_the_running_job_and_the_next_one_starts(qtbot: QtBot, make_session: Make) -> None:
    session = make_session()
    with qtbot.waitSignal(session.progressed, timeout=10_000):
        jobs = session.add([Request("a slow one"), Request("a red circle")])
    with qtbot.waitSignal(session.queue_finished, timeout=10_000):
        session.cancel([jobs[0].id])
        assert session.model.jobs()[0].state is State.CANCELLING
    assert states(session) == [State.CANCELLED, State.DONE]


def test_a_paused_queue_starts_no_job_until_it_resumes(qtbot: QtBot, make_session: Make) -> None:
    session = make_session()
    session.pause(True)
    session.add([Request("a red circle")])
    qtbot.wait(100)
    assert states(session) == [State.WAITING]
    with qtbot.waitSignal(session.queue_finished, timeout=10_000):
        session.pause(False)
    assert states(session) == [State.DONE]


def test_a_job_running_at_a_crash_waits_until_the_user_resumes(qtbot: QtBot, make_session: Make, database: Database) -> None:
    queue = Queue(database)
    job = queue.add([Request("a red circle")])[0]
    queue.save(job.advance_to(State.RUNNING))
    session = make_session()
    assert states(session) == [State.WAITING]
    assert session.dispatch.paused and session.dispatch.pause_reason == "The app closed during a render. Press Resume to continue."
    with qtbot.waitSignal(session.queue_finished, timeout=10_000):
        session.pause(False)
    assert states(session) == [State.DONE]


def test_an_interrupted_job_does_not_pause_the_next_start(make_session: Make, database: Database) -> None:
    queue = Queue(database)
    job = queue.add([Request("a red circle")])[0]
    queue.save(replace(job, attempts=1).advance_to(State.RUNNING))
    session = make_session()
    assert states(session) == [State.INTERRUPTED] and "closed" in session.model.jobs()[0].error
    session.close()
    assert not make_session().dispatch.paused


def test_quitting_repeatedly_never_marks_a_job_as_interrupted(qtbot: QtBot, make_session: Make) -> None:
    session = make_session()
    session.add([Request("a slow one")])
    for _ in range(3):
        session.close()
        session = make_session()
        assert states(session) == [State.WAITING] and "Press Resume" in session.dispatch.pause_reason
        session.pause(False)
        assert states(session) == [State.RUNNING]


def test_a_closed_session_starts_no_job(qtbot: QtBot, make_session: Make) -> None:
    session, started = make_session(), []
    session.job_started.connect(started.append)
    session.clip_finished.connect(lambda _: session.close())
    with qtbot.waitSignal(session.clip_finished, timeout=10_000):
        session.add([Request("a red circle"), Request("a dog")])
    qtbot.wait(100)
    assert len(started) == 1


def test_jobs_waiting_at_startup_pause_the_queue_with_a_reason(make_session: Make, database: Database) -> None:
    Queue(database).add([Request("a red circle")])
    assert "Press Resume" in make_session().dispatch.pause_reason


def test_resume_retries_the_job_that_paused_the_queue(qtbot: QtBot, make_session: Make, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("no folder")
    session = make_session(settings=Settings(clips_folder=str(blocked / "clips")))
    session.add([Request("a red circle"), Request("a dog")])
    assert states(session) == [State.FAILED, State.WAITING]
    blocked.unlink()
    blocked.mkdir()
    with qtbot.waitSignal(session.queue_finished, timeout=10_000) as done:
        session.pause(False)
    assert states(session) == [State.DONE, State.DONE] and done.args == [2, 0]


def test_an_unwritable_clips_folder_pauses_the_queue_with_a_reason(make_session: Make, tmp_path: object) -> None:
    blocked = f"{tmp_path}/file"
    with open(blocked, "w") as file:  # noqa: PTH123
        file.write("no folder")
    session = make_session(settings=Settings(clips_folder=f"{blocked}/clips"))
    session.add([Request("a red circle"), Request("a dog")])
    assert states(session) == [State.FAILED, State.WAITING]
    assert session.dispatch.paused and blocked in session.dispatch.pause_reason


def test_jobs_can_be_moved_duplicated_edited_and_cleared(make_session: Make) -> None:
    session = make_session()
    session.pause(True)
    first, second = session.add([Request("one"), Request("two")])
    session.edits.move([second.id], first.id)
    session.edits.duplicate([second.id])
    assert [j.request.prompt for j in session.model.jobs()] == ["two", "one", "two"]
    assert session.edits.edit(first.id) == first
    session.cancel([second.id])
    assert session.edits.clear_finished() == 1
    assert [j.request.prompt for j in session.model.jobs()] == ["one", "two"]


def test_a_trashed_clip_can_be_restored(qtbot: QtBot, make_session: Make) -> None:
    session = make_session()
    with qtbot.waitSignal(session.clip_finished, timeout=10_000) as emitted:
        session.add([Request("a red circle")])
    clip = emitted.args[0]
    assert session.deletions.delete([clip]) == ([clip], [])
    assert not clip.path.exists() and session.clips.page(10) == []
    assert session.deletions.undo() == ([clip], [])
    assert clip.path.read_bytes() == b"a clip" and session.clips.page(10) == [clip]
    assert session.deletions.undo() == ([], [])


def test_a_restored_clip_does_not_overwrite_a_newer_one(qtbot: QtBot, make_session: Make) -> None:
    session = make_session()
    made = []
    for _ in range(2):
        with qtbot.waitSignal(session.clip_finished, timeout=10_000) as emitted:
            session.add([Request("a red circle")])
        made.append(emitted.args[0])
        if len(made) == 1:
            session.deletions.delete([made[0]])
    assert made[0].path == made[1].path
    made[1].path.write_bytes(b"the newer clip")
    ((restored,), _) = session.deletions.undo()
    assert restored.path.read_bytes() == b"a clip" and made[1].path.read_bytes() == b"the newer clip"
    assert {c.path for c in session.clips.page(10)} == {restored.path, made[1].path}


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_result_that_cannot_be_saved_is_saved_at_resume(moment: str, qtbot: QtBot, make_session: Make, database: Database) -> None:
    session, started, finished = make_session(), [], []
    session.job_started.connect(started.append)
    session.clip_finished.connect(finished.append)
    with qtbot.waitSignal(session.progressed, timeout=10_000):
        session.add([Request("a red circle, timed"), Request("a dog")])
    with held(database, moment):
        qtbot.waitUntil(lambda: session.dispatch.paused, timeout=10_000)
        assert "another program" in session.dispatch.pause_reason
        session.pause(False)  # too early
        assert session.dispatch.paused and states(session) == [State.RUNNING, State.WAITING]
        session.cancel([session.model.jobs()[0].id])  # too late
        assert session.dispatch.paused and session.clips.page(10) == [] and finished == []
    with qtbot.waitSignal(session.queue_finished, timeout=10_000) as done:
        session.pause(False)
    assert done.args == [2, 0] and states(session) == [State.DONE, State.DONE]
    assert [job.request.prompt for job in started] == ["a red circle, timed", "a dog"]
    assert session.clips.page(10)[::-1] == finished and len(finished) == 2


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_job_that_cannot_be_saved_as_running_does_not_start(moment: str, qtbot: QtBot, make_session: Make, database: Database) -> None:
    session = make_session()
    session.pause(True)
    session.add([Request("a red circle")])
    with held(database, moment):
        session.pause(False)
        assert session.dispatch.running is None and session.dispatch.paused and "another program" in session.dispatch.pause_reason
    with qtbot.waitSignal(session.queue_finished, timeout=10_000):
        session.pause(False)
    assert states(session) == [State.DONE]


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_change_that_cannot_be_saved_is_reported_and_not_made(moment: str, make_session: Make, database: Database) -> None:
    session, warned = make_session(), []
    session.warned.connect(warned.append)
    session.pause(True)
    first, second, third = session.add([Request("one"), Request("two"), Request("three")])
    session.cancel([third.id])
    before = list(session.model.jobs())
    actions: list[Callable[[], object]] = [
        lambda: session.add([Request("more")]),
        lambda: session.submit([Request("more")]),
        lambda: session.cancel([first.id]),
        lambda: session.edits.remove([first.id]),
        lambda: session.edits.retry([third.id]),
        lambda: session.edits.move([second.id], first.id),
        lambda: session.edits.duplicate([second.id]),
        lambda: session.edits.replace(first.id, [Request("another")]),
        session.edits.clear_finished,
    ]
    with held(database, moment):
        for number, action in enumerate(actions, 1):
            assert not action()
            assert len(warned) == number and "another program" in warned[-1]
            assert session.model.jobs() == before == Queue(database).jobs()


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_cancel_that_cannot_be_saved_is_reported_and_can_be_repeated(moment: str, qtbot: QtBot, make_session: Make, database: Database) -> None:
    session, warned = make_session(), []
    session.warned.connect(warned.append)
    with qtbot.waitSignal(session.progressed, timeout=10_000):
        (job,) = session.add([Request("a slow one")])
    with held(database, moment):
        session.cancel([job.id])
        assert len(warned) == 1 and states(session) == [State.RUNNING]
        assert session.dispatch.running is not None and session.dispatch.running.state is State.RUNNING
    session.cancel([job.id])
    qtbot.waitUntil(lambda: states(session) == [State.CANCELLED], timeout=10_000)


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_library_that_is_locked_at_startup_is_recovered_at_resume(moment: str, qtbot: QtBot, make_session: Make, database: Database) -> None:
    queue = Queue(database)
    queue.save(queue.add([Request("a red circle")])[0].advance_to(State.RUNNING))
    with held(database, moment):
        session = make_session()
        assert session.dispatch.paused and "another program" in session.dispatch.pause_reason
    with qtbot.waitSignal(session.queue_finished, timeout=10_000):
        session.pause(False)
    assert states(session) == [State.DONE]


def test_a_clip_finished_before_the_engine_died_is_not_rendered_again(qtbot: QtBot, make_session: Make, tmp_path: Path) -> None:
    session = make_session([sys.executable, str(Path(__file__).parent / "finished_engine.py")])
    with qtbot.waitSignal(session.queue_finished, timeout=20_000) as done:
        session.add([Request("a red circle", width=32, height=32, num_frames=8, fps=8, seed=41)])
    assert done.args == [1, 0] and states(session) == [State.DONE]
    (clip,) = session.clips.page(10)
    assert clip.poster.is_file() and [clip.path] == list(clip.path.parent.glob("*"))


def test_a_clip_finished_before_the_application_was_killed_is_listed_at_the_next_start(make_session: Make, database: Database) -> None:
    queue = Queue(database)
    request = Request("a red circle", width=32, height=32, num_frames=8, fps=8, seed=41)
    path = Settings().clips / "a-red-circle-41.mp4"
    path.parent.mkdir(parents=True)
    make_clip(path, dtype="fp32")
    queue.save(replace(queue.add([request])[0].advance_to(State.RUNNING), output=str(path)))
    session = make_session()
    assert states(session) == [State.DONE] and not session.dispatch.paused
    assert [(clip.path, clip.request) for clip in session.clips.page(10)] == [(path, request)]


def test_the_real_engine_renders_a_draft_and_its_second_pass(qtbot: QtBot, database: Database) -> None:
    session = Session(database, find, Settings())
    draft = find("starter").request("a red circle moving right", "draft", seed=7, num_frames=8)
    with qtbot.waitSignal(session.queue_finished, timeout=60_000) as done:
        session.submit([draft], [replace(draft, width=192, height=192, strength=0.5)])
    session.close()
    assert done.args == [2, 0]
    runs = Runs(database).recent("starter")
    assert {(r.device, r.dtype, r.memory) for r in runs} <= {("cpu", "fp32", "full"), ("cpu", "bf16", "full")} and all(r.device_name for r in runs)
    assert session.estimate(draft).learned
    hd, first = session.clips.page(2)
    assert read_frames(first.path, 10**8).pixels.shape == (8, 128, 128, 3)
    assert read_frames(hd.path, 10**8).pixels.shape == (8, 192, 192, 3)
    assert read_request(hd.path) == hd.request
