"""Drags out of the application's window and into it, between two programs on a real X server."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from t2v_desktop.media.write import VideoWriter
from t2v_desktop.request import Request
from tests.gui.x_mouse import Mouse

ROOT = Path(__file__).parents[2]
Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def start(display: str) -> Iterator[Start]:
    """Starts one side of a drag on the display."""
    started: list[subprocess.Popen[str]] = []

    def begin(*arguments: str) -> "subprocess.Popen[str]":
        environment = {k: v for k, v in os.environ.items() if k != "QT_QPA_PLATFORM"} | {"DISPLAY": display, "PYTHONPATH": str(ROOT)}
        command = [sys.executable, str(ROOT / "tests/gui/drag_run.py"), *arguments]
        started.append(subprocess.Popen(command, env=environment, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True))
        return started[-1]

    yield begin
    for process in started:
        process.kill()
        process.communicate()


def said(process: "subprocess.Popen[str]") -> dict[str, Any]:
    """The next line that a side prints."""
    assert process.stdout is not None
    line = process.stdout.readline()
    assert line, "it ended without a word"
    values: dict[str, Any] = json.loads(line)
    return values


def clip(path: Path, prompt: str) -> Path:
    with VideoWriter(path, Request(prompt, width=16, height=16, num_frames=2)) as video:
        video.write(np.zeros((2, 16, 16, 3), np.uint8))
        video.finish(lambda: None)
    return path


@pytest.mark.timeout(120)
def test_clips_dragged_to_another_program_arrive_as_files_that_can_only_be_copied(display: str, start: Start, tmp_path: Path) -> None:
    files = [clip(tmp_path / f"{number}.mp4", "a red circle") for number in range(2)]
    window, target = start("app", *map(str, files)), start("target")
    begin, end = said(window)["at"], said(target)["at"]
    with Mouse(display) as mouse:
        mouse.drag((begin[0], begin[1]), (end[0], end[1]))
        dropped = said(target)
    assert sorted(dropped["files"]) == [str(file) for file in files] and not dropped["move"]
    assert target.wait(30) == 0 and all(file.exists() for file in files), "another program may not move the library's files"


@pytest.mark.timeout(120)
def test_a_video_dragged_in_from_another_program_fills_the_compose_panel(display: str, start: Start, tmp_path: Path) -> None:
    file = clip(tmp_path / "made elsewhere.mp4", "a blue heart over the sea")
    window, source = start("app"), start("source", str(file))
    end, begin = said(window)["drop"], said(source)["at"]
    with Mouse(display) as mouse:
        mouse.drag((begin[0], begin[1]), (end[0], end[1]))
        shown = said(window)
    assert shown["prompt"] == "a blue heart over the sea" and "made elsewhere.mp4 (T2V Desktop)" in shown["message"]
    assert file.exists()
