"""Intercepts the system calls of a process tree that change files: each is reported first, and can be made to fail or never return.

Linux's seccomp user notifications (since 5.5), through ctypes: no compiler, no preloaded library; it covers SQLite and ffmpeg too.
Run as a program, it is the child's side: it installs the filter for itself and then executes the command.
"""

import ctypes
import errno
import fcntl
import os
import platform
import select
import signal
import socket
import struct
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.faults.driver import Application

# for each machine: the number of the seccomp call, the id of the architecture, and the watched calls: number, name, how the file is
# given ("fd", "path" or "at": a descriptor, a path, a path relative to a folder's descriptor), and in which argument
MACHINES: dict[str, tuple[int, int, dict[int, tuple[str, str, int]]]] = {
    "x86_64": (317, 0xC000003E, {
        1: ("write", "fd", 0), 18: ("write", "fd", 0), 20: ("write", "fd", 0), 74: ("fsync", "fd", 0), 75: ("fsync", "fd", 0), 77: ("truncate", "fd", 0),
        2: ("open", "path", 0), 257: ("open", "at", 0), 82: ("rename", "path", 1), 264: ("rename", "at", 2), 316: ("rename", "at", 2),
        87: ("unlink", "path", 0), 263: ("unlink", "at", 0), 83: ("mkdir", "path", 0), 258: ("mkdir", "at", 0), 40: ("write", "fd", 0),
    }),
    "aarch64": (277, 0xC00000B7, {
        64: ("write", "fd", 0), 66: ("write", "fd", 0), 68: ("write", "fd", 0), 82: ("fsync", "fd", 0), 83: ("fsync", "fd", 0), 46: ("truncate", "fd", 0),
        56: ("open", "at", 0), 38: ("rename", "at", 2), 276: ("rename", "at", 2), 35: ("unlink", "at", 0), 34: ("mkdir", "at", 0), 71: ("write", "fd", 0),
    }),
}  # fmt: skip
LOAD, EQUAL, ANY_BIT, RETURN = 0x20, 0x15, 0x45, 0x06  # BPF instructions
ALLOW, ASK = 0x7FFF0000, 0x7FC00000
FOR_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
RECEIVE, SEND = 0xC0502100, 0xC0182101  # ioctls of <linux/seccomp.h>
CONTINUE = 1


@dataclass(frozen=True, slots=True)
class Call:
    """An intercepted call. `role` is window or engine; `place` is the kind of file, a name that is the same in every run."""

    pid: int
    role: str
    name: str
    path: Path
    place: str
    number: int = 0  # counts the calls with the same role, name and place since the gate was armed

    @property
    def address(self) -> str:
        return f"{self.role} {self.name} {self.place} {self.number}"


Decide = Callable[[Call], int]  # returns 0 to allow the call, an errno to make it fail, KILLED if it killed the process
KILLED = -1


class Gate:
    """Watches an application and its child processes. Once armed, calls `decide` for each call on a file below `folder`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._ours, self._theirs = socket.socketpair()
        self._decide: Decide | None = None
        self._counts: dict[tuple[str, str, str], int] = {}
        self.calls: list[Call] = []
        self._window = 0

    @property
    def before(self) -> list[str]:
        return [sys.executable, str(Path(__file__)), str(self._theirs.fileno())]

    @property
    def fds(self) -> list[int]:
        return [self._theirs.fileno()]

    def watch(self, application: "Application") -> None:
        self._window = application.process.pid
        self._theirs.close()
        _, fds, _, _ = socket.recv_fds(self._ours, 16, 1)
        self._ours.close()
        threading.Thread(target=self._serve, args=(fds[0],), daemon=True).start()

    def arm(self, decide: Decide) -> None:
        self._counts, self.calls = {}, []
        self._decide = decide

    @property
    def armed(self) -> bool:
        return self._decide is not None

    def disarm(self) -> None:
        self._decide = None

    def _serve(self, fd: int) -> None:
        watched = select.poll()
        watched.register(fd)
        calls = MACHINES[platform.machine()][2]
        try:
            while True:
                events = watched.poll()[0][1]
                if events & select.POLLHUP:
                    return
                notification = bytearray(80)
                try:
                    fcntl.ioctl(fd, RECEIVE, notification)
                except OSError as error:
                    if error.errno in (errno.ENOENT, errno.EINTR):  # its process was killed meanwhile
                        continue
                    return
                number, pid, _ = struct.unpack_from("QII", notification)
                system_call = struct.unpack_from("i", notification, 16)[0]
                verdict = self._judge(pid, calls[system_call], struct.unpack_from("6Q", notification, 32))
                answer = struct.pack("QqiI", number, 0, 0, CONTINUE) if verdict == 0 else struct.pack("QqiI", number, 0, -abs(verdict), 0)
                with suppress(OSError):
                    fcntl.ioctl(fd, SEND, answer)
        finally:
            os.close(fd)

    def _judge(self, pid: int, kind: tuple[str, str, int], arguments: tuple[int, ...]) -> int:
        decide = self._decide
        if decide is None:
            return 0
        name, form, at = kind
        try:
            if form == "fd":
                path = str(Path(f"/proc/{pid}/fd/{arguments[at]}").readlink())
            else:
                path = _text(pid, arguments[at + (form == "at")])
                if not path.startswith("/"):
                    base = "cwd" if form == "path" or arguments[at] & 0xFFFFFFFF == 0xFFFFFF9C else f"fd/{arguments[at] & 0xFFFFFFFF}"
                    path = os.path.join(Path(f"/proc/{pid}/{base}").readlink(), path)  # noqa: PTH118
        except (OSError, ValueError):
            return 0
        if not path.startswith(str(self.folder)):
            return 0
        role = "window" if _process_of(pid) == self._window else "engine"
        file = Path(path.removesuffix(" (deleted)"))
        place = self._place(file)
        key = role, name, place
        self._counts[key] = self._counts.get(key, 0) + 1
        call = Call(pid, role, name, file, place, self._counts[key])
        self.calls.append(call)
        return decide(call)

    def _place(self, file: Path) -> str:
        """A name that is the same in every run: library.db, library.db-journal, or the folder and whether the name is hidden."""
        relative = file.relative_to(self.folder)
        if file.name.startswith("library"):
            return file.name
        parts = [p for p in relative.parts if p != "home"]
        if file.is_dir():
            return f"{'/'.join(parts)}/"
        return f"{'/'.join(parts[:-1])}/{'part' if file.name.startswith('.') else 'file'}{file.suffix if len(file.suffix) < 6 else ''}"


def kill_now(pid: int) -> int:
    """For `decide`: kill the calling process, so that the call never happens."""
    os.kill(pid, signal.SIGKILL)
    return KILLED


def why_not() -> str:
    """Why calls cannot be watched here, "" if they can."""
    if sys.platform != "linux" or platform.machine() not in MACHINES:
        return "needs Linux on x86_64 or aarch64"
    child = os.fork()
    if child == 0:
        with suppress(BaseException):
            _install_filter()
            os._exit(0)
        os._exit(1)
    works = os.waitpid(child, 0)[1] == 0
    return "" if works else "this kernel or container does not allow watching another process's calls (seccomp user notifications)"


def _process_of(thread: int) -> int:
    try:
        for line in Path(f"/proc/{thread}/status").read_text().splitlines():
            if line.startswith("Tgid:"):
                return int(line.split()[1])
    except OSError:
        pass
    return thread


def _text(pid: int, address: int) -> str:
    with open(f"/proc/{pid}/mem", "rb", 0) as memory:  # noqa: PTH123
        memory.seek(address)
        return os.fsdecode(memory.read(1024).split(b"\0")[0])


def _filter() -> bytes:
    _, architecture, calls = MACHINES[platform.machine()]
    steps = [(LOAD, 0, 0, 4), (EQUAL, 1, 0, architecture), (RETURN, 0, 0, ALLOW), (LOAD, 0, 0, 0)]
    for number, (name, form, _) in calls.items():
        if name == "open":  # only opening for writing matters; folders to sync are opened for reading
            flags = 16 + 8 * (1 if form == "path" else 2)
            steps += [(EQUAL, 0, 4, number), (LOAD, 0, 0, flags), (ANY_BIT, 0, 1, FOR_WRITING), (RETURN, 0, 0, ASK), (RETURN, 0, 0, ALLOW)]
        else:
            steps += [(EQUAL, 0, 1, number), (RETURN, 0, 0, ASK)]
    steps.append((RETURN, 0, 0, ALLOW))
    return b"".join(struct.pack("HBBI", code, yes, no, value) for code, yes, no, value in steps)


def _install_filter() -> int:
    """Install the filter for this process. Returns the descriptor for its notifications."""

    class Program(ctypes.Structure):
        _fields_ = (("length", ctypes.c_ushort), ("steps", ctypes.c_void_p))

    libc = ctypes.CDLL(None, use_errno=True)
    steps = ctypes.create_string_buffer(_filter())
    program = Program(len(_filter()) // 8, ctypes.cast(steps, ctypes.c_void_p))
    libc.prctl(38, 1, 0, 0, 0)  # no new privileges
    fd = int(libc.syscall(MACHINES[platform.machine()][0], 1, 8, ctypes.byref(program)))
    if fd < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return fd


def main(channel_fd: int, command: Sequence[str]) -> None:
    channel = socket.socket(fileno=channel_fd)
    fd = _install_filter()
    socket.send_fds(channel, [b"x"], [fd])
    os.close(fd)
    channel.close()
    os.execv(command[0], list(command))


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:])
