"""What Hugging Face's tools note beside the files of a folder into which they downloaded (`hf download --local-dir`).

One small text file for each: commit, ETag (the SHA-256 of a large file) and the time, in lines. Described in huggingface_hub's `_local_folder`.
"""

import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from t2v_desktop.errors import BrokenModel

COMMIT, SHA256 = re.compile(r"[0-9a-f]{40}"), re.compile(r"[0-9a-f]{64}")
MAX_NOTE_BYTES = 4096
LATER_S = 1.0  # a file that is newer than its note by more was replaced since


@dataclass(frozen=True, slots=True)
class Note:
    """The commit that a file was downloaded from, and its SHA-256; "" for a small file."""

    commit: str
    sha256: str


def read_note(folder: Path, name: str) -> Note | None:
    """What is noted about the file `name` of a model folder; None if nothing is, or if the file was replaced since."""
    note = folder / ".cache" / "huggingface" / "download" / f"{name}.metadata"
    with suppress(OSError, ValueError):
        if note.stat().st_size <= MAX_NOTE_BYTES:
            commit, etag, time_s = note.read_text("ascii").splitlines()[:3]
            if COMMIT.fullmatch(commit) and (folder / name).stat().st_mtime <= float(time_s) + LATER_S:
                return Note(commit, etag if SHA256.fullmatch(etag) else "")
    return None


def check_one_commit(folder: Path, names: Iterable[str]) -> None:
    """Raise BrokenModel if the weights of one part, in the files `names`, are known to come from different commits."""
    found = {name: note.commit for name in names if (note := read_note(folder, name)) is not None}
    if len(set(found.values())) < 2:
        return
    commits = list(found.values())
    usual = max(sorted(set(commits)), key=commits.count)
    stray = next(name for name, commit in found.items() if commit != usual)
    raise BrokenModel(
        f"{folder / stray} is from another commit ({found[stray][:8]}) than the rest of its part ({usual[:8]}): download them all from the same commit"
    )
