import pytest

from t2v_desktop.gui.player.playhead import SPEEDS, Playhead, next_speed


def playing(count: int = 16, fps: float = 8, **chosen: object) -> Playhead:
    head = Playhead(count, fps, **chosen)
    head.play(100.0)
    return head


def test_frames_follow_the_clock() -> None:
    head = playing()
    assert [head.frame(100 + t) for t in (0, 0.124, 0.126, 1.0, 1.99)] == [0, 0, 1, 8, 15]


def test_a_late_timer_skips_frames_and_does_not_drift() -> None:
    head = playing()
    assert head.frame(100 + 60 * 2 + 0.5) == 4


def test_without_loop_playback_stops_on_the_last_frame_and_restarts() -> None:
    head = playing(loop=False)
    assert head.frame(103) == 15
    assert not head.playing
    head.play(200)
    assert head.frame(200.3) == 2


def test_pause_keeps_the_frame() -> None:
    head = playing()
    head.pause(100.5)
    assert head.frame(500) == 4
    head.play(600)
    assert head.frame(600.25) == 6


def test_steps_pause_and_wrap_around_only_in_a_loop() -> None:
    head = playing()
    head.step(-1, 100)
    assert (head.frame(100), head.playing) == (15, False)
    head.set_loop(False, 100)
    head.step(1, 100)
    assert head.frame(100) == 15


def test_a_new_speed_applies_from_the_current_frame() -> None:
    head = playing()
    head.set_speed(0.25, 101)
    assert head.frame(101) == 8
    assert head.frame(102) == 10


def test_turning_off_loop_in_the_third_round_does_not_stop_at_once() -> None:
    head = playing()
    head.set_loop(False, 104.5)
    assert (head.frame(104.5), head.playing) == (4, True)


def test_seek_is_clamped_to_the_clip() -> None:
    head = playing()
    head.seek(99, 100)
    assert head.frame(100) == 15
    head.seek(-5, 100)
    assert head.frame(100) == 0


@pytest.mark.parametrize(("speed", "wait"), [(1.0, 0.125), (0.25, 0.5), (2.0, 0.0625)])
def test_the_next_frame_is_due_one_frame_later(speed: float, wait: float) -> None:
    assert playing(speed=speed).wait_s(100) == pytest.approx(wait)


def test_speeds_are_clamped_at_the_ends() -> None:
    assert next_speed(1.0, 1) == 1.5
    assert next_speed(SPEEDS[0], -1) == SPEEDS[0]
    assert next_speed(SPEEDS[-1], 1) == SPEEDS[-1]


def test_an_empty_playhead_does_nothing() -> None:
    head = Playhead()
    head.play(0)
    assert (head.frame(5), head.playing) == (0, False)
