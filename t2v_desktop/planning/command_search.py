"""Finds commands by a few typed letters, for the command palette and the list of shortcuts."""

from collections.abc import Sequence

START, WORD_START, INITIALS, INSIDE = range(4)  # how well a typed word matches, best first


def best_matches(typed: str, texts: Sequence[str]) -> list[int]:
    """The indices of the texts that match every typed word, best first, ties in their order.

    A word matches at the start of the text, at the start of a word in it, as the first letters of its words ("omf" for Open models folder), or inside one.
    """
    words = typed.casefold().split()
    found = []
    for at, text in enumerate(texts):
        ranks = [_rank(word, text.casefold()) for word in words]
        if None not in ranks:
            found.append((sum(rank for rank in ranks if rank is not None), at))
    return [at for _, at in sorted(found)]


def _rank(word: str, text: str) -> int | None:
    """How well a word matches a text; None if it doesn't."""
    parts = text.replace("-", " ").replace("(", " ").split()
    if text.startswith(word):
        return START
    if any(part.startswith(word) for part in parts):
        return WORD_START
    if "".join(part[0] for part in parts).startswith(word):
        return INITIALS
    return INSIDE if word in text else None
