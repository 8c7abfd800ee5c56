"""Finds the devices that the engine can use, in the background and in a process of its own."""

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

TIMEOUT_S = 120  # enough to import PyTorch from a cold disk at low priority
if sys.platform == "win32":
    LOW_PRIORITY = psutil.BELOW_NORMAL_PRIORITY_CLASS
else:
    LOW_PRIORITY = 10
log = logging.getLogger(__name__)


class DeviceQuery(QThread):
    """One query. `answered` carries Devices. A failed query is logged and emits nothing."""

    answered = Signal(object)

    def __init__(self, command: list[str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._command = command
        self._process: subprocess.Popen[bytes] | None = None
        self._stopped = False
        self._lock = threading.Lock()

    def stop(self) -> None:
        """Cancel the query, to leave the CPU to other work."""
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
            line = _last_line(process)
            if not self._stopped:
                self.answered.emit(read_devices(line))
        except (OSError, ValueError, subprocess.SubprocessError) as error:
            if not self._stopped:
                log.warning("the devices could not be found: %s", error)


def _last_line(process: "subprocess.Popen[bytes]") -> str:
    """Run the process at low priority and return the last line it prints. Raises TimeoutExpired after TIMEOUT_S."""
    with process:
        with suppress(psutil.Error):
            psutil.Process(process.pid).nice(LOW_PRIORITY)
        try:
            printed, _ = process.communicate(timeout=TIMEOUT_S)
        except subprocess.TimeoutExpired:
            process.kill()
            raise
    return printed.decode("utf-8", "replace").strip().rpartition("\n")[2]
