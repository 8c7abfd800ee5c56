"""A short tour: a callout beside one part of the window after the other. It blocks nothing and ends with the first clip."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from t2v_desktop.gui.look.labels import label

WIDTH_PX, GAP_PX, RING_PX = 300, 12, 3


@dataclass(frozen=True, slots=True)
class Stop:
    """What a callout says, and the widget that it is about."""

    target: QWidget
    title: str
    text: str


class Tour(QObject):
    """`stops` makes the stops anew at each start. `ended` is emitted when the tour was finished, dismissed or overtaken by the first clip."""

    ended = Signal()

    def __init__(self, window: QWidget, stops: Callable[[], list[Stop]]) -> None:
        super().__init__(window)
        self._window, self._make_stops = window, stops
        self._stops: list[Stop] = []
        self._at = 0
        self._focus: QWidget | None = None  # what had the focus before
        self._ring, self.callout = Ring(window), Callout(window)
        self.callout.moved.connect(self._move)
        self.callout.dismissed.connect(self.end)
        self._escape = QAction(self.tr("End the tour"), window)
        self._escape.setShortcut(QKeySequence("Esc"))
        self._escape.setEnabled(False)
        self._escape.triggered.connect(self.end)
        self.callout.addAction(self._escape)  # active while the callout is visible

    def start(self, *, take_focus: bool = True) -> None:
        """Show the first callout. Without `take_focus` the user can go on typing; Esc dismisses it all the same."""
        self._stops, self._at = self._make_stops(), 0
        self._focus = self._window.focusWidget()
        self._escape.setEnabled(True)
        self._window.installEventFilter(self)
        self._show()
        if self._focus is not None:
            QWidget.setTabOrder(self._focus, self.callout.next)  # one Tab away
        if take_focus:
            self.callout.next.setFocus(Qt.FocusReason.OtherFocusReason)

    def end(self) -> None:
        if not self.is_running():
            return
        had_focus = self.callout.isAncestorOf(self._window.focusWidget()) if self._window.focusWidget() is not None else False
        self._stops = []
        self._escape.setEnabled(False)
        self._window.removeEventFilter(self)
        self._ring.hide()
        self.callout.hide()
        if had_focus and self._focus is not None:
            self._focus.setFocus()
        self.ended.emit()

    def is_running(self) -> bool:
        return bool(self._stops)

    def _move(self, step: int) -> None:
        self._at = max(self._at + step, 0)
        if self._at < len(self._stops):
            self._show()
        else:
            self.end()

    def _show(self) -> None:
        stop = self._stops[self._at]
        self.callout.show_stop(stop, self._at + 1, len(self._stops))
        self._place()

    def _place(self) -> None:
        """Put ring and callout where their target is now."""
        if not self.is_running():
            return
        target, inside = self._stops[self._at].target, self._window.rect()
        around = QRect(target.mapTo(self._window, QPoint()), target.size()).intersected(inside)
        self._ring.setGeometry(around.adjusted(-RING_PX, -RING_PX, RING_PX, RING_PX).intersected(inside))
        self.callout.resize(self.callout.fitting_size(inside.size()))
        self.callout.move(place_beside(around, self.callout.size(), inside))
        for part in (self._ring, self.callout):
            part.show()
            part.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if watched is self._window and event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest) and self.is_running():
            QTimer.singleShot(0, self, self._place)  # once the window has laid out its panels
        return False


def place_beside(target: QRect, size: QSize, inside: QRect) -> QPoint:
    """Where a callout goes: to the right of its target or else to the left, below or above, and within `inside`."""
    right, left = target.right() + GAP_PX, target.left() - GAP_PX - size.width()
    below, above = target.bottom() + GAP_PX, target.top() - GAP_PX - size.height()
    top = min(max(target.top(), inside.top()), inside.bottom() - size.height())
    if right + size.width() <= inside.right():
        return QPoint(right, max(top, 0))
    if left >= inside.left():
        return QPoint(left, max(top, 0))
    middle = min(max(target.center().x() - size.width() // 2, inside.left()), inside.right() - size.width())
    fits_below = below + size.height() <= inside.bottom()
    return QPoint(max(middle, 0), below if fits_below else max(above, 0))


class Ring(QFrame):
    """An outline around what the callout is about. Lets every click through."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setProperty("role", "ring")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()


class Callout(QFrame):
    """`moved` carries 1 or -1 for the next or the previous stop. Arrow keys move too, Esc dismisses."""

    moved = Signal(int)
    dismissed = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setProperty("role", "callout")
        self.setAccessibleName(self.tr("Tour"))
        self._title, self._text, self._count = label("", "heading", wrap=True), label("", wrap=True), label("", "muted")
        self.skip, self.back, self.next = (QPushButton(text) for text in (self.tr("Skip"), self.tr("Back"), self.tr("Next")))
        self.next.setProperty("role", "primary")
        for button in (self.skip, self.back, self.next):
            button.installEventFilter(self)  # for the arrow keys, which would move the focus
        self.skip.clicked.connect(self.dismissed)
        self.back.clicked.connect(lambda: self.moved.emit(-1))
        self.next.clicked.connect(lambda: self.moved.emit(1))
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._count, 1)
        for button in (self.skip, self.back, self.next):
            row.addWidget(button)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(8)
        column.addWidget(self._title)
        column.addWidget(self._text)
        column.addSpacing(4)
        column.addLayout(row)
        self.hide()

    def show_stop(self, stop: Stop, number: int, count: int) -> None:
        self._title.setText(stop.title)
        self._text.setText(stop.text)
        self._count.setText(self.tr("{0} of {1}").format(number, count))
        if self.back.hasFocus() and number == 1:
            self.next.setFocus()
        self.back.setVisible(number > 1)
        self.skip.setVisible(number < count)
        if self.skip.hasFocus() and number == count:
            self.next.setFocus()
        self.next.setText(self.tr("Next") if number < count else self.tr("Done"))
        for button in (self.skip, self.back, self.next):
            button.setAccessibleName(button.text())
        self.next.setAccessibleDescription(f"{stop.title}. {stop.text}")

    def fitting_size(self, inside: QSize) -> QSize:
        """As high as the text needs, within the window."""
        self.ensurePolished()
        width = min(max(WIDTH_PX, self._column.totalMinimumSize().width()), inside.width())
        return QSize(width, min(self._column.totalHeightForWidth(width), inside.height()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if not isinstance(event, QKeyEvent) or event.type() is not QEvent.Type.KeyPress or not isinstance(watched, QPushButton):
            return False
        match event.key():
            case Qt.Key.Key_Right | Qt.Key.Key_Down:
                self.moved.emit(1)
            case Qt.Key.Key_Left | Qt.Key.Key_Up:
                self.moved.emit(-1)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                watched.click()
            case Qt.Key.Key_Escape:
                self.dismissed.emit()
            case _:
                return False
        return True
