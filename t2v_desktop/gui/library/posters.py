"""Posters of clips, read on a background thread and kept within a memory budget."""

from collections import OrderedDict, deque
from pathlib import Path

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QImage, QImageReader, QPixmap

from t2v_desktop.errors import T2VError
from t2v_desktop.gui.background import BackgroundTasks

BUDGET_BYTES = 96_000_000
MOST_WANTED = 160  # posters waiting to be read; older wishes are of tiles that have been scrolled away
SIDES_PX = (128, 256, 512)  # the sizes that posters are read in


class Posters(QObject):
    """`get` returns a poster if it has been read, or else reads it soon; `arrived` is emitted when it has been read."""

    arrived = Signal()

    def __init__(self, parent: QObject, budget_bytes: int = BUDGET_BYTES) -> None:
        super().__init__(parent)
        self._budget_bytes, self._used_bytes = budget_bytes, 0
        self._kept: OrderedDict[tuple[Path, int], QPixmap] = OrderedDict()
        self._wanted: deque[tuple[Path, int]] = deque(maxlen=MOST_WANTED)  # the newest last
        self._running = False
        self._tasks = BackgroundTasks(self)

    def get(self, poster: Path, side_px: int) -> QPixmap | None:
        """The poster for a tile with that many device pixels a side: a null pixmap if the file can't be read, None while it is being read."""
        key = poster, next((side for side in SIDES_PX if side >= side_px), SIDES_PX[-1])
        if (found := self._kept.get(key)) is not None:
            self._kept.move_to_end(key)
            return found
        if key not in self._wanted:
            self._wanted.append(key)
        self._read_next()
        return next((kept for side in SIDES_PX if (kept := self._kept.get((poster, side))) is not None), None)  # another size, until then

    def forget(self, poster: Path) -> None:
        """Read a poster again when it is next wanted, because its file was written."""
        for side in SIDES_PX:
            self._drop((poster, side))

    def _read_next(self) -> None:
        if not self._running and self._wanted:
            self._running = True
            key = self._wanted.pop()
            self._tasks.run(lambda: (key, _read(*key)), self._keep, self._give_up)

    def _keep(self, result: tuple[tuple[Path, int], QImage]) -> None:
        key, image = result
        self._drop(key)
        picture = QPixmap.fromImage(image)
        self._kept[key] = picture
        self._used_bytes += _bytes(picture)
        while self._used_bytes > self._budget_bytes and len(self._kept) > 1:
            self._drop(next(iter(self._kept)))
        self._running = False
        self._read_next()
        self.arrived.emit()

    def _drop(self, key: tuple[Path, int]) -> None:
        if (dropped := self._kept.pop(key, None)) is not None:
            self._used_bytes -= _bytes(dropped)

    def _give_up(self, _error: T2VError) -> None:
        self._running = False
        self._read_next()


def _bytes(picture: QPixmap) -> int:
    return picture.width() * picture.height() * 4 + 200


def _read(poster: Path, side: int) -> QImage:
    """Read a poster in at most that many pixels a side. It is a PNG of ours; nothing else is decoded."""
    if not poster.is_file():
        return QImage()
    reader = QImageReader(str(poster))
    reader.setAutoDetectImageFormat(False)
    reader.setFormat(b"png")
    size = reader.size()
    if not size.isValid():
        return QImage()
    if max(size.width(), size.height()) > side:
        reader.setScaledSize(size.scaled(QSize(side, side), Qt.AspectRatioMode.KeepAspectRatio))
    return reader.read().convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)
