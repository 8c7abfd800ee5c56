"""Text feature extraction: a prompt and its negative become CLIP text features."""

import unicodedata
from collections.abc import Callable

import torch
from transformers import CLIPTextModel, CLIPTokenizer


def encode_prompt(
    tokenizer: CLIPTokenizer,
    text_encoder: CLIPTextModel,
    prompt: str,
    negative_prompt: str,
    *,
    guided: bool,
    warn: Callable[[str], None],
) -> torch.Tensor:
    """Text features (2, tokens, width), negative first, or (1, tokens, width) where there is no guidance.

    `warn` hears which words are past the model's limit (77 tokens for CLIP) and which script is not read.
    """
    for name, text in (("prompt", prompt), ("negative prompt", negative_prompt)):
        if cut := cut_off(tokenizer, text):
            warn(f"the {name} is longer than {tokenizer.model_max_length} tokens; these words are not read: {cut}")
        if script := foreign_script(text):
            warn(f"the {name} has {script} letters, and the model reads English only: it will hardly follow them")
    texts = [negative_prompt, prompt] if guided else [prompt]
    ids = tokenizer(texts, padding="max_length", max_length=tokenizer.model_max_length, truncation=True, return_tensors="pt").input_ids
    with torch.inference_mode():
        features: torch.Tensor = text_encoder(ids.to(text_encoder.device))[0]
    return features


def cut_off(tokenizer: CLIPTokenizer, text: str) -> str:
    """The end of `text` that lies past the tokenizer's limit, as typed; empty where all is read."""
    encoding = tokenizer(text, return_offsets_mapping=True, verbose=False)
    offsets = encoding["offset_mapping"][1:-1]  # without the start and end tokens
    room = tokenizer.model_max_length - 2
    return text[offsets[room][0] :].strip() if len(offsets) > room else ""


def foreign_script(text: str) -> str:
    """The name of the first script other than Latin that letters of `text` belong to, or nothing."""
    for character in text:
        if character.isalpha():
            name = unicodedata.name(character, "LATIN").split()[0]
            if name not in ("LATIN", "MODIFIER", "FEMININE", "MASCULINE", "MICRO", "FULLWIDTH"):
                return "Chinese or Japanese" if name == "CJK" else name.capitalize()
    return ""
