"""One look at the files of all clips, on a thread of its own: which are missing, where they went, and what the others contain."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from t2v_desktop.library.clip_files import find_unlisted
from t2v_desktop.library.clips import Clips
from t2v_desktop.library.database import Database
from t2v_desktop.library.identity import identify
from t2v_desktop.library.kept_marks import write_marks
from t2v_desktop.library.moved import find_missing, find_moved, relocate, set_identities, stored_files, with_requests
from t2v_desktop.library.queue import Queue

MAX_IDENTIFIED = 2_000  # files that are read in one look: the next one reads more
AT_ONCE = 200  # rows that are written in one commit, on the window's thread


@dataclass(frozen=True, slots=True)
class Findings:
    """`missing` has ids of clips without a file, `moved` the paths of those that were found again, `identities` what was read of files."""

    missing: frozenset[int] = frozenset()
    moved: dict[int, Path] = field(default_factory=dict)
    identities: dict[int, bytes] = field(default_factory=dict)


def look_over(library: Path, folders: Iterable[Path] = (), stopped: Callable[[], bool] = lambda: False) -> Findings:
    """Look at the files of all clips in the library file `library`, and for missing ones among the other files in their folders and `folders`.

    Can run on any thread. Raises LibraryError. Afterwards `take_over` writes what was found, on the library's own thread.
    """
    write_marks(library)
    files = stored_files(library)
    missing = find_missing(files, stopped)
    moved = dict[int, Path]()
    if missing and not stopped():
        known = {str(file.path) for file in files}
        places = sorted({*(file.path.parent for file in files), *(folder.absolute() for folder in folders)})
        unlisted = [path for place in places for path in find_unlisted(place, known)]
        moved = find_moved(with_requests(library, missing), unlisted, stopped)
    absent, identities = {file.id for file in missing}, dict[int, bytes]()
    for file in files:
        if stopped() or len(identities) >= MAX_IDENTIFIED:
            break
        if not file.identity and file.id not in absent and (identity := identify(file.path)):
            identities[file.id] = identity
    return Findings(frozenset(absent - moved.keys()), moved, identities)


def take_over(database: Database, clips: Clips, queue: Queue, found: Findings) -> int:
    """Write what `look_over` found. Returns how many clips are at new paths. Raises LibraryError or OutputError."""
    clips.note_missing(found.missing)
    numbers = list(found.identities)
    for start in range(0, len(numbers), AT_ONCE):
        set_identities(database, {number: found.identities[number] for number in numbers[start : start + AT_ONCE]})
    return len(relocate(database, queue, found.moved)) if found.moved else 0
