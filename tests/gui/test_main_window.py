from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QAbstractSlider, QAbstractSpinBox, QComboBox, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from t2v_desktop.gui.dialogs.about import About
from t2v_desktop.gui.dialogs.help_viewer import HelpViewer
from t2v_desktop.gui.dialogs.keys import Key
from t2v_desktop.gui.dialogs.preferences import Preferences
from t2v_desktop.gui.dialogs.shortcuts import Shortcuts
from t2v_desktop.gui.main_window import MainWindow
from t2v_desktop.gui.models.dialog import ModelsDialog
from t2v_desktop.gui.models.tasks import ModelTasks
from t2v_desktop.job import State
from t2v_desktop.library.database import Database
from t2v_desktop.request import Request
from t2v_desktop.settings import Settings
from tests.library.held_library import unreadable
from tests.media.made_clips import make_clip

INTERACTIVE = (QAbstractButton, QAbstractItemView, QAbstractSlider, QAbstractSpinBox, QComboBox, QLineEdit, QPlainTextEdit)


LONG = f"/home/someone/{'averylongfoldername' * 12}/clips can't be written to: choose another folder"


def test_long_messages_do_not_widen_the_window(window: MainWindow) -> None:
    width = window.minimumSizeHint().width()
    window.status.show_message(LONG)
    window.status.show_model(LONG)
    window.queue.show_paused(True, LONG, False)
    window.player.show_failure("Failed", LONG, Request(LONG))
    window.compose._footer.show_message(LONG, "bad")
    window.compose.model_choice._about.setText(LONG)
    assert window.minimumSizeHint().width() <= width + 200, "only the elided model name may widen it"
    assert window.compose.minimumSizeHint().width() <= 330 and window.status.message() == LONG


def is_part_of_another(widget: QWidget) -> bool:
    """Whether it is part of a combo or spin box, which has the accessible name."""
    parent = widget.parentWidget()
    while parent is not None and not isinstance(parent, QAbstractSpinBox | QComboBox):
        parent = parent.parentWidget()
    return parent is not None


def test_upscaling_without_a_suitable_model_opens_the_models_dialog(window: MainWindow, qtbot: QtBot) -> None:
    opened: list[bool] = []
    window.clip_actions.models_requested.connect(lambda: opened.append(True))

    with qtbot.waitSignal(window._session.queue_finished, timeout=10_000):
        window._session.add([Request("a red circle")])
    assert window.player.commands.hd.isEnabled()
    window.player.commands.hd.trigger()
    assert opened and "ZeroScope v2 XL" in window.status.message()


def test_going_on_from_a_clip_without_a_model_for_it_opens_the_models_dialog(window: MainWindow, qtbot: QtBot) -> None:
    opened: list[bool] = []
    window.clip_actions.models_requested.connect(lambda: opened.append(True))
    with qtbot.waitSignal(window._session.queue_finished, timeout=10_000):
        window._session.add([Request("a red circle")])
    window.player.commands.go_on.trigger()
    assert opened and "Wan 2.1 VACE" in window.status.message()
    window.clip_actions.start_with("0" * 64)
    assert len(opened) == 2 and "Starting with a picture needs another model: Wan" in window.status.message()


def states(window: MainWindow) -> list[State]:
    return [job.state for job in window._session.model.jobs()]


def test_ctrl_enter_makes_a_clip_and_shows_it_in_player_and_library(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.keyClicks(window.compose.prompt.edit, "a red circle")
    with qtbot.waitSignal(window._session.queue_finished, timeout=10_000):
        qtbot.keyClick(window.compose.prompt.edit, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert states(window) == [State.DONE]
    assert window.gallery.model.rowCount() == 1
    assert window.follower.shown is not None and window.follower.shown.request.prompt == "a red circle"


def test_every_action_that_reads_an_unreadable_library_reports_it(qtbot: QtBot, window: MainWindow, database: Database) -> None:
    with qtbot.waitSignal(window._session.queue_finished, timeout=10_000):
        window._session.add([Request("a red circle")])
    job, clip = window._session.model.jobs()[0], window.follower.shown
    assert clip is not None
    with unreadable(database):
        for action in (
            window.gallery.refresh,
            lambda: window.queue.chosen.emit(job.id),
            window.follower.show_newest,
        ):
            window.status.show_message("")
            action()
            assert window.status.message().startswith("Another program is using")
        window.compose.area.menu.rebuild()
        assert window.compose._footer._message.text().startswith("Another program is using")
    assert window.follower.shown == clip


def test_the_window_opens_even_if_the_library_cannot_be_read(make_window: Callable[..., MainWindow], database: Database) -> None:
    with unreadable(database):
        window = make_window()
    assert window.status.message().startswith("Another program is using") and window.follower.shown is None


def test_a_killed_engine_is_reported_and_the_window_stays_open(qtbot: QtBot, window: MainWindow) -> None:
    with qtbot.waitSignal(window._session.queue_finished, timeout=20_000):
        window._session.add([Request("killed"), Request("a red circle")])
    assert states(window) == [State.INTERRUPTED, State.DONE]
    row = window._session.model.jobs()[0]
    assert "killed" in row.error and window.isVisible()


def stage(window: MainWindow) -> str:
    """The text that the player shows."""
    return window.player.stage.accessibleDescription()


def row(window: MainWindow, number: int = 0) -> str:
    model = window._session.model
    return model.status(model.jobs()[number])


def test_player_queue_and_status_bar_show_at_once_that_the_engine_starts(qtbot: QtBot, window: MainWindow) -> None:
    window.compose.set_prompt("a slow red circle")
    window.compose.submit()  # no event has arrived yet
    assert [stage(window), row(window), window.status.engine_text()] == ["Starting the engine"] * 3
    with qtbot.waitSignal(window._session.costs.changed, timeout=10_000):
        pass
    assert window.status.engine_text() == "starter loaded" and stage(window) != "Starting the engine"
    window._session.cancel([window._session.model.jobs()[0].id])
    qtbot.waitUntil(lambda: states(window) == [State.CANCELLED], timeout=10_000)
    window.compose.submit()  # the engine is running already
    assert [stage(window), row(window, 1), window.status.engine_text()] == ["Starting", "Starting", "starter loaded"]


def test_the_status_bar_shows_a_model_as_loaded_only_while_it_is(qtbot: QtBot, window: MainWindow) -> None:
    assert window.status.engine_text() == ""
    with qtbot.waitSignal(window._session.queue_finished, timeout=20_000):
        window._session.add([Request("a red circle")])
    assert window.status.engine_text() == "starter loaded"
    with qtbot.waitSignal(window._session.queue_finished, timeout=20_000):
        window._session.add([Request("killed")])
    assert window.status.engine_text() == ""


def test_the_player_follows_a_retry_and_does_not_call_it_interrupted(qtbot: QtBot, window: MainWindow) -> None:
    session, seen = window._session, []
    session.job_started.connect(lambda job: seen.append((job.attempts, stage(window))))
    session.job_failed.connect(lambda _: seen.append((0, stage(window))))
    with qtbot.waitSignal(session.queue_finished, timeout=20_000):
        session.add([Request("killed")])
    assert [attempts for attempts, _ in seen] == [1, 0, 2, 0]
    texts = ["Starting the engine", "The engine crashed. Retrying…", "Starting the engine", "Interrupted The engine was killed"]
    assert all(shown.startswith(text) for (_, shown), text in zip(seen, texts, strict=True)), seen


@pytest.mark.parametrize("chosen", [True, False], ids=["selected by the user", "shown when it failed"])
def test_the_player_stops_showing_an_error_when_the_job_is_retried(qtbot: QtBot, window: MainWindow, chosen: bool) -> None:
    session = window._session
    with qtbot.waitSignal(session.queue_finished, timeout=20_000):
        session.add([Request("this fails")])
    (job,) = session.model.jobs()
    if chosen:
        window.queue.chosen.emit(job.id)
    assert stage(window).startswith("Couldn't create this clip")
    session.pause(True)
    session.edits.retry([job.id])
    assert stage(window).startswith("Waiting")
    session.pause(False)
    assert stage(window) == "Starting"


def test_a_paused_queue_does_not_start_new_jobs(qtbot: QtBot, window: MainWindow) -> None:
    window.menu_actions["pause"].trigger()
    window._session.add([Request("a red circle")])
    assert states(window) == [State.WAITING] and window.menu_actions["pause"].isChecked()


def test_delete_can_be_undone(qtbot: QtBot, window: MainWindow) -> None:
    with qtbot.waitSignal(window._session.clip_finished, timeout=10_000) as finished:
        window._session.add([Request("a red circle")])
    clip = finished.args[0]
    window.player.delete_requested.emit(clip)
    assert not clip.path.exists() and window.gallery.model.rowCount() == 0
    window.status._undo.click()
    assert clip.path.exists() and window.gallery.model.rowCount() == 1


def test_undo_restores_all_clips_that_were_deleted_together(qtbot: QtBot, window: MainWindow) -> None:
    with qtbot.waitSignal(window._session.queue_finished, timeout=10_000):
        window._session.add([Request("a red circle", seed=seed) for seed in range(3)])
    clips = window._session.clips.page(3)
    window.gallery.deleted.emit(clips)
    assert not any(clip.path.exists() for clip in clips) and window.gallery.model.rowCount() == 0
    window.status._undo.click()
    assert all(clip.path.exists() for clip in clips) and window.gallery.model.rowCount() == 3


def test_vary_adds_jobs_with_new_seeds(window: MainWindow) -> None:
    window._session.pause(True)
    window.player.vary_requested.emit(Request("a red circle", seed=7), 4)
    seeds = {job.request.seed for job in window._session.model.jobs()}
    assert len(seeds) == 4 and 7 not in seeds


def test_closing_during_a_render_asks_first(qtbot: QtBot, make_window: Callable[..., MainWindow]) -> None:
    asked, answer = [], [False]
    made = make_window(confirm=lambda _, title, *__: asked.append(title) or answer[0])
    session = made._session
    made.show()
    with qtbot.waitSignal(session.progressed, timeout=10_000):
        session.add([Request("a slow one")])
    assert made.close() is False and made.isVisible()
    answer[0] = True
    kept: list[Settings] = []
    made.settings_changed.connect(kept.append)
    assert made.close() is True and len(asked) == 2
    assert kept[0].window


def test_panes_and_sections_are_restored(window: MainWindow, make_window: Callable[..., MainWindow]) -> None:
    window.columns.setSizes([380, 460, 400])  # wider than the compose panel must be
    window.compose.open_sections("01")
    saved = window.saved_state()
    assert saved.endswith(" 0100 150:newest:1")
    other = make_window(settings=Settings(window=saved))
    assert other.saved_state().split(" ")[1:] == saved.split(" ")[1:]
    other.restore("nonsense that was never saved")


@pytest.mark.parametrize(
    "make", [None, lambda: Preferences(Settings()), About, lambda: Shortcuts({"File": [Key("F1", "Help")]}), HelpViewer, lambda: ModelsDialog(ModelTasks())]
)
def test_every_focusable_widget_has_an_accessible_name(qtbot: QtBot, window: MainWindow, make: Callable[[], QWidget] | None) -> None:
    root = window
    if make is not None:
        root = make()
        qtbot.addWidget(root)
    nameless = [
        f"{type(w).__name__} {w.objectName()}"
        for w in root.findChildren(QWidget)
        if isinstance(w, INTERACTIVE) and w.focusPolicy() != Qt.FocusPolicy.NoFocus and not (w.accessibleName() or getattr(w, "text", str)())
        and not w.objectName().startswith("qt_") and not is_part_of_another(w)
    ]  # fmt: skip
    assert nameless == []


def test_alternatives_of_a_clip_are_shown_side_by_side_and_one_is_chosen(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    clips = [
        window._session.clips.add(make_clip(tmp_path / f"{colour}.mp4", prompt=f"a {colour} ball", typed="a {red|blue} ball")) for colour in ("red", "blue")
    ]
    other = window._session.clips.add(make_clip(tmp_path / "other.mp4", prompt="a cat"))
    window.gallery.refresh()
    window.follower.show_clip(other)
    window.player.commands.alternatives.trigger()
    assert "no other clip of this prompt" in window.status.message()
    window.follower.show_clip(clips[1])
    window.player.commands.alternatives.trigger()
    assert window.player.grid.labels == ["red", "blue"] and window.player.grid.current == 1
    qtbot.mouseClick(window.player.grid, Qt.MouseButton.LeftButton, pos=window.player.grid.tiles()[0].center().toPoint())
    assert window.follower.shown is not None and window.follower.shown.path == clips[0].path and not window.player.grid.isVisible()
    assert [clip.path for clip in window.gallery.selected()] == [clips[0].path]
