"""The words of a text, as the search compares them."""

import re
import unicodedata

UNSPACED = re.compile(r"([\u3040-\u30ff\u3400-\u9fff])")  # scripts that put no space between words: each character counts as one


def words_of(text: str) -> list[str]:
    """The words of a text as they are compared: without upper case, signs, and the different ways to write one character."""
    return re.findall(r"[^\W_]+", UNSPACED.sub(r" \1 ", unicodedata.normalize("NFKC", text).casefold()))
