"""Input fields of the compose panel, with captions above them. They ignore the mouse wheel until they have the focus."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QLocale, QObject, Qt
from PySide6.QtWidgets import QAbstractSpinBox, QComboBox, QDoubleSpinBox, QSpinBox, QVBoxLayout, QWidget

from t2v_desktop.gui.look import theme
from t2v_desktop.gui.look.fit import available_area
from t2v_desktop.gui.look.labels import label

AROUND_PX, MIN_WIDTH_PX, INDENT_PX = 14, 72, 6  # AROUND_PX: a field's padding and border above and below its text


class WheelGuard(QObject):
    """Ignores the wheel over a control without the focus, so that scrolling the panel changes no values."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() is QEvent.Type.Wheel and isinstance(watched, QWidget) and not watched.hasFocus():
            event.ignore()
            return True
        return False


class Decimal(QDoubleSpinBox):
    """A decimal spin box without trailing zeros."""

    def textFromValue(self, value: float) -> str:  # noqa: N802
        return QLocale().toString(value, "g", 6)


class DecimalOrOwn(Decimal):
    """A decimal spin box whose 0 stands for the model's own value. What is typed between 0 and `low` becomes `low`."""

    def __init__(self, low: float) -> None:
        super().__init__()
        self._low = low

    def valueFromText(self, text: str) -> float:  # noqa: N802
        value = super().valueFromText(text)
        return max(value, self._low) if value else value


class Choice(QComboBox):
    """A combo box whose list is as wide as its longest line (at most the screen), even if the box is narrower."""

    def showPopup(self) -> None:  # noqa: N802
        view = self.view()
        wanted = view.sizeHintForColumn(0) + view.width() - view.contentsRect().width() + view.verticalScrollBar().sizeHint().width()
        view.setMinimumWidth(min(wanted, available_area(self.window()).width()))
        super().showPopup()


def make_compact(control: QWidget) -> None:
    """Set the height of a field and let it become narrow."""
    control.setFixedHeight(theme.line_px() + AROUND_PX)
    control.setMinimumWidth(MIN_WIDTH_PX)


def set_up_field(control: QAbstractSpinBox | QComboBox) -> None:
    """Size a control as a field and make it ignore the wheel until it has the focus."""
    make_compact(control)
    if isinstance(control, QAbstractSpinBox):
        control.lineEdit().setTextMargins(INDENT_PX, 0, 0, 0)
    control.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    control.installEventFilter(WheelGuard(control))


def with_caption(caption: str, control: QWidget, role: str = "heading") -> QVBoxLayout:
    """Put a caption above a control; it is also the control's name for screen readers."""
    title = label(caption, role)
    title.setBuddy(control)
    if not control.accessibleName():
        control.setAccessibleName(caption)
    column = QVBoxLayout()
    column.setSpacing(6 if role == "heading" else 4)
    column.addWidget(title)
    column.addWidget(control)
    return column


def captioned(caption: str, control: QWidget, role: str = "heading") -> QWidget:
    """A control below its caption, to be shown or hidden together."""
    both = QWidget()
    column = with_caption(caption, control, role)
    column.setContentsMargins(0, 0, 0, 0)
    both.setLayout(column)
    return both


def choice(name: str, options: Sequence[tuple[object, str]]) -> QComboBox:
    """A combo box of (value, text) options."""
    box = Choice()
    box.setAccessibleName(name)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(6)
    for value, text in options:
        box.addItem(text, value)
    set_up_field(box)
    return box


def choose(box: QComboBox, value: object) -> None:
    """Select an option by its value. Adds the value as an option if it is missing."""
    at = box.findData(value)
    if at < 0:
        box.addItem(str(value), value)
        at = box.count() - 1
    box.setCurrentIndex(at)


def number(name: str, low: int, high: int, suffix: str = "", step: int = 1) -> QSpinBox:
    spin = QSpinBox()
    spin.setAccessibleName(name)
    spin.setRange(low, high)
    spin.setSingleStep(step)
    spin.setSuffix(suffix)
    spin.setKeyboardTracking(False)
    set_up_field(spin)
    return spin


def decimal(name: str, low: float, high: float, step: float) -> QDoubleSpinBox:
    return _set_up_decimal(Decimal(), name, low, high, step)


def decimal_or_own(name: str, low: float, high: float, step: float, own: str) -> QDoubleSpinBox:
    """A field for a value from `low` to `high`, or 0 for the model's own, which is shown as `own`."""
    spin = _set_up_decimal(DecimalOrOwn(low), name, 0, high, step)
    spin.setSpecialValueText(own)
    return spin


def _set_up_decimal(spin: QDoubleSpinBox, name: str, low: float, high: float, step: float) -> QDoubleSpinBox:
    spin.setAccessibleName(name)
    spin.setRange(low, high)
    spin.setSingleStep(step)
    spin.setDecimals(4)
    spin.setKeyboardTracking(False)
    set_up_field(spin)
    return spin
