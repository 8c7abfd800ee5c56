"""Text feature extraction: a prompt and its negative become CLIP text features."""

from collections.abc import Callable

import torch

from t2v_desktop.engine.families.modelscope.text_encoder import TextEncoder
from t2v_desktop.engine.family import Text
from t2v_desktop.engine.prompts import token_weights, warn_of_cut, weigh
from t2v_desktop.models.families.modelscope.tokens import ClipTokens
from t2v_desktop.prompt.language import foreign_script
from t2v_desktop.prompt.marks import plain, weights


def check_prompts(tokenizer: ClipTokens, prompt: str, negative_prompt: str, warn: Callable[[str], None]) -> None:
    """Warn of the words past the model's limit (77 tokens for CLIP), which are ignored, and of a script other than Latin."""
    for name, text in (("prompt", plain(prompt)), ("negative prompt", plain(negative_prompt))):
        warn_of_cut(tokenizer, name, text, warn)
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
                features[row] = weigh(features[row], token_weights(tokenizer, text))
    return Text(features)
