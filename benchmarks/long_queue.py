"""Measures how long the window stalls with many jobs in its queue: `python -m benchmarks.long_queue [--jobs N]`.

The longest gap of a timer in the event loop while jobs go through all their states, are added, moved, removed, retried and
duplicated, and clips are deleted and restored; once with jobs that wait and once with finished ones. The engine is the tests' fake
one, which only waits, so that only the window is measured. Runs offscreen.
"""

import argparse
import os
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import Qt, QTimer

from t2v_desktop import paths
from t2v_desktop.gui import app
from t2v_desktop.gui.main_window import MainWindow
from t2v_desktop.job import State
from t2v_desktop.library.database import open_database
from t2v_desktop.library.queue import Queue
from t2v_desktop.models.store import find
from t2v_desktop.paths import HOME_VARIABLE

TICK_MS, STEP_MS = 2, 150
ENGINE = [sys.executable, str(Path(__file__).parents[1] / "tests" / "process" / "fake_engine.py")]
PROMPT = "a panda eats bamboo in the forest, number {}, timed"  # timed: its events come as far apart as those of a small clip


def fill(count: int, state: State) -> None:
    """Store that many jobs in the library of this home folder."""
    database = open_database(paths.library_file())
    queue, starter = Queue(database), find("starter")
    with queue.transaction():
        for job in queue.add([starter.request(PROMPT.format(number), seed=number) for number in range(count)]):
            if state is not State.WAITING:
                queue.save(replace(job, state=state))
    database.close()


def steps(window: MainWindow) -> Iterator[tuple[str, Callable[[], object]]]:
    """What a user does, one after the other, with its name."""
    session, queue, starter = window._session, window.queue, find("starter")
    jobs = session.model.jobs()
    middle = [job.id for job in jobs[len(jobs) // 2 : len(jobs) // 2 + 10]]
    yield "idle", lambda: None
    yield "add 1", lambda: session.submit([starter.request("one more", seed=1)])
    yield "add 100", lambda: session.submit([starter.request("more of them", seed=seed) for seed in range(100)])
    yield "move 10 from the middle to the top", lambda: session.edits.move(middle, jobs[0].id)
    yield "move 1 from the end to the middle", lambda: session.edits.move([jobs[-1].id], jobs[len(jobs) // 2].id)
    queue.select([jobs[20].id])
    yield "move up", queue.up_action.trigger
    yield "duplicate 10", lambda: session.edits.duplicate(middle)
    yield "cancel a waiting job", lambda: session.cancel([session.model.jobs()[-1].id])
    yield "retry it", lambda: session.edits.retry([session.model.jobs()[-1].id])
    yield "remove 10", lambda: session.edits.remove(middle)
    yield "edit", lambda: session.edits.edit(session.model.jobs()[-2].id)
    session.edits.move([job.id for job in jobs[-40:]], jobs[0].id)
    yield "render (all states of many jobs)", lambda: session.pause(False)
    yield "pause", lambda: session.pause(True)
    yield "delete 5 clips", lambda: session.deletions.delete(session.clips.page(5))
    yield "undo it", session.deletions.undo
    yield "clear finished", session.edits.clear_finished


def longest_gaps_ms(count: int, state: State) -> dict[str, tuple[float, float]]:
    """The longest gap of the event loop during each step, and the longest CPU time between two of its turns, both in ms.

    The second leaves out what the disk and other programs take.
    """
    fill(count, state)
    gaps: dict[str, tuple[float, float]] = defaultdict(lambda: (0.0, 0.0))

    def use(window: MainWindow) -> None:
        doing, last, plan = "start", (time.perf_counter(), time.thread_time()), steps(window)

        def tick() -> None:
            nonlocal last
            now = time.perf_counter(), time.thread_time()
            wall, cpu = gaps[doing]
            gaps[doing] = max(wall, (now[0] - last[0]) * 1000), max(cpu, (now[1] - last[1]) * 1000)
            last = now

        def advance() -> None:
            nonlocal doing
            name, action = next(plan, ("end", window.close))
            if name == "end":
                action()
                return
            tick()
            doing = name
            action()
            QTimer.singleShot(STEP_MS * (40 if "states" in name else 2), window, advance)

        timer = QTimer(window, timerType=Qt.TimerType.PreciseTimer, interval=TICK_MS)
        timer.timeout.connect(tick)
        timer.start()
        window._session.pause(True)
        QTimer.singleShot(STEP_MS * 10, window, advance)

    app.run([], ENGINE, ready=lambda window: QTimer.singleShot(0, window, lambda: use(window)))
    return {name: gap for name, gap in gaps.items() if name != "start"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--jobs", type=int, default=10_000)
    parser.add_argument("--state", choices=[State.WAITING.value, State.DONE.value], default=State.WAITING.value)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        os.environ[HOME_VARIABLE] = home
        gaps = longest_gaps_ms(options.jobs, State(options.state))
    print(f"| with {options.jobs} {options.state} jobs | longest gap, ms | of it CPU, ms |\n|---|---|---|")
    for name, (gap, cpu) in gaps.items():
        print(f"| {name} | {gap:.0f} | {cpu:.0f} |")


if __name__ == "__main__":
    main()
