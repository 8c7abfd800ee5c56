import pytest

from t2v_desktop.planning.shown_progress import ShownProgress, shown_progress


@pytest.mark.parametrize(("done", "percent"), [(None, None), (0.0, 0), (0.629, 62), (0.9999, 99), (1.0, 99), (-1.0, 0)])
def test_the_percentage_is_rounded_down_and_100_is_left_to_the_end(done: float | None, percent: int | None) -> None:
    assert shown_progress(done, 3) == ShownProgress(percent, 3)


def test_nothing_rendering_is_no_progress() -> None:
    assert shown_progress(None, 0) == ShownProgress() and ShownProgress().fraction == 0 and ShownProgress(62, 1).fraction == 0.62
