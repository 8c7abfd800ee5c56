"""The wipe that compares two clips: a line that the user drags over them."""

from PySide6.QtCore import QCoreApplication, QLocale, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from t2v_desktop.gui.look.phrases import cached_layers, flow_shift, guided_steps
from t2v_desktop.gui.player.pill import paint_pill
from t2v_desktop.request import Request

GRIP = 16.0  # pixels beside the line where it can still be dragged
ROUND = 13.0  # radius of the handle
translate = QCoreApplication.translate


def labels(left: Request, right: Request) -> tuple[str, str]:
    """A label for each clip: the seed, or the first other setting that differs."""
    for text, of_left, of_right in (
        (translate("compare", "seed {0}"), left.seed, right.seed),
        (translate("compare", "{0} steps"), left.num_inference_steps, right.num_inference_steps),
        (translate("compare", "guidance {0}"), QLocale().toString(float(left.guidance_scale), "g", 4), QLocale().toString(float(right.guidance_scale), "g", 4)),
        ("{0}", guided_steps(left), guided_steps(right)),
        ("{0}", cached_layers(left), cached_layers(right)),
        ("{0}", flow_shift(left), flow_shift(right)),
        ("{0}", left.scheduler, right.scheduler),
        ("{0}", left.prompt, right.prompt),
    ):
        if of_left != of_right:
            return text.format(of_left), text.format(of_right)
    return translate("compare", "left"), translate("compare", "right")


class Wipe:
    """`at` is the position of the line, from 0 to 1 over the area of the pictures."""

    def __init__(self, left: str, right: str) -> None:
        self.left, self.right, self.at = left, right, 0.5

    def x(self, area: QRectF) -> float:
        return area.left() + area.width() * self.at

    def grabs(self, point: QPointF, area: QRectF) -> bool:
        return abs(point.x() - self.x(area)) <= GRIP

    def move_to(self, x: float, area: QRectF) -> None:
        self.at = min(max((x - area.left()) / max(area.width(), 1.0), 0.0), 1.0)

    def nudge(self, by: float) -> None:
        self.at = min(max(self.at + by, 0.0), 1.0)

    def paint(self, painter: QPainter, area: QRectF) -> None:
        x, white, shade = self.x(area), QColor("#FFFFFF"), QColor(0, 0, 0, 150)
        for pen in (QPen(shade, 4.0), QPen(white, 2.0)):
            painter.setPen(pen)
            painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
        middle = QPointF(x, area.center().y())
        painter.setPen(QPen(shade, 1.0))
        painter.setBrush(white)
        painter.drawEllipse(middle, ROUND, ROUND)
        painter.setPen(QPen(QColor("#171B24"), 2.0, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
        for side in (-1, 1):
            painter.drawPolyline([middle + QPointF(side * dx, dy) for dx, dy in ((4, -4), (8, 0), (4, 4))])
        room = area.width() / 2 - 24
        paint_pill(painter, self.left, area.topLeft() + QPointF(10, 10), room, left=True)
        paint_pill(painter, self.right, area.topRight() + QPointF(-10, 10), room, left=False)
