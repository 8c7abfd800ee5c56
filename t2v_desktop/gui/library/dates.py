"""The dialog that asks for the first and the last day of a filter."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QDateEdit, QDialogButtonBox, QFormLayout, QWidget

from t2v_desktop.gui.dialogs.sheet import Sheet
from t2v_desktop.gui.library.conditions import start_of
from t2v_desktop.gui.look.labels import label
from t2v_desktop.library.filters import Filter

WIDTH, ARROW_PX = 320, 56  # pixels at 100 %
A_MONTH = timedelta(days=29)
EARLIEST = QDate(1970, 1, 2)


class Dates(Sheet):
    """Two days, both included, in any order."""

    def __init__(self, first: date, last: date, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Choose dates"), WIDTH, parent)
        self.first, self.last = (_field(name, day) for name, day in ((self.tr("First day"), first), (self.tr("Last day"), last)))
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        for field in (self.first, self.last):
            name = label(field.accessibleName(), "muted")
            name.setBuddy(field)
            form.addRow(name, field)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        buttons.button(QDialogButtonBox.StandardButton.Ok).setProperty("role", "primary")
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self.fill(form, buttons)
        self.first.setFocus()

    def apply_to(self, wanted: Filter) -> Filter:
        """The filter for the chosen days."""
        days = sorted(date(*field.date().getDate()) for field in (self.first, self.last))
        return replace(wanted, from_s=start_of(days[0]), until_s=start_of(days[1] + timedelta(days=1)))


def choose_dates(parent: QWidget, wanted: Filter, chosen: Callable[[Filter], None]) -> Dates:
    """Open the dialog on a filter's days, or else on the last month, and return at once. Calls `chosen` with the new filter."""
    last = datetime.fromtimestamp(wanted.until_s).date() - timedelta(days=1) if wanted.until_s else date.today()
    first = datetime.fromtimestamp(wanted.from_s).date() if wanted.from_s else last - A_MONTH
    dialog = Dates(first, last, parent)
    dialog.accepted.connect(lambda: chosen(dialog.apply_to(wanted)))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return dialog


def _field(name: str, day: date) -> QDateEdit:
    field = QDateEdit(QDate(day.year, day.month, day.day))
    field.setCalendarPopup(True)
    field.setMinimumDate(EARLIEST)
    field.setAccessibleName(name)
    field.setMinimumWidth(field.fontMetrics().horizontalAdvance("00/00/0000") + ARROW_PX)
    return field
