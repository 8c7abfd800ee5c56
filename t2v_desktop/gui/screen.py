"""The start of Qt: where it finds no screen it ends the whole process, and this says why in one line first."""

import os
import sys

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from t2v_desktop.errors import NoDisplay

NO_SCREEN = 1  # the exit status


def start_qt() -> QApplication:
    """The application object, once there is a screen. Raises NoDisplay; where Qt gives up for good, the process ends with the same words.

    Qt reports a display that does not answer, or a platform plugin that is missing, unknown or lacks a library, as fatal from inside the
    constructor and aborts: nothing can be raised through it, and nothing is open yet that the end could harm.
    """
    running = QApplication.instance()
    if isinstance(running, QApplication):
        return running
    said: list[str] = []

    def hear(kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
        if kind is QtMsgType.QtFatalMsg:
            _end(str(no_display([*said, text])))
        if kind is not QtMsgType.QtDebugMsg:
            said.append(text)

    before = qInstallMessageHandler(hear)
    app = QApplication(["t2v-desktop"])
    qInstallMessageHandler(before)
    if app.primaryScreen() is None:  # as with a frame buffer that is not there
        raise no_display(said)
    return app


def no_display(said: list[str]) -> NoDisplay:
    """The error for a window that cannot open, with the first reason that Qt gave."""
    reason = next((" ".join(text.replace(' in ""', "").split()).rstrip(". ") for text in said if text.strip()), "")
    return NoDisplay("there is no display for the window" + (f" ({reason:.200})" if reason else ""))


def _end(words: str) -> None:
    if sys.stderr is not None:  # as in a program without a console on Windows
        sys.stderr.write(f"t2v-desktop: {words}\n")
        sys.stderr.flush()
    os._exit(NO_SCREEN)
