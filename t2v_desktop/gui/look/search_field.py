"""A field to search or filter by typing, with a magnifying glass."""

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QLineEdit

from t2v_desktop.gui.look import theme


class SearchField(QLineEdit):
    """Shows `hint` while it is empty. `name` is what screen readers call it, the hint if that is ""."""

    def __init__(self, hint: str, name: str = "", *, clear_button: bool = True) -> None:
        super().__init__()
        self._glass = self.addAction(theme.icon("search", theme.colours().muted), QLineEdit.ActionPosition.LeadingPosition)
        self.setPlaceholderText(hint)
        self.setAccessibleName(name or hint)
        self.setClearButtonEnabled(clear_button)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:  # another theme
            self._glass.setIcon(theme.icon("search", theme.colours().muted))
