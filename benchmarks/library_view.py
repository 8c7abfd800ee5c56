"""Measures how long the window stalls in a large library: `python -m benchmarks.library_view [--clips N] [--home FOLDER]`.

The longest gap of a timer in the event loop while the library view opens, scrolls, searches, filters, sorts, and rates, tags, deletes and
restores clips, and how long until each list is shown. FOLDER keeps the library for the next run. Runs offscreen.
"""

import argparse
import os
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QColor, QImage

from t2v_desktop import paths
from t2v_desktop.clip import Clip, Origin
from t2v_desktop.gui import app
from t2v_desktop.gui.main_window import MainWindow
from t2v_desktop.library.clips import Clips
from t2v_desktop.library.database import open_database
from t2v_desktop.library.filters import Filter, Missing, Sort
from t2v_desktop.models.store import find
from t2v_desktop.paths import HOME_VARIABLE

TICK_MS, SETTLE_MS, POSTERS = 2, 350, 64
ENGINE = [sys.executable, str(Path(__file__).parents[1] / "tests" / "process" / "fake_engine.py")]
WORDS = ("red", "blue", "golden", "circle", "star", "heart", "panda", "fox", "sea", "sunset", "night", "meadow", "snow", "forest", "city", "rain")
MODELS = ("starter", "wan2.1-t2v-1.3b", "zeroscope_v2_576w")


def fill(count: int) -> None:
    """Store that many clips in the library of this home folder. Their files are empty; many share a poster."""
    database = open_database(paths.library_file())
    clips, draw, starter = Clips(database), random.Random(1), find("starter")
    if clips.count(Filter(missing=Missing.SHOWN)) < count:
        paths.clips().mkdir(parents=True, exist_ok=True)
        paths.posters().mkdir(parents=True, exist_ok=True)
        posters = [_poster(number) for number in range(POSTERS)]
        with database.transaction():
            for number in range(count):
                path = paths.clips() / f"{number}.mp4"
                path.touch()
                prompt = f"a {' '.join(draw.sample(WORDS, 7))}, number {number}"
                request = replace(starter.request(prompt, seed=number), model=draw.choice(MODELS))
                clips.add(Clip(path, posters[number % POSTERS], request, 1.6e9 + 60 * number))
    database.close()


def _poster(number: int) -> Path:
    picture = QImage(QSize(256, 256), QImage.Format.Format_RGB32)
    picture.fill(QColor.fromHsv(number * 360 // POSTERS, 160, 200))
    path = paths.posters() / f"{number:032x}.png"
    picture.save(str(path))
    return path


def steps(window: MainWindow) -> Iterator[tuple[str, Callable[[], object]]]:
    """What a user does, one after the other, with its name."""
    library, views = window.library, window.views
    bar, base = library.grid.verticalScrollBar(), library.filter

    def scroll_on() -> None:
        for turn in range(20):
            QTimer.singleShot(turn * 16, library, lambda: bar.setValue(bar.value() + library.grid.viewport().height()))

    yield "idle", lambda: None
    yield "open the library view", views.show_library
    yield "scroll 20 pages", scroll_on
    yield "scroll to the middle", lambda: bar.setValue(bar.maximum() // 2)
    yield "scroll to the end", lambda: bar.setValue(bar.maximum())
    yield "change the size of the tiles", lambda: library.size_slider.setValue(90)
    for typed in ("r", "re", "red", "red f", "red fox"):
        yield f"type '{typed}'", partial(library.search.setText, typed)
    yield "clear the search", lambda: library.show_filter(base)
    yield "search a setting ('wan2')", lambda: library.show_filter(replace(base, search="wan2"))
    yield "filter by model", lambda: library.show_filter(replace(base, model="starter"))
    yield "filter by source and date", lambda: library.show_filter(replace(base, origin=Origin.RENDERED, from_s=1.601e9))
    for order in (Sort.OLDEST, Sort.RATING, Sort.PROMPT, Sort.NEWEST):
        yield f"sort: {order.value}", partial(library.show_filter, replace(base, sort=order))
    yield "open the filter menu", library.filter_button.fill
    yield "select a clip", lambda: library.grid.setCurrentIndex(library.model.index(10))
    yield "rate 1", lambda: window.library_binding._rate(5)
    yield "select all", library.grid.selectAll
    library.select(set(library.model.ids[100:150]))
    yield "rate 50", lambda: window.library_binding._rate(4)
    yield "make 50 favourites", window.library_binding._toggle_favourite
    yield "tag 50", lambda: window.library_binding._marking.retag(library.selected_ids(), ["sea"], [])
    library.select(set(library.model.ids[100:5100]))
    yield "rate 5,000", lambda: window.library_binding._rate(3)
    library.select(set(library.model.ids[200:250]))
    yield "delete 50", library.commands.delete.trigger
    yield "undo it", window.clip_actions.undo_delete
    yield "a clip is finished", lambda: window._session.clip_finished.emit(window._session.clips.page(1)[0])
    yield "back to the player", views.show_player


@dataclass(slots=True)
class Step:
    """The longest gap of the event loop, the longest CPU time of its thread between two turns, and when the last list was shown, in ms."""

    gap: float = 0.0
    cpu: float = 0.0
    shown: float = 0.0


def measure() -> dict[str, Step]:
    """What each step took."""
    taken: dict[str, Step] = {}

    def use(window: MainWindow) -> None:
        doing, last, plan, began = "start", (time.perf_counter(), time.thread_time()), steps(window), time.perf_counter()

        def tick() -> None:
            nonlocal last
            now = time.perf_counter(), time.thread_time()
            step = taken.setdefault(doing, Step())
            step.gap, step.cpu = max(step.gap, (now[0] - last[0]) * 1000), max(step.cpu, (now[1] - last[1]) * 1000)
            last = now

        def note_list() -> None:
            taken.setdefault(doing, Step()).shown = (time.perf_counter() - began) * 1000

        def is_busy() -> bool:
            library = window.library
            marking, deleting = window.library_binding._marking.running, window.clip_actions._deleting.running
            return library.lister._running or library._search_timer.isActive() or marking or deleting or library.grid.posters._running

        def advance() -> None:
            nonlocal doing, began
            if is_busy():
                QTimer.singleShot(20, window, advance)
                return
            name, action = next(plan, ("end", window.close))
            if name == "end":
                action()
                return
            tick()
            doing, began = name, time.perf_counter()
            action()
            QTimer.singleShot(SETTLE_MS, window, advance)

        timer = QTimer(window, timerType=Qt.TimerType.PreciseTimer, interval=TICK_MS)
        timer.timeout.connect(tick)
        timer.start()
        window.library.lister.listed.connect(lambda _: note_list())
        QTimer.singleShot(1500, window, advance)

    app.run([], ENGINE, ready=lambda window: QTimer.singleShot(0, window, lambda: use(window)))
    return {name: step for name, step in taken.items() if name != "start"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clips", type=int, default=100_000)
    parser.add_argument("--home", type=Path, help="a folder for the library, which is filled once and kept")
    options = parser.parse_args()
    home = options.home or Path(tempfile.mkdtemp())
    os.environ[HOME_VARIABLE] = str(home)
    try:
        fill(options.clips)
        taken = measure()
    finally:
        if options.home is None:
            shutil.rmtree(home)
    print(f"| with {options.clips} clips | longest gap, ms | of it CPU, ms | list shown after, ms |\n|---|---|---|---|")
    for name, step in taken.items():
        print(f"| {name} | {step.gap:.0f} | {step.cpu:.0f} | {step.shown:.0f} |" if step.shown else f"| {name} | {step.gap:.0f} | {step.cpu:.0f} | |")


if __name__ == "__main__":
    main()
