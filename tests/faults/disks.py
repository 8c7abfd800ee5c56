"""Fill the disk of the clips, the library or the temporary folder, to each of the last 64 KiB."""

import os
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from functools import partial
from pathlib import Path

from tests.faults.chain import Chain
from tests.faults.driver import QUICK_ENGINE, Event, Gone
from tests.faults.report import Kind, Outcome, Trial
from tests.faults.scene import NEXT_S

DISK_KIB, LAST_KIB = 6_000, 64
WHERE = {"clips": "home/clips", "library": "home/data", "temporary folder": "tmp"}
MOMENTS = ("Encoding", "Writing")  # when the disk is filled: before the engine writes, and before the library does


class FullDisk(Chain):
    """A chain whose home has one folder on a small disk with 1 KiB blocks."""

    def __init__(self, where: str) -> None:
        super().__init__(QUICK_ENGINE)
        self.where = where
        self.disk = Path()

    def prepare(self) -> None:
        self.disk = mount(self.folder / WHERE[self.where], self.folder / "disk")

    def fill(self, free_kib: int) -> None:
        """Write until only `free_kib` are free, as far as the file system allows."""
        with (self.disk / ".ballast").open("ab", 0) as file, suppress(OSError):
            while (room := self._free() - free_kib * 1024) > 0:
                file.write(b"\1" * min(room, 65536))

    def _free(self) -> int:
        stat = os.statvfs(self.disk)
        return stat.f_bavail * stat.f_bsize

    def make_room(self) -> None:
        (self.disk / ".ballast").unlink(missing_ok=True)

    def drop(self) -> None:
        super().drop()
        if self.disk != Path():
            subprocess.run(["umount", "-l", str(self.disk)], check=False)
            self.disk = Path()


def kind(model: str, nightly: bool, seed: int, folder: Path) -> Kind:
    if why := why_not(folder):
        return Kind("disks", skipped=why)
    lanes = []
    for where in WHERE:
        moments = MOMENTS if nightly or where == "library" else MOMENTS[:1]
        chain = FullDisk(where)
        lanes.append([
            Trial(f"the disk of the {where} is full", f"disks: {where} {kib} KiB left at {moment}", partial(run_full, chain, kib, moment))
            for moment in moments for kib in range(0, LAST_KIB, 1 if nightly else 3)
        ])  # fmt: skip
    return Kind("disks", lanes)


def run_full(chain: FullDisk, kib: int, moment: str, folder: Path) -> Outcome:
    """Fill the disk while a job runs, check the message, make room and resume: that job and the next one must finish."""
    application = chain.application(folder)
    began = time.monotonic()
    asked = chain.ask(2, prompt="noise", width=32, height=32, num_frames=8)

    filled: list[str] = []

    def injure(event: Event) -> None:
        if event.get("event") == moment and event["seed"] == asked[0].seed:
            chain.fill(kib)
            filled.append(application.states[asked[0].seed])

    losses: list[str] = []
    try:
        application.on_event = injure
        if not application.add(asked):
            losses.append("refused before the disk was full")
        seen = application.settle(NEXT_S, lambda now: now["paused"] and bool(now["reason"]))
        application.on_event = lambda _: None
        silent = {job["state"] for job in seen["jobs"]} & {"waiting", "failed"} and not seen["reason"]
        losses += ["the queue is paused without a reason"] if silent else []
        chain.make_room()
        application.do("pause", paused=False)
        application.settle(NEXT_S)
        losses += [loss for loss in chain.check() if ".ballast" not in loss]
    except Gone as gone:
        losses.append(str(gone))
    chain.make_room()
    chain.renew(losses)
    return Outcome(losses, time.monotonic() - began, struck=filled == ["running"])


def mount(at: Path, image: Path) -> Path:
    """Mount a small ext2 with 1 KiB blocks over a folder. Files in the folder are copied to it."""
    at.mkdir(parents=True, exist_ok=True)
    with image.open("wb") as file:
        file.truncate(DISK_KIB * 1024)
    subprocess.run(["mke2fs", "-q", "-F", "-b", "1024", "-m", "0", "-d", str(at), str(image)], check=True, capture_output=True)
    subprocess.run(["mount", "-o", "loop", str(image), str(at)], check=True, capture_output=True)
    with suppress(OSError):
        (at / "lost+found").rmdir()
    return at


def why_not(folder: Path) -> str:
    """Why no disk can be mounted here, "" if one can."""
    if sys.platform != "linux" or os.geteuid() != 0:
        return "mounting a small disk needs root on Linux"
    place = Path(tempfile.mkdtemp(dir=folder, prefix="disk-"))
    try:
        mount(place / "at", place / "image")
        subprocess.run(["umount", str(place / "at")], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as error:
        return f"no small disk can be mounted here ({error})"
    return ""


def unmount_all(folder: Path) -> None:
    if not Path("/proc/mounts").exists():
        return
    for line in Path("/proc/mounts").read_text().splitlines():
        if (at := line.split()[1]).startswith(str(folder)):
            subprocess.run(["umount", "-l", at], check=False)
