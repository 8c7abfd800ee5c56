"""One window a data folder: a second start wakes the first and ends."""

import hashlib
import logging
import os
import tempfile
from pathlib import Path

from PySide6.QtCore import QLockFile, QObject, QSysInfo, QThread, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from t2v_desktop.errors import LibraryError, OutputError

ANSWER_MS, AGAIN_MS = 1000, 50
MOST_BYTES = 64_000  # of a message: a few file names
log = logging.getLogger(__name__)


class SingleInstance(QObject):
    """`woken` carries the files that a second start was given. A local socket of the user's own, no network.

    Raises OutputError where the data folder cannot be written to.
    """

    woken = Signal(list)

    def __init__(self, data: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._data = data
        try:
            data.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise self._unwritable(error.strerror or str(error)) from error
        self._lock = QLockFile(str(data / "window.lock"))
        self._lock.setStaleLockTime(0)  # a lock is stale once its process is gone, not with age
        key = hashlib.sha256(os.fsencode(data.resolve())).hexdigest()[:16]
        user = os.getuid() if hasattr(os, "getuid") else ""
        self._name = f"t2v-desktop-{user}-{key}" if os.name == "nt" else str(_temporary(data) / f"t2v-desktop-{user}-{key}")
        self._server: QLocalServer | None = None

    def first(self, files: list[str]) -> bool:
        """Whether this is the first; if not, the first one has been given `files` and been woken.

        A lock that no process holds is taken over, whichever computer wrote it: a host may have got another name, a home folder
        have been copied. Raises LibraryError where one that is held does not answer, OutputError as above.
        """
        for number in range(ANSWER_MS // AGAIN_MS):
            if self._locked():
                break
            if self._wake(files):
                return False
            QThread.msleep(AGAIN_MS)  # it may only just be starting
            if number:
                self._lock.removeStaleLockFile()  # does nothing while a process holds it, here or on another computer
        else:
            raise LibraryError(f"T2V Desktop is already running{self._where()} and does not answer: close it first, it uses {self._data}")
        QLocalServer.removeServer(self._name)  # what a crash left behind
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._hear)
        if not self._server.listen(self._name):
            log.warning("a second start cannot wake this window: %s", self._server.errorString())
        return True

    def _locked(self) -> bool:
        if self._lock.tryLock(0):
            return True
        if self._lock.error() is QLockFile.LockError.LockFailedError:
            return False
        raise self._unwritable("permission denied" if self._lock.error() is QLockFile.LockError.PermissionError else "is its disk full?")

    def _unwritable(self, why: str) -> OutputError:
        return OutputError(f"{self._data} cannot be written to ({why}): the library is kept there")

    def _where(self) -> str:
        known = self._lock.getLockInfo()
        return f" on the computer {known[1]}" if isinstance(known, tuple) and known[1] and known[1] != QSysInfo.machineHostName() else ""

    def _wake(self, files: list[str]) -> bool:
        """Whether the first one could be reached."""
        socket = QLocalSocket()
        socket.connectToServer(self._name)
        if not socket.waitForConnected(ANSWER_MS):
            return False
        socket.write("\n".join(files).encode("utf-8", "surrogateescape") + b"\0")
        socket.waitForBytesWritten(ANSWER_MS)
        socket.disconnectFromServer()
        return True

    def _hear(self) -> None:
        assert self._server is not None
        socket = self._server.nextPendingConnection()
        heard = bytearray()

        def read() -> None:
            heard.extend(socket.readAll().data())
            if heard.endswith(b"\0") or len(heard) > MOST_BYTES:
                socket.readyRead.disconnect(read)
                socket.disconnectFromServer()
                words = bytes(heard[:-1]).decode("utf-8", "surrogateescape") if len(heard) <= MOST_BYTES else ""
                self.woken.emit([f for f in words.split("\n") if f])

        socket.readyRead.connect(read)
        socket.disconnected.connect(socket.deleteLater)
        if socket.bytesAvailable():
            read()

    def close(self) -> None:
        if self._server is not None:
            self._server.close()
        self._lock.unlock()


def _temporary(data: Path) -> Path:
    """Where the socket is: a short path, which in `data` it may not be."""
    try:
        return Path(tempfile.gettempdir())
    except OSError:
        return data
