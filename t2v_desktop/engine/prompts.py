"""What every family does with a prompt: weighs its words, and says which of them the model doesn't read."""

from collections.abc import Callable

import torch

from t2v_desktop.models.family import TextTokens
from t2v_desktop.prompt.marks import plain, weights


def token_weights(tokenizer: TextTokens, prompt: str) -> list[float]:
    """The weight of each token that is read, 1.0 for start, end and padding; a token has that of its first character."""
    by_character = [weight for text, weight in weights(prompt) for _ in text]
    return [by_character[start] if end > start else 1.0 for start, end in tokenizer.read(plain(prompt)).offsets]


def weigh(features: torch.Tensor, scales: list[float]) -> torch.Tensor:
    """Features (tokens, width) scaled token by token, then as a whole back to the mean magnitude they had.

    Front ends of Stable Diffusion keep the mean instead; it lies near zero for CLIP, where a ratio of means can explode or
    turn every feature round.
    """
    scaled = features * torch.tensor(scales, dtype=features.dtype, device=features.device)[:, None]
    return scaled * (features.abs().mean() / scaled.abs().mean())


def warn_of_cut(tokenizer: TextTokens, name: str, text: str, warn: Callable[[str], None]) -> None:
    """Call `warn` with the words of a plain `text` that lie past the tokenizer's limit, as typed."""
    cut = tokenizer.first_cut(text)
    if cut is not None and (words := text[cut:].strip()):
        warn(f"the {name} is longer than {tokenizer.limit} tokens; these words are ignored: {words}")
