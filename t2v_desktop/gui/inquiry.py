"""Asks a process of the engine's own kind which devices there are, in the background."""

import logging
import subprocess
import sys
import threading
from contextlib import suppress

import psutil
from PySide6.QtCore import QObject, QThread, Signal

from t2v_desktop import children
from t2v_desktop.children import NO_CONSOLE
from t2v_desktop.planning.devices import read_devices

PATIENCE_S = 120  # PyTorch from a cold disk, behind everything else
if sys.platform == "win32":
    LOW_PRIORITY = psutil.BELOW_NORMAL_PRIORITY_CLASS
else:
    LOW_PRIORITY = 10
log = logging.getLogger(__name__)


class Inquiry(QThread):
    """One question: `answered` carries Devices; without an answer, which is logged, nothing is emitted."""

    answered = Signal(object)

    def __init__(self, command: list[str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._command = command
        self._process: subprocess.Popen[bytes] | None = None
        self._stopped = False
        self._lock = threading.Lock()

    def stop(self) -> None:
        """Have it end soon, answered or not: something else needs the processor."""
        with self._lock:
            self._stopped = True
            if self._process is not None:
                self._process.kill()

    def run(self) -> None:
        try:
            with self._lock:
                if self._stopped:
                    return
                self._process = process = subprocess.Popen(
                    self._command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                    env=children.environment(), creationflags=NO_CONSOLE,
                )  # fmt: skip
            told = _last_words(process)
            if not self._stopped:
                self.answered.emit(read_devices(told))
        except (OSError, ValueError, subprocess.SubprocessError) as error:
            if not self._stopped:
                log.warning("the engine does not say which devices there are: %s", error)


def _last_words(process: "subprocess.Popen[bytes]") -> str:
    """The last line that the process prints, which lets every other program go first. Raises TimeoutExpired after PATIENCE_S."""
    with process:
        with suppress(psutil.Error):
            psutil.Process(process.pid).nice(LOW_PRIORITY)
        try:
            printed, _ = process.communicate(timeout=PATIENCE_S)
        except subprocess.TimeoutExpired:
            process.kill()
            raise
    return printed.decode("utf-8", "replace").strip().rpartition("\n")[2]
