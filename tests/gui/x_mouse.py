"""The mouse of an X server, moved with the server's own test extension: what clients see is what a hand would do.

Speaks the protocol itself, two requests of it, so that no tool has to be installed. https://www.x.org/releases/current/doc/xextproto/xtest.html
"""

import socket
import struct
import time
from types import TracebackType
from typing import Self

QUERY_EXTENSION, FAKE_INPUT = 98, 2
BUTTON_PRESS, BUTTON_RELEASE, MOTION = 4, 5, 6
LEFT = 1
STEP_S = 0.02  # between two moves: a toolkit must see where the mouse is before it is released


class Mouse:
    def __init__(self, display: str) -> None:
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.connect(f"/tmp/.X11-unix/X{display.removeprefix(':')}")
        self._socket.sendall(struct.pack("<BxHHHH2x", ord("l"), 11, 0, 0, 0))
        accepted, _, _, words = struct.unpack("<BxHHH", self._read(8))
        assert accepted == 1, "the X server refuses the connection"
        self._read(4 * words)
        name = b"XTEST"
        self._socket.sendall(struct.pack("<BxHH2x8s", QUERY_EXTENSION, 4, len(name), name))
        present, self._opcode = struct.unpack_from("<BB", self._read(32), 8)
        assert present, "the X server has no test extension"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._socket.close()

    def drag(self, start: tuple[int, int], end: tuple[int, int], steps: int = 25) -> None:
        """Press the left button at one point of the screen, move to another and release it."""
        self._send(MOTION, 0, start)
        self._send(BUTTON_PRESS, LEFT)
        for step in range(1, steps + 1):
            self._send(MOTION, 0, (start[0] + (end[0] - start[0]) * step // steps, start[1] + (end[1] - start[1]) * step // steps))
        for wiggle in (1, 0, 1, 0):  # targets answer the moves over them
            self._send(MOTION, 0, (end[0] + wiggle, end[1]))
            time.sleep(5 * STEP_S)
        self._send(BUTTON_RELEASE, LEFT)

    def _send(self, kind: int, detail: int, at: tuple[int, int] = (0, 0)) -> None:
        self._socket.sendall(struct.pack("<BBHBB2xII8xhh8x", self._opcode, FAKE_INPUT, 9, kind, detail, 0, 0, *at))
        time.sleep(STEP_S)

    def _read(self, count: int) -> bytes:
        found = b""
        while len(found) < count:
            found += self._socket.recv(count - len(found))
        return found
