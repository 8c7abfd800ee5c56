"""Deleting clips, and undoing it: one undo restores all clips of one deletion."""

import shutil
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from t2v_desktop.clip import Clip
from t2v_desktop.errors import OutputError, T2VError
from t2v_desktop.library.clips import Clips
from t2v_desktop.library.database import Database
from t2v_desktop.media.names import free_name

ToTrash = Callable[[Path], Path | None]  # returns where the file is now, None if the system does not report it; raises OutputError


@dataclass(frozen=True, slots=True)
class Deleted:
    """A deleted clip, and where its file is now."""

    clip: Clip
    place: Path


class Deletions:
    """Deletes and restores a clip's file and its row together: a step that fails changes neither."""

    def __init__(self, database: Database, clips: Clips, to_trash: ToTrash) -> None:
        self._database, self._clips, self._to_trash = database, clips, to_trash
        self._batches: list[list[Deleted]] = []  # the latest last

    def delete(self, clips: Sequence[Clip]) -> tuple[list[Clip], list[str]]:
        """Move the clips' files to the trash. Returns the deleted clips, and an error for each that was not. One undo restores them all."""
        batch: list[Deleted] = []
        removed: list[Clip] = []
        errors: list[str] = []
        for clip in clips:
            try:
                place = self._delete(clip)
            except T2VError as error:
                errors.append(str(error))
                continue
            removed.append(clip)
            if place is not None:
                batch.append(Deleted(clip, place))
        if batch:
            self._batches.append(batch)
        return removed, errors

    def undo(self) -> tuple[list[Clip], list[str]]:
        """Undo the last `delete`. Returns the restored clips, and an error for each that was not.

        A clip whose name is taken gets another. If a clip can't be moved back now, the next undo tries again; if it is no longer in
        the trash, it is dropped.
        """
        restored: list[Clip] = []
        errors: list[str] = []
        batch = self._batches.pop() if self._batches else []
        left: list[Deleted] = []
        for deleted in batch:
            try:
                restored.append(self._restore(deleted))
            except T2VError as error:
                errors.append(str(error))
                if deleted.place.exists():
                    left.append(deleted)
        if left:
            self._batches.append(left)
        return restored, errors

    def _delete(self, clip: Clip) -> Path | None:
        place: Path | None = None
        try:
            with self._database.transaction():
                self._clips.remove(clip.path)
                place = self._to_trash(clip.path)
        except T2VError:
            _move_back(place, clip.path)
            raise
        return place

    def _restore(self, deleted: Deleted) -> Clip:
        clip, place = deleted.clip, deleted.place
        path = free_name(clip.path.parent, clip.request, clip.path.suffix) if clip.path.exists() else clip.path
        back = replace(clip, path=path)
        moved: Path | None = None
        try:
            with self._database.transaction():
                self._clips.restore(back)
                if not place.exists():
                    raise OutputError(f"{clip.path.name} is no longer in the trash")
                moved = _moved(place, path)
        except T2VError:
            _move_back(moved, place)
            raise
        return back


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
