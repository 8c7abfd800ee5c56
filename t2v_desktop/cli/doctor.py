"""What this computer has, what is wrong with it, and how to mend that."""

import json
import platform
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from t2v_desktop import __version__, children, paths, settings
from t2v_desktop.children import NO_CONSOLE
from t2v_desktop.errors import T2VError
from t2v_desktop.media.ffmpeg import ffmpeg
from t2v_desktop.models.store import find, installed_names, trouble

PACKAGES = ("torch", "diffusers", "transformers", "accelerate", "safetensors", "imageio-ffmpeg", "PySide6-Essentials")
LEAST_MEMORY_GIB, LEAST_DISK_GB = 2.0, 1.0
ENGINE_S = 120


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; `mend` says what to do where it is not `ok`."""

    name: str
    ok: bool
    value: str
    mend: str = ""


def examine() -> list[Finding]:
    return [
        Finding("version", True, f"t2v-desktop {__version__}, Python {platform.python_version()}, {platform.platform()}"),
        *_engine(),
        _ffmpeg(),
        _model(),
        *(_place(name, find_folder) for name, find_folder in PLACES.items()),
        *_installed(),
        _packages(),
    ]


def _engine() -> list[Finding]:
    try:
        done = subprocess.run(
            children.command("engine", "--describe"),
            env=children.environment(),
            capture_output=True,
            stdin=subprocess.DEVNULL,
            timeout=ENGINE_S,
            check=False,
            creationflags=NO_CONSOLE,
        )
        told = json.loads(done.stdout.splitlines()[-1])
    except (OSError, ValueError, IndexError, subprocess.TimeoutExpired):
        return [Finding("engine", False, "the engine does not start", "install the application again: torch or diffusers is missing or damaged")]
    return about_engine(told)


def about_engine(told: dict[str, Any]) -> list[Finding]:
    """What the engine's own description of this computer (`engine.device.describe`) means."""
    free = told["memory_available_gib"]
    enough = free >= LEAST_MEMORY_GIB
    return [
        Finding("torch", True, f"{told['torch']} ({told['torch_build']})", _wrong_build(told)),
        Finding("device", not told["device_problem"], f"{told['device']} in {told['dtype']}; there are: {', '.join(told['devices'])}", told["device_problem"]),
        Finding("memory", enough, f"{free} of {told['memory_total_gib']} GiB free", "" if enough else "close other programs"),
    ]


def _wrong_build(told: dict[str, str]) -> str:
    if told["torch_build"] == "CPU only" and shutil.which("nvidia-smi"):
        return "this computer has an NVIDIA GPU that this build of torch cannot use: install torch with CUDA"
    return ""


def _ffmpeg() -> Finding:
    try:
        path = ffmpeg()
        done = subprocess.run(
            [path, "-hide_banner", "-encoders"], capture_output=True, stdin=subprocess.DEVNULL, timeout=30, check=False, creationflags=NO_CONSOLE
        )
    except (T2VError, OSError, subprocess.TimeoutExpired):
        return Finding("ffmpeg", False, "missing or not running", "install the application again, or set IMAGEIO_FFMPEG_EXE to an ffmpeg")
    lacking = [codec for codec in ("libx264", "libvpx-vp9", "gif") if codec.encode() not in done.stdout]
    if done.returncode or lacking:
        return Finding("ffmpeg", False, path, f"this ffmpeg lacks {', '.join(lacking) or 'the power to start'}: unset IMAGEIO_FFMPEG_EXE")
    return Finding("ffmpeg", True, path)


def _model() -> Finding:
    try:
        model = find("starter")
    except T2VError as error:
        return Finding("starter", False, str(error), "install the application again")
    return Finding("starter", True, f"{model.folder}, {model.weights_bytes / 1e6:.0f} MB")


PLACES: dict[str, Callable[[], Path]] = {
    "clips": lambda: settings.load().clips,
    "models": lambda: settings.load().models,
    "cache": paths.cache,
    "settings": lambda: paths.settings_file().parent,
}


def _place(name: str, find_folder: Callable[[], Path]) -> Finding:
    try:
        folder = find_folder()
    except T2VError as error:
        return Finding(name, False, "not known", str(error))
    if name == "models" and (why := trouble()):
        return Finding(name, False, str(folder), why)
    if name == "clips" and (why := settings.clips_folder_problem(settings.load())):
        return Finding(name, False, str(folder), why)
    if name == "settings" and (why := settings.read()[1]):
        return Finding(name, False, str(folder), why)
    try:
        there = next((p for p in (folder, *folder.parents) if p.exists()), folder)  # what is not there yet will be made there
        paths.check_writable(there, needed_bytes=int(LEAST_DISK_GB * 1e9))
        return Finding(name, True, f"{folder}, {shutil.disk_usage(there).free / 1e9:.0f} GB free")
    except T2VError as error:
        return Finding(name, False, str(folder), str(error))
    except OSError as error:
        return Finding(name, False, str(folder), f"{error.filename or folder} cannot be read ({error.strerror or error}): choose another folder")


def _installed() -> list[Finding]:
    """The models that are there and cannot be used, each with its reason."""
    broken = []
    try:
        names = installed_names()
    except T2VError:  # said of the folder already
        return []
    for name in names:
        try:
            find(name)
        except T2VError as error:
            broken.append(Finding(f"model {name}", False, "cannot be used", str(error)))
    return broken


def _packages() -> Finding:
    found, missing = [], []
    for package in PACKAGES:
        try:
            found.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            missing.append(package)
    return Finding("packages", not missing, ", ".join(found), f"missing: {', '.join(missing)}: install the application again" if missing else "")
