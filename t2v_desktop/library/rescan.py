"""Looks through the clips folder for clips that the library doesn't list, and for those that were moved or renamed outside."""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from t2v_desktop.clip import Clip
from t2v_desktop.library.clip_files import find_unlisted, read_clip
from t2v_desktop.library.identity import identify
from t2v_desktop.library.moved import find_missing, find_moved, stored_files, with_requests


@dataclass(slots=True)
class Rescan:
    """What was found: new clips, the new paths of moved ones by id, how many are still missing, and the identities read on the way."""

    new: list[Clip] = field(default_factory=list)
    moved: dict[int, Path] = field(default_factory=dict)
    missing: int = 0
    identities: dict[int, bytes] = field(default_factory=dict)


def rescan(file: Path, folders: Sequence[Path], report: Callable[[int, int], None], raise_if_cancelled: Callable[[], None]) -> Rescan:
    """Compare the library in `file`, open elsewhere, with the folders. Takes 0.1 s for each file that is not listed; meant for another thread.

    Raises Cancelled, LibraryError or OutputError.
    """
    found = Rescan()
    stored = stored_files(file)
    missing = with_requests(file, find_missing(stored))
    raise_if_cancelled()
    known = {os.path.normcase(each.path) for each in stored}
    unlisted = [path for folder in folders for path in find_unlisted(folder, known)]
    found.moved = find_moved(missing, unlisted)
    found.missing = len(missing) - len(found.moved)
    lost, taken = {each.id for each in missing}, set(found.moved.values())
    unread = [each for each in stored if not each.identity and each.id not in lost]
    left = [path for path in unlisted if path not in taken]
    total = len(left) + len(unread)
    for done, path in enumerate(left):
        raise_if_cancelled()
        report(done, total)
        if (clip := read_clip(path)) is not None:
            found.new.append(clip)
    for done, each in enumerate(unread, len(left)):
        raise_if_cancelled()
        if done % 50 == 0:
            report(done, total)
        if identity := identify(each.path):
            found.identities[each.id] = identity
    return found
