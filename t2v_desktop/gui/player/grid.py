"""Several clips side by side, in step: each with a label, one of them current."""

from collections.abc import Sequence

from PySide6.QtCore import QT_TRANSLATE_NOOP, QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from t2v_desktop.clip import Clip
from t2v_desktop.gui.look import theme
from t2v_desktop.gui.look.labels import plain_tooltip
from t2v_desktop.gui.player.differences import labels_of

MAX_TILES = 16
GAP, LABEL_PX, RADIUS = 8.0, 22.0, 6.0
STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Home: -MAX_TILES, Qt.Key.Key_End: MAX_TILES}


class Grid(QWidget):
    """A click or Enter emits `chosen` with the clip; the arrow keys change the current one."""

    KEYS = (
        ("Up Down", QT_TRANSLATE_NOOP("Grid", "Move between clips side by side")),
        ("Return", QT_TRANSLATE_NOOP("Grid", "Show this clip alone")),
    )
    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("Clips side by side"))
        self.setMouseTracking(True)
        self._clips: tuple[Clip, ...] = ()
        self.labels: list[str] = []
        self._pictures: list[QImage] = []
        self.current, self._hovered = 0, -1

    @property
    def clip(self) -> Clip:
        """The current clip."""
        return self._clips[self.current]

    def fill(self, clips: Sequence[Clip], current: Clip) -> None:
        """Show these clips, with their posters until there are pictures."""
        self._clips = tuple(clips)
        self.labels = labels_of([clip.request for clip in clips])
        self._pictures = [QImage(str(clip.poster)) if clip.poster.is_file() else QImage() for clip in clips]
        self._hovered = -1
        self._set_current(next((at for at, clip in enumerate(clips) if clip.path == current.path), 0))

    def show_pictures(self, pictures: Sequence[QImage]) -> None:
        """Show the next picture of each clip."""
        self._pictures = list(pictures)
        self.update()

    def tiles(self) -> list[QRectF]:
        """Where each clip is shown, its label included."""
        count = len(self._clips)
        if not count:
            return []
        columns = max(range(1, count + 1), key=lambda number: round(self._scale(number), 4))  # of equally good ones the fewest
        rows = -(-count // columns)
        width, height = (self.width() - GAP * (columns - 1)) / columns, (self.height() - GAP * (rows - 1)) / rows
        mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        places = [divmod(at, columns) for at in range(count)]
        return [QRectF((columns - 1 - x if mirrored else x) * (width + GAP), y * (height + GAP), width, height) for y, x in places]

    def _scale(self, columns: int) -> float:
        """How large the pictures are with so many columns."""
        first, rows = self._clips[0].request, -(-len(self._clips) // columns)
        width = (self.width() - GAP * (columns - 1)) / columns
        height = (self.height() - GAP * (rows - 1)) / rows - LABEL_PX
        return min(width / first.width, max(height, 1.0) / first.height)

    def _set_current(self, at: int) -> None:
        self.current = min(max(at, 0), len(self._clips) - 1)
        self.setAccessibleDescription(self.tr("{0} of {1}: {2}").format(self.current + 1, len(self._clips), self.labels[self.current]))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        painter, c = QPainter(self), theme.colours()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        font = painter.font()
        font.setPixelSize(theme.SMALL_PX)
        painter.setFont(font)
        for at, tile in enumerate(self.tiles()):
            picture, room = self._pictures[at], tile.adjusted(0, 0, 0, -LABEL_PX)
            painter.fillRect(room, QColor(c.background))
            place = room
            if not picture.isNull():
                size = picture.size().toSizeF().scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
                place = QRectF(room.center() - QPointF(size.width() / 2, size.height() / 2), size)
                painter.drawImage(place, picture)
            if at in (self.current, self._hovered):
                painter.setPen(QPen(QColor(c.accent if at == self.current else c.muted), 3.0 if at == self.current and self.hasFocus() else 2.0))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(place.adjusted(1, 1, -1, -1), RADIUS, RADIUS)
            painter.setPen(QColor(c.text if at == self.current else c.muted))
            under = QRectF(tile.left(), room.bottom(), tile.width(), LABEL_PX)
            text = painter.fontMetrics().elidedText(self.labels[at], Qt.TextElideMode.ElideRight, int(under.width()))
            painter.drawText(under, Qt.AlignmentFlag.AlignCenter, text)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        at = self._tile_at(event.position())
        if event.button() is Qt.MouseButton.LeftButton and at >= 0:
            self._set_current(at)
            self.chosen.emit(self.clip)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        self._hovered = self._tile_at(event.position())
        self.setCursor(Qt.CursorShape.PointingHandCursor if self._hovered >= 0 else Qt.CursorShape.ArrowCursor)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802
        super().leaveEvent(event)
        self._hovered = -1
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._clips:
            self.chosen.emit(self.clip)
        elif key in STEPS:
            self._set_current(self.current + STEPS[key])
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            tiles = self.tiles()
            columns = sum(tile.top() == tiles[0].top() for tile in tiles)
            to = self.current + (columns if key == Qt.Key.Key_Down else -columns)
            self._set_current(to if 0 <= to < len(tiles) else self.current)
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ToolTip and self._hovered >= 0:
            place = self.mapToGlobal(self.tiles()[self._hovered].center().toPoint())
            QToolTip.showText(place, plain_tooltip(self.labels[self._hovered], self._clips[self._hovered].request.prompt), self)
            return True
        return super().event(event)

    def focusInEvent(self, _event: QEvent) -> None:  # noqa: N802
        self.update()

    def focusOutEvent(self, _event: QEvent) -> None:  # noqa: N802
        self.update()

    def _tile_at(self, point: QPointF) -> int:
        return next((at for at, tile in enumerate(self.tiles()) if tile.contains(point)), -1)

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(480, 480)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(200, 160)
