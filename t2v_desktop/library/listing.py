"""What the library view lists, read on a thread of its own: 100,000 ids take too long for the window's."""

from array import array
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from t2v_desktop.library.clips import Clips
from t2v_desktop.library.database import open_reader
from t2v_desktop.library.filters import Filter


@dataclass(frozen=True, slots=True)
class Choices:
    """The models, sizes (width, height) and tags of existing clips, and how many clips have each."""

    models: "Counter[str]" = field(default_factory=Counter)
    sizes: "Counter[tuple[int, int]]" = field(default_factory=Counter)
    tags: "Counter[str]" = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class Listing:
    """The ids that `wanted` selects, in its order. `choices` is None if they were not asked for."""

    wanted: Filter
    ids: "array[int]"
    choices: Choices | None


def read_listing(file: Path, wanted: Filter, missing: Sequence[int], *, count_choices: bool) -> Listing:
    """Read a listing from the library in `file`, open elsewhere, where the clips `missing` are known to be. Raises LibraryError or OutputError."""
    with open_reader(file) as database:
        clips = Clips(database)
        clips.note_missing(missing)
        choices = Choices(clips.models(), clips.sizes(), clips.tags()) if count_choices else None
        return Listing(wanted, clips.ids(wanted), choices)
