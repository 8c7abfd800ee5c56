from t2v_desktop.events import Decoding, Denoising, Encoding, Loading, Warned, Writing
from t2v_desktop.planning.timing import Pace


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_the_share_done_only_grows() -> None:
    pace, seen = Pace(), [0.0]
    for event in (Loading("unet", 0, 2), Loading("unet", 1, 2), Encoding(), Warned("long"), Denoising(0, 4), Denoising(4, 4), Decoding(1, 2), Writing()):
        pace.hear(event)
        seen.append(pace.done)
    assert seen == sorted(seen) and 0.9 < seen[-1] <= 1


def test_time_left_follows_the_pace_of_the_phase() -> None:
    clock = Clock()
    pace = Pace(clock)
    pace.hear(Loading("unet", 1, 2))
    assert pace.phase_left_s() is None
    clock.now = 50
    pace.hear(Denoising(0, 10))
    assert pace.phase_left_s() is None
    clock.now = 54
    pace.hear(Denoising(4, 10))
    assert pace.phase_left_s() == 6


def test_the_engines_start_is_over_with_its_first_word_about_the_job() -> None:
    clock = Clock()
    pace = Pace(clock)
    pace.hear(Loading("libraries", 0, 1))
    clock.now = 3
    pace.hear(Loading("libraries", 0, 1))
    clock.now = 5
    for event in (Loading("files", 0, 1), Loading("unet", 0, 2), Encoding()):
        pace.hear(event)
        clock.now += 10
    assert pace.start_s == 5
    again = Pace(clock)
    again.hear(Encoding())
    assert again.start_s == 0
