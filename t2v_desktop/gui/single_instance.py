"""One window a data folder: a second start wakes the first and ends."""

import hashlib
import os
import tempfile
from pathlib import Path

from PySide6.QtCore import QLockFile, QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

ANSWER_MS = 1000
MOST_BYTES = 64_000  # of a message: a few file names


class SingleInstance(QObject):
    """`woken` carries the files that a second start was given. A local socket of the user's own, no network."""

    woken = Signal(list)

    def __init__(self, data: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        data.mkdir(parents=True, exist_ok=True)
        self._lock = QLockFile(str(data / "window.lock"))
        self._lock.setStaleLockTime(0)  # a lock is stale once its process is gone, not with age
        key = hashlib.sha256(os.fsencode(data.resolve())).hexdigest()[:16]
        user = os.getuid() if hasattr(os, "getuid") else ""
        self._name = f"t2v-desktop-{user}-{key}" if os.name == "nt" else str(Path(tempfile.gettempdir()) / f"t2v-desktop-{user}-{key}")
        self._server: QLocalServer | None = None

    def first(self, files: list[str]) -> bool:
        """Whether this is the first; if not, the first one has been given `files` and been woken."""
        if self._lock.tryLock(0):
            QLocalServer.removeServer(self._name)  # what a crash left behind
            self._server = QLocalServer(self)
            self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
            self._server.newConnection.connect(self._hear)
            self._server.listen(self._name)
            return True
        socket = QLocalSocket()
        socket.connectToServer(self._name)
        if socket.waitForConnected(ANSWER_MS):
            socket.write("\n".join(files).encode("utf-8", "surrogateescape") + b"\0")
            socket.waitForBytesWritten(ANSWER_MS)
            socket.disconnectFromServer()
        return False

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
        read() if socket.bytesAvailable() else None

    def close(self) -> None:
        if self._server is not None:
            self._server.close()
        self._lock.unlock()
