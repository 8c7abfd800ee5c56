"""What the window does for the queue: edit without losing a draft, undo, and buttons that help against errors."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from t2v_desktop.events import Failed
from t2v_desktop.gui.main_window import MainWindow
from t2v_desktop.job import Job, State
from t2v_desktop.models.store import find
from t2v_desktop.planning.remedies import Remedy


@pytest.fixture
def window(make_window: Callable[..., MainWindow]) -> MainWindow:
    made = make_window()
    made.show()
    made._session.pause(True)
    return made


def add(window: MainWindow, *prompts: str) -> list[Job]:
    return window._session.add([find("starter").request(prompt, seed=7) for prompt in prompts])


def prompts(window: MainWindow) -> list[str]:
    return [job.request.prompt for job in window._session.model.jobs()]


def test_editing_keeps_the_draft_and_the_jobs_place(window: MainWindow) -> None:
    window.compose.set_prompt("what I was writing", "blurry")
    draft = window.compose.draft()
    jobs = add(window, "first", "second", "third")
    window.queue.edited.emit(jobs[1].id)
    assert window.compose.prompt.text == "second" and window.compose._editing_bar.isVisible()
    window.compose.set_prompt("changed")
    window.compose.submit()
    assert prompts(window) == ["first", "changed", "third"]
    assert window.compose.draft() == draft and window.compose._editing_bar.isHidden() and window.compose.editing is None


def test_going_back_to_the_draft_leaves_the_job_as_it_was(window: MainWindow) -> None:
    window.compose.set_prompt("what I was writing")
    jobs = add(window, "first", "second")
    for job in jobs:  # the draft survives editing one job after the other
        window.queue.edited.emit(job.id)
        window.compose.set_prompt("changed")
    window.compose._editing_bar.left.emit()
    assert window.compose.prompt.text == "what I was writing" and window._session.model.jobs() == jobs
    assert window._session.dispatch.held == ""


def test_editing_goes_on_after_the_application_was_closed(window: MainWindow, make_window: Callable[..., MainWindow]) -> None:
    window.compose.set_prompt("what I was writing")
    first, second = add(window, "first", "second")
    window.queue.edited.emit(first.id)
    window.compose.set_prompt("half changed")
    window.close()
    again = make_window()
    again.show()
    assert again.compose.prompt.text == "half changed" and again.compose._editing_bar.isVisible()
    assert again._session.dispatch.held == first.id
    again.compose.submit()
    assert prompts(again) == ["half changed", "second"] and again.compose.prompt.text == "what I was writing"
    again.queue.edited.emit(second.id)
    again._session.edits.remove([second.id])
    again.close()
    third = make_window()  # the job is gone: the draft is shown
    assert third.compose.prompt.text == "what I was writing" and third.compose.editing is None


def test_removed_jobs_come_back_by_the_message_and_by_the_key(window: MainWindow) -> None:
    jobs = add(window, "first", "second", "third")
    window.queue.removed.emit([jobs[0].id, jobs[1].id])
    assert window.status.message().startswith("2 clip") and window.status._undo.isVisible()
    window.status._undo.click()
    assert prompts(window) == ["first", "second", "third"] and "restored to the queue" in window.status.message()
    window.queue.removed.emit([jobs[2].id])
    window.queue.undo_action.trigger()
    assert prompts(window) == ["first", "second", "third"]


def fail(window: MainWindow, prompt: str, failure: Failed) -> Job:
    """A job that fails."""
    (job,) = add(window, prompt)
    session = window._session
    session.dispatch.resume()
    waiting = session.dispatch.next_job()
    assert waiting is not None
    session.dispatch.start(waiting)
    session.dispatch.paused = True  # start no other
    session._finish(failure)
    found = session.model.find(job.id)
    assert found is not None
    return found


def offered(window: MainWindow) -> set[Remedy]:
    return set(window.player.stage.notice.remedies())


def press(window: MainWindow, remedy: Remedy) -> None:
    window.player.stage.notice._remedies._buttons[remedy].click()


def test_a_missing_model_leads_to_the_models_dialog(window: MainWindow) -> None:
    fail(window, "a cat", Failed("UnknownModel", "model 'x' is not installed"))
    assert offered(window) == {Remedy.OPEN_MODELS, Remedy.TRY_AGAIN}
    press(window, Remedy.OPEN_MODELS)
    assert window.model_actions.dialog is not None and window.model_actions.dialog.isVisible()


def test_a_failed_clip_is_tried_again(window: MainWindow, qtbot: QtBot) -> None:
    job = fail(window, "a cat", Failed("BlankVideo", "every frame came out as one flat colour"))
    assert offered(window) == {Remedy.TRY_AGAIN}
    press(window, Remedy.TRY_AGAIN)
    found = window._session.model.find(job.id)
    assert found is not None and found.state is State.WAITING and offered(window) == set()


def test_out_of_memory_tries_again_with_settings_that_fit(window: MainWindow) -> None:
    job, other = fail(window, "a cat", Failed("OutOfMemory", "too large")), add(window, "a dog")[0]
    press(window, Remedy.USE_SETTINGS_THAT_FIT)
    smaller, last = window._session.model.jobs()
    assert smaller.state is State.WAITING and last == other and smaller.id != job.id
    assert smaller.request.num_frames < job.request.num_frames and smaller.request.prompt == "a cat"
    assert f"{smaller.request.num_frames} frames" in window.status.message()


def test_another_folder_lets_a_queue_go_on_that_a_full_disk_had_paused(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    session = window._session
    (tmp_path / "roomy").mkdir()
    window.queue_actions._ask_folder = lambda *_: str(tmp_path / "roomy")
    job = fail(window, "a cat", Failed("OutputError", "disk full"))
    assert set(window.queue._notice.remedies()) == {Remedy.CHOOSE_FOLDER, Remedy.TRY_AGAIN} == offered(window)
    with qtbot.waitSignal(session.clip_finished, timeout=10_000) as finished:
        window.queue._notice.chosen.emit(Remedy.CHOOSE_FOLDER)
    assert finished.args[0].path.parent == tmp_path / "roomy" and session.model.find(job.id).state is State.DONE
    assert session.settings.clips_folder == str(tmp_path / "roomy") and window.queue._notice.isHidden()


def test_no_folder_chosen_changes_nothing(window: MainWindow) -> None:
    window.queue_actions._ask_folder = lambda *_: ""
    job = fail(window, "a cat", Failed("OutputError", "disk full"))
    press(window, Remedy.CHOOSE_FOLDER)
    assert window._session.model.find(job.id) == job and window._session.dispatch.paused


def test_a_queue_that_the_user_paused_offers_nothing_but_resume(window: MainWindow) -> None:
    assert window.queue._notice.isHidden()


def test_the_title_shows_the_running_clips_progress(window: MainWindow, qtbot: QtBot) -> None:
    titles: list[str] = []
    window.windowTitleChanged.connect(titles.append)
    add(window, "a red circle")
    with qtbot.waitSignal(window._session.queue_finished, timeout=10_000):
        window._session.pause(False)
    percents = [int(title.split(" ")[0]) for title in titles if "%" in title]
    assert percents == sorted(percents) and percents[0] == 0 and percents[-1] > 50
    assert titles[-1] == window.windowTitle() == "T2V Desktop" and titles[0] == "0 % – T2V Desktop"


def test_the_window_closes_after_this_clip(window: MainWindow, qtbot: QtBot) -> None:
    add(window, "a red circle", "a blue circle")
    window._session.job_started.connect(lambda _: window.queue.quit_action.trigger())
    window._session.pause(False)
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=10_000)
    assert [job.state for job in window._session.model.jobs()] == [State.DONE, State.WAITING]


def test_all_failed_clips_are_retried_at_once(window: MainWindow) -> None:
    assert not window.queue.retry_all_action.isEnabled()
    jobs = add(window, "a", "b", "c")
    for job in jobs[:2]:
        window._session._queue.save(replace(job, state=State.FAILED, error="why"))
    window._session._refresh()
    assert window.queue.retry_all_action.isEnabled()
    window.queue.retry_all_action.trigger()
    assert [job.state for job in window._session.model.jobs()] == [State.WAITING] * 3
    assert not window.queue.retry_all_action.isEnabled()
