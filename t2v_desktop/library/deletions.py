"""Deleting clips, and undoing it: one undo restores all clips of one deletion."""

import shutil
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from t2v_desktop.clip import Clip
from t2v_desktop.errors import OutputError, T2VError
from t2v_desktop.library.clip_rows import RemovedClip
from t2v_desktop.library.clips import Clips
from t2v_desktop.library.database import Database
from t2v_desktop.media.names import free_name

ToTrash = Callable[[Path], Path | None]  # returns where the file is now, None if the system does not report it; raises OutputError


@dataclass(frozen=True, slots=True)
class Deleted:
    """A deleted clip, and where its file is now; `place` is None if only its row was removed."""

    removed: RemovedClip
    place: Path | None


class Deletions:
    """Deletes and restores the files and rows of many clips together, in one transaction: if it fails, neither is changed."""

    def __init__(self, database: Database, clips: Clips, to_trash: ToTrash) -> None:
        self._database, self._clips, self._to_trash = database, clips, to_trash
        self._batches: list[list[Deleted]] = []  # the latest last

    def delete(self, clips: Sequence[Clip], *, join: bool = False) -> tuple[list[Clip], list[str]]:
        """Move the clips' files to the trash. Returns the deleted clips, and an error for each that was not. One undo restores them all.

        With `join` the same undo restores those of the last deletion too.
        """
        moved: list[tuple[Clip, Path | None]] = []
        batch: list[Deleted] = []
        errors: list[str] = []
        try:
            with self._database.transaction():
                for clip in clips:
                    try:
                        place = self._to_trash(clip.path)
                    except T2VError as error:
                        errors.append(str(error))
                        continue
                    moved.append((clip, place))
                    removed = self._clips.remove([clip.path])
                    batch += [Deleted(each, place) for each in removed if place is not None]
        except T2VError as error:
            for clip, place in moved:
                _move_back(place, clip.path)
            return [], [*errors, str(error)]
        self._keep(batch, join)
        return [clip for clip, _ in moved], errors

    def forget(self, clips: Sequence[Clip], *, join: bool = False) -> list[Clip]:
        """Remove clips from the library without touching their files, such as missing ones. Returns them. Raises LibraryError or OutputError."""
        removed = self._clips.remove([clip.path for clip in clips])
        self._keep([Deleted(each, None) for each in removed], join)
        return [each.clip for each in removed]

    def _keep(self, batch: list[Deleted], join: bool) -> None:
        """Remember what was deleted for the next undo."""
        if join and self._batches:
            self._batches[-1] += batch
        elif batch:
            self._batches.append(batch)

    def left_to_undo(self) -> int:
        """How many clips the next undo restores."""
        return len(self._batches[-1]) if self._batches else 0

    def undo(self, most: int | None = None) -> tuple[list[Clip], list[str]]:
        """Undo the last `delete` or `forget`, or `most` clips of it. Returns the restored clips with their marks, and an error for each that was not.

        A clip whose name is taken gets another. If a clip can't be moved back now, the next undo tries again; if it is no longer in
        the trash, it is dropped.
        """
        restored: list[Clip] = []
        errors: list[str] = []
        batch = self._batches.pop() if self._batches else []
        partly = most is not None and len(batch) > most
        if partly:
            self._batches.append(batch[most:])
            batch = batch[:most]
        left: list[Deleted] = []
        moved: list[tuple[Path, Path]] = []
        try:
            with self._database.transaction():
                for deleted in batch:
                    try:
                        back = self._moved_back(deleted, moved)
                    except OutputError as error:
                        errors.append(str(error))
                        if deleted.place is not None and deleted.place.exists():
                            left.append(deleted)
                        continue
                    restored += self._clips.restore([back])
        except T2VError as error:
            for place, path in reversed(moved):
                _move_back(path, place)
            restored, errors, left = [], [*errors, str(error)], [d for d in batch if d.place is None or d.place.exists()]
        self._keep(left, join=partly)
        return restored, errors

    def _moved_back(self, deleted: Deleted, moved: list[tuple[Path, Path]]) -> RemovedClip:
        """The clip to restore after its file was moved back, which `moved` notes. Raises OutputError."""
        clip, place = deleted.removed.clip, deleted.place
        if place is None:
            return deleted.removed
        if not place.exists():
            raise OutputError(f"{clip.path.name} is no longer in the trash")
        path = free_name(clip.path.parent, clip.request, clip.path.suffix) if clip.path.exists() else clip.path
        moved.append((place, _moved(place, path)))
        return replace(deleted.removed, clip=replace(clip, path=path))


def _moved(place: Path, path: Path) -> Path:
    try:
        shutil.move(place, path)
    except OSError as error:
        if place.exists():  # a copy to another disk that was interrupted
            with suppress(OSError):
                if path.is_dir():
                    shutil.rmtree(path)
                else:
                    path.unlink(missing_ok=True)
        raise OutputError(f"{path.name} could not be restored from the trash: {error.strerror or error}") from error
    return path


def _move_back(moved: Path | None, path: Path) -> None:
    """Move the file back after the library could not be written."""
    if moved is not None:
        with suppress(OSError):
            shutil.move(moved, path)
