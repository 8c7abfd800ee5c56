"""Which clips to list, and in which order."""

from dataclasses import dataclass
from enum import Enum

from t2v_desktop.clip import MAX_STARS, Origin


class Sort(Enum):
    """`RATING` lists the best first, `PROMPT` is alphabetical; both list newer clips first among equals."""

    NEWEST = "newest"
    OLDEST = "oldest"
    RATING = "rating"
    PROMPT = "prompt"


class Missing(Enum):
    """Whether clips whose file is missing are listed: not at all, among the others, or alone."""

    HIDDEN = "hidden"
    SHOWN = "shown"
    ONLY = "only"


@dataclass(frozen=True, slots=True)
class Filter:
    """The clips that meet all of these conditions.

    For each word of `search`, the prompt, the settings or the tags have a word that begins with it. The settings are the names of model
    and LoRAs, the seed, the size (such as 832x480), scheduler and preset. `model` is a name, "" for any. `from_s` (included) and
    `until_s` (excluded) are in seconds since 1970, 0 for no limit. `size` is (width, height) in pixels, (0, 0) for any. A clip needs at
    least `stars`, and all of `tags`.
    """

    search: str = ""
    model: str = ""
    from_s: float = 0.0
    until_s: float = 0.0
    size: tuple[int, int] = (0, 0)
    stars: int = 0
    favourite: bool = False
    tags: tuple[str, ...] = ()
    origin: Origin | None = None
    missing: Missing = Missing.HIDDEN
    sort: Sort = Sort.NEWEST

    def __post_init__(self) -> None:
        if not 0 <= self.stars <= MAX_STARS:
            raise ValueError(f"{self.stars} stars: use 0 to {MAX_STARS}")
