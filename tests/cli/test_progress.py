import pytest

from t2v_desktop.cli.progress import ProgressLine
from t2v_desktop.events import Decoding, Denoising, Loading


def test_progress_shows_phase_step_and_time_left(capsys: pytest.CaptureFixture[str]) -> None:
    line = ProgressLine("2/3 ", enabled=True)
    for event in (Loading("text_encoder", 0, 3), Denoising(5, 20), Decoding(8, 16)):
        line.show(event)
    shown = capsys.readouterr().err
    assert "2/3 " in shown and "loading text encoder" in shown and "denoising 5 of 20" in shown and "left" in shown


def test_progress_is_silent_without_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    ProgressLine("", enabled=False).show(Denoising(5, 20))
    assert capsys.readouterr().err == ""
