"""A row in the list of the help: a page, or a match of the search with the text around it."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QTextLayout, QTextOption
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from t2v_desktop.gui.look import theme

HIT, CONTEXT = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1
PAD_X, PAD_Y, GAP, MAX_LINES = 10, 7, 2, 3
WRAP = Qt.TextFlag.TextWordWrap


class HelpRow(QStyledItemDelegate):
    """The title, wrapped; below it the context in the muted colour, up to MAX_LINES lines."""

    def __init__(self, view: QListView) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:  # noqa: N802
        width = self._view.viewport().width() - 2 * PAD_X
        title, context = self._texts(index)
        height = self._title_height(option, title, width, bold=bool(context))
        if context:
            height += GAP + len(_lines(context, self._context_font(option), width)) * option.fontMetrics.lineSpacing()
        return QSize(self._view.viewport().width(), height + 2 * PAD_Y)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        colours = theme.colours()
        title, context = self._texts(index)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        if selected or hovered:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.accent if selected else colours.raised))
            painter.drawRoundedRect(option.rect, 6, 6)
        inside = option.rect.adjusted(PAD_X, PAD_Y, -PAD_X, -PAD_Y)
        painter.setFont(_bold(option.font) if context else option.font)
        painter.setPen(QColor(colours.on_accent if selected else colours.text))
        height = self._title_height(option, title, inside.width(), bold=bool(context))
        painter.drawText(QRect(inside.topLeft(), QSize(inside.width(), height)), WRAP, title)
        painter.setFont(self._context_font(option))
        painter.setPen(QColor(colours.on_accent if selected else colours.muted))
        top = inside.top() + height + GAP
        for line in _lines(context, self._context_font(option), inside.width()):
            painter.drawText(QRect(inside.left(), top, inside.width(), option.fontMetrics.lineSpacing()), Qt.AlignmentFlag.AlignLeading, line)
            top += option.fontMetrics.lineSpacing()
        painter.restore()

    def _texts(self, index: QModelIndex | QPersistentModelIndex) -> tuple[str, str]:
        return str(index.data() or ""), str(index.data(CONTEXT) or "")

    def _title_height(self, option: QStyleOptionViewItem, title: str, width: int, *, bold: bool) -> int:
        layout = _laid_out(title, _bold(option.font) if bold else option.font, width)
        return layout.lineCount() * option.fontMetrics.lineSpacing()

    def _context_font(self, option: QStyleOptionViewItem) -> QFont:
        font = QFont(option.font)
        font.setPixelSize(theme.SMALL_PX)
        return font


def _lines(text: str, font: QFont, width: int) -> list[str]:
    """The lines of a wrapped text, at most MAX_LINES of them."""
    layout = _laid_out(text, font, width) if text else QTextLayout()
    lines = [layout.lineAt(at) for at in range(layout.lineCount())]
    shown = [text[line.textStart() : line.textStart() + line.textLength()].strip() for line in lines[:MAX_LINES]]
    if len(lines) > MAX_LINES:
        shown[-1] = QFontMetrics(font).elidedText(text[lines[MAX_LINES - 1].textStart() :], Qt.TextElideMode.ElideRight, width)
    return shown


def _laid_out(text: str, font: QFont, width: int) -> QTextLayout:
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(max(width, 20))
    layout.endLayout()
    return layout


def _bold(font: QFont) -> QFont:
    made = QFont(font)
    made.setWeight(QFont.Weight.DemiBold)
    return made
