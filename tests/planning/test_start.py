"""From a job to the engine's command."""

from dataclasses import replace
from pathlib import Path

import pytest

from t2v_desktop.errors import InvalidRequest
from t2v_desktop.job import Job
from t2v_desktop.models.store import find
from t2v_desktop.planning.start import start_of
from t2v_desktop.request import Request
from t2v_desktop.settings import Settings
from tests.media.made_clips import FPS, SIDE, make_clip

NEXT = Request("a cat", width=SIDE, height=SIDE, fps=FPS, num_frames=9, continued_frames=5)


def test_a_job_continues_its_source(tiny_model: Path, tmp_path: Path) -> None:
    source = make_clip(tmp_path / "a.mp4").path
    start = start_of(Job("1", NEXT, source=str(source)), Settings(), lambda _: find(str(tiny_model)))
    assert (start.source, start.request, Path(start.output).name) == (str(source), NEXT, "a-cat-0.mp4")


def test_a_source_that_does_not_fit_is_refused_before_the_engine_starts(tiny_model: Path, tmp_path: Path) -> None:
    job = Job("1", replace(NEXT, width=64), source=str(make_clip(tmp_path / "a.mp4").path))
    with pytest.raises(InvalidRequest, match="use 32x32"):
        start_of(job, Settings(), lambda _: find(str(tiny_model)))
