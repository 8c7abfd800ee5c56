"""Puts words into a prompt and takes them out again, with the commas or spaces that belong between them."""

import re

COMMA, SPACE = ", ", " "
AFTER = ",.;:!?"  # what a text doesn't need a separator before


def has_words(text: str, words: str) -> bool:
    return _find(text, words) is not None


def add_words(text: str, words: str, at: int, joint: str = COMMA) -> tuple[str, int]:
    """The text with `words` at the index `at`, moved to the end of a word if it is within one, and the index behind them."""
    while 0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum():
        at += 1
    before, after = text[:at].rstrip(" "), text[at:].lstrip(" ")
    if before.strip(" ,\n"):
        before = before.rstrip(" ,") + joint if not before.endswith("\n") else before
    put = before + words
    if not after.strip(" ,\n"):
        return put, len(put)
    attached = after[0] in AFTER or after[0] == "\n"
    return put + (after if attached else joint + after.lstrip(" ,")), len(put)


def remove_words(text: str, words: str) -> tuple[str, int]:
    """The text without the first `words` and the separator that joined them to the others, and the index where they were."""
    found = _find(text, words)
    if found is None:
        return text, len(text)
    before, after = text[: found.start()], text[found.end() :]
    kept = before.rstrip(" ,")
    if not kept.strip():
        return after.lstrip(" ,"), 0
    rest = after.lstrip(" ")
    if not rest or rest[0] in AFTER or rest[0] == "\n":
        return kept + rest, len(kept)
    return before + rest, len(before)


def _find(text: str, words: str) -> "re.Match[str] | None":
    return re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text, re.IGNORECASE)
