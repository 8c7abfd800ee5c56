"""A language for tests: English in brackets, 40 % longer.

A text without brackets has escaped translation; one that is cut off would be in other languages too.
"""

import re
from math import ceil

from PySide6.QtCore import QLocale, Qt, QTranslator
from PySide6.QtWidgets import QApplication

from t2v_desktop.gui.look.messages import translate_messages
from t2v_desktop.gui.look.translate import translate

PSEUDO = "pseudo"
RIGHT_TO_LEFT_MARK = "\u200f"  # before a text, makes Qt lay it out like one in Arabic
FILLER = "lorem ipsum dolor sit amet consetetur sadipscing elitr sed diam nonumy eirmod tempor invidunt ut labore et dolore magna aliquyam erat sed diam"


class Pseudo(QTranslator):
    def __init__(self, app: QApplication, *, right_to_left: bool) -> None:
        super().__init__(app)
        self._before = RIGHT_TO_LEFT_MARK if right_to_left else ""

    def isEmpty(self) -> bool:  # noqa: N802
        return False

    def translate(self, context: str, source: str, disambiguation: str | None = None, n: int = -1) -> str:
        return "" if source.startswith("QT_") else self._before + marked(source)


def marked(text: str) -> str:
    """The text in brackets and longer. The spaces around it and a file dialog's patterns stay outside."""
    found = re.fullmatch(r"(\s*)(.*?)(\s*(?:\(\*[^)]*\))?)", text, re.DOTALL)
    assert found is not None
    before, inner, after = found.groups()
    return f"{before}[{inner} {FILLER[: ceil(0.4 * len(inner)) - 1].strip()}]{after}" if re.search(r"[^\W\d_]", re.sub(r"\{\d+\}|%n", "", inner)) else text


def speak(app: QApplication, language: str, *, right_to_left: bool = False) -> None:
    """Use a language of the application, or the one for tests. Once per process."""
    if language == PSEUDO:
        app.installTranslator(Pseudo(app, right_to_left=right_to_left))
        translate_messages(True)
        QLocale.setDefault(QLocale("en"))
    else:
        translate(app, language)
    if right_to_left:
        app.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
