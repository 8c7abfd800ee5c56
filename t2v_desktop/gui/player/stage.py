"""Shows one or two pictures, fitted or zoomed, with progress or a notice over them."""

from collections.abc import Sequence

from PySide6.QtCore import QT_TRANSLATE_NOOP, QEvent, QLocale, QPointF, QRectF, QSize, Qt, Signal
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
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from t2v_desktop.gui.look import theme
from t2v_desktop.gui.player.notice import Notice
from t2v_desktop.gui.player.pill import paint_pill
from t2v_desktop.gui.player.viewport import STEP, Viewport
from t2v_desktop.gui.player.wipe import Wipe

RADIUS = 8.0
CRISP_FROM = 3.0  # zoomed by hand to at least this scale, pixels are drawn as squares
BAR, SHADE = 4.0, 64.0  # heights of the progress bar and of the shade behind its text
WIPE_STEPS: dict[int, float] = {Qt.Key.Key_Left: -0.02, Qt.Key.Key_Right: 0.02}  # fractions of the width of the pictures
TAB_REASONS = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.ShortcutFocusReason)


class Stage(QWidget):
    """Ctrl and the wheel zoom, dragging pans, the arrow keys move the wipe. A double click is also two clicks, which cancel each other out."""

    KEYS = (  # keys that are not QActions, for the list of shortcuts
        ("Left Right", QT_TRANSLATE_NOOP("Stage", "Move the line between two clips")),
        ("Shift+Left Shift+Right", QT_TRANSLATE_NOOP("Stage", "Move the line in larger steps")),
    )
    clicked = Signal()
    double_clicked = Signal()
    magnified = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("Video"))
        self.setMouseTracking(True)
        self._pictures: tuple[QImage, ...] = ()
        self._scaled: dict[int, QImage] = {}
        self.notice = Notice(self)
        self.notice.hide()
        self._notice_content: tuple[str, str, str, str] | None = None
        self._progress: tuple[str, float | None] | None = None
        self._wipe: Wipe | None = None
        self._view = Viewport()
        self._drag_point: QPointF | None = None
        self._press_point: QPointF | None = None  # of a press that may become a click
        self._dragging_wipe = self._borderless = self._focus_visible = False

    # content

    def show_notice(self, icon: str, role: str, title: str, detail: str = "") -> None:
        """Show a message instead of pictures; `role` names a colour of the palette. `notice` can then offer more."""
        self._pictures, self._scaled, self._notice_content = (), {}, (icon, role, title, detail)
        self._update_notice(*self._notice_content)
        self.notice.offer()
        self.notice.show()
        self.setAccessibleDescription(f"{title} {detail}".strip())
        self.update()

    def _update_notice(self, icon: str, role: str, title: str, detail: str) -> None:
        self.notice.show_message(icon, getattr(theme.colours(), role), title, detail)

    def show_pictures(self, pictures: Sequence[QImage]) -> None:
        """Show one picture, or two with the wipe between them."""
        self._pictures, self._scaled, self._notice_content = tuple(pictures), {}, None
        self.notice.hide()
        self.update()

    def show_progress(self, text: str, fraction: float | None) -> None:
        """Show a text and a progress bar over the bottom. `fraction` is None if the progress is unknown."""
        self._progress = (text, fraction)
        self.setAccessibleDescription(text)
        self.update()

    def hide_progress(self) -> None:
        self._progress = None
        self.setAccessibleDescription("")
        self.update()

    def set_wipe(self, wipe: Wipe | None) -> None:
        """Compare the two pictures shown next, or show one again if `wipe` is None."""
        self._wipe = wipe
        self.setAccessibleDescription(self.tr("{0} on the left, {1} on the right; the arrow keys move the line").format(wipe.left, wipe.right) if wipe else "")
        if wipe is None:
            self._pictures = self._pictures[:1]
        self.update()

    def set_borderless(self, borderless: bool) -> None:
        """Fill the widget with black up to its edges, for full screen."""
        self._borderless = borderless
        self.update()

    def has_picture(self) -> bool:
        return bool(self._pictures)

    # zoom and pan

    def fit(self) -> None:
        self._set_view(Viewport())

    def magnify(self, steps: float, at: QPointF | None = None) -> None:
        """Zoom in or out by steps of 25 %, around a point or the centre."""
        if self._pictures:
            at = at or QPointF(self.width() / 2, self.height() / 2)
            self._set_view(self._view.magnified(STEP**steps, at.toTuple(), *self._sizes()))

    def zoom(self) -> float:
        """The zoom factor; 1 is fitted."""
        return self._view.zoom

    def _set_view(self, view: Viewport) -> None:
        self._view, self._scaled = view, {}
        self._set_cursor(None)
        self.magnified.emit()
        self.update()

    def _sizes(self) -> tuple[tuple[int, int], tuple[int, int]]:
        return self._pictures[0].size().toTuple(), (self.width(), self.height())

    def _place(self, picture: QImage) -> QRectF:
        exact = QRectF(*self._view.place(picture.size().toTuple(), (self.width(), self.height())))
        return QRectF(exact.toRect())  # whole pixels, because half a pixel would show as a seam

    def _picture_area(self) -> QRectF:
        """The part of the stage that the pictures cover."""
        area = QRectF(self.rect())
        for i, picture in enumerate(self._pictures):
            place = self._place(picture).intersected(QRectF(self.rect()))
            area = place if i == 0 else area.united(place)
        return area

    # painting

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        back = QColor("#000000" if self._borderless else theme.colours().background)
        painter.fillRect(self.rect(), back)
        area = self._picture_area()
        if len(self._pictures) > 1 and self._wipe:
            at = self._wipe.x(area)
            for picture, clip in zip(self._pictures, (QRectF(0, 0, at, self.height()), QRectF(at, 0, self.width() - at, self.height())), strict=False):
                painter.setClipRect(clip)
                self._paint_picture(painter, picture)
            painter.setClipping(False)
            self._wipe.paint(painter, area)
        elif self._pictures:
            self._paint_picture(painter, self._pictures[0])
        if self._progress:
            self._paint_progress(painter, area, *self._progress)
        if self._pictures and self._view.zoom > 1:
            corner = area.topRight() + QPointF(-10, 10) if self._wipe is None else area.bottomRight() + QPointF(-10, -40)
            paint_pill(painter, self._zoom_text(), corner, area.width() / 2, left=False)
        if not self._borderless:
            _round(painter, area, back)
            _round(painter, QRectF(self.rect()), QColor(theme.colours().panel))
        if self._focus_visible:
            painter.setPen(QPen(QColor(theme.colours().accent), 2.0))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), RADIUS, RADIUS)

    def _zoom_text(self) -> str:
        """The size of the picture on the screen, in per cent of its pixels."""
        scale = self._place(self._pictures[0]).width() * self.devicePixelRatioF() / self._pictures[0].width()
        return self.tr("{0} %").format(QLocale().toString(round(100 * scale)))

    def _paint_picture(self, painter: QPainter, picture: QImage) -> None:
        place, ratio = self._place(picture), self.devicePixelRatioF()
        scale = place.width() * ratio / picture.width()
        crisp = self._view.zoom > 1 and scale >= CRISP_FROM
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, not crisp)
        if scale < 0.75:  # QPainter samples only four pixels, so scale down with all of them, once
            size = (place.size() * ratio).toSize()
            picture = self._scaled.setdefault(picture.cacheKey(), picture.scaled(size, mode=Qt.TransformationMode.SmoothTransformation))
        painter.drawImage(place, picture)

    def _paint_progress(self, painter: QPainter, area: QRectF, text: str, fraction: float | None) -> None:
        line = QRectF(area.left(), area.bottom() - BAR, area.width(), BAR)
        if self._pictures:
            shade = QRectF(area.left(), area.bottom() - SHADE, area.width(), SHADE)
            fade = QLinearGradient(shade.topLeft(), shade.bottomLeft())
            fade.setColorAt(0, QColor(0, 0, 0, 0))
            fade.setColorAt(1, QColor(0, 0, 0, 190))
            painter.fillRect(shade, fade)
            painter.setPen(QColor("#FFFFFF"))
            room = QRectF(area.left() + 12, area.bottom() - BAR - 28, area.width() - 24, 22)
            text = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(room.width()))
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
        painter.fillRect(line, QColor(255, 255, 255, 60) if self._pictures else QColor(theme.colours().line))
        if fraction is not None:
            line.setWidth(line.width() * min(max(fraction, 0.0), 1.0))
            painter.fillRect(line, QColor(theme.colours().accent))

    # mouse and keyboard

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if event.button() is not Qt.MouseButton.LeftButton or not self._pictures:
            return super().mousePressEvent(event)
        self._press_point = event.position()
        point, area = event.position(), self._picture_area()
        self._dragging_wipe = False
        if self._wipe is not None and (self._view.zoom == 1 or self._wipe.grabs(point, area)):
            self._dragging_wipe = True
            self._wipe.move_to(point.x(), area)
            self.update()
        self._drag_point = point
        self._set_cursor(point)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        point = event.position()
        if self._press_point is not None and (point - self._press_point).manhattanLength() >= QApplication.startDragDistance():
            self._press_point = None
        if self._drag_point is not None and self._dragging_wipe and self._wipe:
            self._wipe.move_to(point.x(), self._picture_area())
            self.update()
        elif self._drag_point is not None and self._pictures and self._view.zoom > 1:
            moved = point - self._drag_point
            self._drag_point = point
            self._set_view(self._view.moved(moved.x(), moved.y(), *self._sizes()))
        self._set_cursor(point)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if self._press_point is not None and not self._dragging_wipe:
            self.clicked.emit()
        self._press_point = None
        self._drag_point, self._dragging_wipe = None, False
        self._set_cursor(event.position())

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:  # noqa: N802
        self._press_point = None  # the release that follows is no click
        self.clicked.emit()
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
        if self._wipe and self._pictures and (self._dragging_wipe or (point is not None and self._wipe.grabs(point, self._picture_area()))):
            self.setCursor(Qt.CursorShape.SplitHCursor)
        elif self._view.zoom > 1 and self._pictures:
            self.setCursor(Qt.CursorShape.ClosedHandCursor if self._drag_point is not None else Qt.CursorShape.OpenHandCursor)
        else:
            self.unsetCursor()

    # widget events

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        self._focus_visible = event.reason() in TAB_REASONS
        self.update()

    def focusOutEvent(self, _event: QFocusEvent) -> None:  # noqa: N802
        self._focus_visible = False
        self.update()

    def resizeEvent(self, _event: QResizeEvent) -> None:  # noqa: N802
        self._scaled = {}
        self.notice.setGeometry(self.rect())

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange and self._notice_content:
            self._update_notice(*self._notice_content)

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(480, 480)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(200, 160)


def _round(painter: QPainter, area: QRectF, colour: QColor) -> None:
    """Round the corners of an area by painting over them, which is smoother than a clip path."""
    path = QPainterPath()
    path.addRect(area)
    path.addRoundedRect(area, RADIUS, RADIUS)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.fillPath(path, colour)
