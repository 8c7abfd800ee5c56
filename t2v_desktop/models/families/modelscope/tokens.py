"""Counts tokens as CLIP's tokenizer does, without torch or transformers."""

from functools import cached_property
from pathlib import Path

from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers

from t2v_desktop.errors import BrokenModel
from t2v_desktop.models.families.modelscope.vocabulary import SPECIAL, WORD_END, Vocabulary, read_vocabulary

# how CLIP splits a text into words: Radford et al. 2021, simple_tokenizer.py
WORDS = r"<\|startoftext\|>|<\|endoftext\|>|'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+"


class ClipTokens:
    """The tokens of transformers' CLIPTokenizer with the files of `folder`; they are read at the first count, which raises BrokenModel."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @property
    def limit(self) -> int:
        """Tokens the model reads at once, its start and end tokens among them."""
        return self._vocabulary.limit

    def count(self, text: str) -> int:
        """Tokens of `text`, the start and end tokens included."""
        return len(self._tokenizer.encode(text).ids) + 2

    def first_cut(self, text: str) -> int | None:
        """Where in `text` the words past the limit begin, if any are."""
        offsets = self._tokenizer.encode(text).offsets
        room = self.limit - 2
        return int(offsets[room][0]) if len(offsets) > room else None

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        try:
            return _build(self._vocabulary)
        except BaseException as error:  # the tokenizers library panics, in Rust, on hostile files
            if isinstance(error, (KeyboardInterrupt, SystemExit, BrokenModel)):
                raise
            raise BrokenModel(f"the tokenizer in {self._folder} can't be read") from error

    @cached_property
    def _vocabulary(self) -> Vocabulary:
        return read_vocabulary(self._folder)


def _build(vocabulary: Vocabulary) -> Tokenizer:
    unknown = vocabulary.text_of("unk_token")
    tokenizer = Tokenizer(models.BPE(vocab=vocabulary.tokens, merges=vocabulary.merges, end_of_word_suffix=WORD_END, unk_token=unknown))
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFC(), normalizers.Replace(Regex(r"\s+"), " "), normalizers.Lowercase()])
    split = pre_tokenizers.Split(Regex(WORDS), behavior="removed", invert=True)
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([split, pre_tokenizers.ByteLevel(add_prefix_space=False)])
    tokenizer.add_special_tokens(list(dict.fromkeys(vocabulary.text_of(key) for key in SPECIAL)))
    return tokenizer
