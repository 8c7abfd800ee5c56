"""Deletes many clips and restores them, a few at a time, so that the window stays responsive; one undo restores them all."""

from array import array
from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QTimer, Signal

from t2v_desktop.clip import Clip
from t2v_desktop.errors import T2VError
from t2v_desktop.library.clip_rows import ListedClip
from t2v_desktop.library.clips import Clips
from t2v_desktop.library.deletions import Deletions

AT_ONCE = 3  # clips between two turns of the event loop: each moves a file
MAX_ERRORS = 3  # in a message


class Deleting(QObject):
    """`deleted` and `restored` carry the clips and the errors, once all are done; `progressed` how many are, of how many."""

    deleted = Signal(list, list)
    restored = Signal(list, list)
    progressed = Signal(int, int)

    def __init__(self, clips: Clips, deletions: Deletions, parent: QObject) -> None:
        super().__init__(parent)
        self._clips, self._deletions = clips, deletions
        self._ids = array("q")
        self._step: Callable[[], bool] | None = None  # does a little, and returns whether that was all
        self._done, self._errors, self._joins = list[Clip](), list[str](), False
        self._left = self._total = 0
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._advance)

    @property
    def running(self) -> bool:
        return self._timer.isActive()

    def delete(self, ids: "array[int]") -> None:
        """Move the files of clips to the trash; clips without a file leave the library."""
        if not self.running:
            self._ids, self._joins = array("q", ids), False
            self._begin(self._delete_some, len(ids))

    def delete_clips(self, clips: Sequence[Clip]) -> None:
        """Move the files of a few clips to the trash, at once."""
        done, errors = self._deletions.delete(clips)
        self.deleted.emit(done, errors[:MAX_ERRORS])

    def undo(self) -> None:
        """Undo the last deletion."""
        if not self.running:
            self._left = self._deletions.left_to_undo()
            self._total = self._left
            self._begin(self._restore_some, self._total)

    def _begin(self, step: Callable[[], bool], count: int) -> None:
        """Take the first step now if it is the only one."""
        self._step, self._done, self._errors = step, [], []
        self._timer.start()
        if count <= AT_ONCE:
            self._advance()

    def _advance(self) -> None:
        assert self._step is not None
        try:
            if not self._step():
                return
        except T2VError as error:
            self._errors.append(str(error))
        self._timer.stop()
        ended = self.deleted if self._step == self._delete_some else self.restored
        ended.emit(self._done, self._errors[:MAX_ERRORS])

    def _delete_some(self) -> bool:
        some, self._ids = self._ids[:AT_ONCE], self._ids[AT_ONCE:]
        found = self._clips.by_ids(some)
        for part in ([each for each in found if not each.missing], [each for each in found if each.missing]):
            if part:
                self._remove(part)
        self.progressed.emit(len(self._done), len(self._done) + len(self._ids))
        return not self._ids

    def _remove(self, some: Sequence[ListedClip]) -> None:
        clips, errors = [each.clip for each in some], list[str]()
        if some[0].missing:
            done = self._deletions.forget(clips, join=self._joins)
        else:
            done, errors = self._deletions.delete(clips, join=self._joins)
        self._joins = self._joins or bool(done)
        self._done += done
        self._errors += errors

    def _restore_some(self) -> bool:
        done, errors = self._deletions.undo(AT_ONCE)
        self._done += done
        self._errors += errors
        self._left -= AT_ONCE
        self.progressed.emit(self._total - max(self._left, 0), self._total)
        return self._left <= 0
