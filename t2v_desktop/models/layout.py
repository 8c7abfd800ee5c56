"""The files of a model folder: which are the weights, and which are not allowed beside them."""

import os
import re
import stat
from pathlib import Path

from t2v_desktop.errors import BrokenModel
from t2v_desktop.models.family import Part

PICKLES = (".bin", ".pt", ".pth", ".ckpt", ".pkl", ".pickle")
UNSAFE_SUFFIXES = (".py", ".pyc", ".so", ".dll", ".dylib")
UNPORTABLE = re.compile(r'(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?$|.*[<>:"\\|?*\x00-\x1f]|.*[. ]$')  # names that Windows does not allow
SYSTEM_FILES = ("Icon\r",)  # a folder's icon on macOS; other system files start with a dot
MAX_FILES = 1_000


def weights_file(folder: Path, part: Part) -> Path:
    """The weights file of a part of the model in `folder`, preferably half precision. Raises BrokenModel."""
    for name in part.weights:
        if (folder / name).is_file():
            return folder / name
    if any((folder / part.name).glob("*.safetensors.index.json")):
        raise BrokenModel(f"{folder / part.name} has sharded weights: save the model again with a larger max_shard_size, in one file")
    names = " or ".join(name.rpartition("/")[2] for name in reversed(part.weights))
    raise BrokenModel(f"{folder / part.name} has no weights: {names} is missing")


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
