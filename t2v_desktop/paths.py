"""Where the application keeps things, and how a file that matters is written."""

import errno
import os
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import platformdirs

from t2v_desktop.errors import InvalidRequest, NoHome, OutputError

APP = "t2v-desktop"
HOME_VARIABLE = "T2V_DESKTOP_HOME"  # when set, every folder lies under it
PART = "t2v-part"  # in every temporary name of ours, so that no other program's file can be taken for one
PART_AGE_S = 3600  # a temporary file that nobody has touched for this long has lost its writer
UNFINISHED = re.compile(r"\..+\.[a-z0-9_]{8}\.(?:t2v-)?part", re.DOTALL)  # what `write_whole` names, here and in version 0.1
FULL = (errno.ENOSPC, errno.EDQUOT)
CANNOT_SYNC = (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EPERM, errno.EACCES)  # as network drives answer for a folder


def named(text: str) -> Path:
    """The path that someone wrote in a setting, a variable or an argument: absolute, `~` and `~name` filled in.

    Raises InvalidRequest for a user who is not there, and for what no file can be called.
    """
    if not nameable(text):
        raise InvalidRequest(f"{text!r:.200} is no name that a file can have")
    try:
        return Path(text).expanduser().absolute()
    except RuntimeError as error:
        raise InvalidRequest(f"{text!r:.200} begins in the home folder of a user who is not there: write the whole path") from error


def nameable(text: str) -> bool:
    """Whether the system takes `text` for a path at all: no NUL, no half character."""
    try:
        return b"\0" not in os.fsencode(text)
    except UnicodeEncodeError:
        return False


def _home() -> Path | None:
    home = os.environ.get(HOME_VARIABLE)
    return named(home) if home else None


def _standard(part: str, folder: Callable[[], str]) -> Path:
    """The folder `part` of HOME_VARIABLE, else the system's standard `folder`. Raises NoHome: nothing may lie where a program happens to be started."""
    home = _home()
    if home:
        return home / part
    try:
        path = Path(folder())
    except RuntimeError:  # no HOME, and a user without an entry
        path = Path("~")
    if not path.is_absolute():
        raise NoHome(f"this user has no home folder to keep anything in: set HOME, or {HOME_VARIABLE}, to a folder's whole path")
    return path


def data() -> Path:
    return _standard("data", lambda: platformdirs.user_data_dir(APP, appauthor=False))


def cache() -> Path:
    return _standard("cache", lambda: platformdirs.user_cache_dir(APP, appauthor=False))


def settings_file() -> Path:
    return _standard("config", lambda: platformdirs.user_config_dir(APP, appauthor=False)) / "settings.json"


def models() -> Path:
    return data() / "models"


def clips() -> Path:
    return _standard("clips", lambda: str(Path(platformdirs.user_videos_dir()) / "T2V Desktop"))


def posters() -> Path:
    """A picture of each clip of the library."""
    return data() / "posters"


def trash() -> Path:
    """Deleted clips, where the system has no trash of its own."""
    return data() / "trash"


def library_file() -> Path:
    return data() / "library.db"


def kept_latents() -> Path:
    """Finished denoises whose decode has not succeeded yet."""
    return cache() / "latents"


def resources() -> Path:
    """The folder that ships with the application: beside the package in a checkout, inside it once installed."""
    if hasattr(sys, "_MEIPASS"):  # frozen by PyInstaller
        return Path(sys._MEIPASS) / "resources"
    package = Path(__file__).resolve().parent
    return package / "resources" if (package / "resources").is_dir() else package.parent / "resources"


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that it is never seen half done: temporary name, flush, fsync, rename. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=f".{PART}")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise
    sync_folder(path.parent)


def sweep_unfinished(folder: Path) -> None:
    """Remove what a crash left of `write_whole` in a folder that is the application's own; what is younger than PART_AGE_S stays."""
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            with suppress(OSError):
                if UNFINISHED.fullmatch(entry.name) and entry.is_file(follow_symlinks=False) and abandoned(entry):
                    Path(entry.path).unlink()


def abandoned(entry: "os.DirEntry[str]") -> bool:
    """Whether nobody has touched a file or folder for PART_AGE_S."""
    return time.time() - entry.stat(follow_symlinks=False).st_mtime > PART_AGE_S


def sync_folder(folder: Path) -> None:
    """Make a rename in `folder` survive a power cut, where the system can.

    Windows cannot open folders; some network drives open them and refuse to sync them. Raises OSError where the sync was tried and failed.
    """
    if os.name == "nt":
        return
    try:
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
    except OSError as error:
        if error.errno not in CANNOT_SYNC:
            raise


def cannot_write(path: Path, error: OSError) -> OutputError:
    """The OutputError for a file or folder whose writing met `error`."""
    if error.errno in FULL:
        return OutputError(f"the disk of {path.absolute().parent} is full: make room and try again")
    return OutputError(f"{path} cannot be written ({error.strerror or error}): choose another place")


def check_writable(folder: Path, needed_bytes: int) -> None:
    """Raise OutputError, before any work starts, where `folder` cannot take a file of `needed_bytes`."""
    try:
        if not folder.exists():
            raise OutputError(f"the folder {folder} does not exist: create it or choose another")
        if not folder.is_dir():
            raise OutputError(f"{folder} is a file, not a folder: choose another place")
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"\0")
        free = shutil.disk_usage(folder).free
    except OSError as error:
        if error.errno in FULL:
            raise OutputError(f"the disk of {folder} is full: make room and try again") from error
        raise OutputError(f"{folder} cannot be written to ({error.strerror or error}): choose another folder") from error
    if free < needed_bytes:
        raise OutputError(f"{folder} has {free / 1e6:.0f} MB free, {needed_bytes / 1e6:.0f} MB are needed: make room")
