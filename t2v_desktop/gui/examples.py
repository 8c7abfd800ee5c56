"""Prompts to try, as buttons whose text wraps."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout, QWidget

from t2v_desktop.gui.look.labels import label


class Examples(QWidget):
    """`chosen` carries the prompt that the user clicked."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self._buttons: list[TextButton] = []
        self.hide()

    def offer(self, prompts: Sequence[str]) -> None:
        """Show these prompts, or nothing if there are none."""
        if list(prompts) != self.offered():
            for button in self._buttons:
                self._column.removeWidget(button)
                button.deleteLater()
            self._buttons = [TextButton(prompt) for prompt in prompts]
            for button in self._buttons:
                button.setAccessibleName(self.tr("Example: {0}").format(button.prompt))
                button.clicked.connect(lambda _=False, prompt=button.prompt: self.chosen.emit(prompt))
                self._column.addWidget(button)
        self.setVisible(bool(prompts))

    def offered(self) -> list[str]:
        return [button.prompt for button in self._buttons]

    def buttons(self) -> list[QPushButton]:
        return list(self._buttons)


class TextButton(QPushButton):
    """A button as high as its text needs on several lines."""

    def __init__(self, prompt: str) -> None:
        super().__init__()
        self.prompt = prompt
        self.setProperty("role", "example")
        self.setAutoDefault(False)
        text = label(prompt, wrap=True)
        text.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._inside = inside = QVBoxLayout(self)
        inside.setContentsMargins(12, 7, 12, 7)
        inside.addWidget(text)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        return self._inside.totalHeightForWidth(width)

    def sizeHint(self) -> QSize:  # noqa: N802
        return self._inside.totalSizeHint()

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return self._inside.totalMinimumSize()
