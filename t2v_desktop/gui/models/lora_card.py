"""The card of one installed LoRA in the models dialog."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from t2v_desktop.gui.look import phrases
from t2v_desktop.gui.look.labels import label
from t2v_desktop.models.loras.store import Lora


class LoraCard(QFrame):
    """`remove_requested` carries the LoRA's name."""

    remove_requested = Signal(str)

    def __init__(self, lora: Lora, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lora = lora
        about = lora.description
        self.setProperty("role", "panel")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(lora.name)
        remove = QPushButton(self.tr("Remove"))
        remove.setAutoDefault(False)
        remove.setAccessibleName(self.tr("Remove: {0}").format(lora.name))
        remove.clicked.connect(lambda: self.remove_requested.emit(lora.name))
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(4)
        head = QHBoxLayout()
        head.addWidget(label(lora.name, "heading", wrap=True), 1)
        head.addWidget(label(self.tr("LoRA"), "muted"))
        column.addLayout(head)
        rank = self.tr("rank {0}").format(about.rank) if about.rank else ""
        for text, role in (
            (about.title if about.title != lora.name else "", "muted"),
            (" · ".join(part for part in (phrases.size(lora.size_bytes), rank, about.author) if part), "muted"),
            (self.tr("Licence: {0}").format(about.licence) if about.licence else "", "muted"),
            (self.tr("Trigger words: {0}").format(", ".join(about.triggers)) if about.triggers else "", "muted"),
            (phrases.sentence(lora.problem), "bad"),
        ):
            if text:
                column.addWidget(label(text, role, wrap=True))
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(remove)
        column.addLayout(row)
