"""The library view in the window: search, filters, marks, deletion and undo, with mouse and keyboard."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from t2v_desktop.clip import Clip, Marks
from t2v_desktop.gui.library.listed_model import BLOCK
from t2v_desktop.gui.library.tag_dialog import TagDialog
from t2v_desktop.gui.main_window import MainWindow
from t2v_desktop.library.database import Database
from t2v_desktop.library.filters import Filter, Missing, Sort
from t2v_desktop.request import Request
from tests.library.held_library import unreadable

Fill = Callable[[int], list[Clip]]
CTRL, NONE = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.NoModifier


def prompts(window: MainWindow) -> list[str]:
    model = window.library.model
    return [found.clip.request.prompt if (found := model.listed(row)) else "" for row in range(len(model.ids))]


def wait_for(window: MainWindow, qtbot: QtBot, count: int) -> None:
    library = window.library
    qtbot.waitUntil(lambda: not library._search_timer.isActive() and not library.lister._running and len(library.model.ids) == count)


def select(window: MainWindow, *rows: int) -> None:
    window.library.select({window.library.model.ids[row] for row in rows})


def press(window: MainWindow, *keys: Qt.Key | str, modifiers: Qt.KeyboardModifier = NONE) -> None:
    """Press keys in the widget that has the focus."""
    for key in keys:
        focused = window.focusWidget()
        assert focused is not None
        QTest.keyClicks(focused, key) if isinstance(key, str) else QTest.keyClick(focused, key, modifiers)


def marks(window: MainWindow) -> list[Marks]:
    ids = window.library.model.ids
    found = window._session.clips.marks(ids)
    return [found[number] for number in ids]


# search and filters


def test_typing_into_the_search_lists_matching_clips_and_clear_lists_all_again(window: MainWindow, fill: Fill, qtbot: QtBot) -> None:
    fill(9)
    qtbot.keyClicks(window.library.search, "blue")
    wait_for(window, qtbot, 3)
    assert prompts(window) == ["a blue circle 7", "a blue circle 4", "a blue circle 1"]
    qtbot.keyClicks(window.library.search, "berry")
    wait_for(window, qtbot, 0)
    assert window.library.clear.isVisible() and window.library._empty_title.text() == "No matching clips"
    window.library.clear.click()
    wait_for(window, qtbot, 9)
    assert window.library.search.text() == "" and window.library.grid.isVisible()


def chips(window: MainWindow) -> list[str]:
    return [button.text() for button in window.library.chips.buttons()]


def entry(menu: QMenu, text: str) -> QAction:
    return next(action for action in menu.actions() if action.text() == text)


def submenu(window: MainWindow, title: str) -> QMenu:
    window.library.filter_button.fill()
    found = entry(window.library.filter_button._menu, title).menu()
    assert isinstance(found, QMenu)
    return found


def test_filters_from_the_menu_become_chips_that_can_be_removed(window: MainWindow, fill: Fill, qtbot: QtBot) -> None:
    fill(6)
    clips, ids = window._session.clips, list(window.library.model.ids)
    clips.rate(ids[:4], 4)
    clips.add_tags(ids[2:5], ["sea"])
    window.library.refresh()
    qtbot.waitUntil(lambda: bool(window.library.filter_button.choices.tags))
    entry(submenu(window, "Tags"), "sea").trigger()
    wait_for(window, qtbot, 3)
    entry(submenu(window, "Rating"), "★★★★ or more").trigger()
    wait_for(window, qtbot, 2)
    assert chips(window) == ["★★★★ or more", "Tag: sea", "Clear all"]
    window.library.chips.buttons()[0].click()
    wait_for(window, qtbot, 3)
    window.library.chips.buttons()[-1].click()
    wait_for(window, qtbot, 6)
    assert not window.library.chips.isVisible()


@pytest.mark.parametrize(("title", "entries"), [("Model", ["Any", "Starter"]), ("Size", ["Any", "128 × 128"])])
def test_the_menu_offers_what_the_library_has(window: MainWindow, fill: Fill, title: str, entries: list[str]) -> None:
    fill(3)
    assert [action.text() for action in submenu(window, title).actions()] == entries


def test_a_tag_or_model_with_an_ampersand_is_shown_as_it_is(window: MainWindow, fill: Fill, qtbot: QtBot) -> None:
    fill(1)
    window._session.clips.add_tags(window.library.model.ids, ["salt & pepper"])
    window.library.refresh()
    qtbot.waitUntil(lambda: bool(window.library.filter_button.choices.tags))
    assert [action.text() for action in submenu(window, "Tags").actions()] == ["salt && pepper"]


def test_sorting_and_the_size_of_the_tiles_are_there_again_at_the_next_start(window: MainWindow, fill: Fill, qtbot: QtBot) -> None:
    fill(3)
    window.library.size_slider.setValue(200)
    window.library.sort.setCurrentIndex(window.library.sort.findData(Sort.OLDEST))
    window.library.sort.activated.emit(0)
    qtbot.waitUntil(lambda: prompts(window)[0] == "a red circle 0")
    window.library.commands.play_under_mouse.trigger()
    saved = window.library.saved_state()
    window.library.restore("90:newest:1")
    window.library.restore("nonsense:1:2")
    assert (window.library.size_slider.value(), window.library.filter.sort, window.library.grid.hover.enabled) == (90, Sort.NEWEST, True)
    window.library.restore(saved)
    assert (window.library.size_slider.value(), window.library.filter.sort, window.library.grid.hover.enabled) == (200, Sort.OLDEST, False)


def test_an_empty_library_says_what_to_do(window: MainWindow, qtbot: QtBot) -> None:
    window.views.show_library()
    qtbot.waitUntil(window.library._empty_text.isVisible)
    assert "press Generate" in window.library._empty_text.text() and not window.library.clear.isVisible()


def test_an_unreadable_library_is_reported_and_the_clips_stay(window: MainWindow, fill: Fill, qtbot: QtBot, database: Database) -> None:
    fill(4)
    with unreadable(database), qtbot.waitSignal(window.library.failed, timeout=10_000):
        window.library.refresh()
    assert len(window.library.model.ids) == 4 and window.status.message().startswith("Another program is using")


def test_only_blocks_of_rows_around_those_in_view_are_read(window: MainWindow, fill: Fill) -> None:
    fill(BLOCK * 8)
    window.library.grid.verticalScrollBar().setValue(window.library.grid.verticalScrollBar().maximum())
    window.library.grid.repaint()
    assert 1 <= window.library.model.blocks_read() <= 4


# marks


def test_number_keys_rate_f_likes_and_the_details_show_it(window: MainWindow, fill: Fill, qtbot: QtBot) -> None:
    fill(3)
    window.library.grid.setFocus()
    qtbot.waitUntil(window.library.grid.hasFocus)
    press(window, "4", "f")
    assert marks(window)[0] == Marks(4, True)
    assert window.details.stars.heart.isChecked()
    press(window, "f", "0")
    assert marks(window)[0] == Marks()
    window.details.stars.stars[2].click()
    assert marks(window)[0].stars == 3


def test_many_clips_are_rated_together_and_undo_restores_the_ratings_they_had(window: MainWindow, fill: Fill, qtbot: QtBot) -> None:
    fill(250)
    window._session.clips.rate(window.library.model.ids[:100], 2)
    window.library.grid.selectAll()
    window.library.commands.ratings[0].trigger()
    qtbot.waitUntil(lambda: not window.library_binding._marking.running)
    assert {mark.stars for mark in marks(window)} == {5}
    window.status._undo.click()
    qtbot.waitUntil(lambda: not window.library_binding._marking.running)
    assert [mark.stars for mark in marks(window)] == [2] * 100 + [0] * 150


def test_a_clip_that_no_longer_meets_the_filter_leaves_the_list(window: MainWindow, fill: Fill, qtbot: QtBot) -> None:
    fill(5)
    window._session.clips.rate(window.library.model.ids, 3)
    window.library.show_filter(Filter(stars=3, missing=Missing.SHOWN))
    select(window, 0)
    window.library.commands.ratings[-1].trigger()
    wait_for(window, qtbot, 4)


def test_tags_are_added_and_removed_for_all_selected_clips(window: MainWindow, fill: Fill, qtbot: QtBot) -> None:
    fill(4)
    clips, ids = window._session.clips, window.library.model.ids
    clips.add_tags(ids[:2], ["sea", "old"])
    clips.add_tags(ids[:1], ["only one"])
    select(window, 0, 1)
    dialog = window.library_binding.edit_tags()
    assert isinstance(dialog, TagDialog) and dialog.tags == ["old", "sea"], "those that all have"
    qtbot.keyClicks(dialog.field, "Night Sky, SEA,")
    assert dialog.tags == ["old", "sea", "Night Sky"], "a tag keeps its first spelling"
    qtbot.wait(1)
    next(chip for chip in dialog.findChildren(QPushButton) if chip.accessibleName() == "Remove tag old" and not chip.isHidden()).click()
    dialog.accept()
    assert [mark.tags for mark in marks(window)] == [("Night Sky", "only one", "sea"), ("Night Sky", "sea"), (), ()]


def test_a_tag_that_is_too_long_is_refused_in_the_dialog(window: MainWindow, fill: Fill, qtbot: QtBot) -> None:
    fill(1)
    select(window, 0)
    dialog = window.library_binding.edit_tags()
    assert dialog is not None
    qtbot.waitUntil(dialog.isActiveWindow)
    dialog.field.setText("x" * 100)
    qtbot.keyClick(dialog.field, Qt.Key.Key_Return)
    assert dialog.isVisible() and "too long" in dialog._error.text() and dialog.tags == []
    dialog.reject()


# deletion


def test_fifty_clips_are_deleted_at_once_and_one_undo_restores_all_with_their_marks(window: MainWindow, fill: Fill, qtbot: QtBot) -> None:
    made = fill(60)
    window._session.clips.rate(window.library.model.ids[:50], 4)
    before = list(window.library.model.ids)
    select(window, *range(50))
    window.library.grid.setFocus()
    press(window, Qt.Key.Key_Delete)
    wait_for(window, qtbot, 10)
    assert not any(clip.path.exists() for clip in made[:50]) and all(clip.path.exists() for clip in made[50:])
    assert window.status._undo.isVisible() and "Moved to trash: 50 clip" in window.status.message()
    window.status._undo.click()
    wait_for(window, qtbot, 60)
    assert list(window.library.model.ids) == before and all(clip.path.exists() for clip in made)
    assert [mark.stars for mark in marks(window)] == [4] * 50 + [0] * 10
    assert "Restored: 50 clip" in window.status.message() and window._session.deletions.left_to_undo() == 0


def test_after_a_deletion_the_next_clip_is_selected(window: MainWindow, fill: Fill, qtbot: QtBot) -> None:
    fill(5)
    select(window, 1)
    window.library.commands.delete.trigger()
    wait_for(window, qtbot, 4)
    assert window.library.selected_one() is not None
    assert window.library.selected_one() == window.library.model.listed(1)


def test_a_missing_clip_says_what_is_missing_and_can_be_removed_and_restored(window: MainWindow, fill: Fill, qtbot: QtBot) -> None:
    lost = fill(3)[0]
    away = replace(lost, path=Path("/media/someone/Films/lost.mp4"), created_s=5000.0)
    window._session.clips.add(away)
    window.library.refresh()
    wait_for(window, qtbot, 4)
    select(window, 0)
    assert "The drive Films isn't connected" in window.details._missing.text() and window.details._missing.isVisible()
    assert not window.library.commands.delete.isEnabled() and not window.library.commands.play.isEnabled()
    window.library.commands.forget.trigger()
    wait_for(window, qtbot, 3)
    window.clip_actions.undo_delete()
    wait_for(window, qtbot, 4)


# playing, and the keyboard


def test_a_double_click_plays_the_clip_and_esc_comes_back(window: MainWindow, fill: Fill, qtbot: QtBot) -> None:
    made = fill(3)
    grid = window.library.grid
    at = grid.visualRect(window.library.model.index(1)).center() - QPoint(0, 20)
    QTest.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, NONE, at)
    QTest.mouseDClick(grid.viewport(), Qt.MouseButton.LeftButton, NONE, at)
    assert not window.views.is_library and window.follower.shown is not None and window.follower.shown.path == made[1].path
    assert window.player.isVisible() and window.gallery.isVisible() and not window.details.isVisible()
    press(window, Qt.Key.Key_Escape)
    assert window.views.is_library and window.details.isVisible() and window.focusWidget() is grid


def test_the_library_can_be_used_with_the_keyboard_alone(window: MainWindow, fill: Fill, qtbot: QtBot) -> None:
    made = fill(9)
    window.views.show_player()
    window.compose.focus_prompt()
    window.activateWindow()
    press(window, Qt.Key.Key_F, modifiers=CTRL)
    assert window.views.is_library and window.focusWidget() is window.library.search
    press(window, "golden")
    wait_for(window, qtbot, 3)
    press(window, Qt.Key.Key_Down)
    assert window.library.selected_count() == 1, "the first clip is selected at once"
    press(window, Qt.Key.Key_Right, "5", "f")
    assert window._session.clips.marks(window.library.model.ids)[window.library.model.ids[1]] == Marks(5, True)
    press(window, Qt.Key.Key_Return)
    assert not window.views.is_library and window.follower.shown is not None and window.follower.shown.path == made[3].path
    press(window, Qt.Key.Key_Escape)
    press(window, Qt.Key.Key_Space)
    assert not window.views.is_library
    press(window, Qt.Key.Key_L, modifiers=CTRL)
    assert window.views.is_library
    press(window, Qt.Key.Key_Delete)
    wait_for(window, qtbot, 2)
    press(window, Qt.Key.Key_Z, modifiers=CTRL | Qt.KeyboardModifier.AltModifier)
    wait_for(window, qtbot, 3)


def test_the_players_single_keys_do_nothing_while_the_library_is_shown(window: MainWindow, fill: Fill) -> None:
    fill(2)
    window.library.search.setFocus()
    assert not window.player.commands.full_screen.isEnabled() and not window.player.commands.save.isEnabled()
    window.views.show_player()
    assert window.player.commands.full_screen.isEnabled()


def test_generate_shows_the_player(window: MainWindow, fill: Fill) -> None:
    fill(1)
    window._session.pause(True)
    window.compose.set_prompt("a red circle")
    window.compose.submit()
    assert not window.views.is_library


def test_copy_puts_prompt_or_all_settings_on_the_clipboard(window: MainWindow, fill: Fill) -> None:
    fill(1)
    select(window, 0)
    window.details.copy_prompt.click()
    assert QGuiApplication.clipboard().text() == "a red circle 0"
    window.details.copy_settings.click()
    text = QGuiApplication.clipboard().text()
    assert text.startswith("a red circle 0\n") and "Seed: 0" in text and "Size: 128 × 128" in text


def test_details_show_hostile_text_plain(window: MainWindow, fill: Fill, qtbot: QtBot) -> None:
    made = fill(1)
    hostile = "<b>bold</b><img src='file:///etc/passwd'>"
    window._session.clips.add(replace(made[0], request=Request(hostile, negative_prompt=hostile), created_s=9000.0, path=made[0].path))
    window.library.refresh()
    qtbot.waitUntil(lambda: prompts(window) == [hostile])
    select(window, 0)
    assert window.details._prompt.text() == hostile and window.details._prompt.textFormat() is Qt.TextFormat.PlainText
    tip = window.library.model.data(window.library.model.index(0), Qt.ItemDataRole.ToolTipRole)
    assert "<img" not in str(tip)


def test_a_finished_clip_appears_and_the_selection_stays(window: MainWindow, fill: Fill, qtbot: QtBot) -> None:
    fill(3)
    select(window, 1)
    chosen = window.library.selected_ids()
    with qtbot.waitSignal(window._session.queue_finished, timeout=10_000):
        window._session.add([Request("a new circle")])
    wait_for(window, qtbot, 4)
    assert window.library.selected_ids() == chosen and prompts(window)[0] == "a new circle"


def test_every_part_of_the_library_that_takes_the_focus_has_a_name(window: MainWindow, fill: Fill) -> None:
    fill(3)
    select(window, 0)
    for panel in (window.library, window.details, window.views.middle):
        for widget in panel.findChildren(QWidget):
            if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible() and not isinstance(widget.parent(), QApplication):
                assert widget.accessibleName() or widget.focusProxy() is not None, widget
