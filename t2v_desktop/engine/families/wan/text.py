"""Text feature extraction: a prompt and its negative become UMT5 features, zero behind each prompt's own end."""

from collections.abc import Callable

import torch
from torch.nn import functional as F

from t2v_desktop.engine.families.wan.text_encoder import TextEncoder
from t2v_desktop.engine.family import Text
from t2v_desktop.engine.prompts import token_weights, warn_of_cut, weigh
from t2v_desktop.models.families.wan.tokens import UnigramTokens
from t2v_desktop.prompt.marks import plain, weights


def check_prompts(tokenizer: UnigramTokens, prompt: str, negative_prompt: str, warn: Callable[[str], None]) -> None:
    """Warn of the words past the model's limit, which are ignored. It reads many languages."""
    for name, text in (("prompt", plain(prompt)), ("negative prompt", plain(negative_prompt))):
        warn_of_cut(tokenizer, name, text, warn)


def encode_prompts(tokenizer: UnigramTokens, text_encoder: TextEncoder, prompt: str, negative_prompt: str, *, guided: bool) -> Text:
    """The prompt's features (prompts, limit, width), preceded by the negative prompt's if `guided`. Each is encoded alone, without padding."""
    rows = []
    with torch.inference_mode():
        for text in [negative_prompt, prompt] if guided else [prompt]:
            ids = torch.tensor([tokenizer.read(plain(text)).ids], device=text_encoder.device)
            features = text_encoder(ids)[0]
            if any(weight != 1 for _, weight in weights(text)):
                features = weigh(features, token_weights(tokenizer, text))
            rows.append(F.pad(features, (0, 0, 0, tokenizer.limit - len(features))))
        return Text(torch.stack(rows))
