"""Counts the tokens of a prompt, and finds the words past the model's limit."""

from collections.abc import Sequence
from dataclasses import dataclass

from t2v_desktop.models.family import TextTokens
from t2v_desktop.models.words import Style
from t2v_desktop.prompt.alternatives import Template
from t2v_desktop.prompt.styles import Styled, with_styles

MAX_TEXTS, MAX_MEASURED = 64, 20_000  # limits while the user types: alternatives, and characters in all of them


@dataclass(frozen=True, slots=True)
class Measure:
    """The tokens of the longest alternative with its styles (None if a short one was not counted), and what of it is past the limit.

    `cut` are the positions in what was typed of the characters that are not read; `style_cut` is True if words of a style are not read.
    """

    count: int | None
    limit: int
    alternatives: int
    cut: tuple[int, ...]
    style_cut: bool = False


class TokenCounter:
    """Counts the tokens of prompts with marks, for one model."""

    def __init__(self, tokens: TextTokens) -> None:
        self._tokens = tokens

    def measure(self, prompt: str, styles: Sequence[Style] = ()) -> Measure:
        """Measure a prompt with marks and styles. Raises InvalidRequest if the marks are invalid."""
        return self.measure_styled(with_styles(prompt, styles))

    def measure_styled(self, styled: Styled) -> Measure:
        template = Template(styled.text)
        texts = template.longest(max(1, min(MAX_TEXTS, MAX_MEASURED // (len(styled.text) + 1))))
        if self._tokens.slow and all(len(each.text) < self._tokens.limit // 2 for each in texts):  # few characters are more than one token
            return Measure(None, self._tokens.limit, template.count, ())
        longest = max(texts, key=lambda each: self._tokens.count(each.text))
        first = self._tokens.first_cut(longest.text)
        past = longest.positions[first:] if first is not None else ()
        typed = tuple(position - styled.start for position in past if styled.start <= position < styled.end)
        return Measure(self._tokens.count(longest.text), self._tokens.limit, template.count, typed, len(typed) < len(past))
