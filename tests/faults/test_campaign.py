"""A sample of the fault campaign: a few trials of each kind, with the same application and the same checks."""

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
    """End the processes that trials keep running for the next trial of a campaign."""
    before = set(psutil.Process().children())
    yield
    after = set(psutil.Process().children()) - before
    for child in after:
        with suppress(psutil.Error):
            for process in [*child.children(recursive=True), child]:
                process.kill()
    psutil.wait_procs(after, 5)
    with warnings.catch_warnings():  # their pipes are never closed
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()


@pytest.mark.timeout(120)
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning", "ignore::ResourceWarning")  # killed applications
@pytest.mark.campaign
@pytest.mark.parametrize("fault", SLICES)
def test_a_sample_of_the_campaign_loses_nothing(fault: str, tiny_model: Path, tmp_path: Path, children_end: None) -> None:
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
    """What the window would show. `known` is the clip in the row of a done job, by default the listed one."""
    own = [str(known or path) for path in clips or {}]
    return {
        "jobs": [{"request": request.to_json(), "state": state, "error": "", "clips": own if state == "done" else []} for request, state in jobs],
        "clips": [{"path": str(path), "poster": "", "request": request.to_json()} for path, request in (clips or {}).items()],
    }


def test_the_checks_find_each_loss(tmp_path: Path) -> None:
    home = prepare(tmp_path) / "home"
    (asked,) = requests(1)
    clip, other = home / "clips" / "one.mp4", home / "clips" / "two.mp4"
    made = make_clip(clip, prompt=asked.prompt, seed=asked.seed).request
    clip.with_name("one.poster.png").unlink()

    def losses(seen: dict[str, object]) -> list[str]:
        return [loss.split(":")[0] for loss in invariants.check(home, seen, by_seed([made]))]

    intact = as_seen((made, "done"), clips={clip: made})
    assert losses(intact) == []
    assert losses(as_seen(clips={clip: made})) == ["job is missing"]
    assert losses(as_seen((made, "running"), clips={clip: made})) == ["job is running", "job is running, its clip is listed"]
    assert losses(as_seen((made, "done"))) == ["job is done with 0 listed clips", "clip is not listed"]
    assert losses(as_seen((made, "done"), clips={clip: made}, known=other)) == ["job is done with another clip"]
    other.write_bytes(clip.read_bytes())
    assert losses(intact) == ["clip is not listed", "clip rendered 2 times"]
    other.write_bytes(clip.read_bytes()[:300])
    assert losses(intact) == ["damaged or not ours"]
    other.rename(other.with_name(".two.part.mp4"))
    assert losses(intact) == ["left over"]
    other.with_name(".two.part.mp4").unlink()
    (home / "clips" / invariants.FOREIGN[0]).unlink()
    assert losses(intact) == ["foreign file missing or changed"]
