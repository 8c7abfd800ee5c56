"""Measures how fast the window starts, and how smoothly it runs during a render: `python -m benchmarks.window`.

Start: from the command to the first drawn window, in a new process each time, with a warm disk cache. Smoothness: the gaps of a
16 ms timer in the window's event loop, by phase of the engine. Uses any screen that Qt finds (`xvfb-run` provides one), or
none with QT_QPA_PLATFORM=offscreen.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict

from t2v_desktop.events import FINAL, Event
from t2v_desktop.paths import HOME_VARIABLE

TICK_MS = 16
START = """
import sys, time
from PySide6.QtCore import QTimer
from t2v_desktop.gui import app
def drawn(window):
    window.repaint()
    print(time.time(), "torch" in sys.modules, flush=True)
    QTimer.singleShot(0, window.close)
app.run([], ready=lambda window: QTimer.singleShot(0, lambda: drawn(window)))
"""


def start_s() -> tuple[float, bool]:
    """Seconds from starting the process to the drawn window, and whether torch was imported."""
    began = time.time()
    done = subprocess.run([sys.executable, "-c", START], capture_output=True, text=True, check=True)
    drawn, torch = done.stdout.split()[:2]
    return float(drawn) - began, torch == "True"


def gaps_ms(prompt: str) -> dict[str, list[float]]:
    """The timer's gaps during one render, by phase."""
    from PySide6.QtCore import QObject, Qt, QTimer

    from t2v_desktop.gui import app
    from t2v_desktop.gui.main_window import MainWindow

    gaps: dict[str, list[float]] = defaultdict(list)

    class Watch(QObject):
        phase, last = "idle", 0.0

        def tick(self) -> None:
            now = time.perf_counter()
            if self.last:
                gaps[self.phase].append((now - self.last) * 1000)
            self.last = now

        def hear(self, _job: str, event: Event) -> None:
            self.phase = "playing the clip" if isinstance(event, FINAL) else type(event).__name__.lower()
            if self.phase == "loading" and getattr(event, "part", "") == "libraries":
                self.phase = "importing"

    def use(window: MainWindow) -> None:
        watch, timer = Watch(window), QTimer(window, timerType=Qt.TimerType.PreciseTimer, interval=TICK_MS)
        timer.timeout.connect(watch.tick)
        timer.start()
        session = window._session
        session._thread.received.connect(watch.hear)
        window.compose.set_prompt(prompt)
        session.queue_finished.connect(lambda *_: QTimer.singleShot(2000, window.close))
        QTimer.singleShot(1000, window.compose.submit)

    app.run([], ready=lambda window: QTimer.singleShot(0, lambda: use(window)))
    return gaps


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--starts", type=int, default=5)
    parser.add_argument("--prompt", default="a red circle moving right on a white background")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        os.environ[HOME_VARIABLE] = home
        start_s()  # warms the disk cache
        starts = [start_s() for _ in range(options.starts)]
        print(f"start to drawn window: median {statistics.median(s for s, _ in starts):.2f} s of {', '.join(f'{s:.2f}' for s, _ in starts)}")
        print(f"torch imported: {any(torch for _, torch in starts)}")
        gaps = gaps_ms(options.prompt)
    print("| while | ticks | p50 ms | p99 ms | largest ms |\n|---|---|---|---|---|")
    for phase, values in [*gaps.items(), ("all", [v for each in gaps.values() for v in each])]:
        ranked = sorted(values)
        p99 = ranked[min(len(ranked) - 1, int(len(ranked) * 0.99))]
        print(f"| {phase} | {len(ranked)} | {statistics.median(ranked):.1f} | {p99:.1f} | {ranked[-1]:.1f} |")


if __name__ == "__main__":
    main()
