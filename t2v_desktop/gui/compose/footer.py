"""The part of the compose panel that never scrolls: error message, estimated cost and the Generate button."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from t2v_desktop.errors import T2VError
from t2v_desktop.gui.compose.estimate_label import Cost
from t2v_desktop.gui.compose.prompt_edit import set_text
from t2v_desktop.gui.look import phrases, theme
from t2v_desktop.gui.look.labels import label

KEYS = "⌘↵" if sys.platform == "darwin" else "Ctrl+↵"


class Footer(QWidget):
    def __init__(self, end_margin_px: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._message = label("", "bad", wrap=True)
        self._message.hide()
        self.cost = Cost()
        self.generate = QPushButton()
        self.generate.setProperty("role", "primary")
        column = QVBoxLayout(self)
        column.setSpacing(theme.SPACING)
        theme.set_margins(column, 0, 0, end_margin_px, 0)
        for part in (self._message, self.cost, self.generate):
            column.addWidget(part)

    def show_message(self, text: str, role: str) -> None:
        """Show a message above the cost; `role` names a colour of the palette."""
        set_text(self._message, phrases.sentence(text), role)
        self._message.show()

    def clear_message(self) -> None:
        self._message.hide()

    @contextmanager
    def showing_errors(self) -> Iterator[None]:
        """Show errors instead of raising them."""
        try:
            yield
        except T2VError as error:
            self.show_message(str(error), "bad")

    def show_generate(self, clips: int, enabled: bool) -> None:
        """Label the button with the number of clips it adds."""
        name = self.tr("Generate") if clips == 1 else self.tr("Add {0} to the queue").format(clips)
        self.generate.setText(f"{name}     {KEYS}")
        self.generate.setAccessibleName(name)
        self.generate.setEnabled(enabled)
