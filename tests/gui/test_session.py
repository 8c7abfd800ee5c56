import shutil
from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QFile
from pytestqt.qtbot import QtBot

from t2v_desktop import paths
from t2v_desktop.clip import Clip, read_request
from t2v_desktop.errors import OutputError
from t2v_desktop.footage import read_frames
from t2v_desktop.gui.session import Session
from t2v_desktop.job import State
from t2v_desktop.library.database import Database
from t2v_desktop.library.queue import Queue
from t2v_desktop.library.runs import Runs
from t2v_desktop.models.store import find
from t2v_desktop.request import Request
from t2v_desktop.settings import Settings

Make = Callable[..., Session]


def states(session: Session) -> list[State]:
    return [job.state for job in session.model.jobs()]


def test_a_request_becomes_a_clip_of_the_library(qtbot: QtBot, make_session: Make) -> None:
    session = make_session()
    finished: list[Clip] = []
    session.clip_finished.connect(finished.append)
    with qtbot.waitSignal(session.all_done, timeout=10_000):
        session.add([Request("a red circle", seed=7)])
    clip = finished[0]
    assert isinstance(clip, Clip) and clip.path.read_bytes() == b"a clip"
    assert [c.path for c in session.clips.page(10)] == [clip.path]
    assert states(session) == [State.DONE]
    assert session.clip_of(session.model.jobs()[0]) == clip


HD = {"width": 128, "height": 128, "strength": 0.7}


def test_a_draft_and_its_second_pass_are_one_job_and_two_clips(qtbot: QtBot, make_session: Make) -> None:
    session, sources = make_session(), []
    session.progressed.connect(lambda job, _: sources.append(job.source))
    with qtbot.waitSignal(session.all_done, timeout=10_000) as done:
        session.submit([Request("a red circle", seed=7)], [Request("a red circle", seed=7, **HD)])
    assert done.args == [2, 0]
    hd, draft = session.clips.page(10)
    assert (draft.request.width, hd.request.width) == (64, 128)
    assert set(sources) == {"", str(draft.path)}
    (job,) = session.model.jobs()
    assert (job.state, job.request, job.source) == (State.DONE, hd.request, str(draft.path))
    assert session.clip_of(job) == hd


def test_a_second_pass_goes_on_after_a_restart_without_its_first(qtbot: QtBot, make_session: Make) -> None:
    session = make_session()
    session.clip_finished.connect(lambda _: session.pause(True))
    with qtbot.waitSignal(session.clip_finished, timeout=10_000):
        session.submit([Request("a red circle")], [Request("a red circle", **HD)])
    session.close()
    again = make_session()
    assert states(again) == [State.WAITING] and again.dispatch.paused
    with qtbot.waitSignal(again.all_done, timeout=10_000) as done:
        again.pause(False)
    assert done.args == [1, 0]
    assert [clip.request.width for clip in again.clips.page(10)] == [128, 64]


def test_a_linked_job_is_duplicated_and_edited_whole(qtbot: QtBot, make_session: Make) -> None:
    session = make_session()
    session.pause(True)
    session.submit([Request("a cat")], [Request("a cat", **HD)])
    session.add([Request("a dog", **HD)], source="/clips/dog.mp4")
    session.duplicate([job.id for job in session.model.jobs()])
    first, second, *copies = session.model.jobs()
    assert [(j.request, j.source, j.second) for j in copies] == [(j.request, j.source, j.second) for j in (first, second)]
    assert session.take_out(second.id) is None
    assert session.take_out(first.id) == first
    assert len(session.model.jobs()) == 3


def test_a_finished_clip_is_made_again_in_hd(qtbot: QtBot, make_session: Make) -> None:
    session = make_session()
    with qtbot.waitSignal(session.all_done, timeout=10_000):
        session.add([Request("a red circle", seed=7, device="cpu")])
    (clip,) = session.clips.page(1)
    with qtbot.waitSignal(session.all_done, timeout=10_000):
        session.second_pass(clip, replace(find("starter"), width=128, height=128, strength=0.6))
    hd = session.clips.page(1)[0].request
    assert (hd.width, hd.height, hd.seed, hd.strength, hd.prompt) == (128, 128, 7, 0.6, "a red circle")


def test_one_failure_never_stops_the_rest(qtbot: QtBot, make_session: Make) -> None:
    session = make_session()
    with qtbot.waitSignal(session.all_done, timeout=10_000) as done:
        session.add([Request("this fails"), Request("a red circle")])
    assert done.args == [1, 1]
    assert states(session) == [State.FAILED, State.DONE]


def test_a_killed_engine_costs_its_job_two_attempts_and_the_next_one_nothing(qtbot: QtBot, make_session: Make) -> None:
    session, ended = make_session(), []
    session.ended_badly.connect(lambda job: ended.append((job.state, job.attempts)))
    with qtbot.waitSignal(session.all_done, timeout=20_000):
        session.add([Request("killed"), Request("a red circle")])
    assert ended == [(State.WAITING, 1), (State.INTERRUPTED, 2)]
    assert states(session) == [State.INTERRUPTED, State.DONE]


def test_cancel_stops_the_running_job_and_the_next_begins(qtbot: QtBot, make_session: Make) -> None:
    session = make_session()
    with qtbot.waitSignal(session.progressed, timeout=10_000):
        jobs = session.add([Request("a slow one"), Request("a red circle")])
    with qtbot.waitSignal(session.all_done, timeout=10_000):
        session.cancel([jobs[0].id])
        assert session.model.jobs()[0].state is State.CANCELLING
    assert states(session) == [State.CANCELLED, State.DONE]


def test_a_paused_queue_begins_nothing_until_it_goes_on(qtbot: QtBot, make_session: Make) -> None:
    session = make_session()
    session.pause(True)
    session.add([Request("a red circle")])
    qtbot.wait(100)
    assert states(session) == [State.WAITING]
    with qtbot.waitSignal(session.all_done, timeout=10_000):
        session.pause(False)
    assert states(session) == [State.DONE]


def test_what_a_crash_left_running_is_interrupted_and_the_queue_waits(make_session: Make, database: Database) -> None:
    queue = Queue(database)
    job = queue.add([Request("a red circle")])[0]
    queue.save(job.turn(State.RUNNING))
    session = make_session()
    assert states(session) == [State.INTERRUPTED]
    assert session.dispatch.paused and "middle of a job" in session.dispatch.pause_reason


def test_a_clips_folder_that_cannot_be_written_pauses_the_queue_and_says_why(make_session: Make, tmp_path: object) -> None:
    blocked = f"{tmp_path}/file"
    with open(blocked, "w") as file:  # noqa: PTH123
        file.write("no folder")
    session = make_session(settings=Settings(clips_folder=f"{blocked}/clips"))
    session.add([Request("a red circle"), Request("a dog")])
    assert states(session) == [State.FAILED, State.WAITING]
    assert session.dispatch.paused and blocked in session.dispatch.pause_reason


def test_jobs_are_moved_duplicated_taken_out_and_cleared(make_session: Make) -> None:
    session = make_session()
    session.pause(True)
    first, second = session.add([Request("one"), Request("two")])
    session.move([second.id], first.id)
    session.duplicate([second.id])
    assert [j.request.prompt for j in session.model.jobs()] == ["two", "one", "two"]
    assert session.take_out(first.id) == first
    session.cancel([second.id])
    session.clear_done()
    assert [j.request.prompt for j in session.model.jobs()] == ["two"]


def test_a_trashed_clip_comes_back(qtbot: QtBot, make_session: Make) -> None:
    session = make_session()
    with qtbot.waitSignal(session.clip_finished, timeout=10_000) as heard:
        session.add([Request("a red circle")])
    clip = heard.args[0]
    session.trash(clip)
    assert not clip.path.exists() and session.clips.page(10) == []
    assert session.put_back() == clip
    assert clip.path.read_bytes() == b"a clip" and session.clips.page(10) == [clip]
    assert session.put_back() is None


def test_a_clip_that_comes_back_takes_nobodys_place(qtbot: QtBot, make_session: Make) -> None:
    session = make_session()
    made = []
    for _ in range(2):
        with qtbot.waitSignal(session.clip_finished, timeout=10_000) as heard:
            session.add([Request("a red circle")])
        made.append(heard.args[0])
        if len(made) == 1:
            session.trash(made[0])
    assert made[0].path == made[1].path
    made[1].path.write_bytes(b"the newer clip")
    back = session.put_back()
    assert back is not None and back.path.read_bytes() == b"a clip" and made[1].path.read_bytes() == b"the newer clip"
    assert {c.path for c in session.clips.page(10)} == {back.path, made[1].path}


def test_a_clip_that_left_the_trash_is_missed(qtbot: QtBot, make_session: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    session = make_session()
    with qtbot.waitSignal(session.clip_finished, timeout=10_000) as heard:
        session.add([Request("a red circle")])
    monkeypatch.setattr(QFile, "moveToTrash", lambda self: False)
    session.trash(heard.args[0])
    shutil.rmtree(paths.trash())
    with pytest.raises(OutputError, match="no longer in the trash"):
        session.put_back()


def test_the_engine_itself_makes_a_draft_and_its_second_pass(qtbot: QtBot, database: Database) -> None:
    session = Session(database, find, Settings())
    draft = find("starter").request("a red circle moving right", "draft", seed=7, num_frames=8)
    with qtbot.waitSignal(session.all_done, timeout=60_000) as done:
        session.submit([draft], [replace(draft, width=96, height=96, strength=0.5)])
    session.close()
    assert done.args == [2, 0]
    runs = Runs(database).recent("starter")
    assert {(r.device, r.dtype, r.memory) for r in runs} <= {("cpu", "fp32", "full"), ("cpu", "bf16", "full")} and all(r.device_name for r in runs)
    assert session.estimate(draft).learned
    hd, first = session.clips.page(2)
    assert read_frames(first.path, 10**8).pixels.shape == (8, 64, 64, 3)
    assert read_frames(hd.path, 10**8).pixels.shape == (8, 96, 96, 3)
    assert read_request(hd.path) == hd.request
