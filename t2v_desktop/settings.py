"""What the user has chosen for good, in a small JSON file."""

import json
import os
import stat
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from t2v_desktop import paths
from t2v_desktop.errors import InvalidRequest, OutputError
from t2v_desktop.request import DEVICE, DEVICES, MEMORY_PLANS

MAX_BYTES = 1_000_000  # of the file
MAX_TEXT, MAX_WINDOW = 4096, 100_000  # characters of a value; of `window`
FASTEST_KB_PER_S = 1_000_000
CHOICES = {"theme": ("system", "light", "dark"), "when_done": ("nothing", "quit", "sleep"), "memory": MEMORY_PLANS}
KINDS = {str: "text", bool: "true or false", int: "a whole number"}


@dataclass(frozen=True, slots=True)
class Settings:
    """`clips_folder` and `models_folder` are empty where the standard places serve.

    `theme` is system, light or dark; `when_done` what follows the last job: nothing, quit or sleep; `window` the main
    window's geometry, panes (as Qt saved them, in base64) and open sections. `hub` is a mirror's address and `proxy` an http or
    socks5 one, empty where the hub itself is asked directly; `download_kb_per_s` limits all downloads together, 0 does not.
    """

    model: str = "starter"
    device: str = "auto"
    memory: str = "auto"
    previews: bool = True
    clips_folder: str = ""
    models_folder: str = ""
    theme: str = "system"
    when_done: str = "nothing"
    notify: bool = True
    window: str = ""
    hub: str = ""
    proxy: str = ""
    download_kb_per_s: int = 0

    @property
    def clips(self) -> Path:
        """Where finished clips go. Raises InvalidRequest for the home folder of a user who is not there."""
        return _folder(self, "clips_folder") if self.clips_folder else paths.clips()

    @property
    def models(self) -> Path:
        """Where models are installed. Raises InvalidRequest like `clips`."""
        return _folder(self, "models_folder") if self.models_folder else paths.models()


def _folder(chosen: Settings, name: str) -> Path:
    try:
        return paths.named(getattr(chosen, name))
    except InvalidRequest as error:
        raise InvalidRequest(f"{name} in {paths.settings_file()}: {error}") from error


def without_lost_folders(chosen: Settings) -> tuple[Settings, str]:
    """The settings with the standard place for each folder that `clips` or `models` would raise for, and why, as one line; empty where none."""
    why = ""
    try:
        _ = chosen.clips
    except InvalidRequest as error:
        chosen, why = replace(chosen, clips_folder=""), str(error)
    try:
        _ = chosen.models
    except InvalidRequest as error:
        chosen, why = replace(chosen, models_folder=""), why or str(error)
    return chosen, why


def load() -> Settings:
    """The saved settings, with the default for each value that is missing or makes no sense. The file stays as it is."""
    return read()[0]


def read() -> tuple[Settings, str]:
    """The settings as `load` gives them, and one line on what in the file could not be used; empty where nothing is wrong."""
    path = paths.settings_file()
    try:
        values = _values(path)
    except (FileNotFoundError, NotADirectoryError):  # none was saved, or where it would be nothing can be
        return Settings(), ""
    except OSError as error:
        return Settings(), f"{path} cannot be read ({error.strerror or error}): the default settings are used"
    except (ValueError, RecursionError) as error:
        return Settings(), f"{path} holds no settings ({error}): the default settings are used"
    kept, wrong = asdict(Settings()), []
    for name in kept:
        if name not in values:
            continue
        if why := _fault(name, values[name], kept[name]):
            wrong.append(f"{name} {why}")
        else:
            kept[name] = values[name]
    return Settings(**kept), f"{path}: {'; '.join(wrong)}: the default is used" if wrong else ""


def _values(path: Path) -> dict[str, Any]:
    told = path.stat()
    if stat.S_ISDIR(told.st_mode):
        raise ValueError("it is a folder")
    if not stat.S_ISREG(told.st_mode):  # a pipe would be waited for
        raise ValueError("it is no file")
    if told.st_size > MAX_BYTES:
        raise ValueError("it is too large")
    try:
        values: Any = json.loads(path.read_text("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise ValueError("it is not UTF-8 text") from error
    except json.JSONDecodeError as error:
        raise ValueError(f"line {error.lineno} is not JSON") from error
    except ValueError as error:  # a number of thousands of digits
        raise ValueError("a number in it is too long") from error
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error
    if not isinstance(values, dict):
        raise ValueError("it is not a JSON object")
    return values


def _fault(name: str, value: object, default: object) -> str:
    """What is wrong with a value, as the end of a sentence; empty where it can be used."""
    if type(value) is not type(default):
        return f"should be {KINDS[type(default)]}, not {value!r:.40}"
    if name in CHOICES and value not in CHOICES[name]:
        return f"{value!r:.40} is none of {', '.join(CHOICES[name])}"
    if name == "device" and not DEVICE.fullmatch(str(value)):
        return f"{value!r:.40} is none of {', '.join(DEVICES)}"
    if isinstance(value, int) and name == "download_kb_per_s" and not 0 <= value <= FASTEST_KB_PER_S:
        return f"{value!r:.40} is out of range: use 0 to {FASTEST_KB_PER_S}"
    if isinstance(value, str):
        if len(value) > (MAX_WINDOW if name == "window" else MAX_TEXT):
            return "is too long"
        try:
            unusable = b"\0" in os.fsencode(value)
        except UnicodeEncodeError:  # half a character
            unusable = True
        if unusable:
            return f"holds characters that cannot be used: {value!a:.40}"
    return ""


def save(settings: Settings) -> None:
    """Write the settings. A file that could not be used whole is set aside first, for what was in it to be found again. Raises OutputError."""
    path = paths.settings_file()
    try:
        if path.is_dir():
            raise OutputError(f"{path} is a folder: the settings cannot be saved until it is moved away")
        if read()[1]:
            with suppress(OSError):
                path.replace(path.with_suffix(".damaged.json"))
        paths.write_whole(path, json.dumps(asdict(settings), indent=1).encode("utf-8"))
    except (OSError, ValueError) as error:
        raise OutputError(f"the settings cannot be saved in {path.parent} ({getattr(error, 'strerror', None) or error})") from error


def ready_clips(settings: Settings) -> Path:
    """The clips folder, made if need be. Raises OutputError: a drive that is not there is not made up for on another."""
    folder = settings.clips
    if why := clips_trouble(settings):
        raise OutputError(why)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"the clips folder {folder} cannot be made ({error.strerror or error}): choose another folder") from error
    return folder


def clips_trouble(settings: Settings) -> str:
    """Why no clip can go into the clips folder, as one line; empty where nothing is known to be wrong. Standard folders are made when needed."""
    folder = settings.clips
    try:
        mode = folder.stat().st_mode
    except FileNotFoundError:
        if settings.clips_folder and not os.path.isdir(folder.parent):  # noqa: PTH112  # Path's may raise
            return f"the clips folder {folder} is not there: connect its drive, or choose another folder"
        return ""
    except NotADirectoryError:
        return f"the clips folder {folder} lies in a file: choose another folder"
    except OSError as error:
        return f"the clips folder {folder} cannot be read ({error.strerror or error}): choose another folder"
    if not stat.S_ISDIR(mode):
        return f"the clips folder {folder} is a file, not a folder: choose another folder"
    return "" if os.access(folder, os.W_OK | os.X_OK) else f"the clips folder {folder} cannot be written to: choose another folder"
