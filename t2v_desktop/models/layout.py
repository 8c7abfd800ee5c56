"""A model's folder: which files are its weights, and what may lie beside them."""

import os
import re
import stat
from pathlib import Path

from t2v_desktop.errors import BrokenModel
from t2v_desktop.models.family import Part

PICKLES = (".bin", ".pt", ".pth", ".ckpt", ".pkl", ".pickle")
UNSAFE_SUFFIXES = (".py", ".pyc", ".so", ".dll", ".dylib")
UNPORTABLE = re.compile(r'(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?$|.*[<>:"\\|?*\x00-\x1f]|.*[. ]$')  # names that Windows cannot keep
LEFT_BY_SYSTEMS = ("Icon\r",)  # beside what begins with a dot: a folder's picture on a Mac
MAX_FILES = 1_000


def weights_file(folder: Path, part: Part) -> Path:
    """The weights of a part of the model in `folder`, in half precision if both are there. Raises BrokenModel."""
    for name in part.weights:
        if (folder / name).is_file():
            return folder / name
    if any((folder / part.name).glob("*.safetensors.index.json")):
        raise BrokenModel(f"{folder / part.name} has its weights in several files: save the model anew with a larger max_shard_size, in one")
    names = " or ".join(name.rpartition("/")[2] for name in reversed(part.weights))
    raise BrokenModel(f"{folder / part.name} has no weights: {names} is missing")


def check_files(folder: Path) -> None:
    """Refuse a folder that holds what no model needs: code, pickles, links out of it, names that not every system keeps. Raises BrokenModel, OSError."""
    count = 0
    for root, folders, files in os.walk(folder, onerror=_fail):
        # what systems, git and download tools leave, ._model.safetensors or .cache, is never read
        folders[:] = [name for name in folders if not name.startswith(".")]
        files = [name for name in files if not name.startswith(".") and name not in LEFT_BY_SYSTEMS]
        if twins := len(folders) + len(files) - len({n.casefold() for n in (*folders, *files)}):
            raise BrokenModel(f"{root} holds {twins} names that differ in upper and lower case only: they cannot be told apart everywhere")
        for name in [*folders, *files]:
            path = Path(root, name)
            mode = path.lstat().st_mode
            count += 1
            if UNPORTABLE.match(name):  # first: others say the name as it is
                raise BrokenModel(f"{root!r:.200} holds a file named {name!r:.60}, which Windows cannot keep: rename it")
            if count > MAX_FILES:
                raise BrokenModel(f"{folder} holds more than {MAX_FILES} files: it is not a model folder")
            if stat.S_ISLNK(mode) and not points_into_hub_cache(path):
                raise BrokenModel(f"{path} is a link: copy the file itself")
            if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode) or stat.S_ISLNK(mode)):
                raise BrokenModel(f"{path} is neither a file nor a folder")
            if name.lower().endswith(UNSAFE_SUFFIXES):
                raise BrokenModel(f"{path} is program code: a model needs none, and it will not be run")
            if name.lower().endswith(PICKLES):
                raise BrokenModel(f"{path} is a pickle, which can execute code: import the model, which leaves pickles out or converts them")


def _fail(error: OSError) -> None:
    raise error


def points_into_hub_cache(link: Path) -> bool:
    """The Hugging Face cache keeps a model as links from snapshots/COMMIT/ to blobs/ beside it."""
    try:
        target = link.resolve()
    except (OSError, RuntimeError):  # links that lead round in a circle
        return False
    snapshots = next((p for p in link.parents if p.name == "snapshots"), None)
    return snapshots is not None and target.is_file() and target.parent == snapshots.parent.resolve() / "blobs"
