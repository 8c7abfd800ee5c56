"""Says that a job of the queue is being edited, and leads back to the user's own draft."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from t2v_desktop.gui.look.labels import label


class EditingBar(QFrame):
    """`left` is emitted when the user wants their own draft back."""

    left = Signal()

    def __init__(self, right_margin_px: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        back = QPushButton(self.tr("Back to my draft"))
        back.setAccessibleName(back.text())
        back.setToolTip(self.tr("The clip stays in the queue as it was"))
        back.clicked.connect(self.left)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, right_margin_px, 0)
        column.setSpacing(6)
        column.addWidget(label(self.tr("Editing a clip of the queue. Generate puts it back in its place."), "muted", wrap=True))
        column.addWidget(back)
        self.hide()
