"""A slice of the fault campaign: a few trials of each kind, through the same application and the same look at what is left."""

import gc
import warnings
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from t2v_desktop.request import Request
from tests.faults import calls, cancels, disks, flips, invariants, kills
from tests.faults.__main__ import run_kind
from tests.faults.report import Kind
from tests.faults.scene import by_seed, prepare, requests
from tests.media.made_clips import make_clip

SLICES: dict[str, tuple[Callable[[str, bool, int, Path], Kind], tuple[str, ...]]] = {
    "a kill of the application": (kills.kind, ("application before engine rename clips/", "application before window fsync library.db 3")),
    "a kill of the engine": (kills.kind, ("engine before engine fsync clips/", "engine before engine write clips/part.mp4 4")),
    "a failing call": (calls.kind, ("window fsync library.db 2 EIO", "window unlink library.db-journal 3 EIO")),
    "a full disk": (disks.kind, ("library 1 KiB left at Writing", "clips 0 KiB left at Encoding")),
    "a damaged library": (flips.kind, ("without jobs", "jobs no JSON", "cut to 7/16", "user_version -1")),
    "a cancel": (cancels.kind, ("at once 0", "in Denoising 0", "twice 0")),
}


@pytest.fixture
def children_end() -> Iterator[None]:
    """What trials have started and keep for the next one of a whole campaign is ended."""
    before = set(psutil.Process().children())
    yield
    after = set(psutil.Process().children()) - before
    for child in after:
        with suppress(psutil.Error):
            for process in [*child.children(recursive=True), child]:
                process.kill()
    psutil.wait_procs(after, 5)
    with warnings.catch_warnings():  # nobody is left to close their pipes
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()


@pytest.mark.timeout(120)
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning", "ignore::ResourceWarning")  # applications killed in the middle
@pytest.mark.parametrize("fault", SLICES)
def test_a_slice_of_the_campaign_loses_nothing(fault: str, tiny_model: Path, tmp_path: Path, children_end: None) -> None:
    kind, names = SLICES[fault]
    whole = kind(str(tiny_model), True, 14, tmp_path)
    if whole.skipped and not whole.lanes:
        pytest.skip(whole.skipped)
    lanes = [[trial for trial in lane if any(name in trial.name for name in names)] for lane in whole.lanes]
    rows = run_kind(Kind(whole.name, [lane for lane in lanes if lane], whole.alone), tmp_path, 2)
    disks.unmount_all(tmp_path)
    assert [line for row in rows for line in row.told] == []
    assert sum(row.trials for row in rows) >= len(names)


def as_seen(*jobs: tuple[Request, str], clips: dict[Path, Request] | None = None, known: Path | None = None) -> dict[str, object]:
    """What the window would show; `known` is the clip that a job which is done takes for its own, the listed one unless said otherwise."""
    own = [str(known or path) for path in clips or {}]
    return {
        "jobs": [{"request": request.to_json(), "state": state, "error": "", "clips": own if state == "done" else []} for request, state in jobs],
        "clips": [{"path": str(path), "poster": "", "request": request.to_json()} for path, request in (clips or {}).items()],
    }


def test_the_look_at_what_is_left_finds_each_loss(tmp_path: Path) -> None:
    home = prepare(tmp_path) / "home"
    (asked,) = requests(1)
    clip, other = home / "clips" / "one.mp4", home / "clips" / "two.mp4"
    made = make_clip(clip, prompt=asked.prompt, seed=asked.seed).request
    clip.with_name("one.poster.png").unlink()

    def losses(seen: dict[str, object]) -> list[str]:
        return [loss.split(":")[0] for loss in invariants.check(home, seen, by_seed([made]))]

    well = as_seen((made, "done"), clips={clip: made})
    assert losses(well) == []
    assert losses(as_seen(clips={clip: made})) == ["job is gone"]
    assert losses(as_seen((made, "running"), clips={clip: made})) == ["job is running", "job is running, its clip is listed"]
    assert losses(as_seen((made, "done"))) == ["job is done with 0 listed clips", "clip is not listed"]
    assert losses(as_seen((made, "done"), clips={clip: made}, known=other)) == ["job is done, its clip is another"]
    other.write_bytes(clip.read_bytes())
    assert losses(well) == ["clip is not listed", "clip made 2 times"]
    other.write_bytes(clip.read_bytes()[:300])
    assert losses(well) == ["not whole or not ours"]
    other.rename(other.with_name(".two.part.mp4"))
    assert losses(well) == ["left over"]
    other.with_name(".two.part.mp4").unlink()
    (home / "clips" / invariants.FOREIGN[0]).unlink()
    assert losses(well) == ["foreign file gone or changed"]
