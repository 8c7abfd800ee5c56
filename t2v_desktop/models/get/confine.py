"""A sandbox for a process that reads untrusted files: no programs, no connections, only the files it was given.

On Linux the kernel enforces it: seccomp blocks system calls, landlock blocks files (both since 5.13, on x86-64 and ARM64).
Elsewhere only an audit hook does, which stops Python code but not a determined attacker. See `kernel_sandbox_available`.
"""

import ctypes
import errno
import os
import platform
import struct
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from t2v_desktop.models.get import syscalls

FORBIDDEN = (
    "socket.", "subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork", "os.startfile", "ctypes.", "webbrowser.", "sqlite3.",
    "os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.link", "os.symlink", "os.truncate", "os.chmod", "os.chown", "os.putenv", "os.kill", "shutil.",
)  # fmt: skip
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
LIBRARIES = ("/lib", "/lib64", "/usr/lib", "/usr/lib64", "/etc/ld.so.cache")  # loaded later by Python's own modules
NO_NEW_PRIVILEGES, GET_SECCOMP = 38, 21  # prctl operations
SET_FILTER, ALL_THREADS = 1, 1  # seccomp operation and flag
LOAD, EQUAL, AT_LEAST, ANY_BIT, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06  # opcodes of the filter (BPF)
KILL, ALLOW, REFUSE = 0x8000_0000, 0x7FFF_0000, 0x0005_0000
CALL, ARCHITECTURE, FIRST_ARGUMENT = 0, 4, 16  # offsets in struct seccomp_data
READ_FILE, READ_FOLDER = 1 << 2, 1 << 3  # landlock access rights
FILES_OF = {1: 1 << 13, 2: 1 << 14, 3: 1 << 15, 4: 1 << 15}  # landlock's access rights for files, by ABI version; 16 bits from version 5 on


def kernel_sandbox_available() -> bool:
    """Whether this computer's kernel can enforce the sandbox."""
    if sys.platform != "linux" or platform.machine() not in syscalls.NUMBERS:
        return False
    return bool(_library().prctl(GET_SECCOMP, 0, 0, 0, 0) == 0)


def confine(read: Sequence[Path], on_violation: Callable[[str], None]) -> list[str]:
    """Sandbox this process: only `read` and the program's own modules can be opened, only files already open can be written.

    Returns what enforces it: "seccomp", "landlock", "audit". `on_violation` is called with what Python code tried, and should end
    the process. Raises OSError if the kernel supports the sandbox but refuses to enforce it.
    """
    sys.dont_write_bytecode = True
    readable = [path.resolve() for path in (*read, *_own_folders()) if path.exists()]
    enforced_by = []
    if kernel_sandbox_available():
        if _library().prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0) != 0:
            raise OSError(ctypes.get_errno(), "no sandbox")
        if _landlock(readable):
            enforced_by.append("landlock")
        _seccomp()
        enforced_by.append("seccomp")
    _watch(readable, on_violation)
    return [*enforced_by, "audit"]


def _own_folders() -> list[Path]:
    """The folders that modules are imported from later; never one that contains the user's home."""
    frozen = [Path(sys._MEIPASS)] if hasattr(sys, "_MEIPASS") else []
    folders = [Path(entry) for entry in sys.path if entry] + [Path(os.__file__).parent, *frozen, *map(Path, LIBRARIES)]
    home = Path(os.path.expanduser("~"))  # noqa: PTH111  # Path.home() raises if there is none
    return [folder for folder in dict.fromkeys(folders) if not home.is_relative_to(folder)]


def _watch(readable: list[Path], on_violation: Callable[[str], None]) -> None:
    """Report forbidden audit events, with a readable message, before the kernel blocks them."""

    def watch(event: str, arguments: tuple[Any, ...]) -> None:
        if event.startswith(FORBIDDEN):
            on_violation(event)
        if event == "open" and isinstance(arguments[0], str | bytes):
            path = Path(os.path.realpath(os.fsdecode(arguments[0])))
            if arguments[2] & WRITING:
                on_violation("writing a file")
            elif not any(path.is_relative_to(each) for each in readable):
                on_violation("reading a file")

    sys.addaudithook(watch)


def _library() -> Any:
    return ctypes.CDLL(None, use_errno=True)


def _seccomp() -> None:
    """Block the system calls listed in syscalls.py, in all threads. Raises OSError."""
    numbers, filter_ = syscalls.NUMBERS[platform.machine()], _filter()
    code = ctypes.create_string_buffer(filter_, len(filter_))
    program = ctypes.create_string_buffer(struct.pack("HxxxxxxP", len(filter_) // 8, ctypes.addressof(code)))
    if _library().syscall(ctypes.c_long(numbers["seccomp"]), SET_FILTER, ALL_THREADS, program) != 0:
        raise OSError(ctypes.get_errno(), "no sandbox")


def _filter() -> bytes:
    """The BPF program that the kernel runs at each system call: blocks the listed calls, some by their arguments, and all newer ones."""
    machine = platform.machine()
    numbers = syscalls.NUMBERS[machine]
    refused, unknown = REFUSE | errno.EPERM, REFUSE | errno.ENOSYS
    steps = [
        (LOAD, 0, 0, ARCHITECTURE), (EQUAL, 1, 0, syscalls.ARCHITECTURES[machine]), (RETURN, 0, 0, KILL),
        (LOAD, 0, 0, CALL), (AT_LEAST, 0, 1, syscalls.FIRST_UNKNOWN), (RETURN, 0, 0, unknown),
    ]  # fmt: skip
    for name in syscalls.REFUSED:
        if name in numbers:
            steps += [(EQUAL, 0, 1, numbers[name]), (RETURN, 0, 0, refused)]
    for name in syscalls.OPAQUE:  # their arguments can't be inspected; libraries fall back to calls whose can
        steps += [(EQUAL, 0, 1, numbers[name]), (RETURN, 0, 0, unknown)]
    for name, argument, bits, allowed_with in syscalls.BY_BITS:  # clone only for threads, open only for reading
        if name in numbers:
            verdicts = (ALLOW, refused) if allowed_with else (refused, ALLOW)
            steps += [(EQUAL, 0, 4, numbers[name]), (LOAD, 0, 0, FIRST_ARGUMENT + 8 * argument), (ANY_BIT, 0, 1, bits)]
            steps += [(RETURN, 0, 0, verdicts[0]), (RETURN, 0, 0, verdicts[1])]
    for name in syscalls.TO_ITSELF:  # a process may signal itself, to exit
        steps += [(EQUAL, 0, 4, numbers[name]), (LOAD, 0, 0, FIRST_ARGUMENT), (EQUAL, 0, 1, os.getpid()), (RETURN, 0, 0, ALLOW), (RETURN, 0, 0, refused)]
    steps.append((RETURN, 0, 0, ALLOW))
    return b"".join(struct.pack("HBBI", *step) for step in steps)


def _landlock(readable: list[Path]) -> bool:
    """Allow only `readable` to be opened, and no file to be written, created or removed. Returns whether the kernel enforces it."""
    call = _library().syscall
    version = call(ctypes.c_long(syscalls.LANDLOCK_CREATE), None, ctypes.c_size_t(0), 1)
    if version < 1 or len(os.listdir("/proc/self/task")) > 1:  # it would restrict only this thread  # noqa: PTH208
        return False
    files = FILES_OF.get(version, 1 << 16) - 1
    attributes = struct.pack("QQQ", files, 3 if version >= 4 else 0, 3 if version >= 6 else 0)[: 8 if version < 4 else 16 if version < 6 else 24]
    rules = call(ctypes.c_long(syscalls.LANDLOCK_CREATE), attributes, ctypes.c_size_t(len(attributes)), 0)
    if rules < 0:
        return False
    for path in readable:
        handle = os.open(path, os.O_PATH)
        rights = READ_FILE | READ_FOLDER if path.is_dir() else READ_FILE
        call(ctypes.c_long(syscalls.LANDLOCK_ADD), rules, 1, struct.pack("=Qi", rights, handle), 0)
        os.close(handle)
    enforced = call(ctypes.c_long(syscalls.LANDLOCK_RESTRICT), rules, 0) == 0
    os.close(rules)
    return bool(enforced)
