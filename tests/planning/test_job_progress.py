from t2v_desktop.events import Decoding, Denoising, Encoding, Loading, Warned, Writing
from t2v_desktop.planning.job_progress import Pace


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_progress_never_goes_back() -> None:
    pace, seen = Pace(), [0.0]
    for event in (Loading("unet", 0, 2), Loading("unet", 1, 2), Encoding(), Warned("long"), Denoising(0, 4), Denoising(4, 4), Decoding(1, 2), Writing()):
        pace.update(event)
        seen.append(pace.done)
    assert seen == sorted(seen) and 0.9 < seen[-1] <= 1


def test_time_left_follows_the_pace_of_the_phase() -> None:
    clock = Clock()
    pace = Pace(clock)
    pace.update(Loading("unet", 1, 2))
    assert pace.phase_left_s() is None
    clock.now = 50
    pace.update(Denoising(0, 10))
    assert pace.phase_left_s() is None
    clock.now = 54
    pace.update(Denoising(4, 10))
    assert pace.phase_left_s() == 6


def test_the_engine_has_started_at_its_first_event_about_the_job() -> None:
    clock = Clock()
    pace = Pace(clock)
    pace.update(Loading("libraries", 0, 1))
    clock.now = 3
    pace.update(Loading("libraries", 0, 1))
    clock.now = 5
    for event in (Loading("files", 0, 1), Loading("unet", 0, 2), Encoding()):
        pace.update(event)
        clock.now += 10
    assert pace.start_s == 5
    again = Pace(clock)
    again.update(Encoding())
    assert again.start_s == 0
