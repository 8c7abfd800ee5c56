"""Decoded clips in memory, as many as a budget allows."""

from collections import OrderedDict
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from t2v_desktop.errors import T2VError
from t2v_desktop.gui.look.pictures import picture
from t2v_desktop.gui.player.errands import Errands

if TYPE_CHECKING:
    from t2v_desktop.media.read import Frames, Pixels

BUDGET_BYTES = 256_000_000

Key = tuple[Path, int, int]


def read(path: Path, max_bytes: int) -> "Frames":
    """As `footage.read_frames`, which brings numpy and Pillow along: not before a clip is shown."""
    from t2v_desktop.media.read import read_frames

    return read_frames(path, max_bytes)


class FrameStore(QObject):
    """Decodes clips on a thread, each once, and keeps the ones used last. `decoded` and `failed` carry the clip's path."""

    decoded = Signal(object)
    failed = Signal(object, str)

    def __init__(self, parent: QObject, budget_bytes: int = BUDGET_BYTES, read: "Callable[[Path, int], Frames]" = read) -> None:
        super().__init__(parent)
        self._budget_bytes, self._read = budget_bytes, read
        self._kept: OrderedDict[Key, Frames] = OrderedDict()
        self._errands = Errands(self)
        self._wanted: frozenset[Path] = frozenset()
        self._on_the_way: set[Key] = set()

    def get(self, path: Path) -> "Frames | None":
        """The frames, if they are in memory and the file is still the same."""
        key = _key(path)
        if key in self._kept:
            self._kept.move_to_end(key)
        return self._kept.get(key)

    def want(self, *paths: Path) -> None:
        """Decode these; what was wanted before and has not begun is forgotten."""
        self._wanted = frozenset(paths)
        for path in paths:
            key = _key(path)
            if key not in self._kept and key not in self._on_the_way:
                self._on_the_way.add(key)
                self._errands.run(partial(self._decode, path), partial(self._keep, key), partial(self._fail, key))

    def _decode(self, path: Path) -> "Frames | None":
        """On the thread. Half the budget at most, so that two clips can be compared."""
        return self._read(path, self._budget_bytes // 2) if path in self._wanted else None

    def _keep(self, key: Key, frames: "Frames | None") -> None:
        self._on_the_way.discard(key)
        if frames is None:  # forgotten; perhaps wanted again by now
            if key[0] in self._wanted:
                self.want(*self._wanted)
            return
        self._kept[key] = frames
        while sum(kept.pixels.nbytes for kept in self._kept.values()) > self._budget_bytes and len(self._kept) > 1:
            self._kept.popitem(last=False)
        self.decoded.emit(key[0])

    def _fail(self, key: Key, error: T2VError) -> None:
        self._on_the_way.discard(key)
        self.failed.emit(key[0], str(error))


def _key(path: Path) -> Key:
    try:
        status = path.stat()
    except OSError:
        return path, 0, 0
    return path, status.st_mtime_ns, status.st_size


class Reel:
    """Decoded frames as images, each made when it is due."""

    def __init__(self, pixels: "Pixels") -> None:
        self._pixels = pixels

    def __len__(self) -> int:
        return len(self._pixels)

    def __getitem__(self, index: int) -> QImage:
        return picture(self._pixels[index])
