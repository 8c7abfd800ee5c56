"""How many tokens a prompt has for its model, and which words are past the limit."""

from dataclasses import dataclass

from t2v_desktop.models.family import TextTokens
from t2v_desktop.prompt.marks import count_alternatives, readings

MAX_READINGS, MAX_MEASURED = 64, 20_000  # alternatives, and characters of them, that are measured while someone types


@dataclass(frozen=True, slots=True)
class Measure:
    """What the longest alternative of a prompt takes, and the places of the prompt's characters that are not read."""

    count: int
    limit: int
    alternatives: int
    cut: tuple[int, ...]


class TokenCounter:
    """Measures prompts with their marks by the tokens of a model."""

    def __init__(self, tokens: TextTokens) -> None:
        self._tokens = tokens

    def measure(self, prompt: str) -> Measure:
        """The prompt with its marks, measured. Raises InvalidRequest where the marks make no sense."""
        found = readings(prompt, max(1, min(MAX_READINGS, MAX_MEASURED // (len(prompt) + 1))))
        longest = max(found, key=lambda reading: self._tokens.count(reading.text))
        cut = self._tokens.first_cut(longest.text)
        return Measure(self._tokens.count(longest.text), self._tokens.limit, count_alternatives(prompt), longest.places[cut:] if cut is not None else ())
