"""Saves clips and single frames in the background."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from t2v_desktop.clip import Clip
from t2v_desktop.errors import T2VError
from t2v_desktop.gui.background import BackgroundTasks
from t2v_desktop.gui.player.frames import FrameStore

if TYPE_CHECKING:
    from t2v_desktop.media.read import Pixels


class Saving(QObject):
    """`saved` carries the path of a saved clip or frame, `frame_kept` a kept image, `running_changed` whether anything is being saved."""

    saved = Signal(object)
    failed = Signal(str)
    frame_kept = Signal(str)
    running_changed = Signal(bool)

    def __init__(self, store: FrameStore, parent: QObject) -> None:
        super().__init__(parent)
        self._store, self._tasks, self._running = store, BackgroundTasks(self), 0

    def save_clip(self, clip: Clip, frame: int, path: Path, *, stripped: bool = False) -> None:
        """Save `clip` in the format of the path's suffix, or its frame number `frame` if that is .png.

        `stripped` leaves only the mark for AI-generated media in the file.
        """
        from t2v_desktop.media.export import ExportOptions, save_as, save_frame  # late, because it loads numpy and Pillow
        from t2v_desktop.media.metadata import Provenance

        if path.suffix.lower() == ".png":
            self.with_frame(clip, frame, lambda pixels: self._save(lambda: save_frame(pixels, clip.request, path), path))
        else:
            options = ExportOptions(provenance=Provenance.MARK if stripped else Provenance.SETTINGS)
            self._save(lambda: save_as(clip, path, options), path)

    def keep_frame(self, clip: Clip, frame: int) -> None:
        """Keep a frame as an image, for a clip to start with."""
        from t2v_desktop.media.kept_images import keep_frame  # late, because it loads numpy and Pillow

        def keep(pixels: "Pixels") -> None:
            self._tasks.run(lambda: keep_frame(pixels), self.frame_kept.emit, self._report)

        self.with_frame(clip, frame, keep)

    def with_frame(self, clip: Clip, index: int, then: "Callable[[Pixels], None]") -> None:
        """Call `then` with a frame of the clip. Reads it from the file if the decoded frame was scaled down."""
        from t2v_desktop.media.read import read_frame

        frames = self._store.get(clip.path)
        if frames is not None:
            index = min(index, len(frames.pixels) - 1)  # the other clip being compared may be longer
        if frames is not None and frames.shrink == 1:
            then(frames.pixels[index])
        else:
            self._tasks.run(lambda: read_frame(clip.path, index), then, self._report)

    def _save(self, work: Callable[[], None], path: Path) -> None:
        def then(_: None) -> None:
            self._count(-1)
            self.saved.emit(path)

        def failed(error: T2VError) -> None:
            self._count(-1)
            self._report(error)

        self._count(1)
        self._tasks.run(work, then, failed)

    def _count(self, by: int) -> None:
        self._running += by
        self.running_changed.emit(self._running > 0)

    def _report(self, error: T2VError) -> None:
        self.failed.emit(str(error))
