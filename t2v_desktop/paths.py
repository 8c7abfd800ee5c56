"""Where the application keeps things, and how a file that matters is written."""

import os
import shutil
import sys
import tempfile
from pathlib import Path

import platformdirs

from t2v_desktop.errors import OutputError

APP = "t2v-desktop"
HOME_VARIABLE = "T2V_DESKTOP_HOME"  # when set, every folder lies under it


def _home() -> Path | None:
    home = os.environ.get(HOME_VARIABLE)
    return Path(home).expanduser().absolute() if home else None


def data() -> Path:
    home = _home()
    return home / "data" if home else Path(platformdirs.user_data_dir(APP, appauthor=False))


def cache() -> Path:
    home = _home()
    return home / "cache" if home else Path(platformdirs.user_cache_dir(APP, appauthor=False))


def settings_file() -> Path:
    home = _home()
    folder = home / "config" if home else Path(platformdirs.user_config_dir(APP, appauthor=False))
    return folder / "settings.json"


def models() -> Path:
    return data() / "models"


def clips() -> Path:
    home = _home()
    return home / "clips" if home else Path(platformdirs.user_videos_dir()) / "T2V Desktop"


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
    """Write a file so that it is never seen half done: temporary name, flush, fsync, rename."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make a rename in `folder` survive a power cut, where the system can (Windows cannot open folders)."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def check_writable(folder: Path, needed_bytes: int) -> None:
    """Raise OutputError, before any work starts, where `folder` cannot take a file of `needed_bytes`."""
    if not folder.exists():
        raise OutputError(f"the folder {folder} does not exist: create it or choose another")
    if not folder.is_dir():
        raise OutputError(f"{folder} is a file, not a folder: choose another place")
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"\0")
    except OSError as error:
        raise OutputError(f"{folder} cannot be written to ({error.strerror}): choose another folder") from error
    free = shutil.disk_usage(folder).free
    if free < needed_bytes:
        raise OutputError(f"{folder} has {free / 1e6:.0f} MB free, {needed_bytes / 1e6:.0f} MB are needed: make room")
