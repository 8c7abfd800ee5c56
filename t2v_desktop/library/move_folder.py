"""Moves the clips of a folder to another one, on any drive, so that a crash at any moment loses and doubles none.

Before a few clips are moved, their old and new paths are written to a journal. `resume` finishes what a journal says. Every step can
be repeated: a copy has its name only when it is complete, the library changes after that, and the old file is deleted last.
"""

import errno
import filecmp
import json
import os
import shutil
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from t2v_desktop import paths
from t2v_desktop.errors import OutputError, T2VError
from t2v_desktop.library.kept_marks import NAME
from t2v_desktop.library.moved import StoredFile
from t2v_desktop.media.names import move_into_place, numbered, part_of, remove_part
from t2v_desktop.media.png_folder import pictures
from t2v_desktop.paths import check_writable, sync_folder, write_error, write_whole

AT_ONCE = 20  # clips between two commits of the library
MAX_JOURNAL = 1_000_000  # bytes

# lists clips at their new paths and returns the ids of those that are: `moved.relocate`, on the library's thread. Raises T2VError
Relocate = Callable[[Mapping[int, Path]], set[int]]


@dataclass(frozen=True, slots=True)
class Step:
    """A clip that is being moved."""

    id: int
    source: Path
    target: Path


@dataclass(slots=True)
class MovedFolder:
    """What was done: how many clips were moved, and an error for each that was not."""

    count: int = 0
    errors: list[str] = field(default_factory=list)


def journal_file() -> Path:
    """The journal of a move that has not ended."""
    return paths.data() / "moving-clips.json"


def clips_in(files: Sequence[StoredFile], folder: Path) -> list[StoredFile]:
    """Those of the library's clips that are in `folder` or below it, and exist."""
    return [file for file in files if file.path.is_relative_to(folder) and os.path.exists(file.path)]  # noqa: PTH110


def move_clips(
    files: Sequence[StoredFile], source: Path, target: Path, relocate: Relocate,
    report: Callable[[int, int], None] = lambda _done, _total: None, raise_if_cancelled: Callable[[], None] = lambda: None,
) -> MovedFolder:  # fmt: skip
    """Move the clips `files` from `source` to the same places below `target`; a name that exists there gets a number.

    Files that are not the library's stay. `report` is called with the clips moved and their total, `raise_if_cancelled` between two
    clips. A clip that can't be moved stays and is reported. Raises Cancelled or OutputError, with the clips moved so far at their new
    paths; also if the library can't be changed, with all clips at the paths that it has.
    """
    source, target = source.absolute(), target.absolute()
    _check_target(files, source, target)
    done = MovedFolder()
    for start in range(0, len(files), AT_ONCE):
        taken = set[Path]()
        steps = [Step(file.id, file.path, _free(target / file.path.relative_to(source), taken)) for file in files[start : start + AT_ONCE]]
        _write_journal(source, steps)
        moved = list[Step]()
        try:
            for step in steps:
                raise_if_cancelled()
                try:
                    _place(step)
                    moved.append(step)
                except OSError as error:
                    if error.errno in paths.FULL:
                        raise paths.disk_full(target) from error
                    done.errors.append(f"{step.source.name} can't be moved: {error.strerror or error}")
                report(done.count + len(moved), len(files))
        finally:
            done.errors += _settle(moved, relocate)
            done.count += len(moved)
            _remove_empty(moved, source)
            journal_file().unlink(missing_ok=True)
    return done


def resume(relocate: Relocate) -> int:
    """Finish the clips of a move that a crash ended. Returns how many are at their new paths. The others are still in the old folder.

    Raises LibraryError or OutputError if the library or a disk can't be written; call it again then.
    """
    moved = list[Step]()
    source, steps = _read_journal()
    for step in steps:
        with suppress(OSError):
            remove_part(part_of(step.target))
        if os.path.lexists(step.target) and (not os.path.lexists(step.source) or _same(step.source, step.target)):
            moved.append(step)
    _settle(moved, relocate)
    _remove_empty(moved, source)
    journal_file().unlink(missing_ok=True)
    return len(moved)


def _check_target(files: Sequence[StoredFile], source: Path, target: Path) -> None:
    if target == source:
        raise OutputError(f"the clips are already in {target}")
    if target.is_relative_to(source):
        raise OutputError(f"{target} is inside the current clips folder: choose another folder")
    try:
        target.mkdir(parents=True, exist_ok=True)
        same_disk = target.stat().st_dev == source.stat().st_dev
    except OSError as error:
        raise OutputError(f"{target} can't be created ({error.strerror or error}): choose another folder") from error
    check_writable(target, 0 if same_disk else sum(_size(file.path) for file in files))


def _free(path: Path, taken: set[Path]) -> Path:
    """A path that neither exists nor is `taken`; takes it."""
    free = numbered(path, lambda name: name in taken or os.path.lexists(name) or os.path.lexists(part_of(name)))
    taken.add(free)
    return free


def _place(step: Step) -> None:
    """Bring the clip to its new path: renamed, or copied to another drive, where it has its name only when it is complete. Raises OSError."""
    step.target.parent.mkdir(parents=True, exist_ok=True)
    if os.path.lexists(step.target):  # since its name was chosen
        raise FileExistsError(errno.EEXIST, f"{step.target} exists now")
    try:
        step.source.rename(step.target)
        sync_folder(step.target.parent)
        return
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
    part = part_of(step.target)
    try:
        remove_part(part)
        _copy(step.source, part)
        move_into_place(part, step.target)
    except BaseException:
        with suppress(OSError):
            remove_part(part)
        raise


def _copy(source: Path, part: Path) -> None:
    pairs = [(source, part)]
    if source.is_dir():
        part.mkdir()
        pairs = [(picture, part / picture.name) for picture in pictures(source)]
    for one, copy in pairs:
        shutil.copy2(one, copy)
        with copy.open("rb+") as stream:
            os.fsync(stream.fileno())
    if source.is_dir():
        sync_folder(part)


def _settle(moved: Sequence[Step], relocate: Relocate) -> list[str]:
    """Have the library list the clips at their new paths, then delete what is left at the old ones. If the library can't, undo the moves.

    Returns an error for each clip that stays or leaves something.
    """
    if not moved:
        return []
    try:
        there = relocate({step.id: step.target for step in moved})
    except T2VError:
        for step in moved:
            _take_back(step)
        raise
    errors = []
    for step in moved:
        if step.id not in there:  # removed from the library meanwhile
            _take_back(step)
            continue
        try:
            _delete(step.source)
        except OSError as error:
            errors.append(f"{step.source} was copied but can't be deleted: {error.strerror or error}")
    return errors


def _take_back(step: Step) -> None:
    with suppress(OSError):
        if os.path.lexists(step.source):
            _delete(step.target)
        else:
            step.target.rename(step.source)


def _delete(path: Path) -> None:
    """Delete a clip; of a folder only its pictures, so that another file in it stays."""
    if not path.is_dir():
        path.unlink(missing_ok=True)
        return
    for picture in pictures(path):
        picture.unlink()
    path.rmdir()


def _same(source: Path, target: Path) -> bool:
    """Whether a complete copy has the content of its source, of whose pictures some may be deleted already."""
    try:
        if source.is_dir() != target.is_dir():
            return False
        if not source.is_dir():
            return filecmp.cmp(source, target, shallow=False)
        names = [picture.name for picture in pictures(source)]
        _, different, unread = filecmp.cmpfiles(source, target, names, shallow=False)
        return not different and not unread
    except (OSError, OutputError):
        return False


def _size(path: Path) -> int:
    with suppress(OSError, OutputError):
        return sum(picture.stat().st_size for picture in pictures(path)) if path.is_dir() else path.stat().st_size
    return 0


def _remove_empty(moved: Sequence[Step], source: Path) -> None:
    """Remove the folders that have nothing left, up to `source`."""
    for folder in {step.source.parent for step in moved}:
        with suppress(OSError):
            while folder.is_relative_to(source):
                if os.listdir(folder) == [NAME]:  # noqa: PTH208
                    (folder / NAME).unlink()
                folder.rmdir()
                folder = folder.parent


def _write_journal(source: Path, steps: Sequence[Step]) -> None:
    values = [_as_hex(source), [[step.id, _as_hex(step.source), _as_hex(step.target)] for step in steps]]
    try:
        write_whole(journal_file(), json.dumps(values).encode())
    except OSError as error:
        raise write_error(journal_file(), error) from error


def _read_journal() -> tuple[Path, list[Step]]:
    """The folder and the steps in the journal; no steps if there is no valid one: it is written whole, before anything is moved."""
    try:
        with journal_file().open("rb") as stream:
            source, steps = json.loads(stream.read(MAX_JOURNAL))
        return _from_hex(source), [Step(int(number), _from_hex(old), _from_hex(new)) for number, old, new in steps]
    except (OSError, ValueError, TypeError, RecursionError):
        return Path(), []


def _as_hex(path: Path) -> str:
    return os.fsencode(path).hex()


def _from_hex(text: str) -> Path:
    return Path(os.fsdecode(bytes.fromhex(text)))
