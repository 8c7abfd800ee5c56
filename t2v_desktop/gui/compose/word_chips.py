"""Words that suit the chosen model, as chips that are put into the prompt and taken out again."""

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from t2v_desktop.gui.look.flow import Flow, empty
from t2v_desktop.gui.look.labels import label
from t2v_desktop.models.words import ModelWords, WordKind
from t2v_desktop.prompt.insert import COMMA, SPACE, has_words

SENTENCE: tuple[WordKind, ...] = ("shape", "colour", "size", "background")  # a model with these was trained on plain sentences


class WordChips(QWidget):
    """`toggled` carries the words, what separates them from others, and whether to add (True) or remove them."""

    toggled = Signal(str, str, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words: ModelWords | None = None
        self._chips: list[QPushButton] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 4)
        self._column.setSpacing(4)

    @property
    def chips(self) -> list[QPushButton]:
        return self._chips

    def set_words(self, words: ModelWords) -> None:
        if words == self._words:
            return
        self._words, self._chips = words, []
        empty(self._column)
        joint = SPACE if any(group.kind in SENTENCE for group in words.groups) else COMMA
        for group in words.groups:
            title = title_of(group.kind)
            holder = QWidget()
            flow = Flow(4, holder)
            for each in group.words:
                flow.addWidget(self._chip(each, title, joint))
            self._column.addWidget(label(title, "muted"))
            self._column.addWidget(holder)

    def show_text(self, text: str) -> None:
        """Check the chips whose words are in the prompt."""
        for chip in self._chips:
            chip.setChecked(has_words(text, chip.text()))

    def _chip(self, words: str, title: str, joint: str) -> QPushButton:
        chip = QPushButton(words)
        chip.setCheckable(True)
        chip.setProperty("role", "chip")
        chip.setAccessibleName(f"{title}: {words}")
        chip.clicked.connect(lambda checked: self.toggled.emit(words, joint, checked))
        self._chips.append(chip)
        return chip


def title_of(kind: WordKind) -> str:
    return {
        "camera": QCoreApplication.translate("words", "Camera"),
        "light": QCoreApplication.translate("words", "Light"),
        "motion": QCoreApplication.translate("words", "Motion"),
        "look": QCoreApplication.translate("words", "Look"),
        "shape": QCoreApplication.translate("words", "Shape"),
        "colour": QCoreApplication.translate("words", "Color"),
        "background": QCoreApplication.translate("words", "Background"),
        "size": QCoreApplication.translate("words", "Size"),
    }[kind]
