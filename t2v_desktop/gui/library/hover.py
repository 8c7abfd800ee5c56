"""Plays the clip under the mouse in its tile: small frames, decoded on a background thread."""

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImage

from t2v_desktop.errors import T2VError
from t2v_desktop.gui.background import BackgroundTasks
from t2v_desktop.gui.look.images import picture
from t2v_desktop.gui.look.motion import is_motion_reduced

if TYPE_CHECKING:
    from t2v_desktop.media.read import Pixels

    Opened = AbstractContextManager[tuple[float, Iterator[Pixels]]]

DELAY_MS = 180  # so that a mouse that passes over the grid starts nothing
BUDGET_BYTES = 24_000_000  # of the frames of one clip
FASTEST_FPS = 30


def open_clip(path: Path) -> "Opened":
    """Call `media.read.open_frames`. Imported late, because it loads numpy and Pillow."""
    from t2v_desktop.media.read import open_frames

    return open_frames(path)


class HoverPlayback(QObject):
    """`moved` is emitted when `frame` has changed. A clip plays as soon as its first frames arrive, in a loop over those it has."""

    moved = Signal()
    _decoded = Signal(object, object, float)  # the stop flag of its clip, a QImage, fps

    def __init__(self, parent: QObject, opened: "Callable[[Path], Opened]" = open_clip, reduced: Callable[[], bool] = is_motion_reduced) -> None:
        super().__init__(parent)
        self._open, self._reduced = opened, reduced
        self.enabled = True  # the user's own choice
        self._tasks = BackgroundTasks(self)
        self._stopped = threading.Event()  # of the clip that plays now; a new one for each
        self._wanted: tuple[Path, int] | None = None
        self._frames: list[QImage] = []
        self._at = 0
        self._delay = QTimer(self, singleShot=True, interval=DELAY_MS)
        self._delay.timeout.connect(self._decode)
        self._clock = QTimer(self, timerType=Qt.TimerType.PreciseTimer)
        self._clock.timeout.connect(self._advance)
        self._decoded.connect(self._add)

    @property
    def frame(self) -> QImage | None:
        """The picture to draw now; None before the first one."""
        return self._frames[self._at] if self._frames else None

    def start(self, path: Path, side_px: int) -> None:
        """Play a clip in at most that many pixels a side. Does nothing if the system asks for less motion."""
        self.stop()
        if self.enabled:
            self._wanted = path, side_px
            self._delay.start()

    def stop(self) -> None:
        """Stop playing and decoding, and drop the frames."""
        self._stopped.set()
        self._delay.stop()
        self._clock.stop()
        self._wanted, self._frames, self._at = None, [], 0

    def _decode(self) -> None:
        if self._wanted is not None:
            (path, side), stopped = self._wanted, threading.Event()
            self._stopped = stopped
            self._tasks.run(lambda: self._read(path, side, stopped), lambda _: None, self._ignore)

    def _read(self, path: Path, side: int, stopped: threading.Event) -> None:
        """Runs on the background thread."""
        used = 0
        if stopped.is_set() or self._reduced():
            return
        with self._open(path) as (fps, frames):
            for pixels in frames:
                if stopped.is_set():
                    return
                image = picture(pixels)
                if max(image.width(), image.height()) > side:
                    image = image.scaled(QSize(side, side), Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
                used += image.sizeInBytes()
                if used > BUDGET_BYTES:
                    return
                self._decoded.emit(stopped, image, fps)

    def _add(self, stopped: threading.Event, image: QImage, fps: float) -> None:
        if stopped is not self._stopped or stopped.is_set():
            return
        self._frames.append(image)
        if len(self._frames) == 1:
            self._clock.start(ceil(1000 / min(max(fps, 1), FASTEST_FPS)))
            self.moved.emit()

    def _advance(self) -> None:
        if len(self._frames) > 1:
            self._at = (self._at + 1) % len(self._frames)
            self.moved.emit()

    def _ignore(self, _error: T2VError) -> None:
        """A clip that can't be read shows its poster."""
