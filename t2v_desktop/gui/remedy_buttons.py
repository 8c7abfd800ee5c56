"""Buttons for what helps against an error."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from t2v_desktop.gui.look.flow import Flow
from t2v_desktop.planning.remedies import Remedy


class RemedyButtons(QWidget):
    """`chosen` carries the Remedy whose button was pressed."""

    chosen = Signal(Remedy)

    def __init__(self, *, centred: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = Flow(8, self, centred=centred)
        self._buttons: dict[Remedy, QPushButton] = {}
        for remedy in Remedy:
            button = QPushButton(text_of(remedy))
            button.setAccessibleName(button.text())
            button.clicked.connect(lambda _=False, remedy=remedy: self.chosen.emit(remedy))
            self._buttons[remedy] = button
            row.addWidget(button)
        self.offer(())

    def offer(self, remedies: Sequence[Remedy]) -> None:
        """Show the buttons of these remedies."""
        for remedy, button in self._buttons.items():
            button.setVisible(remedy in remedies)
        self.setVisible(bool(remedies))

    def offered(self) -> list[Remedy]:
        return [remedy for remedy, button in self._buttons.items() if not button.isHidden()]


def text_of(remedy: Remedy) -> str:
    return {
        Remedy.TRY_AGAIN: QCoreApplication.translate("words", "Try again"),
        Remedy.CHOOSE_FOLDER: QCoreApplication.translate("words", "Choose another folder…"),
        Remedy.OPEN_MODELS: QCoreApplication.translate("words", "Open models…"),
        Remedy.USE_SETTINGS_THAT_FIT: QCoreApplication.translate("words", "Use settings that fit"),
    }[remedy]
