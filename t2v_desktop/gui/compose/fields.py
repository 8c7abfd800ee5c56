"""The fields of the compose panel: a caption above a control, and controls that leave the wheel to the panel."""

from PySide6.QtCore import QEvent, QLocale, QObject, Qt
from PySide6.QtWidgets import QAbstractSpinBox, QComboBox, QDoubleSpinBox, QSpinBox, QVBoxLayout, QWidget

from t2v_desktop.gui.look.fit import available_area
from t2v_desktop.gui.look.labels import label

HEIGHT_PX, NARROWEST_PX, INDENT_PX = 32, 72, 6


class WheelGuard(QObject):
    """Lets the wheel change a control only once it has the focus, so that scrolling a panel changes nothing."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() is QEvent.Type.Wheel and isinstance(watched, QWidget) and not watched.hasFocus():
            event.ignore()
            return True
        return False


class Decimal(QDoubleSpinBox):
    """A number without zeros at its end."""

    def textFromValue(self, value: float) -> str:  # noqa: N802
        return QLocale().toString(value, "g", 6)


class Choice(QComboBox):
    """A combo box whose list is as wide as its longest line, up to the screen, however narrow the box is."""

    def showPopup(self) -> None:  # noqa: N802
        view = self.view()
        wanted = view.sizeHintForColumn(0) + view.width() - view.contentsRect().width() + view.verticalScrollBar().sizeHint().width()
        view.setMinimumWidth(min(wanted, available_area(self.window()).width()))
        super().showPopup()


def sized(control: QWidget) -> None:
    """As high as every other field, and free to be narrow."""
    control.setFixedHeight(HEIGHT_PX)
    control.setMinimumWidth(NARROWEST_PX)


def guard(control: QAbstractSpinBox | QComboBox) -> None:
    """Make a control one of the panel's fields, which the wheel changes only once it has the focus."""
    sized(control)
    if isinstance(control, QAbstractSpinBox):
        control.lineEdit().setTextMargins(INDENT_PX, 0, 0, 0)
    control.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    control.installEventFilter(WheelGuard(control))


def captioned(caption: str, control: QWidget, role: str = "heading") -> QVBoxLayout:
    """The control under its caption, which also names it for screen readers."""
    above = label(caption, role)
    above.setBuddy(control)
    if not control.accessibleName():
        control.setAccessibleName(caption)
    column = QVBoxLayout()
    column.setSpacing(6 if role == "heading" else 4)
    column.addWidget(above)
    column.addWidget(control)
    return column


def choice(name: str, options: list[tuple[str, str]]) -> QComboBox:
    """A combo box of (value, what people read)."""
    made = Choice()
    made.setAccessibleName(name)
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    made.setMinimumContentsLength(6)
    for value, text in options:
        made.addItem(text, value)
    guard(made)
    return made


def choose(box: QComboBox, value: object) -> None:
    """Choose by value; one that is not offered is added under its own name."""
    at = box.findData(value)
    if at < 0:
        box.addItem(str(value), value)
        at = box.count() - 1
    box.setCurrentIndex(at)


def number(name: str, low: int, high: int, suffix: str = "", step: int = 1) -> QSpinBox:
    made = QSpinBox()
    made.setAccessibleName(name)
    made.setRange(low, high)
    made.setSingleStep(step)
    made.setSuffix(suffix)
    made.setKeyboardTracking(False)
    guard(made)
    return made


def decimal(name: str, low: float, high: float, step: float) -> QDoubleSpinBox:
    made = Decimal()
    made.setAccessibleName(name)
    made.setRange(low, high)
    made.setSingleStep(step)
    made.setDecimals(4)
    made.setKeyboardTracking(False)
    guard(made)
    return made
