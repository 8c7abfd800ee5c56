"""The queue's panel: what runs is in view, as long as nobody looks elsewhere."""

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication, QListView
from pytestqt.qtbot import QtBot

from t2v_desktop.gui.queue.model import QueueModel
from t2v_desktop.gui.queue.view import QueueView
from t2v_desktop.job import Job, Pass, State
from t2v_desktop.request import Request


def jobs(done: int, then: State = State.RUNNING, count: int = 40) -> list[Job]:
    """`done` finished jobs, one in another state, and waiting ones."""
    made = [Job(str(number), Request(f"prompt {number}"), created_s=0.0) for number in range(count)]
    return [replace(job, state=State.DONE if at < done else then if at == done else State.WAITING) for at, job in enumerate(made)]


@pytest.fixture
def view(look: QApplication, qtbot: QtBot) -> QueueView:
    view = QueueView(QueueModel())
    qtbot.addWidget(view)
    view.resize(320, 260)
    return view


def rows(view: QueueView) -> QListView:
    found = view.findChild(QListView)
    assert found is not None
    return found


def show(view: QueueView, shown: list[Job]) -> None:
    view.model.show(shown)
    view.refresh()


def top(view: QueueView) -> int:
    """The first row that is seen."""
    return rows(view).indexAt(rows(view).viewport().rect().topLeft()).row()


def test_the_window_opens_with_the_job_that_comes_next(view: QueueView, qtbot: QtBot) -> None:
    show(view, jobs(20, State.WAITING))
    view.show()
    qtbot.waitUntil(lambda: top(view) == 20)


def test_a_job_that_begins_comes_into_view(view: QueueView, qtbot: QtBot) -> None:
    view.show()
    for number in (0, 1, 12, 13):
        show(view, jobs(number))
        assert top(view) == number


def test_whoever_scrolls_elsewhere_is_left_there_until_he_comes_back(view: QueueView, qtbot: QtBot) -> None:
    view.show()
    show(view, jobs(12))
    bar = rows(view).verticalScrollBar()
    bar.setValue(0)
    show(view, jobs(13))
    assert top(view) == 0
    bar.setValue(13 * 58)
    show(view, jobs(13, State.CANCELLING))
    show(view, jobs(14))
    assert top(view) == 14


def test_jobs_that_come_and_go_leave_selection_and_place_alone(view: QueueView) -> None:
    view.show()
    show(view, jobs(12))
    view.select(["20", "21"])
    place = rows(view).verticalScrollBar().value()
    shown = [job for job in jobs(12) if job.id != "30"] + [Job("new", Request("another"), created_s=1.0)]
    show(view, shown)
    assert [job.id for job in view.model.jobs()] == [job.id for job in shown]
    assert [job.id for job in view.selected()] == ["20", "21"] and rows(view).verticalScrollBar().value() == place
    assert all(view.model.row_of(job.id) == at for at, job in enumerate(shown))
    moved = [*shown[:20], shown[25], *shown[20:25], *shown[26:]]
    show(view, moved)
    assert [job.id for job in view.model.jobs()] == [job.id for job in moved]


def test_a_row_says_which_pass_its_job_is_in(look: QApplication) -> None:
    model, hd = QueueModel(), Pass(Request("a cat", strength=0.7))
    job, said = Job("a", Request("a cat"), passes=(hd, hd)), []
    for _ in range(3):
        said.append(model.status(job))
        job = job.advance_to(State.RUNNING).finished("/clips/a.mp4")
    assert [*said, model.status(job)] == ["1 of 3 · Waiting", "2 of 3 · Waiting", "HD · Waiting", "HD · Done"]
    assert model.status(Job("b", Request("a cat"), passes=(hd,))) == "1 of 2 · Waiting"
    assert model.status(Job("c", hd.request, source="/clips/a.mp4")) == "HD · Waiting"
    assert model.status(Job("d", Request("a cat"))) == "Waiting"
