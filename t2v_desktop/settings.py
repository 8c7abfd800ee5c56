"""The user's settings, in a small JSON file."""

import json
import os
import re
import stat
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from t2v_desktop import paths
from t2v_desktop.errors import InvalidRequest, OutputError
from t2v_desktop.request import DEVICE, DEVICES, MEMORY_PLANS

MAX_BYTES = 1_000_000  # of the file
MAX_TEXT, MAX_WINDOW = 4096, 100_000  # characters of a text value; of `window`
MAX_KB_PER_S = 1_000_000
CHOICES = {"theme": ("system", "light", "dark"), "when_done": ("nothing", "quit", "sleep"), "memory": MEMORY_PLANS}
LANGUAGE = re.compile(r"|[a-z]{2,3}(_[A-Z][A-Za-z]{1,3})?")  # those there are depend on the version
KEEP_MODEL_S = (60, 300, 600, 1800, 0)
LOCAL = ("window", "clips_folder", "models_folder")  # settings that are no use on another computer
EXPORTED = "t2v_desktop_settings"  # the key of the settings in an exported file
KINDS = {str: "text", bool: "true or false", int: "a whole number"}


@dataclass(frozen=True, slots=True)
class Settings:
    """The saved settings.

    `clips_folder` and `models_folder` are "" for the standard folders. `theme` is system, light or dark; `when_done` is what happens
    when the queue finishes: nothing, quit or sleep. `window` has the main window's geometry and panes (Qt's own state, in base64) and
    its open sections. `hub` is the address of a mirror of Hugging Face, `proxy` an http or socks5 address, "" for none.
    `download_kb_per_s` limits all downloads together; 0 is unlimited. `keep_model_s` is how long the engine stays in memory after
    its last clip, in seconds; 0 is until the app closes. `tour_shown` is True once the tour of the window was shown. `language` is that of the
    window, such as de or zh_CN, "" for the system's.
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
    keep_model_s: int = 600
    tour_shown: bool = False
    language: str = ""

    @property
    def clips(self) -> Path:
        """The folder for finished clips. Raises InvalidRequest for the home folder of an unknown user."""
        return _folder(self, "clips_folder") if self.clips_folder else paths.clips()

    @property
    def models(self) -> Path:
        """The folder for installed models. Raises InvalidRequest like `clips`."""
        return _folder(self, "models_folder") if self.models_folder else paths.models()


def _folder(chosen: Settings, name: str) -> Path:
    try:
        return paths.parse_path(getattr(chosen, name))
    except InvalidRequest as error:
        raise InvalidRequest(f"{name} in {paths.settings_file()}: {error}") from error


def with_usable_folders(chosen: Settings) -> tuple[Settings, str]:
    """The settings with the standard folder in place of each that `clips` or `models` raises for, and why as one line; "" if none."""
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
    """The saved settings, with defaults for missing and invalid values. Does not change the file."""
    return read()[0]


def read() -> tuple[Settings, str]:
    """The settings as in `load`, and one line on what was invalid in the file; "" if nothing was."""
    path = paths.settings_file()
    try:
        values = _values(path)
    except (FileNotFoundError, NotADirectoryError):  # nothing was saved yet, or the folder can't exist
        return Settings(), ""
    except OSError as error:
        return Settings(), f"{path} can't be read ({error.strerror or error}): using the default settings"
    except (ValueError, RecursionError) as error:
        return Settings(), f"{path} is not a settings file ({error}): using the default settings"
    chosen, wrong = _apply(values, Settings())
    return chosen, f"{path}: {'; '.join(wrong)}: using the default" if wrong else ""


def _apply(values: Mapping[str, Any], chosen: Settings) -> tuple[Settings, list[str]]:
    """The settings with those of `values` that are valid, and what is wrong with the others."""
    kept, wrong = asdict(chosen), []
    for name, default in asdict(Settings()).items():
        if name not in values:
            continue
        if why := _fault(name, values[name], default):
            wrong.append(f"{name} {why}")
        else:
            kept[name] = values[name]
    return Settings(**kept), wrong


def export(chosen: Settings, file: Path) -> None:
    """Write the settings to a file for another computer, without what belongs to this one (LOCAL). Raises OutputError."""
    shared = {name: value for name, value in asdict(chosen).items() if name not in LOCAL}
    try:
        paths.write_whole(file, json.dumps({EXPORTED: shared}, indent=1).encode("utf-8"))
    except (OSError, ValueError) as error:
        raise OutputError(f"the settings can't be saved to {file} ({getattr(error, 'strerror', None) or error})") from error


def read_exported(file: Path, chosen: Settings) -> tuple[Settings, str]:
    """`chosen` with the settings of an exported file, and one line on what was invalid in it; "" if nothing was.

    Raises InvalidRequest if it isn't such a file.
    """
    try:
        exported = _values(file).get(EXPORTED)
    except OSError as error:
        raise InvalidRequest(f"{file} can't be read ({error.strerror or error})") from error
    except (ValueError, RecursionError) as error:
        raise InvalidRequest(f"{file.name} is not a file of exported settings: {error}") from error
    if not isinstance(exported, dict):
        raise InvalidRequest(f"{file.name} is not a file of exported settings")
    merged, wrong = _apply({name: value for name, value in exported.items() if name not in LOCAL}, chosen)
    return merged, f"{file.name}: {'; '.join(wrong)}: left as it was" if wrong else ""


def _values(path: Path) -> dict[str, Any]:
    status = path.stat()
    if stat.S_ISDIR(status.st_mode):
        raise ValueError("it is a folder")
    if not stat.S_ISREG(status.st_mode):  # reading a pipe would block
        raise ValueError("it is not a file")
    if status.st_size > MAX_BYTES:
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
    """What is wrong with a value, as the end of a sentence; "" if nothing is."""
    if type(value) is not type(default):
        return f"should be {KINDS[type(default)]}, not {value!r:.40}"
    if name in CHOICES and value not in CHOICES[name]:
        return f"{value!r:.40} is not one of {', '.join(CHOICES[name])}"
    if name == "device" and not DEVICE.fullmatch(str(value)):
        return f"{value!r:.40} is not one of {', '.join(DEVICES)}"
    if name == "language" and not LANGUAGE.fullmatch(str(value)):
        return f"{value!r:.40} is not a language: use a code such as de or zh_CN"
    if isinstance(value, int) and name == "download_kb_per_s" and not 0 <= value <= MAX_KB_PER_S:
        return f"{value!r:.40} is out of range: use 0 to {MAX_KB_PER_S}"
    if name == "keep_model_s" and value not in KEEP_MODEL_S:
        return f"{value!r:.40} is not one of {', '.join(map(str, KEEP_MODEL_S))}"
    if isinstance(value, str):
        if len(value) > (MAX_WINDOW if name == "window" else MAX_TEXT):
            return "is too long"
        try:
            unusable = b"\0" in os.fsencode(value)
        except UnicodeEncodeError:  # a lone surrogate
            unusable = True
        if unusable:
            return f"contains invalid characters: {value!a:.40}"
    return ""


def save(settings: Settings) -> None:
    """Write the settings. Keeps a file with invalid values as NAME.damaged.json. Raises OutputError."""
    path = paths.settings_file()
    try:
        if path.is_dir():
            raise OutputError(f"{path} is a folder: move it away to save the settings")
        if read()[1]:
            with suppress(OSError):
                path.replace(path.with_suffix(".damaged.json"))
        paths.write_whole(path, json.dumps(asdict(settings), indent=1).encode("utf-8"))
    except (OSError, ValueError) as error:
        raise OutputError(f"the settings can't be saved to {path.parent} ({getattr(error, 'strerror', None) or error})") from error


def make_clips_folder(settings: Settings) -> Path:
    """The clips folder, created if necessary. Raises OutputError, also if the folder is on a drive that is not connected."""
    folder = settings.clips
    if why := clips_folder_problem(settings):
        raise OutputError(why)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"the clips folder {folder} can't be created ({error.strerror or error}): choose another folder") from error
    return folder


def clips_folder_problem(settings: Settings) -> str:
    """Why the clips folder can't be used, as one line; "" if it can. A standard folder that is missing is fine: it is created when needed."""
    folder = settings.clips
    try:
        mode = folder.stat().st_mode
    except FileNotFoundError:
        if settings.clips_folder and not os.path.isdir(folder.parent):  # noqa: PTH112  # Path's may raise
            return f"the clips folder {folder} is missing: connect its drive or choose another folder"
        return ""
    except NotADirectoryError:
        return f"the clips folder {folder} is inside a file: choose another folder"
    except OSError as error:
        return f"the clips folder {folder} can't be read ({error.strerror or error}): choose another folder"
    if not stat.S_ISDIR(mode):
        return f"the clips folder {folder} is a file, not a folder: choose another folder"
    return "" if os.access(folder, os.W_OK | os.X_OK) else f"the clips folder {folder} can't be written to: choose another folder"
