"""Measures a newcomer's way to the first clip: `python -m benchmarks.first_clip [--times N]`.

A new home folder and a virtual screen (Xvfb): the application starts, the first example in the player is clicked, and its clip plays. Prints when each
phase was over, in seconds since the process was started; the goal is 6 s on two cores. `--inside T` is what runs within the application's process.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager

from t2v_desktop.paths import HOME_VARIABLE

TIMEOUT_S, POLL_MS = 120.0, 5
PHASES = ("window", "clicked", "engine", "model", "preview", "clip", "playing")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--inside", type=float, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inside is not None:
        print(json.dumps(use_application(options.inside)))
        return
    with screen() as display:
        runs = [first_clip(display) for _ in range(options.times)]
    print("| phase | median, s | slowest, s |\n|---|---|---|")
    for phase in PHASES:
        print(f"| {phase} | {statistics.median(run[phase] for run in runs):.2f} | {max(run[phase] for run in runs):.2f} |")


@contextmanager
def screen(size: str = "1400x900") -> Iterator[str]:
    """A virtual screen."""
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", f"{size}x24", "-nolisten", "tcp", "-noreset"]
    server = subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL)
    os.close(writing)
    with os.fdopen(reading) as answer:
        number = answer.readline().strip()
    try:
        yield f":{number}"
    finally:
        server.terminate()
        server.wait()


def first_clip(display: str, scale: int = 1) -> dict[str, float]:
    """When each of PHASES was over, in seconds since the application's process was started with a new home folder, at a display scale.

    Raises CalledProcessError if the window was larger than the screen or no clip played.
    """
    with tempfile.TemporaryDirectory() as home:
        environment = {k: v for k, v in os.environ.items() if k != "QT_QPA_PLATFORM"} | {"DISPLAY": display, HOME_VARIABLE: home, "QT_SCALE_FACTOR": str(scale)}
        command = [sys.executable, "-m", "benchmarks.first_clip", "--inside", str(time.time())]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def use_application(began: float) -> dict[str, float]:
    """Start the application in this process, click the first example and wait for its clip."""
    from PySide6.QtCore import Qt, QTimer
    from PySide6.QtTest import QTest

    from t2v_desktop.events import Denoising, Loading
    from t2v_desktop.gui import app
    from t2v_desktop.gui.examples import Examples
    from t2v_desktop.gui.main_window import MainWindow

    times: dict[str, float] = {}

    def mark(phase: str) -> None:
        times.setdefault(phase, time.time() - began)

    def watch(_job: object, event: object) -> None:
        if not isinstance(event, Loading) or event.part != "libraries":
            mark("engine")
        if isinstance(event, Denoising):
            mark("model")
            if event.preview is not None:
                mark("preview")

    def use(window: MainWindow) -> None:
        QTest.qWaitForWindowExposed(window)
        mark("window")
        assert window.screen().geometry().contains(window.frameGeometry())
        window._confirm = lambda *_: True  # no user is there to answer
        session = window._session
        session.progressed.connect(watch)
        session.clip_finished.connect(lambda _: mark("clip"))
        examples = window.player.stage.notice.findChild(Examples)
        assert examples is not None and examples.isVisible()
        QTest.mouseClick(examples.buttons()[0], Qt.MouseButton.LeftButton)
        mark("clicked")
        end = time.monotonic() + TIMEOUT_S
        while time.monotonic() < end and not (window.follower.shown and window.player.playback.playing and window.player.playback.frame > 0):
            QTest.qWait(POLL_MS)
        if window.player.playback.playing:
            mark("playing")
        window.close()

    app.run([], ready=lambda window: QTimer.singleShot(0, lambda: use(window)))
    assert set(times) == set(PHASES), times
    return times


if __name__ == "__main__":
    main()
