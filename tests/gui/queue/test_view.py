"""The queue panel: the running job is on top and in view, finished jobs are folded."""

import gc
import random
from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from t2v_desktop.gui.queue.model import FREEZE_AFTER, MAX_RUNS, QueueModel
from t2v_desktop.gui.queue.view import QueueView, Rows
from t2v_desktop.job import Job, Pass, State
from t2v_desktop.library.database import Database
from t2v_desktop.library.queue import Queue
from t2v_desktop.request import Request


@pytest.fixture
def queue(database: Database) -> Queue:
    return Queue(database)


@pytest.fixture
def view(look: QApplication, qtbot: QtBot) -> QueueView:
    view = QueueView(QueueModel())
    qtbot.addWidget(view)
    view.resize(320, 260)
    return view


def rows(view: QueueView) -> Rows:
    found = view.findChild(Rows)
    assert found is not None
    return found


def set_states(queue: Queue, done: int, then: State = State.RUNNING) -> None:
    """The first `done` of 40 jobs are finished, the next is in state `then`, the others wait."""
    jobs = queue.jobs() or queue.add([Request(f"prompt {number}") for number in range(40)])
    with queue.transaction():
        for number, job in enumerate(jobs):
            queue.save(replace(job, state=State.DONE if number < done else then if number == done else State.WAITING))


def show(view: QueueView, queue: Queue) -> None:
    view.model.apply(queue.changes())
    view.refresh()


FINISHED = (State.DONE, State.CANCELLED)
ORDER = (State.RUNNING, State.CANCELLING), (State.WAITING,), (State.FAILED, State.INTERRUPTED)


def check_rows(view: QueueView, queue: Queue) -> None:
    """The jobs are those of the stored queue, in the rows where they belong, folded or not."""
    jobs, model = queue.jobs(), view.model
    assert model.jobs() == jobs and model.count() == len(jobs)
    assert all(model.find(job.id) == job for job in jobs)
    active = [job for states in ORDER for job in jobs if job.state in states]
    finished = [job for job in reversed(jobs) if job.state in FINISHED]
    shown = [*active, *([None] if finished else []), *(finished if model.is_open() else [])]
    assert [model.job_at(row) for row in range(model.rowCount())] == shown
    assert all(model.row_of(job.id) == row for row, job in enumerate(shown) if job is not None)
    assert model.heading_row() == (len(active) if finished else -1)
    assert model.unfinished_count() == sum(job.state in (State.WAITING, State.RUNNING, State.CANCELLING) for job in jobs)
    waiting = [job for job in jobs if job.state is State.WAITING]
    assert sum(count for _, count in model.waiting()) == len(waiting)
    running = [job for job in jobs if job.state in (State.RUNNING, State.CANCELLING)]
    assert model.current() == next(iter(running + waiting), None)
    assert model.failed() == [job for job in jobs if job.state in (State.FAILED, State.INTERRUPTED)] and model.finished() == finished


def top(view: QueueView) -> int:
    """The first visible row."""
    return rows(view).indexAt(rows(view).viewport().rect().topLeft()).row()


def first(view: QueueView) -> str:
    """The prompt in the first visible row."""
    job = view.model.job_at(top(view))
    assert job is not None
    return job.request.prompt


def test_the_panel_opens_at_the_next_job(view: QueueView, queue: Queue, qtbot: QtBot) -> None:
    set_states(queue, 20, State.WAITING)
    show(view, queue)
    view.show()
    assert (top(view), first(view)) == (0, "prompt 20")


def test_a_job_that_starts_is_on_top_and_in_view(view: QueueView, queue: Queue, qtbot: QtBot) -> None:
    view.show()
    for number in (0, 1, 12, 13):
        set_states(queue, number)
        show(view, queue)
        assert (top(view), first(view)) == (0, f"prompt {number}")
    jobs = queue.jobs()
    queue.save(replace(jobs[13], state=State.DONE))
    queue.save(replace(jobs[30], state=State.RUNNING))  # one that waited further down
    show(view, queue)
    assert (top(view), first(view)) == (0, "prompt 30")
    check_rows(view, queue)


def test_a_user_who_scrolls_away_keeps_the_same_jobs_in_view_until_scrolling_back(view: QueueView, queue: Queue, qtbot: QtBot) -> None:
    view.show()
    set_states(queue, 12)
    show(view, queue)
    bar = rows(view).verticalScrollBar()
    bar.setValue(10 * 58)
    assert first(view) == "prompt 22"
    for number in (13, 14):
        set_states(queue, number)
        show(view, queue)
        assert first(view) == "prompt 22"
    bar.setValue(0)
    set_states(queue, 14, State.CANCELLING)
    show(view, queue)
    set_states(queue, 15)
    show(view, queue)
    assert (top(view), first(view)) == (0, "prompt 15")


def test_finished_jobs_are_folded_until_their_heading_is_opened(view: QueueView, queue: Queue, qtbot: QtBot) -> None:
    view.show()
    set_states(queue, 12)
    show(view, queue)
    check_rows(view, queue)
    heading = view.model.index(view.model.heading_row())
    assert heading.data() == "Finished (12)" and heading.data(Qt.ItemDataRole.AccessibleTextRole) == "Finished (12), folded"
    rows(view).scrollTo(heading)
    place = rows(view).visualRect(heading).center()
    for opened in (True, False):
        qtbot.mouseClick(rows(view).viewport(), Qt.MouseButton.LeftButton, pos=place)
        assert view.model.is_open() is opened and rows(view).visualRect(heading).center() == place
        check_rows(view, queue)
    rows(view).setCurrentIndex(heading)
    for key, opened in ((Qt.Key.Key_Return, True), (Qt.Key.Key_Space, False), (Qt.Key.Key_Right, True), (Qt.Key.Key_Right, True), (Qt.Key.Key_Left, False)):
        qtbot.keyClick(rows(view), key)
        assert view.model.is_open() is opened
    assert view.selected() == []
    queue.remove([job.id for job in queue.jobs()[:12]])
    show(view, queue)
    assert view.model.heading_row() == -1
    check_rows(view, queue)


def test_a_finished_job_that_is_retried_returns_to_its_place(view: QueueView, queue: Queue) -> None:
    view.toggle_finished()
    set_states(queue, 12)
    show(view, queue)
    view.toggle_finished()
    cancelled = replace(queue.jobs()[3], state=State.WAITING)
    queue.save(cancelled)
    show(view, queue)
    check_rows(view, queue)
    assert view.model.row_of(cancelled.id) == 1  # after the running one, before those that came later


def test_added_and_removed_jobs_do_not_change_selection_or_scroll_position(view: QueueView, queue: Queue) -> None:
    view.show()
    set_states(queue, 12)
    show(view, queue)
    chosen = [job.id for job in queue.jobs()[20:22]]
    view.select(chosen)
    position = rows(view).verticalScrollBar().value()
    queue.remove([queue.jobs()[30].id])
    queue.add([Request("another")])
    show(view, queue)
    check_rows(view, queue)
    assert [job.id for job in view.selected()] == chosen and rows(view).verticalScrollBar().value() == position
    jobs = queue.jobs()
    queue.move([jobs[25].id], jobs[20].id)
    show(view, queue)
    check_rows(view, queue)
    assert [job.id for job in view.selected()] == chosen


def test_scattered_changes_of_many_rows_end_in_the_stored_order(view: QueueView, queue: Queue) -> None:
    jobs = queue.add([Request(f"prompt {number}") for number in range(5 * MAX_RUNS)])
    show(view, queue)
    queue.remove([job.id for job in jobs[::3]])
    queue.move([job.id for job in jobs[1::3]], jobs[2].id)
    queue.save(jobs[2].advance_to(State.CANCELLED))
    show(view, queue)
    check_rows(view, queue)


def change(queue: Queue, dice: random.Random) -> None:
    """One change of a few jobs."""
    jobs = queue.jobs()
    some = dice.sample(jobs, dice.randint(0, min(8, len(jobs))))
    match dice.choice(["add", "remove", "move", "move", "save"]):
        case "add":
            queue.add([Request(f"more {dice.random()}", num_frames=dice.choice((8, 16)))] * dice.randint(1, 12))
        case "remove":
            queue.remove([job.id for job in some[:3]])
        case "move":
            queue.move([job.id for job in some], dice.choice([*(job.id for job in jobs), None]))
        case _:
            for job in some:
                queue.save(replace(job, state=dice.choice([State.WAITING, State.RUNNING, State.DONE, State.FAILED])))


def test_any_mix_of_changes_ends_in_the_stored_order(view: QueueView, queue: Queue) -> None:
    dice = random.Random(7)
    view.show()
    set_states(queue, 3)
    for _ in range(60):
        if dice.random() < 0.2:
            view.toggle_finished()
        with queue.transaction():
            for _ in range(dice.randint(1, 3)):
                change(queue, dice)
            for job in queue.in_states(State.RUNNING)[1:]:  # one runs at a time
                queue.save(replace(job, state=State.WAITING))
        show(view, queue)
        check_rows(view, queue)


class CountingModel(QueueModel):
    """Counts how often a view asks it for something."""

    asked = 0

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: N802, B008
        self.asked += 1
        return super().rowCount(parent)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        self.asked += 1
        return super().data(index, role)


def test_a_turn_of_one_job_asks_the_model_for_the_visible_rows_only(look: QApplication, queue: Queue, qtbot: QtBot) -> None:
    model = CountingModel()
    view = QueueView(model)
    qtbot.addWidget(view)
    view.resize(320, 260)
    view.show()
    jobs = queue.add([Request(f"prompt {number}") for number in range(3_000)])
    show(view, queue)
    qtbot.wait(50)
    last = jobs[-1].advance_to(State.RUNNING)
    turns: dict[str, Callable[[], object]] = {
        "add": lambda: queue.add([Request("one more")]),
        "move to the top": lambda: queue.move([last.id], jobs[0].id),
        "start": lambda: queue.save(last),
        "done": lambda: queue.save(last.finished("/clips/a.mp4")),
        "move to the end": lambda: queue.move([jobs[1500].id], None),
        "select": lambda: view.select([jobs[2000].id]),
        "remove": lambda: queue.remove([jobs[1000].id, jobs[5].id]),
        "open the finished jobs": view.toggle_finished,
        "fold them": view.toggle_finished,
    }
    for name, turn in turns.items():
        model.asked = 0
        turn()
        show(view, queue)
        qtbot.wait(20)  # the view lays out and paints its rows later
        assert 0 < model.asked < 1_000, (name, model.asked)
    check_rows(view, queue)


def test_home_and_end_go_to_the_first_and_the_last_row(view: QueueView, queue: Queue, qtbot: QtBot) -> None:
    view.show()
    set_states(queue, 12)
    show(view, queue)
    view.select([queue.jobs()[20].id])
    for key, prompt in ((Qt.Key.Key_Home, "prompt 12"), (Qt.Key.Key_End, ""), (Qt.Key.Key_Up, "prompt 39")):
        qtbot.keyClick(rows(view), key)
        assert [job.request.prompt for job in view.selected()] == ([prompt] if prompt else [])


def jobs_in_collections() -> int:
    """How many jobs a full garbage collection would visit."""
    return sum(isinstance(each, Job) for each in gc.get_objects())


def test_garbage_collections_do_not_visit_thousands_of_jobs(queue: Queue) -> None:
    model = QueueModel()
    jobs = queue.add([Request(f"prompt {number}") for number in range(FREEZE_AFTER)])
    model.apply(queue.changes())
    del jobs
    assert jobs_in_collections() < FREEZE_AFTER // 2
    for _ in range(3):  # jobs that are added and change later
        with queue.transaction():
            for job in queue.add([Request("another")] * (FREEZE_AFTER // 2)):
                queue.save(job.advance_to(State.CANCELLED))
        model.apply(queue.changes())
    assert jobs_in_collections() < FREEZE_AFTER


def test_moving_up_and_down_keeps_a_block_together(view: QueueView, queue: Queue) -> None:
    view.moved.connect(lambda ids, before: (queue.move(ids, before or None), show(view, queue)))
    jobs = queue.add([Request(letter) for letter in "abcdef"])
    show(view, queue)
    view.select([jobs[1].id, jobs[3].id])
    for action, order in ((view.down_action, "acebdf"), (view.down_action, "acefbd"), (view.up_action, "acebdf"), (view.up_action, "acbdef")):
        action.trigger()
        assert "".join(job.request.prompt for job in queue.jobs()) == order
        check_rows(view, queue)
        assert [job.request.prompt for job in view.selected()] == ["b", "d"]


def test_jobs_are_moved_among_those_that_wait(view: QueueView, queue: Queue) -> None:
    moves: list[tuple[list[str], str]] = []
    view.moved.connect(lambda ids, before: moves.append((ids, before)))
    jobs = queue.add([Request(letter) for letter in "abcd"])
    for job, state in zip(jobs, (State.FAILED, State.RUNNING, State.WAITING, State.WAITING), strict=True):
        queue.save(replace(job, state=state))
    show(view, queue)
    for job, action in ((jobs[2], view.up_action), (jobs[3], view.down_action), (jobs[0], view.up_action), (jobs[1], view.down_action)):
        view.select([job.id])
        action.trigger()
    assert moves == []
    assert [view.model.id_before(row) for row in range(5)] == [jobs[1].id, jobs[2].id, jobs[3].id, "", ""]


def test_the_menu_offers_cancel_for_a_running_job_and_remove_for_any_other(view: QueueView) -> None:
    done, running, waiting = (Job(state.value, Request("a cat"), state) for state in (State.DONE, State.RUNNING, State.WAITING))
    texts = [[action.text() for action in view.menu_for(selected).actions()][-1] for selected in ([running], [waiting], [done], [running, waiting])]
    assert texts == ["Cancel", "Remove", "Remove", "Remove"]


def test_a_row_shows_which_pass_its_job_is_in(look: QApplication) -> None:
    shown, hd = QueueModel(), Pass(Request("a cat", strength=0.7))
    job, texts = Job("a", Request("a cat"), passes=(hd, hd)), []
    for _ in range(3):
        texts.append(shown.status(job))
        job = job.advance_to(State.RUNNING).finished("/clips/a.mp4")
    assert [*texts, shown.status(job)] == ["1 of 3 · Waiting", "2 of 3 · Waiting", "HD · Waiting", "HD · Done"]
    assert shown.status(Job("b", Request("a cat"), passes=(hd,))) == "1 of 2 · Waiting"
    assert shown.status(Job("c", hd.request, source="/clips/a.mp4")) == "HD · Waiting"
    assert shown.status(Job("d", Request("a cat"))) == "Waiting"
