"""Plays sequences of images with a timer."""

from collections.abc import Callable
from math import ceil
from typing import Protocol

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QImage

from t2v_desktop.gui.player.playhead import Playhead, next_speed


class ImageSequence(Protocol):
    """Images in order: a list for a preview, `ClipImages` for a clip."""

    def __len__(self) -> int: ...

    def __getitem__(self, index: int, /) -> QImage: ...


class Playback(QObject):
    """Plays one sequence, or two in step; the shorter one stays on its last frame.

    `moved` is emitted when `frame` or `playing` may have changed. `clock` is monotonic, in seconds.
    """

    moved = Signal()
    speed_changed = Signal(float)

    def __init__(self, clock: Callable[[], float], parent: QObject) -> None:
        super().__init__(parent)
        self._clock = clock
        self._head = Playhead()
        self._visible = False
        self._resume_after_scrub = False
        self.sequences: tuple[ImageSequence, ...] = ()
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
        """Stop, and drop the images. The speed stays."""
        self._timer.stop()
        self.sequences, self.frame = (), 0
        self._head = Playhead(speed=self._head.speed)

    def start(self, sequences: tuple[ImageSequence, ...], fps: float, *, loop: bool) -> None:
        """Play from the first frame."""
        self._head = Playhead(max(len(sequence) for sequence in sequences), fps, self._head.speed, loop)
        self.sequences = sequences
        self._head.play(self._clock())
        self._head.seek(0, self._clock())
        self._tick()

    def swap(self, sequences: tuple[ImageSequence, ...], fps: float) -> None:
        """Replace the images without interrupting playback, as when a job sends its next preview."""
        if not self.sequences or max(len(sequence) for sequence in sequences) != self.count:
            self.start(sequences, fps, loop=True)
            return
        self.sequences = sequences
        self._tick()

    def current_images(self) -> list[QImage]:
        """The current image of each sequence."""
        return [sequence[min(self.frame, len(sequence) - 1)] for sequence in self.sequences]

    def set_visible(self, visible: bool) -> None:
        """Pause the timer while the player is hidden."""
        self._visible = visible
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

    def begin_scrub(self) -> None:
        """Pause while the user drags the scrubber."""
        self._resume_after_scrub = self._head.playing
        self._head.pause(self._clock())
        self._tick()

    def end_scrub(self) -> None:
        """Resume playing if it was playing before the drag."""
        if self._resume_after_scrub:
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
        """Show the current frame and schedule the next one."""
        if not self.sequences:
            return
        now = self._clock()
        self.frame = self._head.frame(now)
        self.moved.emit()
        if self._head.playing and self._visible:
            self._timer.start(ceil(self._head.wait_s(now) * 1000))
        else:
            self._timer.stop()
