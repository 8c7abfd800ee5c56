"""The fault campaign: `python -m tests.faults`, minutes; `--nightly`, an hour. Exit status 1 if anything was lost."""

import argparse
import json
import os
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from pathlib import Path

from benchmarks.random_model import write_tiny
from tests.faults import calls, cancels, disks, endurance, flips, kills
from tests.faults.driver import end_all
from tests.faults.report import Kind, Outcome, Row, Trial, table

KINDS: dict[str, Callable[[str, bool, int, Path], Kind]] = {
    "kills": kills.kind, "calls": calls.kind, "disks": disks.kind, "flips": flips.kind, "cancels": cancels.kind, "endurance": endurance.kind,
}  # fmt: skip


def run_lane(lane: Iterable[Trial], folder: Path) -> list[tuple[Trial, Outcome]]:
    results = []
    for trial in lane:
        began = time.monotonic()
        try:
            outcome = trial.run(folder)
        except Exception as error:  # noqa: BLE001  # a trial that crashed proves nothing
            outcome = Outcome([f"the trial crashed: {type(error).__name__}: {error}"])
        results.append((trial, outcome))
        print(f"{time.monotonic() - began:6.1f} s  {trial.name}: {'; '.join(outcome.losses[:4]) or 'ok'}", file=sys.stderr, flush=True)
    return results


def run_kind(kind: Kind, folder: Path, workers: int) -> list[Row]:
    rows: dict[str, Row] = {}
    with ThreadPoolExecutor(1 if kind.alone else workers) as pool:
        for results in pool.map(lambda lane: run_lane(lane, folder), kind.lanes):
            for trial, outcome in results:
                rows.setdefault(trial.fault, Row(trial.fault)).count(trial, outcome)
    end_all()
    if kind.skipped:
        rows[kind.name] = Row(kind.name, skipped=kind.skipped)
    return list(rows.values())


def chosen(kind: Kind, words: str) -> Kind:
    """The kind with only the trials whose name contains `words`."""
    lanes = [[trial for trial in lane if words in trial.name] for lane in kind.lanes]
    return Kind(kind.name, [lane for lane in lanes if lane], kind.alone, kind.skipped)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--nightly", action="store_true", help="every point instead of a sample")
    parser.add_argument("--only", nargs="+", choices=list(KINDS), default=list(KINDS), metavar="NAME", help=f"of {', '.join(KINDS)}")
    parser.add_argument("--trial", default="", metavar="TEXT", help="only trials whose name contains this text, out of all points")
    parser.add_argument("--seed", type=int, default=14, help="seed of the random delays and bits")
    parser.add_argument("--json", type=Path, metavar="FILE")
    options = parser.parse_args(arguments)
    os.environ["PYTHONUNBUFFERED"] = "1"
    folder = Path(tempfile.mkdtemp(prefix="t2v-faults-")).resolve()
    rows: list[Row] = []
    try:
        model = str(write_tiny(folder / "model"))
        for name in options.only:
            began = time.monotonic()
            kind = chosen(KINDS[name](model, options.nightly or bool(options.trial), options.seed, folder), options.trial)
            found = run_kind(kind, folder, 2)
            rows += found
            print(f"{name}: {sum(r.trials for r in found)} trials in {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
    finally:
        end_all()
        disks.unmount_all(folder)
        shutil.rmtree(folder, ignore_errors=True)
    print(table(rows))
    for line in [line for row in rows for line in row.told]:
        print(f"- {line}")
    if options.json:
        options.json.write_text(json.dumps([asdict(row) for row in rows], indent=1), "utf-8")
    return int(any(row.losses for row in rows))


if __name__ == "__main__":
    status = main()
    sys.stdout.flush()
    threading.excepthook = lambda _: None
    os._exit(status)
