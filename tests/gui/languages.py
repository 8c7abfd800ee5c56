"""Switches the language within a test, and back."""

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from t2v_desktop.gui.look.messages import translate_messages
from tests.gui.pseudo import speak


@contextmanager
def speaking(app: QApplication, language: str, *, right_to_left: bool = False) -> Iterator[None]:
    """Texts that are made meanwhile are in this language."""
    before, direction = QLocale(), app.layoutDirection()
    speak(app, language, right_to_left=right_to_left)
    try:
        yield
    finally:
        for translator in app.findChildren(QTranslator):
            app.removeTranslator(translator)
            translator.deleteLater()
        translate_messages(False)
        QLocale.setDefault(before)
        app.setLayoutDirection(direction)
