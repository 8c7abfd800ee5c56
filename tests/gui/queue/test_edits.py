"""What the user changes in the queue: nothing is lost, and very many jobs do not stall the window."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from t2v_desktop.gui.queue.edits import AT_ONCE
from t2v_desktop.gui.session import Session
from t2v_desktop.job import Job, Pass, State
from t2v_desktop.library.database import Database
from t2v_desktop.library.queue import Queue
from t2v_desktop.request import Request
from tests.library.held_library import held

Make = Callable[..., Session]


@pytest.fixture
def session(make_session: Make) -> Session:
    made = make_session()
    made.pause(True)
    return made


def prompts(session: Session) -> list[str]:
    return [job.request.prompt for job in session.model.jobs()]


def save(session: Session, *jobs: Job) -> None:
    for job in jobs:
        session._queue.save(job)
    session._refresh()


def test_undo_restores_removed_jobs_at_their_places_with_passes_and_clips(session: Session) -> None:
    jobs = session.add([Request(letter) for letter in "abcd"], [(Pass(Request(letter, strength=0.7)),) for letter in "abcd"])
    save(session, replace(jobs[1], clips=("/clips/b.mp4",)), replace(jobs[2], state=State.FAILED, error="why"))
    before = session.model.jobs()
    assert session.edits.remove([jobs[1].id, jobs[2].id]) == 2 and prompts(session) == ["a", "d"]
    assert session.edits.remove([jobs[0].id]) == 1
    assert session.edits.undo_removal() == 1 and prompts(session) == ["a", "d"]
    assert session.edits.undo_removal() == 2 and session.model.jobs() == before == Queue(session._database).jobs()
    assert session.edits.undo_removal() == 0


def test_clearing_finished_jobs_leaves_the_failed_ones_and_can_be_undone(session: Session) -> None:
    jobs = session.add([Request(letter) for letter in "abcd"])
    save(session, *(replace(job, state=state) for job, state in zip(jobs, (State.DONE, State.FAILED, State.CANCELLED, State.INTERRUPTED), strict=True)))
    assert session.edits.clear_finished() == 2 and prompts(session) == ["b", "d"]
    assert session.edits.clear_finished() == 0
    assert session.edits.undo_removal() == 2 and prompts(session) == ["a", "b", "c", "d"]


def test_very_many_jobs_are_removed_restored_and_retried_in_several_turns(session: Session, qtbot: QtBot) -> None:
    count = 2 * AT_ONCE + 10
    jobs = session.add([Request(f"number {number}") for number in range(count)])
    assert session.edits.remove([job.id for job in jobs]) == count and session.model.count() == count - AT_ONCE
    qtbot.waitUntil(lambda: session.model.count() == 0)
    assert session.edits.undo_removal() == count and session.model.count() == AT_ONCE
    qtbot.waitUntil(lambda: session.model.count() == count)
    assert session.model.jobs() == jobs
    with session._queue.transaction():
        for job in jobs:
            session._queue.save(replace(job, state=State.FAILED))
    session._refresh()
    session.edits.retry_failed()
    assert len(session.model.failed()) == count - AT_ONCE
    qtbot.waitUntil(lambda: session.model.failed() == [])
    assert session.model.unfinished_count() == count


def test_a_removal_that_cannot_be_undone_now_can_be_undone_later(session: Session, database: Database) -> None:
    (job,) = session.add([Request("a")])
    session.edits.remove([job.id])
    with held(database, "begin"):
        assert session.edits.undo_removal() == 0
    assert session.edits.undo_removal() == 1 and session.model.jobs() == [job]


def test_a_job_open_for_editing_keeps_its_place_and_does_not_start(session: Session, qtbot: QtBot) -> None:
    first, _ = session.add([Request("first"), Request("second")])
    assert session.edits.edit(first.id) == first and session.model.status(first) == "Open for editing"
    finished: list[tuple[int, int]] = []
    session.queue_finished.connect(lambda made, failed: finished.append((made, failed)))
    with qtbot.waitSignal(session.clip_finished, timeout=10_000):
        session.pause(False)
    qtbot.wait(50)
    assert [job.state for job in session.model.jobs()] == [State.WAITING, State.DONE] and finished == []
    with qtbot.waitSignal(session.queue_finished, timeout=10_000):
        session.submit([Request("changed")])
    assert [(job.request.prompt, job.state) for job in session.model.jobs()] == [("changed", State.DONE), ("second", State.DONE)]
    assert session.dispatch.held == ""


def test_a_job_whose_editing_is_given_up_waits_as_it_was(session: Session, qtbot: QtBot) -> None:
    (job,) = session.add([Request("first")])
    session.edits.edit(job.id)
    session.edits.stop_editing()
    assert session.model.jobs() == [job] and session.model.status(job) == "Waiting"
    with qtbot.waitSignal(session.queue_finished, timeout=10_000):
        session.pause(False)


def test_a_job_is_not_lost_if_the_application_dies_while_it_is_edited(session: Session, make_session: Make) -> None:
    first, second = session.add([Request("first"), Request("second")])
    session.edits.edit(first.id)
    session.close()
    assert make_session().model.jobs() == [first, second]


def test_what_was_edited_becomes_a_new_job_if_its_own_was_removed_meanwhile(session: Session) -> None:
    (job,) = session.add([Request("first")])
    session.edits.edit(job.id)
    session.edits.remove([job.id])
    session.submit([Request("changed")])
    assert prompts(session) == ["changed"] and session.dispatch.held == ""


def test_quitting_after_this_clip_starts_no_other(session: Session, qtbot: QtBot) -> None:
    session.add([Request("first"), Request("second")])
    session.job_started.connect(lambda _: session.quit_after_clip(True))
    with qtbot.waitSignal(session.quit_due, timeout=10_000):
        session.pause(False)
    assert [job.state for job in session.model.jobs()] == [State.DONE, State.WAITING] and session.clips.page(1)


def test_quitting_after_this_clip_can_be_revoked(session: Session, qtbot: QtBot) -> None:
    session.add([Request("first"), Request("second")])
    due: list[bool] = []
    session.quit_due.connect(lambda: due.append(True))

    def change_mind(_: object) -> None:
        session.quit_after_clip(True)
        session.quit_after_clip(False)

    session.job_started.connect(change_mind)
    with qtbot.waitSignal(session.queue_finished, timeout=10_000):
        session.pause(False)
    assert due == []
