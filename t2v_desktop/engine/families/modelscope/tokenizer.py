"""A tokenizer folder to transformers' CLIPTokenizer, from the same reading of its files as the window's token counter."""

from pathlib import Path

from transformers import AddedToken, CLIPTokenizer

from t2v_desktop.errors import BrokenModel
from t2v_desktop.models.families.modelscope.vocabulary import SPECIAL, Vocabulary, read_vocabulary

FLAGS = ("single_word", "lstrip", "rstrip", "normalized", "special")


def load_tokenizer(folder: Path) -> CLIPTokenizer:
    """The tokenizer of the model in `folder`, which pads and cuts to as many tokens as its text encoder reads. Raises BrokenModel."""
    vocabulary = read_vocabulary(folder / "tokenizer")
    try:
        return CLIPTokenizer(
            vocab=vocabulary.tokens, merges=vocabulary.merges, model_max_length=vocabulary.limit, **{key: _token(vocabulary, key) for key in SPECIAL}
        )
    except BaseException as error:  # the tokenizers library panics, in Rust, on hostile files
        if isinstance(error, (KeyboardInterrupt, SystemExit)):
            raise
        raise BrokenModel(f"the tokenizer in {folder / 'tokenizer'} can't be read") from error


def _token(vocabulary: Vocabulary, key: str) -> str | AddedToken:
    value = vocabulary.special[key]
    return AddedToken(value["content"], **{flag: value[flag] for flag in FLAGS if isinstance(value.get(flag), bool)}) if isinstance(value, dict) else value
