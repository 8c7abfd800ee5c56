"""Deleted clips, and the undo that brings back all clips of one deletion."""

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

ToTrash = Callable[[Path], Path | None]  # raises OutputError; None if the system does not say where the file is now


@dataclass(frozen=True, slots=True)
class Deleted:
    """A clip, and where its file is now."""

    clip: Clip
    place: Path


class Deletions:
    """File and row of a clip go and come back together: a step that fails leaves both as they were."""

    def __init__(self, database: Database, clips: Clips, to_trash: ToTrash) -> None:
        self._database, self._clips, self._to_trash = database, clips, to_trash
        self._batches: list[list[Deleted]] = []  # the last one last

    def delete(self, clips: Sequence[Clip]) -> tuple[list[Clip], list[str]]:
        """Move the clips' files to the trash; the clips that are gone now, and why others are not. One undo brings them all back."""
        batch: list[Deleted] = []
        gone: list[Clip] = []
        errors: list[str] = []
        for clip in clips:
            try:
                place = self._delete(clip)
            except T2VError as error:
                errors.append(str(error))
                continue
            gone.append(clip)
            if place is not None:
                batch.append(Deleted(clip, place))
        if batch:
            self._batches.append(batch)
        return gone, errors

    def undo(self) -> tuple[list[Clip], list[str]]:
        """Undo the last `delete`: the clips that are back, under another name if a newer clip has taken theirs, and why others are not.

        A clip that cannot be moved back now stays for the next undo; one that has left the trash is given up.
        """
        back: list[Clip] = []
        errors: list[str] = []
        batch = self._batches.pop() if self._batches else []
        left: list[Deleted] = []
        for deleted in batch:
            try:
                back.append(self._put_back(deleted))
            except T2VError as error:
                errors.append(str(error))
                if deleted.place.exists():
                    left.append(deleted)
        if left:
            self._batches.append(left)
        return back, errors

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

    def _put_back(self, deleted: Deleted) -> Clip:
        clip, place = deleted.clip, deleted.place
        path = free_name(clip.path.parent, clip.request, clip.path.suffix) if clip.path.exists() else clip.path
        back = replace(clip, path=path)
        moved: Path | None = None
        try:
            with self._database.transaction():
                self._clips.put_back(back)
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
        if place.exists():  # a copy to another disk that was cut short
            with suppress(OSError):
                if path.is_dir():
                    shutil.rmtree(path)
                else:
                    path.unlink(missing_ok=True)
        raise OutputError(f"{path.name} could not be restored from the trash: {error.strerror or error}") from error
    return path


def _move_back(moved: Path | None, path: Path) -> None:
    """The library could not be written: the file goes back to where the library has it."""
    if moved is not None:
        with suppress(OSError):
            shutil.move(moved, path)
