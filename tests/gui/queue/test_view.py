"""The queue panel: it keeps the running job in view unless the user scrolls away."""

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication, QListView
from pytestqt.qtbot import QtBot

from t2v_desktop.gui.queue.model import QueueModel
from t2v_desktop.gui.queue.view import QueueView
from t2v_desktop.job import Job, Pass, State
from t2v_desktop.request import Request


def jobs(done: int, then: State = State.RUNNING, count: int = 40) -> list[Job]:
    """`done` finished jobs, one in state `then`, and waiting ones up to `count`."""
    made = [Job(str(number), Request(f"prompt {number}"), created_s=0.0) for number in range(count)]
    return [replace(job, state=State.DONE if i < done else then if i == done else State.WAITING) for i, job in enumerate(made)]


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
    """The first visible row."""
    return rows(view).indexAt(rows(view).viewport().rect().topLeft()).row()


def test_the_panel_opens_at_the_next_job(view: QueueView, qtbot: QtBot) -> None:
    show(view, jobs(20, State.WAITING))
    view.show()
    qtbot.waitUntil(lambda: top(view) == 20)


def test_the_view_scrolls_to_a_job_that_starts(view: QueueView, qtbot: QtBot) -> None:
    view.show()
    for number in (0, 1, 12, 13):
        show(view, jobs(number))
        assert top(view) == number


def test_a_user_who_scrolls_away_stays_there_until_scrolling_back(view: QueueView, qtbot: QtBot) -> None:
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


def test_added_and_removed_jobs_do_not_change_selection_or_scroll_position(view: QueueView) -> None:
    view.show()
    show(view, jobs(12))
    view.select(["20", "21"])
    position = rows(view).verticalScrollBar().value()
    shown = [job for job in jobs(12) if job.id != "30"] + [Job("new", Request("another"), created_s=1.0)]
    show(view, shown)
    assert [job.id for job in view.model.jobs()] == [job.id for job in shown]
    assert [job.id for job in view.selected()] == ["20", "21"] and rows(view).verticalScrollBar().value() == position
    assert all(view.model.row_of(job.id) == row for row, job in enumerate(shown))
    moved = [*shown[:20], shown[25], *shown[20:25], *shown[26:]]
    show(view, moved)
    assert [job.id for job in view.model.jobs()] == [job.id for job in moved]


def test_the_menu_offers_cancel_for_a_running_job_and_remove_for_any_other(view: QueueView) -> None:
    done, running, waiting, *_ = jobs(1)
    texts = [[action.text() for action in view.menu_for(selected).actions()][-1] for selected in ([running], [waiting], [done], [running, waiting])]
    assert texts == ["Cancel", "Remove", "Remove", "Remove"]


def test_a_row_shows_which_pass_its_job_is_in(look: QApplication) -> None:
    model, hd = QueueModel(), Pass(Request("a cat", strength=0.7))
    job, texts = Job("a", Request("a cat"), passes=(hd, hd)), []
    for _ in range(3):
        texts.append(model.status(job))
        job = job.advance_to(State.RUNNING).finished("/clips/a.mp4")
    assert [*texts, model.status(job)] == ["1 of 3 · Waiting", "2 of 3 · Waiting", "HD · Waiting", "HD · Done"]
    assert model.status(Job("b", Request("a cat"), passes=(hd,))) == "1 of 2 · Waiting"
    assert model.status(Job("c", hd.request, source="/clips/a.mp4")) == "HD · Waiting"
    assert model.status(Job("d", Request("a cat"))) == "Waiting"
