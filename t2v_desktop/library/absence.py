"""Says what is missing of a path: its drive, a folder, or the file alone."""

import os
import re
from dataclasses import dataclass
from enum import Enum
from pathlib import Path, PurePath, PureWindowsPath

# where systems mount drives, before the drive's name
MOUNTS = re.compile(r"(/(?:run/)?media/[^/]+/|/(?:Volumes|mnt)/)([^/]+)")


class Absent(Enum):
    DRIVE = "drive"
    FOLDER = "folder"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Absence:
    """What is missing, and its name: that of a drive as the system shows it, or the path of the first missing folder, or the file's name."""

    what: Absent
    name: str


def absence(path: Path) -> Absence:
    """What of a missing file's path is missing. Looks at the disk."""
    drive = drive_of(path)
    if drive is not None and not os.path.isdir(drive[0]):  # noqa: PTH112  # unlike Path.is_dir it never raises
        return Absence(Absent.DRIVE, drive[1])
    folder = path.parent
    if os.path.isdir(folder):  # noqa: PTH112
        return Absence(Absent.FILE, path.name)
    while folder.parent != folder and not os.path.isdir(folder.parent):  # noqa: PTH112
        folder = folder.parent
    return Absence(Absent.FOLDER, str(folder))


def drive_of(path: PurePath) -> tuple[str, str] | None:
    """The root of the external or network drive that a path is on, and the drive's name; None on the system's own disk."""
    if isinstance(path, PureWindowsPath):
        return (path.anchor, path.drive) if path.drive else None
    found = MOUNTS.match(path.as_posix())
    return (found[0], found[2]) if found else None
