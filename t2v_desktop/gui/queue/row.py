"""Draws one row of the queue: a job's picture, prompt, progress, status and button, or the heading of the finished jobs."""

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QHelpEvent, QImage, QMouseEvent, QPainter, QPainterPath
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QToolTip

from t2v_desktop.gui.look import theme
from t2v_desktop.gui.queue.model import JOB, QueueModel
from t2v_desktop.job import Job, State

ROW, PICTURE, GAP, BUTTON, MARK = 58, 44, 10, 24, 16  # pixels at 100 %
ACTIONS = {  # the button at the end of a row, by state: icon and command
    State.WAITING: ("close", "remove"),
    State.RUNNING: ("close", "cancel"),
    State.FAILED: ("retry", "retry"),
    State.INTERRUPTED: ("retry", "retry"),
    State.CANCELLED: ("retry", "retry"),
    State.DONE: ("check", "show"),
}
ENDED_BADLY = (State.FAILED, State.INTERRUPTED)
MARKS = {State.WAITING: "clock", State.DONE: "check", State.FAILED: "error", State.INTERRUPTED: "warning", State.CANCELLED: "close"}


class QueueRow(QStyledItemDelegate):
    """`button_clicked` carries the command of a row's button (cancel, remove, retry or show) and the job's id."""

    button_clicked = Signal(str, str)

    def __init__(self, model: QueueModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._tooltips = {"remove": self.tr("Remove"), "cancel": self.tr("Cancel"), "retry": self.tr("Retry"), "show": self.tr("Show clip")}

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:  # noqa: N802
        return QSize(120, ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        job: Job | None = index.data(JOB)
        model = self._model
        if job is None:
            self._paint_heading(painter, option, index)
            return
        c, area = theme.colours(), option.rect
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen or hovered:
            painter.setPen(QColor(c.accent) if chosen and option.state & QStyle.StateFlag.State_HasFocus else Qt.PenStyle.NoPen)
            painter.setBrush(QColor(c.raised if chosen else c.line if c is theme.LIGHT else c.raised))
            painter.setOpacity(1 if chosen else 0.5)
            painter.drawRoundedRect(QRectF(area).adjusted(0.5, 1.5, -0.5, -1.5), 8, 8)
            painter.setOpacity(1)
        progress = model.progress if model.progress is not None and model.progress.job_id == job.id and job.state in (State.RUNNING, State.CANCELLING) else None
        picture = QRect(area.left() + 6, area.top() + (ROW - PICTURE) // 2, PICTURE, PICTURE)
        left, right = picture.right() + GAP, area.right() - BUTTON - 10
        text_width = right - left
        painter.setLayoutDirection(option.direction)

        def mirrored(rect: QRect) -> QRect:
            return QStyle.visualRect(option.direction, area, rect)

        _draw_picture(painter, mirrored(picture), progress.picture if progress else None, job.state)
        font = QFont(option.font)
        painter.setFont(font)
        painter.setPen(QColor(c.muted if job.state in (State.DONE, State.CANCELLED) else c.text))
        line = QFontMetrics(font).elidedText(" ".join(job.request.prompt.split()), Qt.TextElideMode.ElideRight, text_width)
        painter.drawText(mirrored(QRect(left, area.top() + 8, text_width, 18)), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, line)
        if progress:
            _draw_bar(painter, QRectF(mirrored(QRect(left, area.top() + 29, text_width, 4))), progress.pace.done, option.direction)
        font.setPixelSize(theme.SMALL_PX)
        painter.setFont(font)
        painter.setPen(QColor(c.bad if job.state in ENDED_BADLY else c.muted))
        status = QFontMetrics(font).elidedText(model.status(job), Qt.TextElideMode.ElideRight, text_width)
        place = mirrored(QRect(left, area.top() + (35 if progress else 29), text_width, 17))
        painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, status)
        if (hovered or chosen or progress) and job.state in ACTIONS:
            theme.icon(ACTIONS[job.state][0], c.muted).paint(painter, button_of(area, option.direction).adjusted(4, 4, -4, -4))
        painter.restore()

    def _paint_heading(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        c, area = theme.colours(), option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        focused = option.state & QStyle.StateFlag.State_HasFocus
        if focused or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(QColor(c.accent) if focused else Qt.PenStyle.NoPen)
            painter.setBrush(QColor(c.raised))
            painter.drawRoundedRect(QRectF(area).adjusted(0.5, 1.5, -0.5, -1.5), 8, 8)
        mark = QRect(area.left() + 6 + (PICTURE - MARK) // 2, area.top() + (area.height() - MARK) // 2, MARK, MARK)
        folded = "chevron-right" if option.direction is Qt.LayoutDirection.LeftToRight else "chevron-left"
        theme.icon("chevron-down" if self._model.is_open() else folded, c.muted).paint(painter, QStyle.visualRect(option.direction, area, mark))
        painter.setFont(option.font)
        painter.setPen(QColor(c.muted))
        left = area.left() + 6 + PICTURE + GAP
        text = QFontMetrics(option.font).elidedText(index.data(Qt.ItemDataRole.DisplayRole), Qt.TextElideMode.ElideRight, area.right() - left)
        place = QStyle.visualRect(option.direction, area, QRect(left, area.top(), area.right() - left, area.height()))
        painter.setLayoutDirection(option.direction)
        painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)
        painter.restore()

    def editorEvent(  # noqa: N802
        self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> bool:
        if isinstance(event, QMouseEvent) and event.type() is QEvent.Type.MouseButtonRelease and event.button() is Qt.MouseButton.LeftButton:
            job: Job | None = index.data(JOB)
            if job is not None and button_of(option.rect, option.direction).contains(event.position().toPoint()) and job.state in ACTIONS:
                self.button_clicked.emit(ACTIONS[job.state][1], job.id)
                return True
        return super().editorEvent(event, model, option, index)

    def helpEvent(self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> bool:  # noqa: N802
        job = index.data(JOB)
        if job is not None and button_of(option.rect, option.direction).contains(event.pos()) and job.state in ACTIONS:
            QToolTip.showText(event.globalPos(), self._tooltips[ACTIONS[job.state][1]], view)
            return True
        return super().helpEvent(event, view, option, index)


def button_of(row: QRect, direction: Qt.LayoutDirection) -> QRect:
    """The area of a row's button, at the end of the row."""
    return QStyle.visualRect(direction, row, QRect(row.right() - BUTTON - 4, row.top() + (ROW - BUTTON) // 2, BUTTON, BUTTON))


def _draw_picture(painter: QPainter, area: QRect, picture: QImage | None, state: State) -> None:
    c = theme.colours()
    path = QPainterPath()
    path.addRoundedRect(QRectF(area), 6, 6)
    if picture is None:
        painter.fillPath(path, QColor(c.line))
        mark = theme.icon(MARKS.get(state, "film"), c.bad if state in ENDED_BADLY else c.muted)
        mark.paint(painter, area.adjusted(13, 13, -13, -13))
        return
    painter.save()
    painter.setClipPath(path)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawImage(area, picture)
    painter.restore()


def _draw_bar(painter: QPainter, area: QRectF, done: float, direction: Qt.LayoutDirection) -> None:
    c = theme.colours()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(c.line))
    painter.drawRoundedRect(area, 2, 2)
    painter.setBrush(QColor(c.accent))
    filled = max(4.0, area.width() * done)
    left = area.left() if direction is Qt.LayoutDirection.LeftToRight else area.right() - filled
    painter.drawRoundedRect(QRectF(left, area.top(), filled, area.height()), 2, 2)
