"""How many CLIP tokens a prompt has, and which words are past the limit, told without torch or transformers."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers

from t2v_desktop.errors import BrokenModel
from t2v_desktop.models.families.modelscope.vocabulary import SPECIAL, WORD_END, Vocabulary, read_vocabulary
from t2v_desktop.prompt.marks import count_alternatives, readings

MAX_READINGS, MAX_MEASURED = 64, 20_000  # alternatives, and characters of them, that are measured while someone types
# how CLIP splits a text into words: Radford et al. 2021, simple_tokenizer.py
WORDS = r"<\|startoftext\|>|<\|endoftext\|>|'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+"


@dataclass(frozen=True, slots=True)
class Measure:
    """What the longest alternative of a prompt takes, and the places of the prompt's characters that are not read."""

    count: int
    limit: int
    alternatives: int
    cut: tuple[int, ...]


class TokenCounter:
    """Counts as transformers' CLIPTokenizer would with the files of `tokenizer_folder`.

    Files are read at the first count, which raises BrokenModel where they cannot be.
    """

    def __init__(self, tokenizer_folder: Path) -> None:
        self._folder = tokenizer_folder

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

    def measure(self, prompt: str) -> Measure:
        """The prompt with its marks, measured. Raises InvalidRequest where the marks make no sense."""
        found = readings(prompt, max(1, min(MAX_READINGS, MAX_MEASURED // (len(prompt) + 1))))
        longest = max(found, key=lambda reading: self.count(reading.text))
        cut = self.first_cut(longest.text)
        return Measure(self.count(longest.text), self.limit, count_alternatives(prompt), longest.places[cut:] if cut is not None else ())

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        try:
            return _build(self._vocabulary)
        except BaseException as error:  # the tokenizers library panics, in Rust, on hostile files
            if isinstance(error, (KeyboardInterrupt, SystemExit, BrokenModel)):
                raise
            raise BrokenModel(f"the tokenizer in {self._folder} cannot be read") from error

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
