"""With thousands of jobs in the queue, a change costs what the jobs it concerns cost: counted in steps of SQLite, calls and rows, not in time."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

import pytest
from pytestqt.qtbot import QtBot

from t2v_desktop.gui.session import Session
from t2v_desktop.job import State
from t2v_desktop.library.database import Database
from t2v_desktop.library.queue import Queue
from t2v_desktop.library.runs import Run, Runs
from t2v_desktop.request import Request

JOBS = 4_000
Make = Callable[..., Session]


@dataclass(slots=True)
class Work:
    """What a piece of code took: hundreds of SQLite's instructions, Python's calls, and rows that a view was told of."""

    sqlite: int = 0
    calls: int = 0
    rows: int = 0


@contextmanager
def counted(session: Session, database: Database) -> Iterator[Work]:
    """Count the work of this thread."""
    work = Work()

    def step() -> int:
        work.sqlite += 1
        return 0

    def call(_frame: object, event: str, _argument: object) -> None:
        work.calls += event in ("call", "c_call")

    def rows(first: int, last: int) -> None:
        work.rows += last - first + 1

    signals = [
        session.model.dataChanged.connect(lambda first, last: rows(first.row(), last.row())),
        session.model.rowsInserted.connect(lambda _, first, last: rows(first, last)),
        session.model.rowsRemoved.connect(lambda _, first, last: rows(first, last)),
    ]
    database._connection.set_progress_handler(step, 100)
    sys.setprofile(call)
    try:
        yield work
    finally:
        sys.setprofile(None)
        database._connection.set_progress_handler(None, 0)
        for each in signals:
            session.model.disconnect(each)


@pytest.fixture(params=[State.WAITING, State.DONE], ids=["waiting", "finished"])
def session(request: pytest.FixtureRequest, make_session: Make, database: Database) -> Session:
    queue = Queue(database)
    with queue.transaction():
        for job in queue.add([Request(f"a red circle, number {number}", seed=number) for number in range(JOBS)]):
            if request.param is not State.WAITING:
                queue.save(replace(job, state=request.param))
    made = make_session()
    made.pause(True)
    return made


def test_a_change_does_not_read_the_other_jobs(session: Session, database: Database) -> None:
    ids = [job.id for job in session.model.jobs()]
    (added,) = session.add([Request("to be cancelled")])
    new = added.id
    session.time_left_s()
    actions: dict[str, Callable[[], object]] = {
        "add": lambda: session.submit([Request("one more")]),
        "time left": session.time_left_s,
        "cancel": lambda: session.cancel([new]),
        "retry": lambda: session.edits.retry([new]),
        "duplicate": lambda: session.edits.duplicate(ids[2000:2003]),
        "move to the top": lambda: session.edits.move(ids[2000:2003], ids[0]),
        "move into the middle": lambda: session.edits.move([new], ids[1500]),
        "edit": lambda: session.edits.edit(new),
        "replace the edited job": lambda: session.submit([Request("edited")]),
        "remove": lambda: session.edits.remove(ids[100:103]),
        "undo it": session.edits.undo_removal,
    }
    for name, action in actions.items():
        with counted(session, database) as work:
            action()
            session.model.current()
            session.model.unfinished_count()
        assert work.sqlite <= 20 and work.calls <= 2500 and work.rows <= 6, (name, work)
    assert session.model.jobs() == Queue(database).jobs()


def test_a_job_that_runs_through_all_its_states_does_not_read_the_other_jobs(session: Session, database: Database, qtbot: QtBot) -> None:
    (job,) = session.add([Request("a red circle")])
    session.edits.move([job.id], session.model.jobs()[0].id)
    session.clip_finished.connect(lambda _: session.pause(True))
    with counted(session, database) as work, qtbot.waitSignal(session.clip_finished, timeout=20_000):
        session.pause(False)
    assert work.sqlite <= 60 and work.rows <= 30, work
    assert session.model.jobs()[0].state is State.DONE and list(session.model.jobs()) == Queue(database).jobs()


def test_a_job_starts_with_a_single_commit(make_session: Make, database: Database) -> None:
    session = make_session()
    session.pause(True)
    (job,) = session.add([Request("a red circle")])
    session.dispatch.resume()
    statements: list[str] = []
    database._connection.set_trace_callback(statements.append)
    session._advance()
    database._connection.set_trace_callback(None)
    running = session.dispatch.running
    assert statements.count("COMMIT") == 1
    assert running is not None and running.output and Queue(database).get(job.id) == running


def test_many_kinds_of_requests_do_not_make_every_turn_long(make_session: Make, database: Database) -> None:
    runs = Runs(database)
    for seconds in range(60):
        runs.add(Run("starter", "cpu", 128, 128, 16, 40.0, seconds={"denoise": 1.0 + seconds}, file_bytes=1, dtype="fp32", memory="full"))
    Queue(database).add([Request("a red circle", num_inference_steps=5 + number % 50, num_frames=8 + 8 * (number // 50)) for number in range(500)])
    session = make_session()
    session.pause(True)
    with counted(session, database) as work:
        session.submit([Request("one more")])
        assert session.time_left_s() is not None
    assert len(session.model.waiting()) > 400 and work.sqlite <= 60 and work.calls < 150_000, work
