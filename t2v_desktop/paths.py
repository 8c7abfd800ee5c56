"""The application's folders, and how to write a file safely."""

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
HOME_VARIABLE = "T2V_DESKTOP_HOME"  # if set, every folder is below it
PART = "t2v-part"  # in all our temporary names, so that no other program's file is mistaken for one
PART_AGE_S = 3600  # a temporary file untouched for this long has lost its writer
UNFINISHED = re.compile(r"\..+\.[a-z0-9_]{8}\.(?:t2v-)?part", re.DOTALL)  # the temporary names of `write_whole`, now and in version 0.1
FULL = (errno.ENOSPC, errno.EDQUOT)
CANNOT_SYNC = (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EPERM, errno.EACCES)  # network drives answer so for a folder


def parse_path(text: str) -> Path:
    """The absolute path for `text` from a setting, variable or argument, with `~` and `~name` expanded.

    Raises InvalidRequest for an unknown user and for text that can't be a path.
    """
    if not is_valid_path(text):
        raise InvalidRequest(f"{text!r:.200} is not a valid path")
    try:
        return Path(text).expanduser().absolute()
    except RuntimeError as error:
        raise InvalidRequest(f"{text!r:.200} names an unknown user: use an absolute path") from error


def is_valid_path(text: str) -> bool:
    """Whether `text` can be a path on this system: no NUL, no lone surrogate."""
    try:
        return b"\0" not in os.fsencode(text)
    except UnicodeEncodeError:
        return False


def _home() -> Path | None:
    home = os.environ.get(HOME_VARIABLE)
    return parse_path(home) if home else None


def _standard(part: str, folder: Callable[[], str]) -> Path:
    """The folder `part` below HOME_VARIABLE, otherwise the system's standard `folder`. Raises NoHome rather than use the current folder."""
    home = _home()
    if home:
        return home / part
    try:
        path = Path(folder())
    except RuntimeError:  # no HOME, and no entry for this user
        path = Path("~")
    if not path.is_absolute():
        raise NoHome(f"no home folder found: set HOME or {HOME_VARIABLE} to an absolute path")
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
    """Posters of the library's clips."""
    return data() / "posters"


def images() -> Path:
    """Pictures that clips start or end with."""
    return data() / "images"


def wildcards() -> Path:
    """Text files whose lines stand in for `__name__` in a prompt."""
    return data() / "wildcards"


def trash() -> Path:
    """Deleted clips, if the system has no trash."""
    return data() / "trash"


def library_file() -> Path:
    return data() / "library.db"


def kept_latents() -> Path:
    """Latents of finished denoises that are not decoded yet."""
    return cache() / "latents"


def kept_text() -> Path:
    """Encoded prompts."""
    return cache() / "text"


def resources() -> Path:
    """The folder that ships with the application: beside the package in a checkout, inside it once installed."""
    if hasattr(sys, "_MEIPASS"):  # frozen by PyInstaller
        return Path(sys._MEIPASS) / "resources"
    package = Path(__file__).resolve().parent
    return package / "resources" if (package / "resources").is_dir() else package.parent / "resources"


def docs() -> Path:
    """The pages of the help, which ship beside `resources`."""
    return resources().with_name("docs")


def write_whole(path: Path, content: bytes) -> None:
    """Write a file atomically: temporary name, flush, fsync, rename. Raises OSError."""
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


def clean_up_unfinished(folder: Path) -> None:
    """Remove temporary files of `write_whole` older than PART_AGE_S from one of the application's own folders."""
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            with suppress(OSError):
                if UNFINISHED.fullmatch(entry.name) and entry.is_file(follow_symlinks=False) and abandoned(entry):
                    Path(entry.path).unlink()


def abandoned(entry: "os.DirEntry[str]") -> bool:
    """Whether a file or folder is untouched for PART_AGE_S."""
    return time.time() - entry.stat(follow_symlinks=False).st_mtime > PART_AGE_S


def sync_folder(folder: Path) -> None:
    """Make a rename in `folder` survive a power cut. Does nothing on Windows and on network drives that can't sync folders.

    Raises OSError if the sync fails.
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


def disk_full(folder: Path) -> OutputError:
    """The OutputError to raise if the disk of `folder` has no space left."""
    return OutputError(f"disk full: {folder} has no space left. Free some space and try again")


def write_error(path: Path, error: OSError) -> OutputError:
    """The OutputError to raise after writing `path` failed with `error`."""
    if error.errno in FULL:
        return disk_full(path.absolute().parent)
    return OutputError(f"{path} can't be written ({error.strerror or error}): choose another folder")


def check_writable(folder: Path, needed_bytes: int) -> None:
    """Raise OutputError if a file of `needed_bytes` can't be written to `folder`. Call it before any work starts."""
    try:
        if not folder.exists():
            raise OutputError(f"the folder {folder} does not exist: create it or choose another")
        if not folder.is_dir():
            raise OutputError(f"{folder} is a file, not a folder: choose another folder")
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"\0")
        free = shutil.disk_usage(folder).free
    except OSError as error:
        if error.errno in FULL:
            raise disk_full(folder) from error
        raise OutputError(f"{folder} can't be written to ({error.strerror or error}): choose another folder") from error
    if free < needed_bytes:
        raise OutputError(f"disk full: {folder} needs {needed_bytes / 1e6:.0f} MB, {free / 1e6:.0f} MB free")
