"""Text feature extraction: a prompt and its negative become CLIP text features."""

from collections.abc import Callable

import torch

from t2v_desktop.engine.families.modelscope.text_encoder import TextEncoder
from t2v_desktop.engine.family import Text
from t2v_desktop.models.families.modelscope.tokens import ClipTokens
from t2v_desktop.prompt.language import foreign_script
from t2v_desktop.prompt.marks import plain, weights


def check_prompts(tokenizer: ClipTokens, prompt: str, negative_prompt: str, warn: Callable[[str], None]) -> None:
    """Warn of the words past the model's limit (77 tokens for CLIP), which are ignored, and of a script other than Latin."""
    for name, text in (("prompt", plain(prompt)), ("negative prompt", plain(negative_prompt))):
        if cut := cut_off(tokenizer, text):
            warn(f"the {name} is longer than {tokenizer.limit} tokens; these words are ignored: {cut}")
        if script := foreign_script(text):
            warn(f"the {name} contains {script} text; the model understands only English and will mostly ignore it")


def encode_prompts(tokenizer: ClipTokens, text_encoder: TextEncoder, prompt: str, negative_prompt: str, *, guided: bool) -> Text:
    """Text features (2, tokens, width), negative first, or (1, tokens, width) without guidance. Raises InvalidRequest for a weight out of range."""
    prompts = [negative_prompt, prompt] if guided else [prompt]
    ids = torch.tensor([tokenizer.read(plain(text)).ids for text in prompts], device=text_encoder.device)
    with torch.inference_mode():
        features: torch.Tensor = text_encoder(ids)
        for row, text in enumerate(prompts):
            if any(weight != 1 for _, weight in weights(text)):
                features[row] = _weigh(features[row], token_weights(tokenizer, text))
    return Text(features)


def token_weights(tokenizer: ClipTokens, prompt: str) -> list[float]:
    """The weight of each token that is read, 1.0 for start, end and padding; a token has that of its first character."""
    by_character = [weight for text, weight in weights(prompt) for _ in text]
    return [by_character[start] if end > start else 1.0 for start, end in tokenizer.read(plain(prompt)).offsets]


def _weigh(features: torch.Tensor, scales: list[float]) -> torch.Tensor:
    """Features (tokens, width) scaled token by token, then as a whole back to the mean magnitude they had.

    Front ends of Stable Diffusion keep the mean instead; it lies near zero for CLIP, where a ratio of means can explode or
    turn every feature round.
    """
    scaled = features * torch.tensor(scales, dtype=features.dtype, device=features.device)[:, None]
    return scaled * (features.abs().mean() / scaled.abs().mean())


def cut_off(tokenizer: ClipTokens, text: str) -> str:
    """The end of `text` that lies past the tokenizer's limit, as typed; empty where all is read."""
    cut = tokenizer.first_cut(text)
    return "" if cut is None else text[cut:].strip()
