"""Measures the library with many clips: `python -m benchmarks.long_library [--clips N] [--jobs N]`.

Prints a table, and ends with 1 if a page takes longer than PAGE_MS or a search longer than SEARCH_MS: the median of the process's own CPU
time, as other programs may be running. The clips' files are empty ones; their requests, models, sizes, marks and tags vary as those
of a user with several models.
"""

import argparse
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from t2v_desktop import paths
from t2v_desktop.clip import Clip, Marks, Origin
from t2v_desktop.library.clip_rows import RemovedClip
from t2v_desktop.library.clips import Clips
from t2v_desktop.library.database import open_database
from t2v_desktop.library.filters import Filter, Missing, Sort
from t2v_desktop.library.moved import find_missing, stored_files
from t2v_desktop.library.queue import Queue
from t2v_desktop.paths import HOME_VARIABLE
from t2v_desktop.request import ChosenLora, Request

PAGE_MS, SEARCH_MS = 50, 200
REPEATS, WINDOW = 15, 60
FIRST_S, EVERY_S = 1_700_000_000.0, 97.0
WORDS = (
    "panda", "fox", "waves", "forest", "dawn", "rain", "neon", "city", "snow", "castle", "robot", "dances",
    "slowly", "cinematic", "light", "aerial", "shot", "of", "the", "old", "harbour", "at", "night",
)  # fmt: skip
MODELS = ("starter", "text-to-video-ms-1.7b", "zeroscope_v2_576w", "wan2.1-t2v-1.3b")
SIZES = ((128, 128), (256, 256), (576, 320), (832, 480))
TAGS = ("beach", "night", "client", "keep", "to upscale")
Measure = tuple[str, int, Callable[[], object]]  # its name, its limit in ms (0: none), what is measured


def clips_of(folder: Path, count: int) -> Iterator[RemovedClip]:
    """Clips with empty files, as `Clips.restore` takes them."""
    chance = random.Random(5)
    for n in range(count):
        which, path = n % len(MODELS), folder / f"clip-{n}.mp4"
        path.touch()
        width, height = SIZES[which]
        request = Request(
            " ".join(chance.choices(WORDS, k=12)) + f" {n}", model=MODELS[which], width=width, height=height, seed=n, negative_prompt="blurry, low quality",
            loras=(ChosenLora("Film grain"),) if n % 9 == 0 else (), strength=0.6 if n % 11 == 0 else 0.0,
        )  # fmt: skip
        marks = Marks(chance.choice((0, 0, 0, 1, 2, 3, 4, 5)), n % 12 == 0, tuple(chance.sample(TAGS, k=n % 3)))
        origin = Origin.SECOND_PASS if request.strength else Origin.RENDERED
        yield RemovedClip(Clip(path, path.with_suffix(".png"), request, FIRST_S + n * EVERY_S), marks, origin, n.to_bytes(16, "big"))


def fill(folder: Path, clips: int, jobs: int) -> float:
    """Make the library; returns the seconds that took."""
    began = time.perf_counter()
    database = open_database(paths.library_file())
    Queue(database).add([Request(f"job {n}", seed=n) for n in range(jobs)])
    folder.mkdir()
    Clips(database).restore(clips_of(folder, clips))
    database.close()
    return time.perf_counter() - began


def listings() -> Iterator[tuple[str, Filter]]:
    for sort in Sort:
        yield f"all, {sort.value}", Filter(sort=sort)
    middle = FIRST_S + 40_000 * EVERY_S
    kinds = {
        "model": Filter(model=MODELS[3]), "dates": Filter(from_s=FIRST_S, until_s=middle), "size": Filter(size=SIZES[2]), "3 stars": Filter(stars=3),
        "favourites": Filter(favourite=True), "tag": Filter(tags=("night",)), "origin": Filter(origin=Origin.SECOND_PASS),
        "missing": Filter(missing=Missing.ONLY),
        "model and stars, by prompt": Filter(model=MODELS[3], stars=4, sort=Sort.PROMPT),
    }  # fmt: skip
    yield from ((f"filter: {name}", wanted) for name, wanted in kinds.items())
    for search in ("p", "panda", "panda waves neon", "832x480", "99999", "film gr night"):
        yield f"search: {search}", Filter(search)
    yield "search: panda, by rating, 3 stars", Filter("panda", stars=3, sort=Sort.RATING)
    yield "search: the, by prompt", Filter("the", sort=Sort.PROMPT)


def measures(clips: Clips) -> Iterator[Measure]:
    """What a user does, with its limit."""
    chance, every = random.Random(6), clips.ids()

    def some(count: int) -> list[int]:
        start = chance.randrange(len(every) - count)
        return list(every[start : start + count])

    for name, wanted in listings():  # all ids that match; the window reads them on another thread
        yield name, SEARCH_MS, lambda wanted=wanted: clips.ids(wanted)  # type: ignore[misc]
    yield f"window of {WINDOW} clips anywhere", PAGE_MS, lambda: clips.by_ids(some(WINDOW))
    yield "page of the strip", PAGE_MS, lambda: clips.page(WINDOW)
    yield "count", PAGE_MS, clips.count
    yield "menu of models", PAGE_MS, clips.models
    yield "menu of sizes", PAGE_MS, clips.sizes
    yield "menu of tags", PAGE_MS, clips.tags
    yield "rate 1", PAGE_MS, lambda: clips.rate(some(1), chance.randrange(6))
    yield "favourite 1", PAGE_MS, lambda: clips.set_favourite(some(1), bool(chance.randrange(2)))
    yield "tag 1", 2 * PAGE_MS, lambda: clips.add_tags(some(1), [f"new {chance.randrange(50)}"])
    yield "rate 1,000", 0, lambda: clips.rate(some(1000), chance.randrange(6))
    yield "tag 1,000", 0, lambda: clips.add_tags(some(1000), [f"new {chance.randrange(50)}"])
    yield "remove 50 and restore them", 0, lambda: clips.restore(clips.remove([each.clip.path for each in clips.by_ids(some(50))]))


def measured_ms(action: Callable[[], object]) -> tuple[float, float, float]:
    """The median and the worst time of an action, and the median of its CPU time."""
    taken, computed = [], []
    for _ in range(REPEATS):
        began, cpu = time.perf_counter(), time.process_time()
        action()
        taken.append((time.perf_counter() - began) * 1000)
        computed.append((time.process_time() - cpu) * 1000)
    return statistics.median(taken), max(taken), statistics.median(computed)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clips", type=int, default=100_000)
    parser.add_argument("--jobs", type=int, default=10_000)
    options = parser.parse_args()
    slow = []
    with tempfile.TemporaryDirectory() as home:
        os.environ[HOME_VARIABLE] = home
        filled_s = fill(Path(home) / "clips", options.clips, options.jobs)
        began = time.perf_counter()
        database = open_database(paths.library_file())
        opened_ms = (time.perf_counter() - began) * 1000
        size_mb, clips = paths.library_file().stat().st_size / 1e6, Clips(database)
        print(f"{options.clips} clips and {options.jobs} jobs: {size_mb:.0f} MB, filled in {filled_s:.0f} s\n")
        print(f"| | median, ms | worst, ms | CPU, ms | limit |\n|---|---|---|---|---|\n| open | {opened_ms:.0f} | | | |")
        for name, limit_ms, action in measures(clips):
            median, worst, cpu = measured_ms(action)
            print(f"| {name} | {median:.1f} | {worst:.1f} | {cpu:.1f} | {limit_ms or ''} |", flush=True)
            if limit_ms and cpu > limit_ms:
                slow.append(name)
        began = time.perf_counter()
        found = find_missing(stored_files(database.file))
        print(f"| look for all files (on another thread), {len(found)} missing | {(time.perf_counter() - began) * 1000:.0f} | | | |")
        database.close()
    if slow:
        print(f"\nslower than the limit: {', '.join(slow)}")
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
