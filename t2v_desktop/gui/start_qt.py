"""Starts Qt. If Qt finds no display and aborts the process, this prints the reason in one line first."""

import os
import sys

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from t2v_desktop.errors import NoDisplay

NO_SCREEN = 1  # the exit status


def start_qt() -> QApplication:
    """Create the application object. Raises NoDisplay, or prints its message and exits the process if Qt reports a fatal error.

    Qt treats a display that does not answer, or a platform plugin that is missing, unknown or lacks a library, as fatal: its
    constructor aborts, and no exception can pass through it. Nothing is open yet that exiting could harm.
    """
    running = QApplication.instance()
    if isinstance(running, QApplication):
        return running
    messages: list[str] = []

    def collect(kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
        if kind is QtMsgType.QtFatalMsg:
            _exit(str(no_display([*messages, text])))
        if kind is not QtMsgType.QtDebugMsg:
            messages.append(text)

    before = qInstallMessageHandler(collect)
    app = QApplication(["t2v-desktop"])
    qInstallMessageHandler(before)
    if app.primaryScreen() is None:  # such as with a missing frame buffer
        raise no_display(messages)
    return app


def no_display(messages: list[str]) -> NoDisplay:
    """The error for a window that can't open, with the first of Qt's messages as the reason."""
    reason = next((" ".join(text.replace(' in ""', "").split()).rstrip(". ") for text in messages if text.strip()), "")
    return NoDisplay("there is no display for the window" + (f" ({reason:.200})" if reason else ""))


def _exit(message: str) -> None:
    if sys.stderr is not None:  # it is None in a Windows program without a console
        sys.stderr.write(f"t2v-desktop: {message}\n")
        sys.stderr.flush()
    os._exit(NO_SCREEN)
