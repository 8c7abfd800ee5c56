"""Rates, likes and tags many clips, a few at a time, so that the window stays responsive; each change can be undone as one."""

from array import array
from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QTimer, Signal

from t2v_desktop.clip import Marks
from t2v_desktop.errors import T2VError
from t2v_desktop.library.clips import Clips

AT_ONCE = 100  # clips between two turns of the event loop; tagging that many takes 25 ms


class Marking(QObject):
    """`finished` carries how many clips were changed, `failed` why a change ended early."""

    finished = Signal(int)
    failed = Signal(str)

    def __init__(self, clips: Clips, parent: QObject) -> None:
        super().__init__(parent)
        self._clips = clips
        self._ids, self._at = array("q"), 0
        self._change: Callable[[Sequence[int]], None] | None = None
        self._before: dict[int, Marks] = {}
        self.changed_tags = False  # by the last change
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._advance)

    @property
    def running(self) -> bool:
        return self._timer.isActive()

    def rate(self, ids: "array[int]", stars: int) -> None:
        self._begin(ids, lambda some: self._clips.rate(some, stars))

    def set_favourite(self, ids: "array[int]", favourite: bool) -> None:
        self._begin(ids, lambda some: self._clips.set_favourite(some, favourite))

    def retag(self, ids: "array[int]", added: Sequence[str], removed: Sequence[str]) -> None:
        def change(some: Sequence[int]) -> None:
            if removed:
                self._clips.remove_tags(some, removed)
            if added:
                self._clips.add_tags(some, added)

        self._begin(ids, change, tags=True)

    def undo(self) -> None:
        """Give the clips of the last change the marks they had before."""
        before = self._before
        ids = array("q", before)
        self._begin(ids, lambda some: self._clips.set_marks({number: before[number] for number in some}), tags=self.changed_tags)

    def _begin(self, ids: "array[int]", change: Callable[[Sequence[int]], None], *, tags: bool = False) -> None:
        """Change the first clips at once, so that the change of a few is seen before the next event."""
        while self.running:  # the change before this one
            self._advance()
        self._ids, self._at, self._change, self._before, self.changed_tags = ids, 0, change, {}, tags
        self._timer.start()
        self._advance()

    def _advance(self) -> None:
        some = self._ids[self._at : self._at + AT_ONCE]
        try:
            before = self._clips.marks(some)
            if self._change is not None and some:
                self._change(some)
            self._before |= before
        except T2VError as error:
            self._timer.stop()
            self.failed.emit(str(error))
            return
        self._at += len(some)
        if self._at >= len(self._ids):
            self._timer.stop()
            self.finished.emit(len(self._ids))
