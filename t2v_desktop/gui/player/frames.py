"""A cache of decoded clips with a memory budget."""

from collections import OrderedDict
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from t2v_desktop.errors import T2VError
from t2v_desktop.gui.background import BackgroundTasks
from t2v_desktop.gui.look.images import picture

if TYPE_CHECKING:
    from t2v_desktop.media.read import Frames, Pixels

BUDGET_BYTES = 256_000_000

Key = tuple[Path, int, int]


def read(path: Path, max_bytes: int) -> "Frames":
    """Call `media.read.read_frames`. Imported late, because it loads numpy and Pillow, which are not needed until a clip is shown."""
    from t2v_desktop.media.read import read_frames

    return read_frames(path, max_bytes)


class FrameStore(QObject):
    """Decodes each clip once, on a background thread, and caches the most recently used. `decoded` and `failed` carry the clip's path."""

    decoded = Signal(object)
    failed = Signal(object, str)

    def __init__(self, parent: QObject, budget_bytes: int = BUDGET_BYTES, read: "Callable[[Path, int], Frames]" = read) -> None:
        super().__init__(parent)
        self._budget_bytes, self._read = budget_bytes, read
        self._cache: OrderedDict[Key, Frames] = OrderedDict()
        self._decoded_for: dict[Key, int] = {}  # into how many shares the budget was divided
        self._shares = 2
        self._tasks = BackgroundTasks(self)
        self._requested: frozenset[Path] = frozenset()
        self._loading: set[Key] = set()

    def get(self, path: Path, shares: int = 2) -> "Frames | None":
        """The frames if they are cached and the file has not changed, else None. Also None if one of so many `shares` has room for larger ones."""
        key = _key(path)
        frames = self._cache.get(key)
        if frames is None or (frames.shrink > 1 and self._decoded_for.get(key, shares) > shares):
            return None
        self._cache.move_to_end(key)
        return frames

    def load(self, *paths: Path, shares: int = 2) -> None:
        """Decode these clips, each into one of so many `shares` of the budget. Earlier requests that have not started yet are dropped."""
        self._requested, self._shares = frozenset(paths), shares
        for path in paths:
            key = _key(path)
            cached = self._cache.get(key)
            if cached is not None and (self.get(path, shares) is None or cached.pixels.nbytes > self._budget_bytes // shares):
                del self._cache[key]  # the others would have no room beside it, or it has room to be larger
            if key not in self._cache and key not in self._loading:
                self._loading.add(key)
                self._tasks.run(partial(self._decode, path), partial(self._add_to_cache, key), partial(self._report_failure, key))

    def _decode(self, path: Path) -> "Frames | None":
        """Runs on the background thread. By default a clip may use half the budget, so that two clips can be compared."""
        return self._read(path, self._budget_bytes // self._shares) if path in self._requested else None

    def _add_to_cache(self, key: Key, frames: "Frames | None") -> None:
        self._loading.discard(key)
        if frames is None:  # its request was dropped, but may have been made again since
            if key[0] in self._requested:
                self.load(*self._requested)
            return
        self._cache[key], self._decoded_for[key] = frames, self._shares
        while sum(cached.pixels.nbytes for cached in self._cache.values()) > self._budget_bytes and len(self._cache) > 1:
            self._decoded_for.pop(self._cache.popitem(last=False)[0], None)
        self.decoded.emit(key[0])

    def _report_failure(self, key: Key, error: T2VError) -> None:
        self._loading.discard(key)
        self.failed.emit(key[0], str(error))


def _key(path: Path) -> Key:
    try:
        status = path.stat()
    except OSError:
        return path, 0, 0
    return path, status.st_mtime_ns, status.st_size


class ClipImages:
    """The decoded frames of a clip as images, converted one by one when they are shown."""

    def __init__(self, pixels: "Pixels") -> None:
        self._pixels = pixels

    def __len__(self) -> int:
        return len(self._pixels)

    def __getitem__(self, index: int) -> QImage:
        return picture(self._pixels[index])
