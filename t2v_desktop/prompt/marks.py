"""Weights in a prompt, `(word:1.2)`, and plain text that is kept apart from all marks.

Weights follow Stable Diffusion front ends, the explicit form only. Plain parentheses and brackets are text, because sentences use
them; so is a whole number after a digit or a space, as in `(16:9)` or `(part: 2)`. A backslash before `(` or `)` makes it plain text.
"""

import re

from t2v_desktop.errors import InvalidRequest

MAX_WEIGHT = 2.0
WEIGHT = re.compile(r"(.):(\s*)([+-]?(?:\d+\.?\d*|\.\d+))\s*$", re.DOTALL)


def escape(text: str) -> str:
    r"""The prompt whose only alternative is `text`: braces become \{ and \}, two underscores \__."""
    return re.sub(r"[{}]|__", r"\\\g<0>", text)


def weights(prompt: str) -> list[tuple[str, float]]:
    """The text of a prompt in pieces, each with its weight: 1.0 by default, nested weights multiplied.

    Raises InvalidRequest for a weight outside 0 to MAX_WEIGHT.
    """
    pieces: list[tuple[str, float]] = []
    for at, weight in weighted(prompt):
        if pieces and pieces[-1][1] == weight:
            pieces[-1] = (pieces[-1][0] + prompt[at], weight)
        else:
            pieces.append((prompt[at], weight))
    return pieces


def plain(prompt: str) -> str:
    """The text of a prompt without its weight marks."""
    return "".join(text for text, _ in weights(prompt))


def weighted(text: str) -> list[tuple[int, float]]:
    """The index and weight of each character of `text` that is not part of a mark."""
    opening, closing = _find_weights(text)
    weight, outer = 1.0, list[float]()
    kept: list[tuple[int, float]] = []
    at = 0
    while at < len(text):
        if at in opening:
            outer.append(weight)
            weight *= opening[at]
            if weight > MAX_WEIGHT:
                raise InvalidRequest(f"nested weights multiply to {weight:g}: keep the product within 0 to {MAX_WEIGHT:g}")
        elif at in closing:
            weight, at = outer.pop(), closing[at]
        else:
            at += _escapes(text, at)
            kept.append((at, weight))
        at += 1
    return kept


def _escapes(text: str, at: int) -> bool:
    """Whether the character at `at` makes the parenthesis after it plain text."""
    return text[at] == "\\" and text[at + 1 : at + 2] in ("(", ")")


def _find_weights(text: str) -> tuple[dict[int, float], dict[int, int]]:
    """The index of each weighted group's `(` with its weight, and of its `:1.2)` with the index of the `)`."""
    opening, closing, unpaired, at = dict[int, float](), dict[int, int](), list[int](), 0
    while at < len(text):
        if _escapes(text, at):
            at += 1
        elif text[at] == "(":
            unpaired.append(at)
        elif text[at] == ")" and unpaired:
            start = unpaired.pop()
            if found := _weight_before(text, start, at):
                opening[start], colon = found
                closing[colon] = at
        at += 1
    return opening, closing


def _weight_before(text: str, start: int, end: int) -> tuple[float, int] | None:
    """The weight written before the `)` at `end`, and the index of its colon; None if the group has no weight."""
    found = WEIGHT.search(text, max(start, end - 24), end)
    if not found or ((found[2] or found[1].isdigit()) and "." not in found[3]):
        return None
    weight = float(found[3])
    if not 0 <= weight <= MAX_WEIGHT:
        raise InvalidRequest(f"the weight in {text[start : end + 1]!r:.60} is out of range: use 0 to {MAX_WEIGHT:g}, such as 1.2")
    return weight, found.start() + 1
