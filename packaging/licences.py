"""Writes THIRD_PARTY_LICENSES for the frozen environment, and the offer of ffmpeg's source."""

import re
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

import trim
from packaging.requirements import Requirement

APPLICATION = "t2v-desktop"
TEXTS = re.compile(r"(^|/)(LICEN[CS]E|COPYING|NOTICE|AUTHORS|COPYRIGHT)[^/]*$", re.IGNORECASE)
COMMON_TEXTS = Path(__file__).parent / "licence-texts"
LINE = "=" * 100
COMMON = {"GPL-3.0": "GNU General Public License", "LGPL-3.0": "GNU Lesser General Public License", "Apache-2.0": "Apache License"}
QT = """The libraries of Qt and PySide6 are used under the GNU Lesser General Public License, version 3
(at the end). They are separate files in this folder and can be replaced by others with the same interface.
Their source: https://download.qt.io/official_releases/QtForPython/ and /official_releases/qt/."""
NVIDIA = """The CUDA libraries in this build are used under NVIDIA's Software License Agreement and CUDA Supplement, which allows
applications to be given away with them: https://docs.nvidia.com/cuda/eula/"""
EMPTY = ("cuda-toolkit", "cuda-bindings", "cuda-pathfinder")  # NVIDIA's metapackages, whose dependencies have the licence texts
OFFER = """This application comes with a copy of ffmpeg, a program of its own that it starts to read and write videos:

    {version}

It is licensed under the GNU General Public License, version 3 or (in parts) later (at the end of THIRD_PARTY_LICENSES, and at
https://www.gnu.org/licenses/gpl-3.0.html). The application itself is not a part of it and is not licensed by it.

The copy is the one that imageio-ffmpeg {package} publishes, unchanged (https://github.com/imageio/imageio-binaries). Its complete
corresponding source is that of the version above (where it ends in -g and a number, that is its commit) with the configuration
below, from https://ffmpeg.org/releases and https://github.com/FFmpeg/FFmpeg, with the libraries that the configuration names.
For three years after you received this copy the maintainers of T2V Desktop will give anyone who asks that source for no more
than the cost of sending it: open an issue at https://github.com/t2v-desktop/t2v-desktop/issues.

    {configuration}
"""


def write(target: Path, offer: Path) -> None:
    """Write both files; fails if a frozen package has no licence at all."""
    target.parent.mkdir(parents=True, exist_ok=True)
    offer.write_text(_ffmpeg(), "utf-8")
    parts = [
        "T2V Desktop is used under the MIT License (LICENSE). It comes with the work of others, listed here with their licences.",
        _part("ffmpeg", "GPL-3.0-or-later", offer.read_text("utf-8")),
        _part("Qt and PySide6", "LGPL-3.0-only", QT),
        _part(f"Python {sys.version.split()[0]}", "PSF-2.0", (COMMON_TEXTS / "PSF-2.0.txt").read_text("utf-8")),
        _part("Inter, the typeface", "OFL-1.1", (Path(__file__).parent.parent / "resources/fonts/OFL.txt").read_text("utf-8")),
    ]
    if _has_cuda():
        parts.append(_part("NVIDIA CUDA", "NVIDIA Software License Agreement", NVIDIA))
    for package in sorted((each for each in frozen() if each.metadata["Name"].lower() not in EMPTY), key=lambda d: d.metadata["Name"].lower()):
        name, licence, texts = f"{package.metadata['Name']} {package.version}", _licence(package), list(_texts(package))
        if licence == "unknown" and not texts:
            sys.exit(f"{name} has no licence")
        parts.append(_part(name, licence, "\n\n".join(dict.fromkeys(texts)) or _text_of(name, licence)))
    parts += [_part(f"{title}, as it is common to many of these", key, (COMMON_TEXTS / f"{key}.txt").read_text("utf-8")) for key, title in COMMON.items()]
    target.write_text("\n".join(parts), "utf-8")


def _has_cuda() -> bool:
    import torch

    return torch.version.cuda is not None


def frozen() -> list[Distribution]:
    """All direct and indirect dependencies of the application, without those that are left out, and PyInstaller."""
    found: dict[str, Distribution] = {}
    left_out = {name.replace("_", "-") for name in trim.MODULES}

    def add(name: str, extras: frozenset[str]) -> None:
        key = re.sub(r"[-_.]+", "-", name).lower()
        if key in found or key in left_out:
            return
        try:
            package = distribution(name)
        except PackageNotFoundError:
            return
        found[key] = package
        for line in package.requires or []:
            wanted = Requirement(line)
            if wanted.marker is None or any(wanted.marker.evaluate({"extra": extra}) for extra in extras or {""}):
                add(wanted.name, frozenset(wanted.extras))

    add(APPLICATION, frozenset())
    add("pyinstaller", frozenset())
    del found[APPLICATION]
    return list(found.values())


def _text_of(name: str, licence: str) -> str:
    """The text for a package without a licence text of its own; fails if it is not one of the common licences."""
    if not any(known in licence for known in (*COMMON, "Apache Software License")):
        sys.exit(f"{name} has no licence text ({licence}), and packaging/licence-texts has none for it")
    return "The text of the licence is at the end."


def _licence(package: Distribution) -> str:
    metadata = package.metadata
    classifiers = [c.rsplit(" :: ", 1)[-1] for c in metadata.get_all("Classifier") or [] if c.startswith("License ::")]
    stated = metadata.get("License-Expression") or ", ".join(classifiers) or (metadata.get("License") or "").strip().partition("\n")[0]
    return stated or "unknown"


def _texts(package: Distribution) -> Iterator[str]:
    for file in package.files or []:
        if TEXTS.search(file.as_posix()) and ".dist-info/" in file.as_posix():
            path = Path(str(file.locate()))
            if path.is_file():
                yield path.read_text("utf-8", "replace").strip()


def _ffmpeg() -> str:
    from imageio_ffmpeg import get_ffmpeg_exe

    report = subprocess.run([get_ffmpeg_exe(), "-version"], capture_output=True, text=True, check=True).stdout.splitlines()
    configuration = next((line for line in report if line.startswith("configuration:")), "")
    if "--enable-nonfree" in configuration:
        sys.exit("this ffmpeg must not be distributed: it was built with --enable-nonfree")
    return OFFER.format(version=report[0], configuration=configuration, package=distribution("imageio-ffmpeg").version)


def add_system_libraries(internal: Path, target: Path) -> None:
    """Add the libraries that came from the build system, with their licences from Debian."""
    packages: dict[str, list[str]] = {}
    for library in sorted(p for p in internal.glob("lib*.so*") if not p.is_symlink()):
        owner = subprocess.run(["dpkg", "-S", f"*/{library.name}"], capture_output=True, text=True, check=False).stdout
        if owner:
            packages.setdefault(owner.partition(":")[0], []).append(library.name)
    with target.open("a", encoding="utf-8") as file:
        for package, libraries in packages.items():
            copyright_file = Path("/usr/share/doc", package, "copyright")
            text = copyright_file.read_text("utf-8", "replace").strip() if copyright_file.is_file() else f"See Debian's package {package}."
            file.write("\n" + _part(f"{package} ({', '.join(libraries)})", "as Debian records it", text))


def _part(name: str, licence: str, text: str) -> str:
    return f"{LINE}\n{name}\nLicence: {licence}\n{LINE}\n\n{text.strip()}\n"
