"""Links a parsed prompt: puts in the lines of its wildcards and the values of its variables, and counts the texts that it makes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from t2v_desktop.errors import InvalidRequest
from t2v_desktop.prompt.template import MARKS, Group, Part, Text, Variable, Wildcard, parse
from t2v_desktop.prompt.wildcards import lines

MAX_PARTS = 100_000  # of a linked prompt: variables and wildcards in one another can grow without end
MAX_LEVELS = 60  # of groups, wildcards and variables in one another
MAX_WAYS = 200_000  # options times how many of them are picked


@dataclass(frozen=True, slots=True)
class Bind:
    """`${name=!value}`: chooses the value of a variable, once."""

    name: str
    value: "Linked"


@dataclass(frozen=True, slots=True)
class Ref:
    """`${name}` of a variable that was chosen once."""

    start: int
    name: str


@dataclass(frozen=True)
class Linked:
    """Parts in order. `count` is how many texts they make, `blank` whether one of these is blank, `longest` about how long the longest is."""

    parts: tuple["Text | Choice | Bind | Ref", ...]
    count: int
    blank: bool
    longest: int


@dataclass(frozen=True)
class Choice:
    """A choice of `low` to `high` of `options`. A `drawn` one is made at random by the seed of the clip, and counts as one text."""

    start: int
    low: int
    high: int
    joint: str
    options: tuple[Linked, ...]
    weights: tuple[float, ...]
    drawn: bool

    @cached_property
    def ways(self) -> list[list[int]]:
        """In `ways[i][n]`: how many texts can be made of n of the options from i on."""
        rows = [[1] + [0] * self.high]
        for option in reversed(self.options):
            after = rows[-1]
            rows.append([1, *(after[n] + option.count * after[n - 1] for n in range(1, self.high + 1))])
        return rows[::-1]

    @cached_property
    def count(self) -> int:
        if self.drawn:
            return 1
        if self.low == self.high == 1:
            return sum(option.count for option in self.options)
        return sum(self.ways[0][self.low : self.high + 1])

    @property
    def blank(self) -> bool:
        blank = sum(option.blank for option in self.options)
        return self.low == 0 or (blank >= self.low and (self.low == 1 or not self.joint.strip()))

    @property
    def longest(self) -> int:
        return sum(sorted((option.longest + len(self.joint) for option in self.options), reverse=True)[: self.high])


@dataclass(frozen=True, slots=True)
class _Value:
    """What a variable stands for where it's used, and the variables that it may use itself; without parts it was chosen once."""

    parts: list[Part] | None
    scope: "Scope"
    chosen: Linked | None = None


Scope = Mapping[str, _Value]
EMPTY: Scope = {}


def link(prompt: str) -> Linked:
    """The prompt with its wildcards and variables put in. Raises InvalidRequest."""
    return _Linker().link(parse(prompt), EMPTY, None, nested=False)


@dataclass(slots=True)
class _Linker:
    parts: int = 0
    levels: int = 0
    inside: list[str] = field(default_factory=list)  # wildcards being read, the outermost first
    known: dict[tuple[str, int, int], tuple[Scope, Choice]] = field(default_factory=dict)

    def link(self, parts: Sequence[Part], scope: Scope, at: int | None, *, nested: bool) -> Linked:
        """`at` is the index in the prompt of what these parts stand for, None if they are in the prompt itself."""
        if self.levels == MAX_LEVELS:
            raise InvalidRequest(f"braces, wildcards and variables are nested more than {MAX_LEVELS} deep: use fewer levels")
        self.levels += 1
        found: list[Text | Choice | Bind | Ref] = []
        for part in parts:
            self._count()
            match part:
                case Text():
                    found.append(part if at is None else Text(part.text, (at,) * len(part.text)))
                case Group():
                    found.append(self._group(part, scope, at))
                case Wildcard():
                    found.append(self._wildcard(part, scope, part.start if at is None else at, drawn=not nested))
                case Variable(sets=True):
                    scope = self._set(part, scope, at, found, nested=nested)
                case Variable():
                    found += self._use(part, scope, part.start if at is None else at, nested=nested)
        self.levels -= 1
        return _linked(found)

    def _count(self) -> None:
        self.parts += 1
        if self.parts > MAX_PARTS:
            raise InvalidRequest(f"the variables and wildcards of this prompt stand for more than {MAX_PARTS:,} parts: use fewer of them in one another")

    def _group(self, group: Group, scope: Scope, at: int | None) -> Choice:
        start = group.start if at is None else at
        match group.options:
            case [only] if len(inner := [part for part in only.parts if not isinstance(part, Text) or part.text.strip()]) == 1:
                if isinstance(wildcard := inner[0], Wildcard):  # its lines are the options
                    lines_of = self._wildcard(wildcard, scope, start, drawn=False)
                    most = len(lines_of.options)
                    low, high = min(group.low, most), min(most if group.high is None else group.high, most)
                    if low > high:
                        raise InvalidRequest(_cannot_pick(group, most))
                    if high > 1 and most * high > MAX_WAYS:
                        raise InvalidRequest(f"{{{group.head}__{wildcard.name:.100}__}} picks from too many lines: pick fewer, or use a shorter file")
                    return Choice(start, low, high, group.joint, lines_of.options, lines_of.weights, drawn=False)
            case _:
                pass
        most = len(group.options)
        high = most if group.high is None else group.high
        if not group.low <= high <= most:
            raise InvalidRequest(_cannot_pick(group, most))
        options = tuple(self.link(option.parts, scope, at, nested=True) for option in group.options)
        return Choice(start, group.low, high, group.joint, options, tuple(option.weight for option in group.options), drawn=False)

    def _wildcard(self, wildcard: Wildcard, scope: Scope, at: int, *, drawn: bool) -> Choice:
        name = wildcard.name
        if name in self.inside:
            raise InvalidRequest(f"wildcard __{name:.100}__ includes itself: {' > '.join((*self.inside, name))[:300]}")
        if wildcard.arguments:
            scope = {**scope, **{key: _Value([Text(value, ())], EMPTY) for key, value in wildcard.arguments.items()}}
        key = name, at, id(scope)
        if key not in self.known:
            self.inside.append(name)
            found = lines(name)
            options = tuple(self._line(text, scope, at, name) for _, text in found)
            self.inside.pop()
            self.known[key] = scope, Choice(at, 1, 1, ", ", options, tuple(weight for weight, _ in found), drawn=False)
        whole = self.known[key][1]
        return Choice(at, 1, 1, ", ", whole.options, whole.weights, drawn=drawn)

    def _line(self, line: str, scope: Scope, at: int, name: str) -> Linked:
        if not MARKS.search(line):
            self._count()
            return Linked((Text(line, (at,) * len(line)),), 1, False, len(line))
        try:
            return self.link(parse(line), scope, at, nested=True)
        except InvalidRequest as error:
            if len(self.inside) > 1 or "wildcard" in str(error):
                raise
            raise InvalidRequest(f"in wildcard __{name:.100}__, line {line!r:.80}: {error}") from error

    def _set(self, part: Variable, scope: Scope, at: int | None, found: "list[Text | Choice | Bind | Ref]", *, nested: bool) -> Scope:
        """The variables after this one is set."""
        assert part.value is not None
        if not part.once:
            return {**scope, part.name: _Value(part.value, scope)}
        value = self.link(part.value, scope, at, nested=nested)
        found.append(Bind(part.name, value))
        return {**scope, part.name: _Value(None, scope, value)}

    def _use(self, part: Variable, scope: Scope, at: int, *, nested: bool) -> "Sequence[Text | Choice | Bind | Ref]":
        value = scope.get(part.name)
        if value is None and part.value is None:
            raise InvalidRequest(f"variable ${{{part.name}}} is not set: put ${{{part.name}=...}} before it, or give a default as in ${{{part.name}:red}}")
        if value is None:
            return self.link(part.value or (), scope, at, nested=nested).parts
        if value.parts is None:
            return (Ref(at, part.name),)
        return self.link(value.parts, value.scope, at, nested=nested).parts


def _linked(parts: "list[Text | Choice | Bind | Ref]") -> Linked:
    count, blank, longest = 1, True, 0
    bound: dict[str, Linked] = {}
    for part in parts:
        match part:
            case Text():
                blank, longest = blank and not part.text.strip(), longest + len(part.text)
            case Choice():
                count, blank, longest = count * part.count, blank and part.blank, longest + part.longest
            case Bind():
                count, bound[part.name] = count * part.value.count, part.value
            case Ref():
                value = bound.get(part.name)
                blank, longest = blank and value is not None and value.blank, longest + (value.longest if value else 0)
    return Linked(tuple(parts), count, blank, longest)


def _cannot_pick(group: Group, options: int) -> str:
    return f"{{{group.head}...}} can't pick that many of {options} alternatives: use 1$$ to {options}$$"
