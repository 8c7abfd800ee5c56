"""Filters in SQL. The queries read indexes alone: an entry there is a tenth of a clip's row."""

from collections.abc import Iterator

from t2v_desktop.library import tags
from t2v_desktop.library.facts import WORDS
from t2v_desktop.library.filters import Filter, Missing, Sort
from t2v_desktop.library.search_words import words_of

MAX_WORDS = 32  # in a search
# the index that has a filter's columns in the order of each sort, and that order
ORDERS = {
    Sort.NEWEST: ("clips_by_age", "id DESC"),
    Sort.OLDEST: ("clips_by_age", "id"),
    Sort.RATING: ("clips_by_rating", "stars DESC, id DESC"),
    Sort.PROMPT: ("clips_by_prompt", "prompt_key, id DESC"),
}


def select(what: str, wanted: Filter, absent: str, *, any_gone: bool = True, ordered: bool = True) -> tuple[str, list[object]]:
    """A query for `what` of the clips that a filter selects, and its values.

    `absent` are the numbers of folders that don't exist, with commas; without `any_gone` no other file is known to be missing.
    """
    where, values = presence(wanted.missing, absent, any_gone), list[object]()
    for condition, chosen in _conditions(wanted):
        where.append(condition)
        values += chosen
    index, order = ORDERS[wanted.sort]
    if words := match(wanted.search):
        where.append(f"+id IN (SELECT rowid FROM {WORDS} WHERE {WORDS} MATCH ?)")  # +: the index decides the order
        values.append(words)
    query = f"SELECT {what} FROM clips INDEXED BY {index} WHERE {' AND '.join(where) or 'TRUE'}"
    return f"{query} ORDER BY {order}" if ordered else query, values


def presence(missing: Missing, absent: str, any_gone: bool) -> list[str]:
    """The conditions for clips to exist, to be missing, or either."""
    match missing:
        case Missing.HIDDEN:
            return [*(["+id NOT IN temp.gone"] if any_gone else []), *([f"folder NOT IN ({absent})"] if absent else [])]
        case Missing.ONLY:
            return [f"(+id IN temp.gone OR folder IN ({absent}))" if absent else "+id IN temp.gone"]
        case Missing.SHOWN:
            return []


def match(search: str) -> str:
    """A search as the index of words takes it; "" if it has no words."""
    return " ".join(f'"{word}"*' for word in words_of(search)[:MAX_WORDS])


def moment(created_s: float) -> int:
    """The time in microseconds, as ids of clips have it."""
    return round(created_s * 1e6)


def _conditions(wanted: Filter) -> Iterator[tuple[str, tuple[object, ...]]]:
    """The conditions on columns that every index of ORDERS has, with their values."""
    if wanted.from_s:
        yield "id >= ?", (moment(wanted.from_s),)
    if wanted.until_s:
        yield "id < ?", (moment(wanted.until_s),)
    if wanted.model:
        yield "model = ?", (wanted.model,)
    if wanted.size != (0, 0):
        yield "width = ? AND height = ?", wanted.size
    if wanted.stars:
        yield "stars >= ?", (wanted.stars,)
    if wanted.favourite:
        yield "favourite = 1", ()
    if wanted.origin:
        yield "origin = ?", (wanted.origin.value,)
    for tag in wanted.tags:
        yield "instr(tags, ?)", (tags.written([tag]),)
