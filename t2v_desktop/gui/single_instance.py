"""Allows one window for each data folder: a second instance brings the first to the front and exits."""

import hashlib
import logging
import os
import tempfile
from pathlib import Path

from PySide6.QtCore import QLockFile, QObject, QSysInfo, QThread, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from t2v_desktop.errors import LibraryError, OutputError

TIMEOUT_MS, RETRY_MS = 1000, 50
MAX_BYTES = 64_000  # of a message: a few file names
log = logging.getLogger(__name__)


class SingleInstance(QObject):
    """`activated` carries the files that a second instance was started with. Uses a local socket of this user, not the network.

    Raises OutputError if the data folder can't be written to.
    """

    activated = Signal(list)

    def __init__(self, data: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._data = data
        try:
            data.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise self._unwritable(error.strerror or str(error)) from error
        self._lock = QLockFile(str(data / "window.lock"))
        self._lock.setStaleLockTime(0)  # a lock is stale when its process has ended, whatever its age
        key = hashlib.sha256(os.fsencode(data.resolve())).hexdigest()[:16]
        user = os.getuid() if hasattr(os, "getuid") else ""
        self._name = f"t2v-desktop-{user}-{key}" if os.name == "nt" else str(_temporary(data) / f"t2v-desktop-{user}-{key}")
        self._server: QLocalServer | None = None

    def acquire(self, files: list[str]) -> bool:
        """Whether this is the first instance. If not, sends `files` to the first, which comes to the front.

        Takes over a lock that no process holds, whichever computer wrote it: a computer may have been renamed or a home folder
        copied. Raises LibraryError if the first instance does not respond, OutputError as above.
        """
        for number in range(TIMEOUT_MS // RETRY_MS):
            if self._locked():
                break
            if self._notify(files):
                return False
            QThread.msleep(RETRY_MS)  # the first may still be starting
            if number:
                self._lock.removeStaleLockFile()  # does nothing while a process holds it, here or on another computer
        else:
            raise LibraryError(f"T2V Desktop is already running{self._where()} and does not respond. Close it first: it uses {self._data}")
        QLocalServer.removeServer(self._name)  # left behind by a crash
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._receive)
        if not self._server.listen(self._name):
            log.warning("a second instance can't bring this window to the front: %s", self._server.errorString())
        return True

    def _locked(self) -> bool:
        if self._lock.tryLock(0):
            return True
        if self._lock.error() is QLockFile.LockError.LockFailedError:
            return False
        raise self._unwritable("permission denied" if self._lock.error() is QLockFile.LockError.PermissionError else "is its disk full?")

    def _unwritable(self, why: str) -> OutputError:
        return OutputError(f"{self._data} can't be written to ({why}). The library is stored there")

    def _where(self) -> str:
        known = self._lock.getLockInfo()
        return f" on the computer {known[1]}" if isinstance(known, tuple) and known[1] and known[1] != QSysInfo.machineHostName() else ""

    def _notify(self, files: list[str]) -> bool:
        """Send `files` to the first instance. Returns False if it can't be reached."""
        socket = QLocalSocket()
        socket.connectToServer(self._name)
        if not socket.waitForConnected(TIMEOUT_MS):
            return False
        socket.write("\n".join(files).encode("utf-8", "surrogateescape") + b"\0")
        socket.waitForBytesWritten(TIMEOUT_MS)
        socket.disconnectFromServer()
        return True

    def _receive(self) -> None:
        assert self._server is not None
        socket = self._server.nextPendingConnection()
        received = bytearray()

        def read() -> None:
            received.extend(socket.readAll().data())
            if received.endswith(b"\0") or len(received) > MAX_BYTES:
                socket.readyRead.disconnect(read)
                socket.disconnectFromServer()
                text = bytes(received[:-1]).decode("utf-8", "surrogateescape") if len(received) <= MAX_BYTES else ""
                self.activated.emit([file for file in text.split("\n") if file])

        socket.readyRead.connect(read)
        socket.disconnected.connect(socket.deleteLater)
        if socket.bytesAvailable():
            read()

    def close(self) -> None:
        if self._server is not None:
            self._server.close()
        self._lock.unlock()


def _temporary(data: Path) -> Path:
    """The folder for the socket: a temporary one, because the path of `data` may be too long for a socket."""
    try:
        return Path(tempfile.gettempdir())
    except OSError:
        return data
