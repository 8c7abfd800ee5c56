"""Tokens as CLIP's tokenizer makes them, for the engine and the window, without torch or transformers."""

from functools import cached_property
from pathlib import Path

from tokenizers import AddedToken, Regex, Tokenizer, models, normalizers, pre_tokenizers

from t2v_desktop.errors import BrokenModel
from t2v_desktop.models.families.modelscope.vocabulary import SPECIAL, WORD_END, Special, Vocabulary, read_vocabulary
from t2v_desktop.models.family import Read

# how CLIP splits a text into words: Radford et al. 2021, simple_tokenizer.py
WORDS = r"<\|startoftext\|>|<\|endoftext\|>|'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+"

FLAGS = ("single_word", "lstrip", "rstrip", "normalized", "special")  # how a special token is matched


class ClipTokens:
    """The tokens of transformers' CLIPTokenizer with the files of `folder`; they are read at the first count, which raises BrokenModel."""

    slow = False  # its files are small

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

    def read(self, text: str) -> Read:
        """`text` between the start and end tokens, cut or padded to the limit."""
        vocabulary, encoding, room = self._vocabulary, self._tokenizer.encode(text), self.limit - 2
        start, end, padding = (vocabulary.tokens[vocabulary.text_of(key)] for key in ("bos_token", "eos_token", "pad_token"))
        ids, offsets = encoding.ids[:room], encoding.offsets[:room]
        free = room - len(ids)
        return Read([start, *ids, end, *[padding] * free], [(0, 0), *offsets, *[(0, 0)] * (free + 1)])

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
    tokenizer.add_tokens(_special_tokens([vocabulary.special[key] for key in SPECIAL]))
    return tokenizer


def _special_tokens(values: list[Special]) -> list[AddedToken]:
    """In the order and with the flags that transformers adds them; of two with the same text, the tokenizers library keeps the later one."""
    wanted: list[str | AddedToken] = []
    for value in values:
        token = value if isinstance(value, str) else AddedToken(value["content"], **{k: value[k] for k in FLAGS if isinstance(value.get(k), bool)})
        if token not in wanted:
            wanted.append(token)
    added = [AddedToken(token) if isinstance(token, str) else token for token in wanted]
    for token in added:
        token.special = True
    return added
