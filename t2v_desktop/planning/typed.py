"""From what was typed, with its styles, alternatives and wildcards, to the prompts of clips, and back."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from t2v_desktop.errors import InvalidRequest
from t2v_desktop.library import styles
from t2v_desktop.models.words import ModelWords, Style
from t2v_desktop.prompt.alternatives import Template, check_count
from t2v_desktop.prompt.marks import escape, weights
from t2v_desktop.prompt.styles import negative_with_styles, with_styles
from t2v_desktop.request import MAX_SEED, Request

MAX_ADDED = 1000  # requests added at once


@dataclass(frozen=True, slots=True)
class Texts:
    """The prompts that one clip is rendered from, and its seed."""

    prompt: str
    negative_prompt: str
    seed: int


class Typed:
    """Prompts as typed, with their styles. With `random`, the seed of each clip draws its alternative. Raises InvalidRequest for invalid marks."""

    def __init__(self, prompt: str, negative_prompt: str = "", chosen: Sequence[Style] = (), *, random: bool = False) -> None:
        self.prompt, self.negative_prompt, self.names, self._random = prompt, negative_prompt, tuple(style.name for style in chosen), random
        self._typed = Template(prompt)
        self._prompt = Template(with_styles(prompt, chosen).text) if chosen else self._typed
        self._negative = Template(negative_with_styles(negative_prompt, chosen).text)

    @property
    def alternatives(self) -> int:
        """How many combinations the alternatives of both prompts have."""
        return self._prompt.count * self._negative.count

    def check(self, count: int) -> None:
        """Raise InvalidRequest if `texts` would, without expanding them."""
        combinations = self.alternatives
        if not self._random:
            check_count(combinations)
            if combinations * count > MAX_ADDED:
                raise InvalidRequest(f"{combinations} alternatives × {count} clips is over the limit of {MAX_ADDED}: use fewer alternatives or clips")
        if self.prompt.strip() and self._typed.may_be_blank:
            raise InvalidRequest("one of the alternatives is an empty prompt: describe the video in each")

    def texts(self, seed: int, count: int) -> Iterator[Texts]:
        """The prompts of all clips, each with its seed: `seed`, `seed` + 1 and so on. Raises InvalidRequest.

        `count` is the number of clips of each alternative; all alternatives use the same seeds, so that their clips differ by the words alone.
        With `random` it is the number of all clips.
        """
        self.check(count)
        seeds = [(seed + number) % (MAX_SEED + 1) for number in range(count)]
        for prompt_at in range(1 if self._random else self._prompt.count):
            for negative_at in range(1 if self._random else self._negative.count):
                for each in seeds:
                    yield self._one(prompt_at, negative_at, each)

    def _one(self, prompt_at: int, negative_at: int, seed: int) -> Texts:
        if self._random:
            made = Texts(self._prompt.draw(seed), self._negative.draw(seed), seed)
        else:
            made = Texts(self._prompt.text(prompt_at, seed), self._negative.text(negative_at, seed), seed)
        weights(made.prompt)
        weights(made.negative_prompt)
        return made

    def origin(self, texts: Texts) -> dict[str, object]:
        """The fields of a request that say where its prompts come from; none if they are what was typed."""
        pairs = ((self.prompt, texts.prompt), (self.negative_prompt, texts.negative_prompt))
        if not self.names and all(typed in (made, escape(made)) for typed, made in pairs):
            return {}
        return {"typed": self.prompt, "typed_negative": self.negative_prompt, "styles": self.names}


@dataclass(frozen=True, slots=True)
class Origin:
    """What makes the prompts of one clip again: typed prompts, names of styles, and whether its alternative is drawn by the seed.

    `alternatives` is how many clips what was typed makes, if that isn't this one alone.
    """

    prompt: str
    negative_prompt: str
    styles: tuple[str, ...] = ()
    random: bool = False
    alternatives: int = 1


def origin_of(request: Request, words: ModelWords) -> Origin:
    """What was typed for a request, if that still makes exactly its prompts; else, as far as it does, its own words and its styles.

    The clip of one of several alternatives has the words of that one alone.
    """
    literal = Origin(escape(request.prompt), escape(request.negative_prompt))
    if not request.typed:
        return literal
    try:
        chosen = styles.find(request.styles, words)
        typed = Typed(request.typed, request.typed_negative, chosen)
        if typed.alternatives == 1 and _makes(typed, request):
            return Origin(request.typed, request.typed_negative, request.styles)
        if _makes(Typed(request.typed, request.typed_negative, chosen, random=True), request):
            return Origin(request.typed, request.typed_negative, request.styles, random=True, alternatives=typed.alternatives)
        typed.check(1)
        for plain in Typed(request.typed, request.typed_negative).texts(request.seed, 1):
            own = Typed(escape(plain.prompt), escape(plain.negative_prompt), chosen)
            if own.alternatives == 1 and _makes(own, request):
                return Origin(own.prompt, own.negative_prompt, request.styles, alternatives=typed.alternatives)
    except InvalidRequest:  # a style or a wildcard file was changed or removed
        pass
    return literal


def _makes(typed: Typed, request: Request) -> bool:
    try:
        made = next(typed.texts(request.seed, 1))
    except InvalidRequest:
        return False
    return (made.prompt, made.negative_prompt) == (request.prompt, request.negative_prompt)
