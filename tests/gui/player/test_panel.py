import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QApplication, QCheckBox, QFileDialog, QLabel, QPlainTextEdit, QSpinBox, QToolButton, QVBoxLayout, QWidget

from t2v_desktop.clip import Clip
from t2v_desktop.events import Preview
from t2v_desktop.gui.look import theme
from t2v_desktop.gui.player.frames import FrameStore
from t2v_desktop.gui.player.panel import Player
from t2v_desktop.media.metadata import read_request
from t2v_desktop.media.read import Frames, read_frames
from t2v_desktop.media.write import count_frames
from tests.gui.player.conftest import Clock
from tests.media.made_clips import COUNT, SIDE, make_clip, shade_of, shades


def colour(player: Player, x: float, y: float) -> tuple[int, int, int]:
    """The colour of the stage at a point given in fractions."""
    image = player.stage.grab().toImage()
    return image.pixelColor(int(image.width() * x), int(image.height() * y)).getRgb()[:3]


def shade_on_stage(player: Player, x: float = 0.5) -> int:
    return shade_of(np.array(colour(player, x, 0.6)).reshape(1, 1, 3))


def shown_text(player: Player) -> str:
    return " ".join(label.text() for label in player.findChildren(QLabel) if label.isVisible())


# content


def test_an_empty_player_explains_the_next_step(player: Player) -> None:
    assert "press Generate" in shown_text(player)
    assert not player.transport.isVisible()


def test_a_clip_plays_from_its_first_frame_with_its_settings_below(player: Player, clip: Clip, play_clip) -> None:
    play_clip(clip)
    assert player.playback.playing
    assert shade_on_stage(player) == 0
    text = shown_text(player)
    assert "a red circle" in text
    assert "Starter · 20 steps · guidance 6 · seed 41 · 32 × 32 · 8 fps" in text
    assert "0.0 / 1.0 s" in text


def test_guided_steps_and_cached_layers_are_shown_where_they_were_chosen(player: Player, tmp_path: Path, play_clip) -> None:
    player.resize(900, 600)
    chosen = {"guidance_start": 0.125, "guidance_end": 0.6, "cache_interval": 3, "flow_shift": 2.5}
    play_clip(make_clip(tmp_path / "b.mp4", **chosen))
    assert "8 fps · guided 12.5–60 % · 2 of 3 steps cached · flow shift 2.5" in shown_text(player)
    play_clip(make_clip(tmp_path / "c.mp4", guidance_scale=1.0, guidance_end=0.6))
    assert "8 fps" in shown_text(player) and "guided" not in shown_text(player)


def test_the_frame_follows_the_clock(qtbot, player: Player, clip: Clip, clock: Clock, play_clip) -> None:
    play_clip(clip)
    clock.now += 0.51
    qtbot.waitUntil(lambda: player.playback.frame == 4)
    assert shade_on_stage(player) == 4
    assert player.transport.scrubber.value() == 4


def test_returning_to_a_clip_does_not_decode_it_again(look: QApplication, qtbot, clip: Clip, tmp_path: Path) -> None:
    read: list[Path] = []

    def counted(path: Path, max_bytes: int) -> Frames:
        read.append(path)
        return read_frames(path, max_bytes)

    player = Player(FrameStore(look, read=counted))
    qtbot.addWidget(player)
    other = make_clip(tmp_path / "b.mp4", red=200)
    for each in (clip, other):
        player.show_clip(each)
        qtbot.waitUntil(lambda: bool(player.playback.sequences))
    player.show_clip(clip)
    assert player.playback.sequences
    assert read == [clip.path, other.path]


def test_the_poster_is_shown_while_a_clip_is_decoded(player: Player, tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "a.mp4", red=200)
    player.show_clip(clip)
    assert not player.playback.sequences
    assert colour(player, 0.5, 0.5)[0] > 150


def test_the_last_preview_stays_until_the_clip_is_decoded(player: Player, clip: Clip) -> None:
    player.show_preview(strip(red=250), "Decoding", 0.9)
    player.show_clip(clip)
    assert not player.playback.sequences
    assert colour(player, 0.5, 0.5)[0] == 250


def test_a_missing_file_is_reported_and_its_settings_can_still_be_reused(qtbot, player: Player, clip: Clip) -> None:
    clip.path.unlink()
    player.show_clip(clip)
    qtbot.waitUntil(lambda: "is missing" in shown_text(player))
    assert not player.commands.play.isEnabled()
    with qtbot.waitSignal(player.reuse_requested) as received:
        player.details.reuse.click()
    assert received.args == [clip.request]


def test_a_decoding_error_is_ignored_once_another_clip_is_shown(qtbot, player: Player, clip: Clip, tmp_path: Path, play_clip) -> None:
    broken = make_clip(tmp_path / "broken.mp4")
    broken.path.write_bytes(b"nothing")
    player.show_clip(broken)
    play_clip(clip)
    qtbot.wait(50)
    assert "Can't play" not in shown_text(player)


def test_a_prompt_is_never_shown_as_html(player: Player, tmp_path: Path, play_clip) -> None:
    play_clip(make_clip(tmp_path / "a.mp4", prompt="<b>bold</b> & <img src=x>"))
    assert "<b>bold</b> & <img src=x>" in shown_text(player)


# the running job


def strip(count: int = 4, red: int = 0) -> Preview:
    return Preview(count, SIDE, SIDE, shades(count, red).tobytes())


def test_a_job_without_a_preview_shows_its_status(player: Player) -> None:
    player.show_preview(None, "Loading the model", 0.1)
    assert "Loading the model" in shown_text(player)
    assert not player.transport.isEnabled()


def test_a_preview_plays_on_when_the_next_one_arrives(qtbot, player: Player, clock: Clock) -> None:
    player.show_preview(strip(), "Denoising 1 of 20", 0.1)
    clock.now += 0.26
    qtbot.waitUntil(lambda: player.playback.frame == 2)
    player.show_preview(strip(red=200), "Denoising 2 of 20", 0.2)
    assert player.playback.frame == 2
    assert colour(player, 0.5, 0.5)[0] == 200
    player.show_preview(None, "Writing the video", None)
    assert player.playback.frame == 2


def test_progress_is_drawn_over_the_bottom_of_the_preview(player: Player) -> None:
    player.show_preview(strip(), "Denoising 10 of 20", 0.5)
    left, right = colour(player, 0.3, 0.995), colour(player, 0.7, 0.995)
    assert left != right
    assert player.stage.accessibleDescription() == "Denoising 10 of 20"


def test_a_preview_repeats_even_if_loop_is_off(qtbot, player: Player, clock: Clock) -> None:
    player.commands.loop.trigger()
    player.show_preview(strip(), "Denoising", 0.5)
    clock.now += 0.51
    qtbot.wait(150)
    assert player.playback.playing


def test_a_failed_job_shows_why_and_its_settings_can_be_reused(qtbot, player: Player, clip: Clip) -> None:
    player.show_failure("Couldn't create this clip", "not enough memory: choose a smaller size", clip.request)
    assert "choose a smaller size" in shown_text(player)
    with qtbot.waitSignal(player.reuse_requested):
        player.details.reuse.click()
    assert not player.commands.save.isEnabled()


# the transport


def press(qtbot, player: Player, key: str) -> None:
    combination = QKeySequence(key)[0]
    qtbot.keyClick(player.window(), combination.key(), combination.keyboardModifiers())


def test_keys_play_step_and_change_speed(qtbot, player: Player, clip: Clip, play_clip) -> None:
    play_clip(clip)
    with qtbot.waitActive(player):
        player.activateWindow()
    press(qtbot, player, "Space")
    assert not player.playback.playing
    for key, frame in ((".", 1), (".", 2), (",", 1), ("Home", 0), (",", COUNT - 1)):
        press(qtbot, player, key)
        assert player.playback.frame == frame
    press(qtbot, player, "]")
    assert player.transport.speed_button.text() == "1.5×"
    press(qtbot, player, "L")
    assert not player.commands.loop.isChecked()


def test_without_loop_playback_stops_on_the_last_frame(qtbot, player: Player, clip: Clip, clock: Clock, play_clip) -> None:
    player.commands.loop.trigger()
    play_clip(clip)
    clock.now += 5
    qtbot.waitUntil(lambda: not player.playback.playing)
    assert player.playback.frame == COUNT - 1
    assert player.commands.play.text() == "Play"


@pytest.mark.parametrize("kind", [QPlainTextEdit, QSpinBox])
def test_typing_in_a_field_triggers_no_player_command(qtbot, player: Player, window: QWidget, clip: Clip, play_clip, kind: type[QWidget]) -> None:
    field = kind()
    window.layout().addWidget(field)
    play_clip(clip)
    with qtbot.waitActive(window):
        window.activateWindow()
    field.setFocus()
    for key in ("Space", ",", ".", "L", "F", "[", "Home"):
        combination = QKeySequence(key)[0]
        qtbot.keyClick(field, combination.key(), combination.keyboardModifiers())
    qtbot.keyClicks(field, "fly, l.")
    assert player.playback.playing
    assert player.commands.loop.isChecked()
    assert player.stage.window() is window
    if isinstance(field, QPlainTextEdit):
        assert "fly, l." in field.toPlainText()


def test_space_presses_the_focused_button(qtbot, player: Player, window: QWidget, clip: Clip, play_clip) -> None:
    box = QCheckBox("a setting")
    window.layout().addWidget(box)
    play_clip(clip)
    with qtbot.waitActive(window):
        window.activateWindow()
    box.setFocus()
    qtbot.keyClick(box, Qt.Key.Key_Space)
    assert box.isChecked()
    assert player.playback.playing
    player.stage.setFocus()
    qtbot.keyClick(player.stage, Qt.Key.Key_Space)
    assert not player.playback.playing


@pytest.fixture
def window(player: Player) -> Iterator[QWidget]:
    """A window with the player and space for another widget."""
    made = QWidget()
    QVBoxLayout(made).addWidget(player)
    made.resize(500, 600)
    made.show()
    yield made
    made.close()


def test_the_scrubber_jumps_to_a_click_and_playback_resumes_afterwards(qtbot, player: Player, clip: Clip, play_clip) -> None:
    play_clip(clip)
    scrubber = player.transport.scrubber
    qtbot.mousePress(scrubber, Qt.MouseButton.LeftButton, pos=QPoint(scrubber.width() - 1, scrubber.height() // 2))
    assert player.playback.frame == COUNT - 1
    assert not player.playback.playing
    qtbot.mouseMove(scrubber, QPoint(0, scrubber.height() // 2))
    qtbot.waitUntil(lambda: player.playback.frame == 0)
    qtbot.mouseRelease(scrubber, Qt.MouseButton.LeftButton)
    assert player.playback.playing


def test_arrow_keys_on_the_scrubber_step_frame_by_frame(qtbot, player: Player, clip: Clip, play_clip) -> None:
    play_clip(clip)
    player.commands.play.trigger()
    qtbot.keyClick(player.transport.scrubber, Qt.Key.Key_Right)
    qtbot.keyClick(player.transport.scrubber, Qt.Key.Key_Right)
    assert player.playback.frame == 2


def test_a_hidden_player_does_not_play(qtbot, player: Player, clip: Clip, clock: Clock, play_clip) -> None:
    play_clip(clip)
    player.hide()
    clock.now += 0.3
    seen: list[int] = []
    player.playback.moved.connect(lambda: seen.append(player.playback.frame))
    qtbot.wait(200)
    assert seen == []


# zoom and full screen


def test_zoom_and_fit(player: Player, clip: Clip, play_clip) -> None:
    play_clip(clip)
    player.commands.zoom_in.trigger()
    assert player.stage.zoom() == pytest.approx(1.25)
    player.commands.fit.trigger()
    assert player.stage.zoom() == 1


def test_full_screen_borrows_the_stage_and_returns_it(qtbot, player: Player, clip: Clip, play_clip) -> None:
    play_clip(clip)
    player.commands.full_screen.trigger()
    window = player.stage.window()
    assert window is not player
    assert window.isFullScreen()
    assert player.stage.size() == window.size()
    with qtbot.waitActive(window):
        window.activateWindow()
    qtbot.keyClick(player.stage, Qt.Key.Key_Space)
    assert not player.playback.playing
    qtbot.waitUntil(lambda: player.stage.cursor().shape() is Qt.CursorShape.BlankCursor)
    spot = QPointF(9, 9)
    none = Qt.MouseButton.NoButton
    QApplication.sendEvent(player.stage, QMouseEvent(QEvent.Type.MouseMove, spot, spot, none, none, Qt.KeyboardModifier.NoModifier))
    assert player.stage.cursor().shape() is not Qt.CursorShape.BlankCursor
    qtbot.keyClick(player.stage, Qt.Key.Key_Escape)
    assert player.stage.window() is player
    assert player.layout().indexOf(player.stage) == 0
    assert player.stage.isVisible()


# comparing


def test_comparing_shows_both_at_the_same_frame(player: Player, clip: Clip, tmp_path: Path, play_clip) -> None:
    play_clip(clip, make_clip(tmp_path / "b.mp4", red=200, seed=7))
    player.playback.seek(5)
    assert colour(player, 0.3, 0.7)[0] < 40
    assert colour(player, 0.7, 0.7)[0] > 150
    assert (shade_on_stage(player, 0.3), shade_on_stage(player, 0.7)) == (5, 5)
    assert "seed 41" in shown_text(player) and "seed 7" in shown_text(player)


def test_changing_the_theme_while_decoding_keeps_the_comparison(look: QApplication, player: Player, clip: Clip, tmp_path: Path, qtbot) -> None:
    clip.poster.unlink()
    player.compare(clip, make_clip(tmp_path / "b.mp4", red=200, seed=7))
    theme.apply(look, "light")
    qtbot.waitUntil(lambda: bool(player.playback.sequences))
    assert colour(player, 0.7, 0.7)[0] > 150


def test_the_notice_and_icons_follow_the_theme(look: QApplication, player: Player) -> None:
    player.show_failure("Couldn't create this clip", "no memory")
    dark = player.grab().toImage()
    theme.apply(look, "light")
    light = player.grab().toImage()
    theme.apply(look, "dark")
    assert dark != light
    assert player.grab().toImage() == dark


def test_the_wipe_can_be_dragged_and_moved_by_keys(qtbot, player: Player, clip: Clip, tmp_path: Path, play_clip) -> None:
    play_clip(clip, make_clip(tmp_path / "b.mp4", red=200, seed=7))
    middle, height = player.stage.width() // 2, player.stage.height()
    qtbot.mousePress(player.stage, Qt.MouseButton.LeftButton, pos=QPoint(middle, height // 2))
    qtbot.mouseMove(player.stage, QPoint(middle + 120, height // 2))
    qtbot.mouseRelease(player.stage, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: colour(player, 0.6, 0.7)[0] < 40)
    for _ in range(6):
        qtbot.keyClick(player.stage, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert colour(player, 0.6, 0.7)[0] > 150


def test_the_shorter_of_two_clips_stays_on_its_last_frame(player: Player, clip: Clip, tmp_path: Path, play_clip) -> None:
    play_clip(make_clip(tmp_path / "b.mp4", count=3, red=200, seed=7), clip)
    player.playback.seek(6)
    assert (shade_on_stage(player, 0.3), shade_on_stage(player, 0.7)) == (2, 6)


def test_escape_stops_comparing(qtbot, player: Player, clip: Clip, tmp_path: Path, play_clip) -> None:
    play_clip(clip, make_clip(tmp_path / "b.mp4", red=200, seed=7))
    assert player.commands.compare.isChecked()
    qtbot.keyClick(player.stage, Qt.Key.Key_Escape)
    assert not player.commands.compare.isChecked()
    assert colour(player, 0.7, 0.7)[0] < 40
    assert player.commands.save.isEnabled()


def test_compare_requests_a_partner_for_the_shown_clip(qtbot, player: Player, clip: Clip, play_clip) -> None:
    play_clip(clip)
    with qtbot.waitSignal(player.compare_requested) as received:
        player.commands.compare.trigger()
    assert received.args == [clip]
    assert not player.commands.compare.isChecked()


@pytest.mark.parametrize(("changed", "labels"), [
    ({"num_inference_steps": 50}, "20 steps and 50 steps"), ({"guidance_end": 0.6}, "guided 0–100 % and guided 0–60 %"),
    ({"cache_interval": 2}, "no steps cached and 1 of 2 steps cached"), ({"flow_shift": 5.0}, "the model's own flow shift and flow shift 5"),
])  # fmt: skip
def test_clips_with_the_same_seed_are_labelled_with_what_differs(
    player: Player, clip: Clip, tmp_path: Path, play_clip, changed: dict[str, float], labels: str
) -> None:  # fmt: skip
    play_clip(clip, make_clip(tmp_path / "b.mp4", **changed))
    assert labels in shown_text(player)


# copy, save and other commands


@pytest.mark.parametrize("name", ["b.mp4", "b.webm", "b.gif"])
def test_save_as_keeps_frames_and_request(qtbot, player: Player, clip: Clip, tmp_path: Path, play_clip, name: str) -> None:
    play_clip(clip)
    with qtbot.waitSignal(player.saved, timeout=20_000) as received:
        player.save_to(tmp_path / name)
    assert received.args == [tmp_path / name]
    assert count_frames(tmp_path / name) == COUNT
    assert read_request(tmp_path / name) == clip.request
    assert player.details.save.text() == "Save as…"


def test_save_as_a_folder_of_pictures(qtbot, player: Player, clip: Clip, tmp_path: Path, play_clip) -> None:
    play_clip(clip)
    with qtbot.waitSignal(player.saved, timeout=20_000):
        player.save_to(tmp_path / "pictures")
    assert len(list((tmp_path / "pictures").iterdir())) == COUNT


def test_a_png_name_saves_the_current_frame(qtbot, player: Player, clip: Clip, tmp_path: Path, play_clip) -> None:
    play_clip(clip)
    player.commands.play.trigger()
    player.playback.seek(3)
    with qtbot.waitSignal(player.saved):
        player.save_to(tmp_path / "frame.png")
    assert shade_of(read_frames_of(tmp_path / "frame.png")) == 3


def read_frames_of(path: Path) -> np.ndarray:
    from PIL import Image

    with Image.open(path) as picture:
        return np.asarray(picture)


def test_a_save_that_fails_shows_why(qtbot, player: Player, clip: Clip, tmp_path: Path, play_clip) -> None:
    play_clip(clip)
    with qtbot.waitSignal(player.failed) as received:
        player.save_to(tmp_path / "nowhere" / "b.gif")
    assert "does not exist" in received.args[0]
    assert player.details.save.text() == "Save as…"


def test_the_dialog_adds_the_suffix_of_the_chosen_format(qtbot, player: Player, clip: Clip, tmp_path: Path, play_clip) -> None:
    play_clip(clip)
    player.commands.save.trigger()
    dialog = player.findChild(QFileDialog)
    assert dialog.defaultSuffix() == "mp4"
    dialog.selectNameFilter("GIF animation (*.gif)")
    dialog.filterSelected.emit("GIF animation (*.gif)")
    dialog.setDirectory(str(tmp_path))
    dialog.selectFile("saved")
    with qtbot.waitSignal(player.saved, timeout=20_000):
        dialog.accept()
    assert count_frames(tmp_path / "saved.gif") == COUNT


@pytest.mark.parametrize("next_shown", ["the next job", "another clip", "nothing"])
def test_the_saved_clip_is_the_one_shown_when_the_dialog_opened(qtbot, player: Player, clip: Clip, tmp_path: Path, play_clip, next_shown: str) -> None:
    other = make_clip(tmp_path / "other.mp4", red=200)
    play_clip(clip)
    player.commands.play.trigger()
    player.playback.seek(3)
    for trigger, name in ((player.commands.save, "saved.mp4"), (player.commands.save_frame, "frame.png")):
        trigger.trigger()
        dialog = player.findChild(QFileDialog)
        if next_shown == "the next job":
            player.show_preview(None, "Loading", None, other.request)
        elif next_shown == "another clip":
            play_clip(other)
        else:
            player.show_nothing()
        with qtbot.waitSignal(player.saved, timeout=20_000) as received:
            dialog.fileSelected.emit(str(tmp_path / name))
        assert received.args == [tmp_path / name]
        dialog.deleteLater()
        qtbot.waitUntil(lambda: player.findChild(QFileDialog) is None)
        play_clip(clip)
        player.playback.seek(3)
    assert (tmp_path / "saved.mp4").read_bytes() == clip.path.read_bytes()
    assert shade_of(read_frames_of(tmp_path / "frame.png")) == 3 and read_frames_of(tmp_path / "frame.png")[..., 0].max() < 50


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (MemoryError(), "not enough memory"), (OSError(5, "Input/output error"), "Input/output error"), (RuntimeError("a\nb"), "RuntimeError: a"),
        (BufferError("odd"), "BufferError: odd"),
    ],
)  # fmt: skip
def test_any_error_in_a_save_is_reported_and_the_button_is_reset(
    qtbot, player: Player, clip: Clip, tmp_path: Path, play_clip, monkeypatch: pytest.MonkeyPatch, error: Exception, message: str
) -> None:
    def fails(*_: object) -> None:
        raise error

    play_clip(clip)
    monkeypatch.setattr(shutil, "copyfile", fails)
    with qtbot.waitSignal(player.failed) as received:
        player.save_to(tmp_path / "b.mp4")
    assert message in received.args[0] and "\n" not in received.args[0]
    assert player.details.save.text() == "Save as…"


def test_a_save_without_a_thread_reports_the_error_and_the_next_save_works(qtbot, player: Player, clip: Clip, tmp_path: Path, play_clip, monkeypatch) -> None:
    def no_thread(*_: object) -> None:
        raise RuntimeError("can't start new thread")

    play_clip(clip)
    with monkeypatch.context() as without:
        without.setattr(threading.Thread, "start", no_thread)
        with qtbot.waitSignal(player.failed) as received:
            player.save_to(tmp_path / "b.mp4")
    assert "new thread" in received.args[0] and player.details.save.text() == "Save as…"
    with qtbot.waitSignal(player.saved, timeout=20_000):
        player.save_to(tmp_path / "c.mp4")
    qtbot.wait(100)
    assert not (tmp_path / "b.mp4").exists()


def test_the_button_says_saving_until_the_last_of_two_saves_ends(qtbot, player: Player, clip: Clip, tmp_path: Path, play_clip) -> None:
    play_clip(clip)
    texts: list[str] = []
    player.saved.connect(lambda _: texts.append(player.details.save.text()))
    player.save_to(tmp_path / "b.mp4")
    player.save_to(tmp_path / "c.webm")
    qtbot.waitUntil(lambda: len(texts) == 2, timeout=20_000)
    assert texts == ["Saving…", "Save as…"]


def test_saving_a_frame_past_the_end_of_the_shorter_clip_saves_its_last_frame(qtbot, player: Player, clip: Clip, tmp_path: Path, play_clip) -> None:
    longer = make_clip(tmp_path / "longer.mp4", count=COUNT + 2)
    play_clip(clip, longer)
    player.commands.play.trigger()
    player.playback.seek(COUNT + 1)
    with qtbot.waitSignal(player.saved, timeout=20_000):
        player.save_to(tmp_path / "frame.png")
    assert shade_of(read_frames_of(tmp_path / "frame.png")) == COUNT - 1


def test_copy_frame_of_a_downscaled_clip_copies_the_full_size(look: QApplication, qtbot, clip: Clip) -> None:
    player = Player(FrameStore(look, budget_bytes=4000))
    qtbot.addWidget(player)
    player.show_clip(clip)
    qtbot.waitUntil(lambda: bool(player.playback.sequences))
    assert player.playback.current_images()[0].width() < SIDE
    player.playback.toggle()
    player.playback.seek(5)
    with qtbot.waitSignal(player.copied):
        player.commands.copy_frame.trigger()
    image = QGuiApplication.clipboard().image()
    assert image.size().toTuple() == (SIDE, SIDE)
    assert shade_of(np.array(image.pixelColor(9, 9).getRgb()[:3]).reshape(1, 1, 3)) == 5


def test_requested_signals_carry_the_clip_its_request_or_its_path(qtbot, player: Player, clip: Clip, play_clip) -> None:
    play_clip(clip)
    for signal, trigger, args in (
        (player.reuse_requested, player.details.reuse.click, [clip.request]),
        (player.vary_requested, player.details.vary.click, [clip.request, 4]),
        (player.vary_requested, player.details.vary_menu.menu().actions()[2].trigger, [clip.request, 8]),
        (player.reveal_requested, player.details.reveal.click, [clip.path]),
        (player.delete_requested, player.commands.delete.trigger, [clip]),
    ):
        with qtbot.waitSignal(signal) as received:
            trigger()
        assert received.args == args


def test_buttons_that_do_not_fit_move_into_the_menu(qtbot, player: Player, clip: Clip, play_clip) -> None:
    play_clip(clip)

    def menu() -> list[str]:
        player.details.more.menu().aboutToShow.emit()
        return [action.text() for action in player.details.more.menu().actions()]

    player.resize(700, 560)
    qtbot.waitUntil(player.details.reveal.isVisible)
    assert "Show in folder" not in menu()
    player.resize(300, 560)
    qtbot.waitUntil(lambda: not player.details.reveal.isVisible())
    assert player.width() == 300
    assert {"Show in folder", "Vary", "Delete"} <= set(menu())


def test_every_control_has_a_name_and_every_menu_command_a_unique_shortcut(player: Player) -> None:
    for button in player.findChildren(QToolButton):
        assert button.accessibleName() or button.text(), button
    assert player.transport.scrubber.accessibleName()
    assert all(action.shortcut() for action in player.actions_for_menu())
    keys = [key.toString() for action in player.actions_for_menu() for key in action.shortcuts()]
    assert len(set(keys)) == len(keys)


def test_the_wheel_zooms_only_with_control(qtbot, player: Player, clip: Clip, play_clip) -> None:
    play_clip(clip)
    from PySide6.QtGui import QWheelEvent

    at = QPointF(100, 100)
    for modifier, zoom in ((Qt.KeyboardModifier.NoModifier, 1.0), (Qt.KeyboardModifier.ControlModifier, 1.25)):
        wheel = QWheelEvent(at, at, QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton, modifier, Qt.ScrollPhase.NoScrollPhase, False)
        QApplication.sendEvent(player.stage, wheel)
        assert player.stage.zoom() == pytest.approx(zoom)
