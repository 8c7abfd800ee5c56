"""The place where pictures are shown: fitted or magnified, one or two of them, with progress or words over them."""

from PySide6.QtCore import QT_TRANSLATE_NOOP, QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QImage,
    QKeyEvent,
    QLinearGradient,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from t2v_desktop.gui.look import theme
from t2v_desktop.gui.player.notice import Notice
from t2v_desktop.gui.player.viewport import STEP, Viewport
from t2v_desktop.gui.player.wipe import Wipe

RADIUS = 8.0
CRISP_FROM = 3.0  # times magnified by hand, from where pixels are shown as squares
BAR, SHADE = 4.0, 64.0  # heights of the progress line, and of the shade under its words
WIPE_STEPS: dict[int, float] = {Qt.Key.Key_Left: -0.02, Qt.Key.Key_Right: 0.02}  # of the width that the pictures take
TAB_REASONS = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.ShortcutFocusReason)


class Stage(QWidget):
    """Shows what it is given. The wheel with Ctrl magnifies, dragging moves, arrow keys move the wipe."""

    KEYS = (  # that are no actions, for the list of all keys
        ("Left Right", QT_TRANSLATE_NOOP("Stage", "Move the line between two clips")),
        ("Shift+Left Shift+Right", QT_TRANSLATE_NOOP("Stage", "Move it in larger steps")),
    )
    double_clicked = Signal()
    magnified = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("Picture"))
        self.setMouseTracking(True)
        self._pictures: tuple[QImage, ...] = ()
        self._scaled: dict[int, QImage] = {}
        self._notice = Notice(self)
        self._notice.hide()
        self._said: tuple[str, str, str, str] | None = None
        self._progress: tuple[str, float | None] | None = None
        self._wipe: Wipe | None = None
        self._view = Viewport()
        self._held: QPointF | None = None
        self._wiping = self._bare = self._ringed = False

    # what is shown

    def show_notice(self, icon: str, role: str, words: str, detail: str = "") -> None:
        """Words instead of pictures; `role` is the name of a colour of the palette."""
        self._pictures, self._scaled, self._said = (), {}, (icon, role, words, detail)
        self._say(*self._said)
        self._notice.show()
        self.setAccessibleDescription(f"{words} {detail}".strip())
        self.update()

    def _say(self, icon: str, role: str, words: str, detail: str) -> None:
        self._notice.say(icon, getattr(theme.colours(), role), words, detail)

    def show_pictures(self, *pictures: QImage) -> None:
        """One picture, or two with the wipe between them."""
        self._pictures, self._scaled, self._said = pictures, {}, None
        self._notice.hide()
        self.update()

    def show_progress(self, words: str, done: float | None) -> None:
        """Words and a line over the bottom; `done` from 0 to 1, None where nobody knows."""
        self._progress = (words, done)
        self.setAccessibleDescription(words)
        self.update()

    def hide_progress(self) -> None:
        self._progress = None
        self.setAccessibleDescription("")
        self.update()

    def set_wipe(self, wipe: Wipe | None) -> None:
        """Two pictures follow, or one again."""
        self._wipe = wipe
        self.setAccessibleDescription(self.tr("{0} on the left, {1} on the right; the arrow keys move the line").format(wipe.left, wipe.right) if wipe else "")
        if wipe is None:
            self._pictures = self._pictures[:1]
        self.update()

    def set_bare(self, bare: bool) -> None:
        """Black to the edges, for the full screen."""
        self._bare = bare
        self.update()

    def has_picture(self) -> bool:
        return bool(self._pictures)

    # where it is shown

    def fit(self) -> None:
        self._look(Viewport())

    def magnify(self, steps: float, at: QPointF | None = None) -> None:
        """Zoom in or out by steps of a quarter, around a point or the middle."""
        if self._pictures:
            at = at or QPointF(self.width() / 2, self.height() / 2)
            self._look(self._view.magnified(STEP**steps, at.toTuple(), *self._sizes()))

    def zoom(self) -> float:
        """How many times larger than fitted."""
        return self._view.zoom

    def _look(self, view: Viewport) -> None:
        self._view, self._scaled = view, {}
        self._set_cursor(None)
        self.magnified.emit()
        self.update()

    def _sizes(self) -> tuple[tuple[int, int], tuple[int, int]]:
        return self._pictures[0].size().toTuple(), (self.width(), self.height())

    def _place(self, picture: QImage) -> QRectF:
        exact = QRectF(*self._view.place(picture.size().toTuple(), (self.width(), self.height())))
        return QRectF(exact.toRect())  # whole pixels: a half one would show as a seam

    def _seen(self) -> QRectF:
        """What of the stage the pictures take."""
        area = QRectF(self.rect())
        for i, picture in enumerate(self._pictures):
            place = self._place(picture).intersected(QRectF(self.rect()))
            area = place if i == 0 else area.united(place)
        return area

    # painting

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        back = QColor("#000000" if self._bare else theme.colours().background)
        painter.fillRect(self.rect(), back)
        seen = self._seen()
        if len(self._pictures) > 1 and self._wipe:
            at = self._wipe.x(seen)
            for picture, clip in zip(self._pictures, (QRectF(0, 0, at, self.height()), QRectF(at, 0, self.width() - at, self.height())), strict=False):
                painter.setClipRect(clip)
                self._paint_picture(painter, picture)
            painter.setClipping(False)
            self._wipe.paint(painter, seen)
        elif self._pictures:
            self._paint_picture(painter, self._pictures[0])
        if self._progress:
            self._paint_progress(painter, seen, *self._progress)
        if not self._bare:
            _round(painter, seen, back)
            _round(painter, QRectF(self.rect()), QColor(theme.colours().panel))
        if self._ringed:
            painter.setPen(QPen(QColor(theme.colours().accent), 2.0))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), RADIUS, RADIUS)

    def _paint_picture(self, painter: QPainter, picture: QImage) -> None:
        place, ratio = self._place(picture), self.devicePixelRatioF()
        scale = place.width() * ratio / picture.width()
        crisp = self._view.zoom > 1 and scale >= CRISP_FROM
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, not crisp)
        if scale < 0.75:  # a painter looks at four pixels only: shrink with all of them, once
            size = (place.size() * ratio).toSize()
            picture = self._scaled.setdefault(picture.cacheKey(), picture.scaled(size, mode=Qt.TransformationMode.SmoothTransformation))
        painter.drawImage(place, picture)

    def _paint_progress(self, painter: QPainter, seen: QRectF, words: str, done: float | None) -> None:
        line = QRectF(seen.left(), seen.bottom() - BAR, seen.width(), BAR)
        if self._pictures:
            shade = QRectF(seen.left(), seen.bottom() - SHADE, seen.width(), SHADE)
            fade = QLinearGradient(shade.topLeft(), shade.bottomLeft())
            fade.setColorAt(0, QColor(0, 0, 0, 0))
            fade.setColorAt(1, QColor(0, 0, 0, 190))
            painter.fillRect(shade, fade)
            painter.setPen(QColor("#FFFFFF"))
            room = QRectF(seen.left() + 12, seen.bottom() - BAR - 28, seen.width() - 24, 22)
            words = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, int(room.width()))
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)
        painter.fillRect(line, QColor(255, 255, 255, 60) if self._pictures else QColor(theme.colours().line))
        if done is not None:
            line.setWidth(line.width() * min(max(done, 0.0), 1.0))
            painter.fillRect(line, QColor(theme.colours().accent))

    # hands

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if event.button() is not Qt.MouseButton.LeftButton or not self._pictures:
            return super().mousePressEvent(event)
        point, seen = event.position(), self._seen()
        self._wiping = False
        if self._wipe is not None and (self._view.zoom == 1 or self._wipe.holds(point, seen)):
            self._wiping = True
            self._wipe.move_to(point.x(), seen)
            self.update()
        self._held = point
        self._set_cursor(point)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        point = event.position()
        if self._held is not None and self._wiping and self._wipe:
            self._wipe.move_to(point.x(), self._seen())
            self.update()
        elif self._held is not None and self._pictures and self._view.zoom > 1:
            moved = point - self._held
            self._held = point
            self._look(self._view.moved(moved.x(), moved.y(), *self._sizes()))
        self._set_cursor(point)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        self._held, self._wiping = None, False
        self._set_cursor(event.position())

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:  # noqa: N802
        self.double_clicked.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        if not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            return event.ignore()
        self.magnify(event.angleDelta().y() / 120, event.position())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        step = WIPE_STEPS.get(event.key())
        if self._wipe is None or step is None:
            return super().keyPressEvent(event)
        self._wipe.nudge(step * (5 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1))
        self.update()

    def _set_cursor(self, point: QPointF | None) -> None:
        if self._wipe and self._pictures and (self._wiping or (point is not None and self._wipe.holds(point, self._seen()))):
            self.setCursor(Qt.CursorShape.SplitHCursor)
        elif self._view.zoom > 1 and self._pictures:
            self.setCursor(Qt.CursorShape.ClosedHandCursor if self._held is not None else Qt.CursorShape.OpenHandCursor)
        else:
            self.unsetCursor()

    # the widget

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        self._ringed = event.reason() in TAB_REASONS
        self.update()

    def focusOutEvent(self, _event: QFocusEvent) -> None:  # noqa: N802
        self._ringed = False
        self.update()

    def resizeEvent(self, _event: QResizeEvent) -> None:  # noqa: N802
        self._scaled = {}
        self._notice.setGeometry(self.rect())

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange and self._said:
            self._say(*self._said)

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(480, 480)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(200, 160)


def _round(painter: QPainter, area: QRectF, colour: QColor) -> None:
    """Round an area's corners by painting over them: smoother than a clip path."""
    path = QPainterPath()
    path.addRect(area)
    path.addRoundedRect(area, RADIUS, RADIUS)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.fillPath(path, colour)
