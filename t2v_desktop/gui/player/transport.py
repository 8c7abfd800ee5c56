"""The row below the picture: play, step, loop, compare, position and speed."""

from PySide6.QtCore import QLocale, QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QFontMetrics, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSlider, QStyle, QStyleOptionSlider, QToolButton, QWidget

from t2v_desktop.gui.look.labels import label
from t2v_desktop.gui.player.actions import PlayerActions
from t2v_desktop.gui.player.playhead import SPEEDS

ICON_PX, TIME_PX = 18, 61  # TIME_PX: the width of the time in English


class Scrubber(QSlider):
    """A slider over the frames that jumps to where it is clicked."""

    seek_requested = Signal(int)

    def __init__(self) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setMinimumWidth(60)
        self.setPageStep(4)
        self.actionTriggered.connect(lambda _action: self.seek_requested.emit(self.sliderPosition()))

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if event.button() is not Qt.MouseButton.LeftButton:
            return event.ignore()
        self.setSliderDown(True)
        self._seek(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if self.isSliderDown():
            self._seek(event.position().x())

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:  # noqa: N802
        self.setSliderDown(False)

    def _seek(self, x: float) -> None:
        option = QStyleOptionSlider()
        self.initStyleOption(option)
        handle = self.style().pixelMetric(QStyle.PixelMetric.PM_SliderLength, option, self)
        frame = QStyle.sliderValueFromPosition(self.minimum(), self.maximum(), int(x - handle / 2), max(self.width() - handle, 1))
        if frame != self.value():
            self.setValue(frame)
            self.seek_requested.emit(frame)


class Transport(QWidget):
    """`seek_requested` carries a frame, `speed_chosen` one of SPEEDS. `scrub_started` and `scrub_ended` mark a drag of the scrubber."""

    seek_requested = Signal(int)
    scrub_started = Signal()
    scrub_ended = Signal()
    speed_chosen = Signal(float)

    def __init__(self, actions: PlayerActions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)  # time runs from left to right in every language
        self.scrubber = Scrubber()
        self.scrubber.setAccessibleName(self.tr("Position"))
        self.scrubber.seek_requested.connect(self.seek_requested)
        self.scrubber.sliderPressed.connect(self.scrub_started)
        self.scrubber.sliderReleased.connect(self.scrub_ended)
        self._time = label("", "muted")
        self._time.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._frame = label("", "muted")
        self._frame.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.speed_button = self._make_speed_button()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        buttons = {action: _button(action) for action in (actions.first, actions.back, actions.play, actions.forward, actions.loop, actions.compare)}
        for button in buttons.values():
            layout.addWidget(button)
        layout.addSpacing(6)
        layout.addWidget(self.scrubber, 1)
        layout.addSpacing(8)
        layout.addWidget(self._frame)
        layout.addSpacing(8)
        layout.addWidget(self._time)
        layout.addWidget(self.speed_button)
        full_screen = _button(actions.full_screen)
        layout.addWidget(full_screen)
        self._hidden_below = {  # below this width of the row, in pixels, these parts are hidden
            560: (self._frame,),
            460: (buttons[actions.first], buttons[actions.compare], full_screen),
            320: (buttons[actions.loop], self.speed_button),
            250: (buttons[actions.back], buttons[actions.forward]),
            200: (self._time,),
        }
        self.show_speed(1.0)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Leave more room for the scrubber in a narrow row: hide buttons whose commands are also in the menu."""
        super().resizeEvent(event)
        self._hide_parts()

    def _hide_parts(self) -> None:
        longer_px = max(self._time.minimumWidth() - TIME_PX, 0)
        for width_px, parts in self._hidden_below.items():
            for part in parts:
                part.setVisible(self.width() >= width_px + longer_px)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(0, super().minimumSizeHint().height())

    def show_nothing(self) -> None:
        self._time.clear()
        self._frame.clear()
        self.scrubber.setRange(0, 0)

    def show_length(self, count: int, fps: float) -> None:
        """Prepare for a clip of `count` frames. The labels get the width of their longest text, so that the row does not shift."""
        self.scrubber.setRange(0, max(count - 1, 0))
        widest = max((self._time_text(frame, count, fps) for frame in range(count)), key=QFontMetrics(self._time.font()).horizontalAdvance, default="")
        self._time.setMinimumWidth(QFontMetrics(self._time.font()).horizontalAdvance(widest) + 4)
        self._frame.setMinimumWidth(QFontMetrics(self._frame.font()).horizontalAdvance(self._frame_text(count - 1, count)) + 4)
        self._hide_parts()

    def show_frame(self, frame: int, count: int, fps: float) -> None:
        if not self.scrubber.isSliderDown():
            self.scrubber.setValue(frame)
        self._time.setText(self._time_text(frame, count, fps))
        self._frame.setText(self._frame_text(frame, count))
        for part in (self._time, self._frame):
            part.setToolTip(self.tr("frame {0} of {1}").format(frame + 1, count))

    def show_speed(self, speed: float) -> None:
        self.speed_button.setText(_times(speed))
        self._speeds[speed].setChecked(True)

    def _frame_text(self, frame: int, count: int) -> str:
        return self.tr("{0} / {1} frames").format(QLocale().toString(frame + 1), QLocale().toString(count))

    def _time_text(self, frame: int, count: int, fps: float) -> str:
        locale = QLocale()
        return self.tr("{0} / {1} s").format(locale.toString(frame / fps, "f", 1), locale.toString(count / fps, "f", 1))

    def _make_speed_button(self) -> QToolButton:
        button, menu = QToolButton(), QMenu(self)
        group = QActionGroup(self)
        self._speeds = {}
        for speed in SPEEDS:
            action = menu.addAction(_times(speed))
            action.setCheckable(True)
            action.triggered.connect(lambda _checked, speed=speed: self.speed_chosen.emit(speed))
            group.addAction(action)
            self._speeds[speed] = action
        button.setMenu(menu)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        button.setAccessibleName(self.tr("Speed"))
        button.setToolTip(self.tr("Speed ([ slower, ] faster)"))
        button.setMinimumWidth(QFontMetrics(button.font()).horizontalAdvance(_times(0.25)) + 12)
        return button


def _times(speed: float) -> str:
    return f"{QLocale().toString(speed, 'g', 3)}×"


def _button(action: QAction) -> QToolButton:
    button = QToolButton()
    button.setDefaultAction(action)
    button.setIconSize(QSize(ICON_PX, ICON_PX))
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
    return button
