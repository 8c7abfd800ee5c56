"""Frames in time: a timer that says which one is due."""

from collections.abc import Callable
from math import ceil
from typing import Protocol

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QImage

from t2v_desktop.gui.player.playhead import Playhead, next_speed


class Film(Protocol):
    """Images in the order of time: those of a preview, or a clip's, made when they are due."""

    def __len__(self) -> int: ...

    def __getitem__(self, index: int, /) -> QImage: ...


class Playback(QObject):
    """Plays one reel, or two at the same frame: the shorter one ends on its last frame.

    `moved` says that `frame` or `playing` may have changed. `clock` is monotonic, in seconds.
    """

    moved = Signal()
    speed_changed = Signal(float)

    def __init__(self, clock: Callable[[], float], parent: QObject) -> None:
        super().__init__(parent)
        self._clock = clock
        self._head = Playhead()
        self._awake = False
        self._resumes = False
        self.reels: tuple[Film, ...] = ()
        self.frame = 0
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._tick)

    @property
    def playing(self) -> bool:
        return self._head.playing

    @property
    def count(self) -> int:
        return self._head.count

    @property
    def fps(self) -> float:
        return self._head.fps

    def clear(self) -> None:
        """Nothing plays; speed stays as it was chosen."""
        self._timer.stop()
        self.reels, self.frame = (), 0
        self._head = Playhead(speed=self._head.speed)

    def start(self, reels: tuple[Film, ...], fps: float, *, loop: bool) -> None:
        """Play from the first frame."""
        self._head = Playhead(max(len(reel) for reel in reels), fps, self._head.speed, loop)
        self.reels = reels
        self._head.play(self._clock())
        self._head.seek(0, self._clock())
        self._tick()

    def swap(self, reels: tuple[Film, ...], fps: float) -> None:
        """Other frames for the same moments, as the next preview of a job has them: playing goes on."""
        if not self.reels or max(len(reel) for reel in reels) != self.count:
            self.start(reels, fps, loop=True)
            return
        self.reels = reels
        self._tick()

    def shown(self) -> list[QImage]:
        """The frame of each reel that is due."""
        return [reel[min(self.frame, len(reel) - 1)] for reel in self.reels]

    def wake(self, awake: bool) -> None:
        """Whether anyone sees it."""
        self._awake = awake
        self._tick()

    def toggle(self) -> None:
        if self._head.playing:
            self._head.pause(self._clock())
        else:
            self._head.play(self._clock())
        self._tick()

    def seek(self, frame: int) -> None:
        self._head.seek(frame, self._clock())
        self._tick()

    def step(self, by: int) -> None:
        self._head.step(by, self._clock())
        self._tick()

    def hold(self) -> None:
        """Pause for as long as the user drags."""
        self._resumes = self._head.playing
        self._head.pause(self._clock())
        self._tick()

    def let_go(self) -> None:
        if self._resumes:
            self._head.play(self._clock())
        self._tick()

    def set_loop(self, loop: bool) -> None:
        self._head.set_loop(loop, self._clock())
        self._tick()

    def set_speed(self, speed: float) -> None:
        self._head.set_speed(speed, self._clock())
        self.speed_changed.emit(speed)
        self._tick()

    def change_speed(self, by: int) -> None:
        self.set_speed(next_speed(self._head.speed, by))

    def _tick(self) -> None:
        """Show the frame that is due, and come back when the next one is."""
        if not self.reels:
            return
        now = self._clock()
        self.frame = self._head.frame(now)
        self.moved.emit()
        if self._head.playing and self._awake:
            self._timer.start(ceil(self._head.wait_s(now) * 1000))
        else:
            self._timer.stop()
