"""Draws one clip of the library view: its poster or moving picture, its marks and the beginning of its prompt."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPainterPath, QPen, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from t2v_desktop.gui.library.grid import GAP_PX, Grid
from t2v_desktop.gui.library.hover import HoverPlayback
from t2v_desktop.gui.library.listed_model import LISTED
from t2v_desktop.gui.library.posters import Posters
from t2v_desktop.gui.look import phrases, theme
from t2v_desktop.library.clip_rows import ListedClip

CAPTION_PX, CAPTION_FROM_PX = 22, 110  # height of the prompt below a tile; the side from which there is one
RADIUS, BADGE_PX, INSET = 8.0, 18, 5
SMALL_PX = 11
GOLD = "#F2B84B"  # stars over a picture, in both themes
HEART = "#FF6B7A"


def caption_px(side_px: int) -> int:
    return CAPTION_PX if side_px >= CAPTION_FROM_PX else 0


class Tile(QStyledItemDelegate):
    """`side_px` is the side of the tiles without their gaps, as chosen; it decides whether there is a caption."""

    def __init__(self, grid: Grid, posters: Posters, hover: HoverPlayback) -> None:
        super().__init__(grid)
        self._grid, self._posters, self._hover = grid, posters, hover
        self.side_px = 0

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:  # noqa: N802
        return self._grid.cell()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        found: ListedClip | None = index.data(LISTED)
        if found is None:
            return
        c, state, flag = theme.colours(), option.state, QStyle.StateFlag
        selected, hovered, focused = (bool(state & each) for each in (flag.State_Selected, flag.State_MouseOver, flag.State_HasFocus))
        gap, caption = GAP_PX / 2, caption_px(self.side_px)
        area = QRectF(option.rect).adjusted(gap, gap, -gap, -gap - caption)
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        card = QPainterPath()
        card.addRoundedRect(area, RADIUS, RADIUS)
        painter.fillPath(card, QColor(c.raised if selected or hovered else c.background))
        painter.setClipPath(card)
        moving = self._hover.frame if hovered else None
        self._draw_picture(painter, area, moving or self._posters.get(found.clip.poster, round(area.width() * painter.device().devicePixelRatioF())), found)
        painter.setClipping(False)
        self._draw_marks(painter, area, found, QFont(option.font), hovered or selected)
        if selected or hovered or focused:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(_pen(c.accent if selected else c.text if focused else c.muted, 2.5 if selected else 1.5))
            painter.drawRoundedRect(area, RADIUS, RADIUS)
            if selected and focused:  # the one that the keys move from
                painter.setPen(_pen(c.text, 1))
                painter.drawRoundedRect(area.adjusted(2.5, 2.5, -2.5, -2.5), RADIUS - 2, RADIUS - 2)
        if caption:
            self._draw_caption(painter, QRectF(area.left() + 2, area.bottom() + 3, area.width() - 4, caption - 3), found, QFont(option.font), selected)
        painter.restore()

    def _draw_picture(self, painter: QPainter, area: QRectF, picture: QPixmap | QImage | None, found: ListedClip) -> None:
        """The whole picture, in the middle; the colour of the tile shows beside it."""
        if picture is None:
            return
        c = theme.colours()
        if picture.isNull() or found.missing:
            side = min(28.0, area.width() / 3)
            middle = QRectF(area.center().x() - side / 2, area.center().y() - side / 2, side, side)
            if not picture.isNull():
                painter.setOpacity(0.35)
                _draw_fitted(painter, area, picture)
                painter.setOpacity(1)
            if found.missing:
                _fill(painter, middle.adjusted(-6, -6, 6, 6))
            theme.icon("warning" if found.missing else "film", GOLD if found.missing else c.muted).paint(painter, middle.toRect())
            return
        _draw_fitted(painter, area, picture)

    def _draw_marks(self, painter: QPainter, area: QRectF, found: ListedClip, font: QFont, active: bool) -> None:
        marks = found.marks
        if marks.favourite:
            badge = QRect(round(area.right()) - BADGE_PX - INSET, round(area.top()) + INSET, BADGE_PX, BADGE_PX)
            _fill(painter, QRectF(badge))
            theme.icon("heart-filled", HEART).paint(painter, badge.adjusted(3, 3, -3, -3))
        font.setPixelSize(SMALL_PX)
        painter.setFont(font)
        if marks.stars:
            _badge(painter, area, "★" * marks.stars, GOLD, Qt.AlignmentFlag.AlignLeft)
        if active and area.width() >= 80 and not found.missing:
            _badge(painter, area, phrases.clip_length(found.clip.request.duration_s), "#FFFFFF", Qt.AlignmentFlag.AlignRight)

    def _draw_caption(self, painter: QPainter, area: QRectF, found: ListedClip, font: QFont, selected: bool) -> None:
        font.setPixelSize(theme.SMALL_PX)
        painter.setFont(font)
        painter.setPen(QColor(theme.colours().text if selected else theme.colours().muted))
        prompt = " ".join(found.clip.request.prompt[:200].split())
        painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine,
                         painter.fontMetrics().elidedText(prompt, Qt.TextElideMode.ElideRight, int(area.width())))  # fmt: skip


def _draw_fitted(painter: QPainter, area: QRectF, picture: QPixmap | QImage) -> None:
    size = picture.size().scaled(area.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio)
    place = QRectF(area.center().x() - size.width() / 2, area.center().y() - size.height() / 2, size.width(), size.height())
    if size.width() >= area.width() - 1:
        place.setLeft(area.left())
        place.setRight(area.right())
    if size.height() >= area.height() - 1:
        place.setTop(area.top())
        place.setBottom(area.bottom())
    if isinstance(picture, QImage):
        painter.drawImage(place, picture)
    else:
        painter.drawPixmap(place, picture, QRectF(picture.rect()))


def _badge(painter: QPainter, area: QRectF, text: str, colour: str, side: Qt.AlignmentFlag) -> None:
    """A text in a lower corner, on a shade of its own."""
    width = painter.fontMetrics().horizontalAdvance(text) + 10
    left = area.left() + INSET if side is Qt.AlignmentFlag.AlignLeft else area.right() - width - INSET
    badge = QRectF(left, area.bottom() - BADGE_PX - INSET + 1, width, BADGE_PX - 1)
    _fill(painter, badge)
    painter.setPen(QColor(colour))
    painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, text)


def _fill(painter: QPainter, badge: QRectF) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(0, 0, 0, 165))
    painter.drawRoundedRect(badge, 6, 6)


def _pen(colour: str, width: float) -> QPen:
    return QPen(QColor(colour), width)
