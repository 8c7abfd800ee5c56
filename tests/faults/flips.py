"""Damage the library file in many ways: bits, length, tables, versions, rows. Nothing saved may be lost."""

import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

from tests.faults import invariants
from tests.faults.driver import QUICK_ENGINE, ROOT, Application
from tests.faults.report import Kind, Outcome, Trial
from tests.faults.scene import prepare, requests

LIMIT_S, CLIPS, WAITING = 40.0, 6, 4
Injure = Callable[[Path], None]


class Original:
    """A home with clips, jobs, prompts, a draft and a current backup, and what the window shows of it."""

    def __init__(self, folder: Path) -> None:
        self.folder = prepare(Path(tempfile.mkdtemp(dir=folder, prefix="original-")))
        self.home = self.folder / "home"
        asked = requests(CLIPS + WAITING)
        with Application(self.folder, QUICK_ENGINE) as application:
            application.ready().add(asked[:CLIPS])
            application.wait(lambda e: e.get("event") == "AllDone")
            application.do("pause", paused=True)
            application.add(asked[CLIPS:])
            application.do("cancel", seeds=[asked[-1].seed])
            application.do("type")
            application.quit()
        self.kept = self.home.rename(self.folder / "kept")
        self.reader = Reader()
        answer = self.reader.open(self.restore(), CLIPS)
        self.seen = answer["seen"]
        if self.seen is None or len(self.seen["clips"]) != CLIPS or len(self.seen["jobs"]) != CLIPS + WAITING:
            raise RuntimeError(f"the undamaged home is not shown completely: {answer}")

    def restore(self) -> Path:
        """Restore the home at the same path, which the library's clips refer to. Clips and posters are hard links: nobody writes to them."""
        shutil.rmtree(self.home, ignore_errors=True)
        shutil.copytree(self.kept, self.home, copy_function=_link)
        for name in ("library.db", "library.backup.db"):
            (self.home / "data" / name).unlink()
            shutil.copy2(self.kept / "data" / name, self.home / "data" / name)
        return self.home


class Reader:
    """Opens one home after another in a process that has already imported everything."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None

    def open(self, home: Path, clips: int) -> dict[str, Any]:
        if self._process is None or self._process.poll() is not None:
            environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
            command = [sys.executable, str(Path(__file__).with_name("reader.py"))]
            self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment, cwd=ROOT)
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write(json.dumps([str(home), clips]) + "\n")
        self._process.stdin.flush()
        answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        return answer


def kind(model: str, nightly: bool, seed: int, folder: Path) -> Kind:
    originals: dict[int, Original] = {}

    def original(lane: int, folder: Path) -> Original:
        if lane not in originals:
            originals[lane] = Original(folder)
        return originals[lane]

    chance = random.Random(seed)
    flips = [chance.random() for _ in range(1000 if nightly else 160)]
    trials = [Trial("one bit of the library flipped", f"flips: bit {at:.6f}", partial(_try, partial(flip, at), False)) for at in flips]
    trials += [
        Trial(fault, f"flips: {name}", partial(_try, injure, gone)) for fault, name, injure, gone in wounds(nightly)
    ]  # fmt: skip
    lanes = [[Trial(t.fault, t.name, partial(_with, t.run, partial(original, n))) for t in trials[n::2]] for n in range(2)]
    return Kind("flips", lanes)


def wounds(nightly: bool) -> list[tuple[str, str, Injure, bool]]:
    """Row, name, damage, and whether jobs and prompts may be lost, because no intact copy of them is left."""
    cut, tables, versions, rows = "the library cut short", "a table of the library missing", "the library's version is odd", "a row that cannot be read"
    listed: list[tuple[str, str, Injure, bool]] = [(cut, f"cut to {n}/16", partial(_cut, n), False) for n in range(0, 16, 1 if nightly else 3)]
    listed += [(cut, "cut to 0, no backup", _empty_without_backup, True), (cut, "library and backup gone", _both_gone, True)]
    listed += [(cut, "library gone", _gone, False)]
    names = ("jobs", "clips", "folders", "clip_words", "prompts", "saved_prompts", "draft", "runs")
    listed += [(tables, f"without {name}", partial(_sql, f"DROP TABLE {name}"), False) for name in names]
    listed += [(versions, f"user_version {n}", partial(_sql, f"PRAGMA user_version = {n}"), False) for n in (0, 1, -1)]
    listed += [(versions, "application_id 7", partial(_sql, "PRAGMA application_id = 7"), False)]
    for table in ("jobs", "clips"):
        for name, value in (("no UTF-8", "CAST(x'7bff' AS TEXT)"), ("no JSON", "'{'"), ("empty", "''"), ("another kind of JSON", "'[]'")):
            one = f"UPDATE {table} SET request = {value} WHERE rowid = (SELECT min(rowid) FROM {table})"
            listed.append((rows, f"{table} {name}", partial(_sql, one), False))
    listed.append((rows, "state unknown", partial(_sql, "UPDATE jobs SET state = 'dreaming' WHERE rowid = 1"), False))
    return listed


def flip(at: float, home: Path) -> None:
    """Flip one bit, at the fraction `at` of the file."""
    file = home / "data" / "library.db"
    content = bytearray(file.read_bytes())
    bit = int(at * len(content) * 8)
    content[bit // 8] ^= 1 << bit % 8
    file.write_bytes(content)


def _with(run: Callable[[Original, Path], Outcome], original: Callable[[Path], Original], folder: Path) -> Outcome:
    return run(original(folder), folder)


def _try(injure: Injure, gone: bool, original: Original, folder: Path) -> Outcome:
    home = original.restore()
    injure(home)
    began = time.monotonic()
    answer = original.reader.open(home, CLIPS)
    losses = [f"traceback: {words}" for words in answer["tracebacks"]] + [f"at start: {words}" for words in answer["dialogs"]]
    if answer["ended"] != 0 or answer["seen"] is None:
        losses.append(f"no window: status {answer['ended']}, {_last_error_line(home)}")
    else:
        losses += compare(original, home, answer["seen"], gone)
    return Outcome(losses, time.monotonic() - began)


def compare(original: Original, home: Path, seen: dict[str, Any], gone: bool) -> list[str]:
    losses = []
    wanted = {Path(c["path"]).name: c["request"] for c in original.seen["clips"]}
    listed = {Path(c["path"]).name: c["request"] for c in seen["clips"]}
    losses += [f"clip is not listed: {name}" for name in wanted if name not in listed]
    losses += [f"clip has another request: {name}" for name in wanted if name in listed and json.loads(listed[name]) != json.loads(wanted[name])]
    losses += [f"listed twice: {path}" for path in {c["path"] for c in seen["clips"]} if [c["path"] for c in seen["clips"]].count(path) > 1]
    if not gone:
        losses += [f"{what} lost or changed" for what in ("jobs", "history", "saved", "draft") if seen[what] != original.seen[what]]
    return losses + [f"foreign file missing or changed: {n}" for n in invariants.FOREIGN if not (home / "clips" / n).is_file()]


def _cut(sixteenths: int, home: Path) -> None:
    file = home / "data" / "library.db"
    os.truncate(file, file.stat().st_size * sixteenths // 16)


def _gone(home: Path) -> None:
    (home / "data" / "library.db").unlink()


def _both_gone(home: Path) -> None:
    _gone(home)
    (home / "data" / "library.backup.db").unlink()


def _empty_without_backup(home: Path) -> None:
    _cut(0, home)
    (home / "data" / "library.backup.db").unlink()


def _sql(command: str, home: Path) -> None:
    with closing(sqlite3.connect(home / "data" / "library.db", isolation_level=None)) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute(command)


def _link(source: str, target: str) -> str:
    os.link(source, target)
    return target


def _last_error_line(home: Path) -> str:
    file = home / "stderr"
    lines = file.read_text("utf-8", "replace").strip().splitlines() if file.exists() else []
    return lines[-1][:200] if lines else ""
