"""The marks of a prompt: `{red|blue}` alternatives and `(word:1.2)` weights.

Alternatives follow Dynamic Prompts: `{a|b}` expands to a, then b; groups nest; `{2$$a|b|c}` expands to every pair of options,
`{1-2$$ and $$a|b|c}` to one or two of them joined by " and "; `{-2$$...}` starts at one, `{2-$$...}` ends at all of them.
The chance in `{0.5::a|b}` is ignored, because all alternatives are made.

Weights follow Stable Diffusion front ends, the explicit form only: `(word:1.2)`. Plain parentheses and brackets are text, because
sentences use them; so is a whole number after a digit or a space, as in `(16:9)` or `(part: 2)`.

A backslash before `{`, `}`, `(` or `)`, and before `|` or `$` inside braces, makes it plain text.
"""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain, combinations, islice, product

from t2v_desktop.errors import InvalidRequest

MAX_ALTERNATIVES = 1000
MAX_DEPTH = 30  # of nested groups
MAX_WEIGHT = 2.0

PICK = re.compile(r"\s*(\d{1,2})?\s*(?:(-)\s*(\d{1,2})?\s*)?\$\$(?:([^{}|$\\]*)\$\$)?", re.ASCII)
INVALID_PICK = r"invalid $$ in braces: put a number before it, as in {2$$a|b|c} or {1-2$$ and $$a|b|c}, or write \$$ for plain text"
CHANCE = re.compile(r"\s*\d*\.?\d+::")
WEIGHT = re.compile(r"(.):(\s*)([+-]?(?:\d+\.?\d*|\.\d+))\s*$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Text:
    """Expanded text without marks; `positions` has the index in the prompt of each character."""

    text: str
    positions: tuple[int, ...]


@dataclass(slots=True)
class _Group:
    """`{...}`: every choice of `low` to `high` of its `options`, joined by `joint`. An open `high` is set at the closing brace."""

    start: int
    low: int = 1
    high: int | None = 1
    joint: str = ", "
    options: list[list["Text | _Group"]] = field(default_factory=lambda: [[]])


def alternatives(prompt: str, limit: int = MAX_ALTERNATIVES) -> list[str]:
    """All alternatives of `prompt`, in order, with their weights left in.

    Raises InvalidRequest for unbalanced braces and for more than `limit` alternatives.
    """
    return ["".join(part.text for part in parts) for parts in _expand(_parse_limited(prompt, limit))]


def count_alternatives(prompt: str) -> int:
    """The number of alternatives of `prompt`. Raises InvalidRequest like `alternatives`."""
    return _count(_parse_limited(prompt, MAX_ALTERNATIVES))


def may_be_blank(prompt: str) -> bool:
    """Whether an alternative of `prompt` is blank. Raises InvalidRequest like `alternatives`."""
    return _may_be_blank(_parse_limited(prompt, MAX_ALTERNATIVES))


def escape(text: str) -> str:
    r"""The prompt whose only alternative is `text`: braces become \{ and \}."""
    return re.sub(r"[{}]", r"\\\g<0>", text)


def expanded_texts(prompt: str, limit: int) -> list[Text]:
    """The first `limit` alternatives as the model reads them, without marks. Raises InvalidRequest like `alternatives`."""
    found = []
    for parts in islice(_expand(_parse_limited(prompt, MAX_ALTERNATIVES)), limit):
        text = "".join(part.text for part in parts)
        positions = [position for part in parts for position in part.positions]
        kept = [at for at, _ in _weighted(text)]
        found.append(Text("".join(text[at] for at in kept), tuple(positions[at] for at in kept)))
    return found


def weights(prompt: str) -> list[tuple[str, float]]:
    """The text of a prompt in pieces, each with its weight: 1.0 by default, nested weights multiplied.

    Raises InvalidRequest for a weight outside 0 to MAX_WEIGHT.
    """
    pieces: list[tuple[str, float]] = []
    for at, weight in _weighted(prompt):
        if pieces and pieces[-1][1] == weight:
            pieces[-1] = (pieces[-1][0] + prompt[at], weight)
        else:
            pieces.append((prompt[at], weight))
    return pieces


def plain(prompt: str) -> str:
    """The text of a prompt without its weight marks."""
    return "".join(text for text, _ in weights(prompt))


def _parse_limited(prompt: str, limit: int) -> list[Text | _Group]:
    """Parse a prompt. Raises InvalidRequest if it has more than `limit` alternatives."""
    sequence = _parse(prompt)
    count = _count(sequence)
    if count > limit:
        number = f"{count:,}" if count < 1_000_000 else "more than a million"
        raise InvalidRequest(f"the braces create {number} prompts; the limit is {limit:,}: remove some alternatives")
    return sequence


def _parse(prompt: str) -> list[Text | _Group]:
    """The prompt as a sequence of texts and groups."""
    root: list[Text | _Group] = []
    here, open_groups, at = root, list[_Group](), 0
    while at < len(prompt):
        character = prompt[at]
        if character == "\\" and at + 1 < len(prompt) and prompt[at + 1] in ("{}|$" if open_groups else "{}"):
            here.append(Text(prompt[at + 1], (at + 1,)))
            at += 2
        elif character == "{":
            if len(open_groups) == MAX_DEPTH:
                raise InvalidRequest(f"braces are nested more than {MAX_DEPTH} deep: use fewer levels")
            group = _Group(at)
            here.append(group)
            open_groups.append(group)
            here, at = group.options[0], _skip_head(prompt, at + 1, group)
        elif character == "|" and open_groups:
            open_groups[-1].options.append([])
            here, at = open_groups[-1].options[-1], _skip_chance(prompt, at + 1)
        elif character == "}":
            if not open_groups:
                raise InvalidRequest(r"a closing brace } has no { before it: write \} for a plain brace")
            _close(open_groups.pop())
            here, at = (open_groups[-1].options[-1] if open_groups else root), at + 1
        else:
            end = next((i for i in range(at + 1, len(prompt)) if prompt[i] in "\\{|}"), len(prompt))
            if open_groups and "$$" in prompt[at:end]:
                raise InvalidRequest(INVALID_PICK)
            here.append(Text(prompt[at:end], tuple(range(at, end))))
            at = end
    if open_groups:
        raise InvalidRequest(r"an opening brace { is never closed: add a }, or write \{ for a plain brace")
    return root


def _skip_head(prompt: str, at: int, group: _Group) -> int:
    """Parse the head of a group, such as `2$$`. Returns the index where the first option begins."""
    pick = PICK.match(prompt, at)
    if pick and (pick[1] or pick[2]):
        group.low = int(pick[1] or 1)
        group.high = int(pick[3]) if pick[3] else None if pick[2] else group.low
        group.joint = group.joint if pick[4] is None else pick[4]
        at = pick.end()
    return _skip_chance(prompt, at)


def _skip_chance(prompt: str, at: int) -> int:
    chance = CHANCE.match(prompt, at)
    return chance.end() if chance else at


def _close(group: _Group) -> None:
    options = len(group.options)
    head = f"{group.low}$$" if group.low == group.high else f"{group.low}-{'' if group.high is None else group.high}$$"
    group.high = options if group.high is None else group.high
    if not group.low <= group.high <= options:
        raise InvalidRequest(f"{{{head}...}} can't pick that many of {options} alternatives: use 1$$ to {options}$$")


def _count(sequence: list[Text | _Group]) -> int:
    """The number of alternatives of a sequence, without expanding them."""
    return math.prod(_count_group(part) for part in sequence if isinstance(part, _Group))


def _count_group(group: _Group) -> int:
    high = group.high or 0
    ways = [1] + [0] * high  # ways[n]: texts from n of the options so far
    for option in group.options:
        each = _count(option)
        for picked in range(high, 0, -1):
            ways[picked] += ways[picked - 1] * each
    return sum(ways[group.low :])


def _may_be_blank(sequence: list[Text | _Group]) -> bool:
    return all(_may_pick_blank(part) if isinstance(part, _Group) else not part.text.strip() for part in sequence)


def _may_pick_blank(group: _Group) -> bool:
    blank = sum(_may_be_blank(option) for option in group.options)
    return group.low == 0 or (blank >= group.low and (group.low == 1 or not group.joint.strip()))


def _expand(sequence: list[Text | _Group]) -> Iterator[tuple[Text, ...]]:
    """All alternatives of a sequence, the last group changing fastest. Count them first."""
    parts = [[(part,)] if isinstance(part, Text) else list(_expand_group(part)) for part in sequence]
    for chosen in product(*parts):
        yield tuple(chain.from_iterable(chosen))


def _expand_group(group: _Group) -> Iterator[tuple[Text, ...]]:
    joint = Text(group.joint, (group.start,) * len(group.joint))
    for size in range(group.low, (group.high or 0) + 1):
        for chosen in combinations(group.options, size):
            for texts in product(*(list(_expand(option)) for option in chosen)):
                joined = chain.from_iterable((joint, *text) for text in texts)
                yield tuple(joined)[1:]


def _weighted(text: str) -> list[tuple[int, float]]:
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
