"""File names of clips: formats, free names, and the temporary names of unfinished files."""

import os
import re
import stat
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from t2v_desktop.errors import OutputError, T2VError
from t2v_desktop.media.metadata import read_request
from t2v_desktop.paths import PART, abandoned, sync_folder
from t2v_desktop.request import Request

MAX_NAME_BYTES = 255  # of a file name, on all supported systems
FORMATS = (".mp4", ".webm", ".gif", "")  # no suffix: a folder of PNG pictures
PART_NAME = re.compile(rf"\.(?P<name>.+)\.(?P<mark>{PART}|part)(?P<suffix>\.\w+|)", re.DOTALL)  # `part`: version 0.1
OLD_PICTURE = re.compile(r"\d{4,}\.png|\.\d{4,}\.png\.part\.png")  # in an unfinished folder of version 0.1


def check_output(path: Path) -> None:
    """Raise OutputError if no clip can be written to `path`."""
    if path.suffix.lower() not in FORMATS:
        raise OutputError(f"{path.name}: unsupported format {path.suffix!r:.20}: use .mp4, .webm, .gif, or no suffix for a folder of PNG pictures")
    if not path.name:
        raise OutputError(f"{path} is not a file name: use one such as {path / 'clip.mp4'}")
    if len(os.fsencode(part_of(path).name)) > MAX_NAME_BYTES:
        raise OutputError(f"the name {path.name[:20]}... is too long: use at most {MAX_NAME_BYTES - 20} characters")
    if path.is_dir():
        raise OutputError(f"{path} is an existing folder: use a file name such as {path / 'clip.mp4'}")
    if not path.suffix and path.exists():
        raise OutputError(f"{path} is an existing file; a name without a suffix is for a folder of pictures: choose another")


def output_bytes(request: Request, frames_before: int = 0) -> int:
    """An upper bound for the clip's file size: a third of its raw size, and a little. `frames_before` are those of the clip that it continues."""
    return request.width * request.height * (frames_before + request.new_frames) + 1_000_000


def frames_before(request: Request, source: Path | str | None) -> int:
    """The frames of `source` if `request` continues it, else 0. Raises InvalidRequest if the new frames can't follow its own."""
    if not request.continued_frames or not source:
        return 0
    from t2v_desktop.media.continued import check_source  # numpy and Pillow: window and command line start without them

    return check_source(Path(source), request).count


def slug(prompt: str) -> str:
    """A file name made from the prompt, safe on all systems."""
    words = re.sub(r"[^0-9a-z]+", "-", prompt.lower()).strip("-")
    return words[:48].rstrip("-") or "clip"


def free_name(folder: Path, request: Request, suffix: str = ".mp4") -> Path:
    """A path in `folder` named after prompt and seed that does not exist yet."""
    return numbered(default_name(folder, request, suffix), os.path.lexists)


def default_name(folder: Path, request: Request, suffix: str = ".mp4") -> Path:
    """The path in `folder` named after prompt and seed."""
    return folder / f"{slug(request.prompt)}-{request.seed}{suffix}"


def numbered(path: Path, taken: Callable[[Path], bool]) -> Path:
    """`path`, or the first of NAME-2, NAME-3, ... that is not `taken`."""
    found, number = path, 2
    while taken(found):
        found, number = path.with_name(f"{path.stem}-{number}{path.suffix}"), number + 1
    return found


def part_of(path: Path) -> Path:
    """The temporary path beside `path` of an unfinished clip or picture."""
    return path.with_name(f".{path.name}.{PART}{path.suffix}")


def remove_part(part: Path) -> None:
    """Delete an unfinished file, or an unfinished folder that has only pictures of ours. Keeps any other folder. Raises OSError."""
    if not part.is_dir() or part.is_symlink():
        part.unlink(missing_ok=True)
        return
    inside = list(part.iterdir())
    if all(file.suffix == ".png" and stat.S_ISREG(file.lstat().st_mode) for file in inside):
        for file in inside:
            file.unlink(missing_ok=True)
        part.rmdir()


def move_into_place(part: Path, path: Path) -> None:
    """Rename a finished file or folder to `path` so that it survives a power cut. Raises OSError and then leaves nothing at `path`."""
    part.replace(path)
    try:
        sync_folder(path.absolute().parent)
    except OSError:
        with suppress(OSError):
            remove_part(path)
        raise


def clean_up_parts(folder: Path) -> None:
    """Remove our unfinished clips and pictures from `folder`, which may be the user's own, if they are untouched for PART_AGE_S."""
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            with suppress(OSError):
                if _is_part(entry) and abandoned(entry):
                    remove_part(Path(entry.path))


def _is_part(entry: "os.DirEntry[str]") -> bool:
    """Whether `entry` is named by `part_of`. A folder of version 0.1 has an ambiguous name: its content decides."""
    found = PART_NAME.fullmatch(entry.name)
    if found is None or Path(found["name"]).suffix != found["suffix"] or found["suffix"].lower() not in (*FORMATS, ".png"):
        return False
    if found["suffix"]:
        return entry.is_file(follow_symlinks=False)
    return entry.is_dir(follow_symlinks=False) and (found["mark"] == PART or _holds_old_pictures(Path(entry.path)))


def _holds_old_pictures(folder: Path) -> bool:
    inside = sorted(folder.iterdir(), reverse=True)
    try:
        return bool(inside) and all(OLD_PICTURE.fullmatch(file.name) for file in inside) and bool(read_request(inside[0]))
    except T2VError:
        return False
