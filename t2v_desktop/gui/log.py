"""The window's log file, and what happens with exceptions that nothing catches: they are logged, shown, and the window stays open."""

import faulthandler
import logging
import platform
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler, qVersion
from PySide6.QtWidgets import QApplication

from t2v_desktop import __version__
from t2v_desktop.logs import log_files, redact, shareable

log = logging.getLogger(__name__)
Show = Callable[[BaseException, str], None]  # an exception and its details


class RedactingFormatter(logging.Formatter):
    """Formats log lines with every Hugging Face token masked."""

    def format(self, record: logging.LogRecord) -> str:
        return redact(super().format(record))


def start_logging(show: Show) -> None:
    """Log Qt's messages and every uncaught exception, such as one in a slot, and call `show` with the exception."""
    files = log_files()
    with suppress(OSError):  # keep the last log, which may explain a crash; there may be none
        files["window"].replace(files["before"])
    try:
        logging.basicConfig(filename=files["window"], filemode="w", level=logging.INFO, encoding="utf-8")
    except OSError:
        logging.basicConfig(level=logging.INFO)  # to stderr
    for handler in logging.getLogger().handlers:
        handler.setFormatter(RedactingFormatter("%(asctime)s %(name)s %(message)s"))
    with suppress(OSError, ValueError, AttributeError, RuntimeError):  # there may be no stderr
        faulthandler.enable()

    def exception_raised(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        details = "".join(traceback.format_exception(kind, error, trace))
        log.error("%s", details)
        sys.__excepthook__(kind, error, trace)
        show(error, f"{versions()}\n\n{shareable(details)}")

    def qt_logged(kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
        if kind is not QtMsgType.QtDebugMsg:
            log.warning("Qt: %s", text)

    sys.excepthook = exception_raised
    qInstallMessageHandler(qt_logged)


def versions() -> str:
    """The versions that a report of an error needs, in one line."""
    return f"T2V Desktop {__version__}, Python {platform.python_version()}, Qt {qVersion()}, {platform.platform()}"
