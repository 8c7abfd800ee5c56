"""A short text on a dark pill, readable over any picture."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

PADDING_X, PADDING_Y, RADIUS = 8.0, 4.0, 6.0  # pixels at 100 %
SHADE = QColor(0, 0, 0, 160)


def paint_pill(painter: QPainter, text: str, corner: QPointF, room: float, *, left: bool) -> None:
    """Paint `text`, elided to `room` pixels, with the pill's top left or top right corner at `corner`."""
    metrics = QFontMetricsF(painter.font())
    text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(room, 20.0))
    width, height = metrics.horizontalAdvance(text) + 2 * PADDING_X, metrics.height() + 2 * PADDING_Y
    pill = QRectF(corner.x() if left else corner.x() - width, corner.y(), width, height)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(SHADE)
    painter.drawRoundedRect(pill, RADIUS, RADIUS)
    painter.setPen(QColor("#FFFFFF"))
    painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, text)
