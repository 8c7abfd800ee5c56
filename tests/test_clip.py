import os
import time
from pathlib import Path

from t2v_desktop.clip import PART_AGE_S, free_name, part_of, sweep_parts
from t2v_desktop.request import Request


def test_a_name_is_never_given_twice(tmp_path: Path) -> None:
    request = Request("A red circle, moving!", seed=7)
    names = []
    for _ in range(3):
        names.append(free_name(tmp_path, request).name)
        (tmp_path / names[-1]).touch()
    assert names == ["a-red-circle-moving-7.mp4", "a-red-circle-moving-7-2.mp4", "a-red-circle-moving-7-3.mp4"]


def test_only_half_clips_of_dead_writers_are_swept(tmp_path: Path) -> None:
    old, young, folder, whole = (tmp_path / name for name in ("old.mp4", "young.mp4", "pictures", "whole.mp4"))
    for path in (part_of(old), part_of(young), whole):
        path.touch()
    part_of(folder).mkdir()
    (part_of(folder) / "0001.png").touch()
    before = time.time() - PART_AGE_S - 60
    for path in (part_of(old), part_of(folder), whole):
        os.utime(path, (before, before))
    sweep_parts(tmp_path)
    assert sorted(tmp_path.iterdir()) == sorted([part_of(young), whole])
