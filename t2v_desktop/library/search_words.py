"""Splits text into words for the search."""

import re
import unicodedata

UNSPACED = re.compile(r"([\u3040-\u30ff\u3400-\u9fff])")  # scripts without spaces between words: each character counts as a word


def words_of(text: str) -> list[str]:
    """The words of a text, case-folded and Unicode-normalized, without punctuation. A size may be written 832×480."""
    return re.findall(r"[^\W_]+", UNSPACED.sub(r" \1 ", unicodedata.normalize("NFKC", text.replace("×", "x")).casefold()))
