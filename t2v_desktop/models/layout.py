"""The files of a model folder: which are the weights, and which are not allowed beside them."""

import os
import re
import stat
from pathlib import Path

from t2v_desktop.errors import BrokenModel
from t2v_desktop.models.family import Part
from t2v_desktop.models.json_files import read_json

PICKLES = (".bin", ".pt", ".pth", ".ckpt", ".pkl", ".pickle")
UNSAFE_SUFFIXES = (".py", ".pyc", ".so", ".dll", ".dylib")
UNPORTABLE = re.compile(r'(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?$|.*[<>:"\\|?*\x00-\x1f]|.*[. ]$')  # names that Windows does not allow
SYSTEM_FILES = ("Icon\r",)  # a folder's icon on macOS; other system files start with a dot
MAX_FILES, MAX_SHARDS = 1_000, 200


def weights_files(folder: Path, part: Part) -> tuple[Path, ...]:
    """The weights files of a part of the model in `folder`, preferably half precision: one, or the shards that an index names. Raises BrokenModel."""
    for whole, index in zip(part.weights, part.shard_indexes, strict=True):
        if (folder / whole).is_file():
            return (folder / whole,)
        if (folder / index).is_file():
            return tuple(folder / name for name in _shards(folder, part, index))
    names = " or ".join(name.rpartition("/")[2] for name in reversed(part.weights))
    raise BrokenModel(f"{folder / part.name} has no weights: {names} is missing")


def _shards(folder: Path, part: Part, index: str) -> list[str]:
    """The weights files that an index names, by their path in `folder`. Raises BrokenModel if it names anything else, or a file that is missing."""
    mapped = read_json(folder / index).get("weight_map")
    if not isinstance(mapped, dict) or not mapped:
        raise BrokenModel(f"{folder / index} does not name the files of its tensors")
    names = sorted({f"{part.name}/{name}" for name in mapped.values()})
    if len(names) > MAX_SHARDS:
        raise BrokenModel(f"{folder / index} names {len(names)} files, more than any real model has")
    for name in names:
        if not part.is_shard(name):
            raise BrokenModel(f"{folder / index} names {name.partition('/')[2]!r:.60}, which is not a weights file beside it")
        if not (folder / name).is_file():
            raise BrokenModel(f"{folder} lacks {name}, one of {len(names)} weights files: download or copy it again")
    return names


def check_files(folder: Path) -> None:
    """Reject a folder with code, pickles, links to the outside, or names that some systems don't allow. Raises BrokenModel, OSError."""
    count = 0
    for root, folders, files in os.walk(folder, onerror=_raise):
        # ignore what systems, git and download tools leave, such as ._model.safetensors or .cache
        folders[:] = [name for name in folders if not name.startswith(".")]
        files = [name for name in files if not name.startswith(".") and name not in SYSTEM_FILES]
        if duplicates := len(folders) + len(files) - len({n.casefold() for n in (*folders, *files)}):
            raise BrokenModel(f"{root} contains {duplicates} names that differ only in upper and lower case, which some systems can't tell apart: rename them")
        for name in [*folders, *files]:
            path = Path(root, name)
            mode = path.lstat().st_mode
            count += 1
            if UNPORTABLE.match(name):  # checked first: the other messages print the name as it is
                raise BrokenModel(f"{root!r:.200} contains a file named {name!r:.60}, which Windows does not allow: rename it")
            if count > MAX_FILES:
                raise BrokenModel(f"{folder} contains more than {MAX_FILES} files: it is not a model folder")
            if stat.S_ISLNK(mode) and not points_into_hub_cache(path):
                raise BrokenModel(f"{path} is a link: replace it with the file itself")
            if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode) or stat.S_ISLNK(mode)):
                raise BrokenModel(f"{path} is neither a file nor a folder")
            if name.lower().endswith(UNSAFE_SUFFIXES):
                raise BrokenModel(f"{path} is program code, which a model doesn't need: delete it")
            if name.lower().endswith(PICKLES):
                raise BrokenModel(f"{path} is a pickle, which can execute code: import the model, which skips or converts pickles")


def _raise(error: OSError) -> None:
    raise error


def points_into_hub_cache(link: Path) -> bool:
    """Whether a link points from snapshots/COMMIT/ to blobs/, as in the Hugging Face cache."""
    try:
        target = link.resolve()
    except (OSError, RuntimeError):  # circular links
        return False
    snapshots = next((p for p in link.parents if p.name == "snapshots"), None)
    return snapshots is not None and target.is_file() and target.parent == snapshots.parent.resolve() / "blobs"
