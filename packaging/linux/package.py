"""Packs dist/t2v-desktop as a .deb and a .tar.zst: `python packaging/linux/package.py cpu|cuda`. `build.sh` runs all steps."""

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
DIST, BUILD = ROOT / "dist", ROOT / "build"
sys.path.insert(0, str(HERE.parent))
from freeze import linked_libraries, size  # noqa: E402  # packaging/ is a folder of programs, not a package

APP = "t2v-desktop"
METAINFO = "io.github.t2v_desktop.T2VDesktop.metainfo.xml"
ICON_SIZES = (16, 24, 32, 48, 64, 128, 256, 512)
DEVICES = {"cpu": "the processor", "cuda": "NVIDIA graphics cards and the processor"}
DRIVERS = ("libcuda.so", "libnvidia-ml.so", "libmlx5.so", "librdmacm.so", "libibverbs.so")  # driver libraries: installed with the card, or not needed
MAX_PACKED_BYTES = 320_000_000  # of a CPU build


def main() -> None:
    flavour = sys.argv[1]
    if flavour not in DEVICES:
        sys.exit("the flavour is cpu or cuda")
    version = _version()
    name = APP if flavour == "cpu" else f"{APP}-cuda"
    tree = BUILD / "deb" / name
    shutil.rmtree(tree, ignore_errors=True)
    lay_out(tree, version)
    (tree / "DEBIAN").mkdir()
    text = control(name, version, flavour, size(tree), newest_glibc(tree / "opt" / APP))
    (tree / "DEBIAN" / "control").write_text(text, "utf-8")
    check(tree, text)
    deb = DIST / f"{name}_{version}_amd64.deb"
    _run("dpkg-deb", "--root-owner-group", "-Zzstd", "-z19", "--build", str(tree), str(deb), ZSTD_CLEVEL="19")
    tar = DIST / f"{APP}-{version}-linux-x86_64-{flavour}.tar.zst"
    _run("tar", "-C", str(DIST), "--owner=0", "--group=0", "--sort=name", "-I", "zstd -19 -T0 -q", "-cf", str(tar), APP)
    for file in (deb, tar):
        print(f"{file.stat().st_size / 1e6:8.1f} MB  {file.relative_to(ROOT)}")
        if flavour == "cpu" and file.stat().st_size > MAX_PACKED_BYTES:
            sys.exit(f"{file.name} is larger than the limit of {MAX_PACKED_BYTES / 1e6:.0f} MB")


def lay_out(tree: Path, version: str) -> None:
    """Lay out the files as they are installed: the application in /opt, desktop files in /usr."""
    shutil.copytree(DIST / APP, tree / "opt" / APP, symlinks=True)
    share = tree / "usr" / "share"
    for folder in (tree / "usr" / "bin", share / "applications", share / "metainfo", share / "doc" / APP):
        folder.mkdir(parents=True)
    (tree / "usr" / "bin" / APP).symlink_to(f"/opt/{APP}/{APP}")
    shutil.copyfile(HERE / f"{APP}.desktop", share / "applications" / f"{APP}.desktop")
    released = time.strftime("%Y-%m-%d", time.gmtime(float(os.environ.get("SOURCE_DATE_EPOCH", time.time()))))
    metainfo = (HERE / METAINFO).read_text("utf-8").replace("@VERSION@", version).replace("@DATE@", released)
    (share / "metainfo" / METAINFO).write_text(metainfo, "utf-8")
    for text in (ROOT / "LICENSE", BUILD / "FFMPEG-SOURCE-OFFER.txt", ROOT / "CHANGELOG.md"):
        shutil.copyfile(text, share / "doc" / APP / text.name)
    (share / "doc" / APP / "LICENSE").rename(share / "doc" / APP / "copyright")
    for pixels in ICON_SIZES:
        _place(BUILD / "artwork" / f"{APP}-{pixels}.png", share / "icons/hicolor" / f"{pixels}x{pixels}" / "apps" / f"{APP}.png")
    _place(ROOT / "resources/icons/app.svg", share / "icons/hicolor/scalable/apps" / f"{APP}.svg")
    for path in tree.rglob("*"):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o111 else 0o644)


def control(name: str, version: str, flavour: str, size_bytes: int, glibc: str) -> str:
    values = {
        "PACKAGE": name, "VERSION": version, "SIZE_KB": str(size_bytes // 1024), "GLIBC": glibc, "DEVICES": DEVICES[flavour],
        "OTHER": f"{APP}-cuda" if name == APP else APP,
    }  # fmt: skip
    text = (HERE / "control").read_text("utf-8")
    for key, value in values.items():
        text = text.replace(f"@{key}@", value)
    return text


def check(tree: Path, control_text: str) -> None:
    """Fail if desktop files are invalid, or if a library is neither included nor a dependency."""
    _run("desktop-file-validate", str(tree / "usr/share/applications" / f"{APP}.desktop"))
    _run("appstreamcli", "validate", "--no-net", str(tree / "usr/share/metainfo" / METAINFO))
    depends = next(line for line in control_text.splitlines() if line.startswith("Depends:"))
    named = {entry.split("(")[0].strip() for entry in depends.removeprefix("Depends:").split(",")}
    if missing := {library: package for library, package in system_libraries(tree / "opt" / APP) if package not in named}:
        sys.exit(f"not among the dependencies: {missing}")


def newest_glibc(folder: Path) -> str:
    """The newest glibc version that a file in the folder requires: libraries from this system may require its own."""
    programs = [str(p) for p in folder.rglob("*") if p.is_file() and not p.is_symlink() and (".so" in p.name or p.stat().st_mode & 0o111)]
    output = subprocess.run(["readelf", "--version-info", *programs], capture_output=True, text=True, check=False).stdout
    major, minor = max((int(major), int(minor)) for major, minor in re.findall(r"GLIBC_(\d+)\.(\d+)", output))
    return f"{major}.{minor}"


def system_libraries(folder: Path) -> Iterator[tuple[str, str]]:
    """The libraries that are not in the folder, with the system packages that they come from."""
    inside = {p.name for p in folder.rglob("*.so*")}
    for library in sorted(name for name in linked_libraries(folder) - inside if not name.startswith(DRIVERS)):
        owner = subprocess.run(["dpkg", "-S", f"*/{library}"], capture_output=True, text=True, check=False).stdout
        yield library, owner.partition(":")[0] or "no package"


def _place(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def _version() -> str:
    return (ROOT / "t2v_desktop" / "__init__.py").read_text("utf-8").split('__version__ = "')[1].split('"')[0]


def _run(*command: str, **environment: str) -> None:
    subprocess.run(command, check=True, env=os.environ | environment)


if __name__ == "__main__":
    main()
