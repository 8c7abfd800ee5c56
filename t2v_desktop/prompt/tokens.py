"""Counts the tokens of a prompt, and finds the words past the model's limit."""

from dataclasses import dataclass

from t2v_desktop.models.family import TextTokens
from t2v_desktop.prompt.marks import count_alternatives, expanded_texts

MAX_TEXTS, MAX_MEASURED = 64, 20_000  # limits while the user types: alternatives, and characters in all of them


@dataclass(frozen=True, slots=True)
class Measure:
    """The tokens of the longest alternative (None if a short one was not counted), and the positions in the prompt of the characters past the limit."""

    count: int | None
    limit: int
    alternatives: int
    cut: tuple[int, ...]


class TokenCounter:
    """Counts the tokens of prompts with marks, for one model."""

    def __init__(self, tokens: TextTokens) -> None:
        self._tokens = tokens

    def measure(self, prompt: str) -> Measure:
        """Measure a prompt with marks. Raises InvalidRequest if the marks are invalid."""
        texts = expanded_texts(prompt, max(1, min(MAX_TEXTS, MAX_MEASURED // (len(prompt) + 1))))
        if self._tokens.slow and all(len(each.text) < self._tokens.limit // 2 for each in texts):  # few characters are more than one token
            return Measure(None, self._tokens.limit, count_alternatives(prompt), ())
        longest = max(texts, key=lambda each: self._tokens.count(each.text))
        cut = self._tokens.first_cut(longest.text)
        return Measure(self._tokens.count(longest.text), self._tokens.limit, count_alternatives(prompt), longest.positions[cut:] if cut is not None else ())
