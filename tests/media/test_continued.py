"""Which clips can be continued, and what is read of them."""

import subprocess
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from t2v_desktop.errors import InvalidRequest
from t2v_desktop.media.continued import check_source, copied_frames, known_frames, read_source
from t2v_desktop.media.ffmpeg import ffmpeg
from t2v_desktop.media.names import output_bytes
from t2v_desktop.media.read import LONGEST
from t2v_desktop.request import Request
from tests.media.made_clips import COUNT, FPS, SIDE, make_clip, shade_of

NEXT = Request("a cat", width=SIDE, height=SIDE, fps=FPS, num_frames=9, continued_frames=5)


@pytest.mark.parametrize("name", ["a.mp4", "a.webm", "a.gif", "folder"])
def test_the_last_frames_of_every_format_are_known(name: str, tmp_path: Path) -> None:
    source = make_clip(tmp_path / name).path
    found, fps = read_source(source)
    assert (found.count, found.width, found.height, fps) == (COUNT, SIDE, SIDE, FPS)
    assert [shade_of(frame) for frame in known_frames(source, NEXT)] == [3, 4, 5, 6, 7]
    assert [shade_of(frame) for frame in np.concatenate(list(copied_frames(source)))] == list(range(COUNT))


def test_all_frames_are_copied_a_few_at_a_time(tmp_path: Path) -> None:
    parts = list(copied_frames(make_clip(tmp_path / "a.mp4", count=19).path))
    assert [len(part) for part in parts] == [8, 8, 3]


def test_the_rate_of_another_programs_video_is_measured(tmp_path: Path) -> None:
    ours, foreign = make_clip(tmp_path / "a.mp4", fps=24).path, tmp_path / "b.mp4"
    subprocess.run([ffmpeg(), "-v", "error", "-i", str(ours), "-map_metadata", "-1", "-c", "copy", str(foreign)], check=True)
    assert read_source(foreign)[1] == 24


@pytest.mark.parametrize(("chosen", "words"), [
    ({"width": 64}, "a.mp4 has 32x32 pixels, the new frames 64x32: use 32x32"),
    ({"fps": 16}, "a.mp4 has 8 frames per second, the new frames 16: use 8"),
    ({"num_frames": 13, "continued_frames": 9}, "a.mp4 has 8 frames, too few to continue after 9"),
])  # fmt: skip
def test_a_clip_that_does_not_fit_is_refused(chosen: dict[str, int], words: str, tmp_path: Path) -> None:
    with pytest.raises(InvalidRequest, match=words):
        check_source(make_clip(tmp_path / "a.mp4").path, replace(NEXT, **chosen))


def test_a_clip_becomes_no_longer_than_can_be_read_again(tmp_path: Path) -> None:
    source = make_clip(tmp_path / "a.mp4", count=LONGEST - 4, fps=60, num_frames=16).path
    assert check_source(source, replace(NEXT, fps=60)).count == LONGEST - 4
    with pytest.raises(InvalidRequest, match=f"{LONGEST - 4} frames: with 8 more it would be longer than {LONGEST}"):
        check_source(source, replace(NEXT, fps=60, num_frames=13))


def test_a_missing_or_damaged_clip_is_refused(tmp_path: Path) -> None:
    (tmp_path / "b.mp4").write_bytes(b"no video")
    for name, words in (("a.mp4", "is missing"), ("b.mp4", "damaged or not a video")):
        with pytest.raises(InvalidRequest, match=rf"the clip can't be continued: .*{words}"):
            known_frames(tmp_path / name, NEXT)


def test_the_room_for_a_continued_clip_counts_all_its_frames() -> None:
    assert output_bytes(NEXT, 100) - output_bytes(NEXT) == 100 * SIDE * SIDE
    assert output_bytes(replace(NEXT, continued_frames=0)) - output_bytes(NEXT) == 5 * SIDE * SIDE
