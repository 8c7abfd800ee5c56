"""The record of an installed model: its source, and the hash of each of its files."""

import hashlib
import json
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from types import MappingProxyType

from t2v_desktop import paths
from t2v_desktop.errors import BrokenModel, Cancelled
from t2v_desktop.models.families import files_read, is_read
from t2v_desktop.models.json_files import read_json

FILE = "t2v-desktop.json"
BLOCK_BYTES = 4 << 20


@dataclass(frozen=True, slots=True)
class Manifest:
    """`source` is a hub ID with its `commit`, or the path of an import with an empty commit.

    `sha256` maps the path of each model file to its hash; other files in the folder are ignored. `originals` has the hashes that files had on the hub before
    they were converted.
    """

    source: str
    commit: str
    licence: str
    sha256: dict[str, str]
    originals: dict[str, str] = field(default_factory=dict)

    @property
    def from_hub(self) -> bool:
        return bool(self.commit)


def record(
    folder: Path, source: str, commit: str, licence: str, known: Mapping[str, str] = MappingProxyType({}), originals: Mapping[str, str] = MappingProxyType({})
) -> Manifest:
    """Write the manifest of the model in `folder`. `known` holds hashes that were already verified, by path, `originals` those of converted files."""
    hashes = {name: known.get(name) or digest(folder / name) for name in _present(folder)}
    manifest = Manifest(source, commit, licence, hashes, dict(originals))
    paths.write_whole(folder / FILE, json.dumps(asdict(manifest), indent=1).encode())
    return manifest


def read(folder: Path) -> Manifest | None:
    """The manifest of a downloaded or imported model; None if the folder was copied here by hand. Raises BrokenModel."""
    try:
        if not (folder / FILE).is_file():
            return None
    except OSError as error:
        raise BrokenModel(f"{folder / FILE} can't be read ({error.strerror or error})") from error
    content = read_json(folder / FILE)
    source, commit, licence, sha256 = (content.get(key) for key in ("source", "commit", "licence", "sha256"))
    originals = content.get("originals", {})
    texts = isinstance(source, str) and isinstance(commit, str) and isinstance(licence, str)
    maps = all(isinstance(each, dict) and all(isinstance(h, str) and _is_inside(name) for name, h in each.items()) for each in (sha256, originals))
    if not texts or not maps or not isinstance(sha256, dict):
        raise BrokenModel(f"{folder / FILE} is not a valid record of the model's files: import or download the model again")
    return Manifest(str(source), str(commit), str(licence), {name: expected for name, expected in sha256.items() if is_read(name)}, originals)


def _present(folder: Path) -> list[str]:
    """The model files that exist in the folder."""
    try:
        return files_read(folder)
    except OSError as error:
        raise BrokenModel(f"{error.filename or folder} can't be read ({error.strerror or error})") from error


def _is_inside(name: str) -> bool:
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts and "\\" not in name and ":" not in name


def changed(folder: Path, stop: threading.Event | None = None, report: Callable[[int], None] = lambda _bytes: None) -> list[str]:
    """The files that are missing, changed or added since the model was installed.

    `report` is called with the bytes read. Raises BrokenModel if there is no manifest, Cancelled once `stop` is set.
    """
    manifest = read(folder)
    if manifest is None:
        raise BrokenModel(f"{folder} has no record of its files, because it was copied there by hand: import it to create one")
    present = _present(folder)
    bad = [name for name, expected in manifest.sha256.items() if name not in present or digest(folder / name, stop, report) != expected]
    return bad + _added(folder, manifest)


def _added(folder: Path, manifest: Manifest) -> list[str]:
    """Model files that were added later and could be loaded instead of the installed ones."""
    return [name for name in _present(folder) if name not in manifest.sha256]


def check(folder: Path, report: Callable[[int], None] = lambda _bytes: None) -> None:
    """Verify the hashes of an installed model before loading it; files untouched since the last check are not read again.

    `report` is called with the bytes read, and may raise to cancel. Raises BrokenModel, naming the changed files.
    """
    manifest = read(folder)
    if manifest is None:
        return
    verified = paths.cache() / "verified" / f"{hashlib.sha256(str(folder).encode()).hexdigest()[:32]}.json"
    try:
        before = json.loads(verified.read_text("utf-8"))
    except (OSError, ValueError):
        before = {}
    present, stamps, bad = _present(folder), {}, _added(folder, manifest)
    for name, expected in manifest.sha256.items():
        stamps[name] = [expected, *_stamp(folder / name)]
        if stamps[name] != before.get(name) and (name not in present or digest(folder / name, report=report) != expected):
            bad.append(name)
    if bad:
        advice, option = "import the model again", ""
        if manifest.from_hub:
            advice, option = "repair the model", f"t2v-desktop models repair {folder.name}"
        raise BrokenModel(f"{folder.name}: {', '.join(bad)} changed since it was installed: {advice}", option=option)
    if stamps != before:
        with suppress(OSError):  # without this cache, the next check reads the files again
            paths.write_whole(verified, json.dumps(stamps).encode())


def _stamp(file: Path) -> list[int]:
    """Size, change times and inode: if these are equal, only a failing disk can have changed the content."""
    try:
        found = file.stat()
    except OSError:
        return []
    return [found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino]


def digest(file: Path, stop: threading.Event | None = None, report: Callable[[int], None] = lambda _bytes: None) -> str:
    """The sha256 of a file. Raises Cancelled once `stop` is set, BrokenModel if it can't be read."""
    found = hashlib.sha256()
    try:
        with file.open("rb") as stream:
            while block := stream.read(BLOCK_BYTES):
                if stop is not None and stop.is_set():
                    raise Cancelled("the check was cancelled")
                found.update(block)
                report(len(block))
    except OSError as error:
        raise BrokenModel(f"{file} can't be read ({error.strerror or error})") from error
    return found.hexdigest()
