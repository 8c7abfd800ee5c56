"""The conditions of the library's filter as small buttons, each of which removes its own."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from t2v_desktop.gui.library.conditions import conditions
from t2v_desktop.gui.look import theme
from t2v_desktop.gui.look.flow import Flow, empty
from t2v_desktop.library.filters import Filter, Missing

MAX_CHARACTERS = 40


class Chips(QWidget):
    """`chosen` carries the filter without the condition that was removed. Hidden while there is none."""

    chosen = Signal(Filter)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._flow = Flow(6, self)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._filter = Filter()
        self.hide()

    def show_filter(self, wanted: Filter) -> None:
        """Show the conditions of a filter."""
        had_focus = self.isAncestorOf(focused) if (focused := self.window().focusWidget()) is not None else False
        self._filter = wanted
        empty(self._flow)
        found = conditions(wanted)
        for condition in found:
            text = condition.text if len(condition.text) <= MAX_CHARACTERS else f"{condition.text[: MAX_CHARACTERS - 1]}…"
            name = self.tr("Remove filter {0}").format(condition.text)
            self._add(text.replace("&", "&&"), name, "chip", lambda _checked=False, rest=condition.rest: self.chosen.emit(rest))
        if found:
            self._add(self.tr("Clear all"), self.tr("Clear all filters"), "quiet", lambda _checked=False: self.chosen.emit(cleared(self._filter)))
        self.setVisible(bool(found))
        if had_focus and found:
            self.buttons()[0].setFocus()
        self.updateGeometry()

    def buttons(self) -> list[QPushButton]:
        return [item.widget() for i in range(self._flow.count()) if (item := self._flow.itemAt(i)) is not None]  # type: ignore[misc]

    def apply_theme(self) -> None:
        """Redraw the icons in the current theme."""
        self.show_filter(self._filter)

    def _add(self, text: str, name: str, role: str, clicked: object) -> None:
        button = QPushButton(text)
        button.setProperty("role", role)
        button.setAccessibleName(name)
        button.setToolTip("" if role == "quiet" else self.tr("Remove this filter"))
        if role == "chip":
            button.setIcon(theme.icon("close", theme.colours().muted))
            button.setLayoutDirection(Qt.LayoutDirection.LeftToRight if self.isRightToLeft() else Qt.LayoutDirection.RightToLeft)  # the icon comes last
        button.clicked.connect(clicked)
        self._flow.addWidget(button)


def cleared(wanted: Filter) -> Filter:
    """The filter without conditions and search, in the same order."""
    return Filter(missing=Missing.SHOWN, sort=wanted.sort)
