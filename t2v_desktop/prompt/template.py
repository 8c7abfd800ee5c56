"""Parses a prompt with alternatives, wildcards and variables into a tree that knows how many texts it makes.

The syntax is that of Dynamic Prompts. `{a|b}` is a or b; groups nest; `{2$$a|b|c}` picks two options, `{1-2$$ and $$a|b|c}` one or two of
them joined by " and ", `{-2$$...}` from one, `{2-$$...}` up to all; `{0.5::a|b}` weighs them. `__animal__` is a line of the wildcard file
animal.txt, `__colors/*__` a line of any file in a folder, `__coat(color=red)__` passes a variable to its lines. `${x={a|b}}` sets a variable
that is chosen anew at each `${x}`, `${x=!{a|b}}` one that is chosen once; `${x:red}` has a default.

A backslash before `{`, `}` or `__`, and before `|` or `$` inside braces, makes it plain text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from t2v_desktop.errors import InvalidRequest

MAX_DEPTH = 30  # of nested groups

PICK = re.compile(r"\s*(\d{1,2})?\s*(?:(-)\s*(\d{1,2})?\s*)?\$\$(?:([^{}|$\\]*)\$\$)?", re.ASCII)
INVALID_PICK = r"invalid $$ in braces: put a number before it, as in {2$$a|b|c} or {1-2$$ and $$a|b|c}, or write \$$ for plain text"
WEIGHT = re.compile(r"\s*(\d{0,9}\.?\d{1,9})::", re.ASCII)
VARIABLE = re.compile(r"\$\{\s*([^\W\d]\w{0,63})\s*([=:}])(!?)")
WILDCARD = re.compile(r"__(?=[^\s_])([^{}|$()\n]{0,199}?[^\s{}|$()_])(?:\(([^(){}|\n]{0,500})\))?__")
MARKS = re.compile(r"[{}|$\\]|__")  # a text without these has no alternatives


@dataclass(frozen=True, slots=True)
class Text:
    """Expanded text without marks; `positions` has the index in the prompt of each character."""

    text: str
    positions: tuple[int, ...]


@dataclass(slots=True)
class Option:
    parts: list["Part"] = field(default_factory=list)
    weight: float = 1.0


@dataclass(slots=True)
class Group:
    """`{...}`: a choice of `low` to `high` of its `options`, joined by `joint`. An open `high` is None."""

    start: int
    low: int = 1
    high: int | None = 1
    joint: str = ", "
    options: list[Option] = field(default_factory=lambda: [Option()])

    @property
    def head(self) -> str:
        return f"{self.low}$$" if self.low == self.high else f"{self.low}-{'' if self.high is None else self.high}$$"


@dataclass(slots=True)
class Wildcard:
    """`__name__`, with the variables that it passes to the lines of its file."""

    start: int
    name: str
    arguments: dict[str, str]


@dataclass(slots=True)
class Variable:
    """`${name=value}`, chosen once if `once`; or its use, with a default or None, if `sets` is False."""

    start: int
    name: str
    sets: bool
    once: bool = False
    value: list["Part"] | None = None


Part = Text | Group | Wildcard | Variable


def parse(prompt: str) -> list[Part]:
    """The parts of a prompt. Raises InvalidRequest for unbalanced braces and invalid marks."""
    return _Parser(prompt).run()


class _Parser:
    def __init__(self, prompt: str) -> None:
        self.prompt, self.at = prompt, 0
        self.root: list[Part] = []
        self.open: list[Group | Variable] = []

    def run(self) -> list[Part]:
        while self.at < len(self.prompt):
            self._step()
        if self.open:
            raise InvalidRequest(r"an opening brace { is never closed: add a }, or write \{ for a plain brace")
        return self.root

    @property
    def here(self) -> list[Part]:
        """The parts that the next one follows."""
        match self.open[-1:]:
            case [Group(options=options)]:
                return options[-1].parts
            case [Variable(value=list() as value)]:
                return value
            case _:
                return self.root

    def _step(self) -> None:
        prompt, at, in_group = self.prompt, self.at, bool(self.open) and isinstance(self.open[-1], Group)
        character = prompt[at]
        if character == "\\" and self._escape():
            return
        if character == "$" and (found := VARIABLE.match(prompt, at)):
            self._variable(found)
        elif character == "_" and (found := WILDCARD.match(prompt, at)):
            self.here.append(Wildcard(at, found[1].strip(), _arguments(found)))
            self.at = found.end()
        elif character == "{":
            self._begin(Group(at))
        elif character == "|" and in_group:
            self._next_option()
        elif character == "}":
            self._end()
        else:
            end = next((i for i in range(at + 1, len(prompt)) if prompt[i] in "\\{|}$" or prompt.startswith("__", i)), len(prompt))
            if in_group and prompt.startswith("$$", at):
                raise InvalidRequest(INVALID_PICK)
            self.here.append(Text(prompt[at:end], tuple(range(at, end))))
            self.at = end

    def _escape(self) -> bool:
        """Take an escaped mark as text, if there is one here."""
        after = self.prompt[self.at + 1 : self.at + 3]
        escaped = "__" if after == "__" else after[:1]
        if not escaped or (escaped != "__" and escaped not in ("{}|$" if self.open else "{}")):
            return False
        self.here.append(Text(escaped, tuple(range(self.at + 1, self.at + 1 + len(escaped)))))
        self.at += 1 + len(escaped)
        return True

    def _begin(self, part: Group | Variable) -> None:
        if len(self.open) == MAX_DEPTH:
            raise InvalidRequest(f"braces are nested more than {MAX_DEPTH} deep: use fewer levels")
        self.here.append(part)
        self.open.append(part)
        if isinstance(part, Group):
            self.at += 1
            pick = PICK.match(self.prompt, self.at)
            if pick and (pick[1] or pick[2]):
                part.low = int(pick[1] or 1)
                part.high = int(pick[3]) if pick[3] else None if pick[2] else part.low
                part.joint = part.joint if pick[4] is None else pick[4]
                self.at = pick.end()
            self._weigh(part.options[-1])

    def _variable(self, found: re.Match[str]) -> None:
        if found[2] == "}":
            self.here.append(Variable(self.at, found[1], sets=False))
            self.at = found.start(3)
            return
        sets = found[2] == "="
        self._begin(Variable(self.at, found[1], sets=sets, once=sets and bool(found[3]), value=[]))
        self.at = found.end() if sets else found.start(3)

    def _next_option(self) -> None:
        group = self.open[-1]
        assert isinstance(group, Group)
        group.options.append(Option())
        self.at += 1
        self._weigh(group.options[-1])

    def _weigh(self, option: Option) -> None:
        if found := WEIGHT.match(self.prompt, self.at):
            option.weight, self.at = float(found[1]), found.end()

    def _end(self) -> None:
        if not self.open:
            raise InvalidRequest(r"a closing brace } has no { before it: write \} for a plain brace")
        self.open.pop()
        self.at += 1


def split_weight(line: str) -> tuple[float, str]:
    """The weight at the start of a wildcard's line, such as `2::cat`, and the text after it."""
    found = WEIGHT.match(line)
    return (float(found[1]), line[found.end() :]) if found else (1.0, line)


def _arguments(found: re.Match[str]) -> dict[str, str]:
    pairs = [pair.split("=", 1) for pair in (found[2] or "").split(",") if pair.strip()]
    if bad := next((pair[0] for pair in pairs if len(pair) != 2), ""):
        raise InvalidRequest(f"{found[0]:.100} can't be read: pass a variable as in __{found[1]:.50}(color=red)__, not {bad.strip()!r:.40}")
    return {name.strip(): value.strip() for name, value in pairs}


def wildcards_in(parts: list[Part]) -> Iterator[str]:
    """The names of all wildcards that a prompt mentions itself."""
    for part in parts:
        match part:
            case Wildcard():
                yield part.name
            case Group():
                for option in part.options:
                    yield from wildcards_in(option.parts)
            case Variable(value=list() as value):
                yield from wildcards_in(value)
            case _:
                pass
