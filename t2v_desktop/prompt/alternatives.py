"""The texts that a prompt with alternatives, wildcards and variables makes: all of them in order, or one drawn by a seed."""

from dataclasses import dataclass, field
from itertools import islice
from random import Random

from t2v_desktop.errors import InvalidRequest
from t2v_desktop.prompt.link import Bind, Choice, Linked, Ref, link
from t2v_desktop.prompt.marks import weighted
from t2v_desktop.prompt.template import Text

MAX_ALTERNATIVES = 1000


class Template:
    """A prompt that makes one text or several. Raises InvalidRequest if its marks are invalid or a wildcard can't be read.

    `count` is how many alternatives it has. A wildcard outside braces isn't among them: one of its lines is drawn by the seed of each clip.
    """

    def __init__(self, prompt: str) -> None:
        self._linked = link(prompt)
        self.count = self._linked.count
        self.may_be_blank = self._linked.blank

    def text(self, index: int, seed: int) -> str:
        """Alternative number `index`, in the order in which the last group changes fastest."""
        return "".join(part.text for part in _Writer(seed).write(self._linked, index))

    def draw(self, seed: int) -> str:
        """A random alternative, by the weights of its options; always the same for the same seed."""
        return "".join(part.text for part in _Writer(seed).write(self._linked, None))

    def longest(self, limit: int) -> list[Text]:
        """The first `limit` alternatives as the model reads them, without marks, each with the longest lines of its wildcards."""
        found = []
        for index in range(min(limit, self.count)):
            parts = _Writer(None).write(self._linked, index)
            text = "".join(part.text for part in parts)
            positions = [position for part in parts for position in part.positions]
            kept = [at for at, _ in weighted(text)]
            found.append(Text("".join(text[at] for at in kept), tuple(positions[at] for at in kept)))
        return found


def check_count(count: int, limit: int = MAX_ALTERNATIVES) -> None:
    """Raise InvalidRequest if so many alternatives are too many to make all of them."""
    if count > limit:
        number = f"{count:,}" if count < 1_000_000 else "more than a million"
        raise InvalidRequest(f"the braces create {number} prompts; the limit is {limit:,}: remove some alternatives, or make random ones", option="--random")


def alternatives(prompt: str, limit: int = MAX_ALTERNATIVES, seed: int = 0) -> list[str]:
    """All alternatives of `prompt`, in order, with their weights left in.

    Raises InvalidRequest for invalid marks and for more than `limit` alternatives.
    """
    template = Template(prompt)
    check_count(template.count, limit)
    return [template.text(index, seed) for index in range(template.count)]


@dataclass(slots=True)
class _Writer:
    """Writes one text. Without a seed, what would be drawn is the longest."""

    seed: int | None
    bound: dict[str, str] = field(default_factory=dict)
    draws: int = 0  # so far, without those within another one
    random: Random | None = None  # of the draw at hand

    def write(self, linked: Linked, index: int | None) -> list[Text]:
        """Alternative number `index`, or one that is drawn if that is None."""
        written: list[Text] = []
        for part, at in zip(linked.parts, _indexes(linked, index), strict=True):
            match part:
                case Text():
                    written.append(part)
                case Choice():
                    written += self._draw(part) if at is None or part.drawn else self._pick(part, at)
                case Bind():
                    self.bound[part.name] = "".join(text.text for text in self.write(part.value, at))
                case Ref():
                    text = self.bound.get(part.name, "")
                    written.append(Text(text, (part.start,) * len(text)))
        return written

    def _pick(self, choice: Choice, index: int) -> list[Text]:
        if choice.low == choice.high == 1:
            for option in choice.options:
                if index < option.count:
                    return self.write(option, index)
                index -= option.count
        size = choice.low
        while index >= choice.ways[0][size]:
            index -= choice.ways[0][size]
            size += 1
        chosen: list[tuple[Linked, int]] = []
        for number, option in enumerate(choice.options):
            after = choice.ways[number + 1][size - 1] if size else 0  # texts of the options behind this one
            if size and index < option.count * after:
                at, index = divmod(index, after)
                chosen.append((option, at))
                size -= 1
            elif size:
                index -= option.count * after
        return _join(choice, [self.write(option, at) for option, at in chosen])

    def _draw(self, choice: Choice) -> list[Text]:
        left = list(zip(choice.options, choice.weights, strict=True))
        if self.seed is None:
            left.sort(key=lambda each: -each[0].longest)
            return _join(choice, [self.write(option, None) for option, _ in left[: choice.high]])
        outer = self.random
        if outer is None:  # by its number, so that words around it don't change what is drawn
            self.draws += 1
            self.random = Random(f"{self.seed} {self.draws}")
        assert self.random is not None
        share = self.random.random  # the only method that gives the same in all versions of Python
        size = choice.low + int(share() * (choice.high - choice.low + 1))
        chosen = [left.pop(_weighted_place([weight for _, weight in left], share()))[0] for _ in range(size)]
        texts = [self.write(option, None) for option in chosen]
        self.random = outer
        return _join(choice, texts)


def _indexes(linked: Linked, index: int | None) -> list[int | None]:
    """The number of the alternative of each part."""
    if index is None:
        return [None] * len(linked.parts)
    found: list[int | None] = []
    for part in reversed(linked.parts):
        count = part.count if isinstance(part, Choice) else part.value.count if isinstance(part, Bind) else 1
        index, at = divmod(index, count)
        found.append(at)
    return found[::-1]


def _weighted_place(weights: list[float], share: float) -> int:
    """The index at which `share` of the sum of all weights is reached."""
    total = sum(weights)
    if total <= 0:
        return int(share * len(weights))
    rest = share * total
    for place, weight in enumerate(weights):
        rest -= weight
        if rest < 0 and weight > 0:
            return place
    return max(place for place, weight in enumerate(weights) if weight > 0)


def _join(choice: Choice, texts: list[list[Text]]) -> list[Text]:
    joint = Text(choice.joint, (choice.start,) * len(choice.joint))
    joined = [part for text in texts for part in (joint, *text)]
    return list(islice(joined, 1, None))
