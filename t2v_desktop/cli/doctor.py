"""Checks this computer: what it has, what is wrong, and how to fix it."""

import json
import platform
import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from t2v_desktop import __version__, children, paths, settings
from t2v_desktop.children import NO_CONSOLE
from t2v_desktop.errors import T2VError
from t2v_desktop.media.ffmpeg import ffmpeg
from t2v_desktop.models.store import find, installed_names, models_folder_problem

PACKAGES = ("torch", "tokenizers", "safetensors", "imageio-ffmpeg", "PySide6-Essentials")
MIN_MEMORY_GIB, MIN_DISK_GB = 2.0, 1.0
ENGINE_TIMEOUT_S = 120


@dataclass(frozen=True, slots=True)
class Finding:
    """The result of one check; `fix` says what to do if it is not `ok`."""

    name: str
    ok: bool
    value: str
    fix: str = ""


def run_checks() -> list[Finding]:
    """The results of all checks, in the order they are printed."""
    return [
        Finding("version", True, f"t2v-desktop {__version__}, Python {platform.python_version()}, {platform.platform()}"),
        *_engine(),
        _ffmpeg(),
        _model(),
        *(_folder(name, find_folder) for name, find_folder in FOLDERS.items()),
        *_installed(),
        _packages(),
    ]


def lines_of(findings: Sequence[Finding]) -> Iterator[str]:
    """The findings as they are printed."""
    for finding in findings:
        yield f"{'ok  ' if finding.ok else 'BAD '} {finding.name:<10} {finding.value}"
        if finding.fix:
            yield f"     {'':<10} -> {finding.fix}"


def _engine() -> list[Finding]:
    try:
        done = subprocess.run(
            children.command("engine", "--describe"),
            env=children.environment(),
            capture_output=True,
            stdin=subprocess.DEVNULL,
            timeout=ENGINE_TIMEOUT_S,
            check=False,
            creationflags=NO_CONSOLE,
        )
        description = json.loads(done.stdout.splitlines()[-1])
    except (OSError, ValueError, IndexError, subprocess.TimeoutExpired):
        return [Finding("engine", False, "the engine doesn't start", "reinstall the application: torch is missing or damaged")]
    return engine_findings(description)


def engine_findings(description: dict[str, Any]) -> list[Finding]:
    """The findings in the engine's description of this computer (`engine.device.describe`)."""
    free = description["memory_available_gib"]
    enough = free >= MIN_MEMORY_GIB
    precision = description["dtype"] if description["device"] == "cpu" else "16 bits"  # fp16 or bf16: each model's own
    problem, device = description["device_problem"], f"{description['device']} in {precision}"
    return [
        Finding("torch", True, f"{description['torch']} ({description['torch_build']})", _build_problem(description)),
        Finding("device", not problem, f"{device}; available: {', '.join(description['devices'])}", problem),
        Finding("memory", enough, f"{free} of {description['memory_total_gib']} GiB free", "" if enough else "close other programs"),
    ]


def _build_problem(description: dict[str, str]) -> str:
    if description["torch_build"] == "CPU only" and shutil.which("nvidia-smi"):
        return "this computer has an NVIDIA GPU that this build of torch can't use: install torch with CUDA"
    return ""


def _ffmpeg() -> Finding:
    try:
        path = ffmpeg()
        done = subprocess.run(
            [path, "-hide_banner", "-encoders"], capture_output=True, stdin=subprocess.DEVNULL, timeout=30, check=False, creationflags=NO_CONSOLE
        )
    except (T2VError, OSError, subprocess.TimeoutExpired):
        return Finding("ffmpeg", False, "missing, or doesn't start", "reinstall the application, or set IMAGEIO_FFMPEG_EXE to the path of ffmpeg")
    missing = [codec for codec in ("libx264", "libvpx-vp9", "gif") if codec.encode() not in done.stdout]
    if done.returncode or missing:
        problem = f"lacks {', '.join(missing)}" if missing else "doesn't start"
        return Finding("ffmpeg", False, path, f"this ffmpeg {problem}: unset IMAGEIO_FFMPEG_EXE")
    return Finding("ffmpeg", True, path)


def _model() -> Finding:
    try:
        model = find("starter")
    except T2VError as error:
        return Finding("starter", False, str(error), "reinstall the application")
    return Finding("starter", True, f"{model.folder}, {model.weights_bytes / 1e6:.0f} MB")


FOLDERS: dict[str, Callable[[], Path]] = {
    "clips": lambda: settings.load().clips,
    "models": lambda: settings.load().models,
    "cache": paths.cache,
    "settings": lambda: paths.settings_file().parent,
}


def _folder(name: str, find_folder: Callable[[], Path]) -> Finding:
    try:
        folder = find_folder()
    except T2VError as error:
        return Finding(name, False, "unknown", str(error))
    if name == "models" and (problem := models_folder_problem()):
        return Finding(name, False, str(folder), problem)
    if name == "clips" and (problem := settings.clips_folder_problem(settings.load())):
        return Finding(name, False, str(folder), problem)
    if name == "settings" and (problem := settings.read()[1]):
        return Finding(name, False, str(folder), problem)
    try:
        existing = next((p for p in (folder, *folder.parents) if p.exists()), folder)  # a missing folder is created later
        paths.check_writable(existing, needed_bytes=int(MIN_DISK_GB * 1e9))
        return Finding(name, True, f"{folder}, {shutil.disk_usage(existing).free / 1e9:.0f} GB free")
    except T2VError as error:
        return Finding(name, False, str(folder), str(error))
    except OSError as error:
        return Finding(name, False, str(folder), f"{error.filename or folder} can't be read ({error.strerror or error}): choose another folder")


def _installed() -> list[Finding]:
    """One finding for each installed model that can't be used."""
    broken = []
    try:
        names = installed_names()
    except T2VError:  # already reported for the models folder
        return []
    for name in names:
        try:
            find(name)
        except T2VError as error:
            broken.append(Finding(f"model {name}", False, "damaged", str(error)))
    return broken


def _packages() -> Finding:
    found, missing = [], []
    for package in PACKAGES:
        try:
            found.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            missing.append(package)
    return Finding("packages", not missing, ", ".join(found), f"missing: {', '.join(missing)}: reinstall the application" if missing else "")
