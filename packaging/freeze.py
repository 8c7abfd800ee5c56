"""Freezes the application to one folder that needs no Python: `python packaging/freeze.py`.

Run it in an environment with the application and packaging/requirements.txt. It writes dist/t2v-desktop (on macOS the .app too),
the licence texts in build/, and a table of sizes in dist/SIZES.txt. It fails if the folder is too large, contains files that
should be left out, or does not pass the self-test.
"""

import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

import artwork
import licences
import trim

ROOT = Path(__file__).resolve().parent.parent
BUILD, DIST = ROOT / "build", ROOT / "dist"
FOLDER = DIST / "t2v-desktop"
MAX_BYTES = 900_000_000  # of a CPU build, unpacked
GPU_LIBRARIES = ("libcublas*", "libtorch_cuda*", "torch_cuda*.dll")
STRIPPED = ("libtorch_cpu.so", "libtorch_python.so", "libtorch_cuda.so", "libpython3*.so*", "tokenizers.abi3.so")  # saves a fifth of their size
SELFTEST_S = 300


def main() -> None:
    artwork.make(BUILD / "artwork")
    licences.write(BUILD / "THIRD_PARTY_LICENSES", BUILD / "FFMPEG-SOURCE-OFFER.txt")
    freeze()
    if sys.platform == "linux":
        strip(FOLDER)
        prune(FOLDER / "_internal")
        licences.add_system_libraries(FOLDER / "_internal", FOLDER / "_internal" / "THIRD_PARTY_LICENSES")
    sizes = table(FOLDER)
    (DIST / "SIZES.txt").write_text(sizes, "utf-8")
    print(sizes)
    if wrong := [*faults(FOLDER)]:
        sys.exit("\n".join(wrong))
    selftest()


def freeze() -> None:
    """Run PyInstaller in a clean folder."""
    for old in (FOLDER, BUILD / "t2v-desktop"):
        shutil.rmtree(old, ignore_errors=True)
    options = ["--noconfirm", "--log-level", "ERROR", "--distpath", str(DIST), "--workpath", str(BUILD)]
    subprocess.run([sys.executable, "-m", "PyInstaller", *options, str(ROOT / "packaging" / "t2v-desktop.spec")], check=True, cwd=ROOT)


def strip(folder: Path) -> None:
    """Strip the symbols of internal functions from the largest libraries: nothing uses them."""
    for name in STRIPPED:
        for library in folder.rglob(name):
            subprocess.run(["strip", "--strip-unneeded", str(library)], check=True)


def prune(internal: Path) -> None:
    """Remove system libraries that nothing links to after other files were left out."""
    while orphans := [
        p for p in internal.glob("lib*.so*") if not p.is_symlink() and not p.name.startswith("libpython") and p.name not in linked_libraries(internal)
    ]:
        for library in orphans:
            library.unlink()


def linked_libraries(folder: Path) -> set[str]:
    """The names of the libraries that those in `folder` link to."""
    files = [str(p) for p in folder.rglob("*.so*") if p.is_file() and not p.is_symlink()]
    output = subprocess.run(["readelf", "-d", *files], capture_output=True, text=True, check=False).stdout
    found = set()
    of = ""
    for line in output.splitlines():
        if line.startswith("File: "):
            of = Path(line.removeprefix("File: ")).name
        elif "(NEEDED)" in line and (name := line.partition("[")[2].rstrip("]")) != of:
            found.add(name)
    return found


def faults(folder: Path) -> Iterator[str]:
    """What is wrong with the frozen folder."""
    places = {p: p.relative_to(folder / "_internal").as_posix() for p in (folder / "_internal").rglob("*") if p.is_file() or p.is_symlink()}
    for path, place in places.items():
        if path.is_symlink() and not path.exists():
            yield f"{place} is a broken link"
        elif not trim.needed(place):
            yield f"{place} should have been left out"
    total = size(folder)
    gpu = any(fnmatch(path.name, pattern) for path in places for pattern in GPU_LIBRARIES)
    if total > MAX_BYTES and not gpu:
        yield f"the folder has {total / 1e6:.0f} MB: the limit is {MAX_BYTES / 1e6:.0f} MB"


def size(folder: Path) -> int:
    return sum(p.stat().st_size for p in folder.rglob("*") if p.is_file() and not p.is_symlink())


def table(folder: Path) -> str:
    """A table of the largest parts of the folder."""
    parts: Counter[str] = Counter()
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            steps = path.relative_to(folder).parts
            inside = steps[1:] if steps[0] == "_internal" else steps
            parts["/".join(inside[:2]) if inside[0] in ("torch", "PySide6", "resources") and len(inside) > 2 else inside[0]] += path.stat().st_size
    total = sum(parts.values())
    rows = [f"{count / 1e6:8.1f} MB  {100 * count / total:4.1f} %  {name}" for name, count in parts.most_common(24)]
    rest = total - sum(count for _, count in parts.most_common(24))
    return "\n".join([*rows, f"{rest / 1e6:8.1f} MB  {100 * rest / total:4.1f} %  the rest", f"{total / 1e6:8.1f} MB          in all", ""])


def selftest() -> None:
    """Run the frozen application's self-test, without this environment's variables: it renders a clip and opens the window."""
    name = "t2v-desktop-cli.exe" if os.name == "nt" else "t2v-desktop"
    kept = {k: v for k, v in os.environ.items() if k in ("SYSTEMROOT", "TEMP", "TMP", "LOCALAPPDATA", "USERPROFILE", "HOME", "LANG", "PATH")}
    done = subprocess.run([str(FOLDER / name), "--selftest"], env=kept, capture_output=True, text=True, timeout=SELFTEST_S, check=False)
    print(done.stdout.strip(), done.stderr.strip())
    if done.returncode or not json.loads(done.stdout.splitlines()[-1])["ok"]:
        sys.exit("the frozen application does not work")


if __name__ == "__main__":
    main()
