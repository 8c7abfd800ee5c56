"""What an installed model is made of: where it is from, and the hash of each of its files."""

import hashlib
import json
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from types import MappingProxyType

from t2v_desktop import paths
from t2v_desktop.errors import BrokenModel, Cancelled
from t2v_desktop.models.families import known_files
from t2v_desktop.models.json_files import read_json

FILE = "t2v-desktop.json"
BLOCK_BYTES = 4 << 20


@dataclass(frozen=True, slots=True)
class Manifest:
    """`source` is a hub id and `commit` the version there, or the place it was imported from and nothing.

    `sha256` of each file that is read of a model, by its path within the folder; what else lies there is nobody's business.
    """

    source: str
    commit: str
    licence: str
    sha256: dict[str, str]

    @property
    def from_hub(self) -> bool:
        return bool(self.commit)


def record(folder: Path, source: str, commit: str, licence: str, known: Mapping[str, str] = MappingProxyType({})) -> Manifest:
    """Write the manifest of what is read of the model in `folder`; `known` holds hashes that were just checked, by path."""
    made = Manifest(source, commit, licence, {name: known.get(name) or digest(folder / name) for name in _there(folder)})
    paths.write_whole(folder / FILE, json.dumps(asdict(made), indent=1).encode())
    return made


def read(folder: Path) -> Manifest | None:
    """The manifest of a model that was fetched or imported, None for a folder that was put here by hand. Raises BrokenModel."""
    try:
        if not (folder / FILE).is_file():
            return None
    except OSError as error:
        raise BrokenModel(f"{folder / FILE} cannot be read ({error.strerror or error})") from error
    told = read_json(folder / FILE)
    source, commit, licence, sha256 = (told.get(key) for key in ("source", "commit", "licence", "sha256"))
    texts = isinstance(source, str) and isinstance(commit, str) and isinstance(licence, str)
    if not texts or not isinstance(sha256, dict) or not all(isinstance(h, str) and _is_inside(name) for name, h in sha256.items()):
        raise BrokenModel(f"{folder / FILE} does not say what the model is made of")
    return Manifest(str(source), str(commit), str(licence), {name: right for name, right in sha256.items() if name in known_files()})


def _there(folder: Path) -> list[str]:
    """The files there that are read of a model."""
    try:
        return sorted(name for name in known_files() if (folder / name).is_file())
    except OSError as error:
        raise BrokenModel(f"{error.filename or folder} cannot be read ({error.strerror or error})") from error


def _is_inside(name: str) -> bool:
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts and "\\" not in name and ":" not in name


def changed(folder: Path, stop: threading.Event | None = None, told: Callable[[int], None] = lambda _bytes: None) -> list[str]:
    """The files that are missing, no longer what they were when the model was installed, or new since.

    `told` hears of bytes as they are read. Raises BrokenModel without a manifest, Cancelled once `stop` is set.
    """
    manifest = read(folder)
    if manifest is None:
        raise BrokenModel(f"{folder} has no record of what it should hold: it was put there by hand. Import it to have one")
    there = _there(folder)
    bad = [name for name, right in manifest.sha256.items() if name not in there or digest(folder / name, stop, told) != right]
    return bad + _added(folder, manifest)


def _added(folder: Path, manifest: Manifest) -> list[str]:
    """Files that could be loaded in the place of those that were installed."""
    return [name for name in _there(folder) if name not in manifest.sha256]


def check(folder: Path, told: Callable[[int], None] = lambda _bytes: None) -> None:
    """Hold an installed model to its hashes before it is loaded; a file that was not touched since the last time is not read again.

    `told` hears of bytes as they are read, and may raise to stop. Raises BrokenModel, naming what changed.
    """
    manifest = read(folder)
    if manifest is None:
        return
    seen = paths.cache() / "verified" / f"{hashlib.sha256(str(folder).encode()).hexdigest()[:32]}.json"
    try:
        before = json.loads(seen.read_text("utf-8"))
    except (OSError, ValueError):
        before = {}
    there, stamps, bad = _there(folder), {}, _added(folder, manifest)
    for name, right in manifest.sha256.items():
        stamps[name] = [right, *_stamp(folder / name)]
        if stamps[name] != before.get(name) and (name not in there or digest(folder / name, told=told) != right):
            bad.append(name)
    if bad:
        advice, option = "import the model again", ""
        if manifest.from_hub:
            advice, option = "repair the model", f"t2v-desktop models repair {folder.name}"
        raise BrokenModel(f"{folder.name}: {', '.join(bad)} changed since it was installed: {advice}", option=option)
    if stamps != before:
        with suppress(OSError):  # a cache that cannot be written costs a second reading
            paths.write_whole(seen, json.dumps(stamps).encode())


def _stamp(file: Path) -> list[int]:
    """What a file's content cannot change without, short of a failing disk: size, times of change, and which file it is."""
    try:
        found = file.stat()
    except OSError:
        return []
    return [found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino]


def digest(file: Path, stop: threading.Event | None = None, told: Callable[[int], None] = lambda _bytes: None) -> str:
    """The sha256 of a file. Raises Cancelled once `stop` is set, BrokenModel where it cannot be read."""
    found = hashlib.sha256()
    try:
        with file.open("rb") as stream:
            while block := stream.read(BLOCK_BYTES):
                if stop is not None and stop.is_set():
                    raise Cancelled("the check was stopped")
                found.update(block)
                told(len(block))
    except OSError as error:
        raise BrokenModel(f"{file} cannot be read ({error.strerror or error})") from error
    return found.hexdigest()
