"""How many CLIP tokens a prompt has, and which words are past the limit, told without torch or transformers."""

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers

from t2v_desktop.errors import BrokenModel
from t2v_desktop.prompt import count_alternatives, readings

LIMIT = 77  # tokens CLIP reads, its start and end tokens among them
MAX_READINGS, MAX_MEASURED = 64, 20_000  # alternatives, and characters of them, that are measured while someone types
SPECIAL = ("bos_token", "eos_token", "unk_token", "pad_token")
END = "<|endoftext|>"
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
    """Counts as transformers' CLIPTokenizer would with the vocab.json and merges.txt of `tokenizer_folder`.

    Files are read at the first count, which raises BrokenModel where they cannot be.
    """

    def __init__(self, tokenizer_folder: Path) -> None:
        self._folder = tokenizer_folder

    @property
    def limit(self) -> int:
        return LIMIT

    def count(self, text: str) -> int:
        """Tokens of `text`, the start and end tokens included."""
        return len(self._tokenizer.encode(text).ids) + 2

    def first_cut(self, text: str) -> int | None:
        """Where in `text` the words past the limit begin, if any are."""
        offsets = self._tokenizer.encode(text).offsets
        return int(offsets[LIMIT - 2][0]) if len(offsets) > LIMIT - 2 else None

    def measure(self, prompt: str) -> Measure:
        """The prompt with its marks, measured. Raises InvalidRequest where the marks make no sense."""
        found = readings(prompt, max(1, min(MAX_READINGS, MAX_MEASURED // (len(prompt) + 1))))
        longest = max(found, key=lambda reading: self.count(reading.text))
        cut = self.first_cut(longest.text)
        return Measure(self.count(longest.text), LIMIT, count_alternatives(prompt), longest.places[cut:] if cut is not None else ())

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        try:
            return _read(self._folder)
        except BaseException as error:  # the tokenizers library panics, in Rust, on hostile files
            if isinstance(error, (KeyboardInterrupt, SystemExit)):
                raise
            raise BrokenModel(f"the tokenizer in {self._folder} cannot be read") from error


def _read(folder: Path) -> Tokenizer:
    vocab = json.loads((folder / "vocab.json").read_text("utf-8"))
    lines = (folder / "merges.txt").read_text("utf-8").splitlines()
    merges = [(pair[0], pair[1]) for line in lines if not line.startswith("#version") and len(pair := line.split(" ")) == 2]
    special = _special_tokens(folder)
    if special["unk_token"] not in vocab:
        raise ValueError("no token for what is unknown")
    tokenizer = Tokenizer(models.BPE(vocab=vocab, merges=merges, end_of_word_suffix="</w>", unk_token=special["unk_token"]))
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFC(), normalizers.Replace(Regex(r"\s+"), " "), normalizers.Lowercase()])
    split = pre_tokenizers.Split(Regex(WORDS), behavior="removed", invert=True)
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([split, pre_tokenizers.ByteLevel(add_prefix_space=False)])
    tokenizer.add_special_tokens(list(dict.fromkeys(special.values())))
    return tokenizer


def _special_tokens(folder: Path) -> dict[str, str]:
    """The special tokens' names, from either file that may hold them."""
    special = dict.fromkeys(SPECIAL, END) | {"bos_token": "<|startoftext|>"}
    for name in ("special_tokens_map.json", "tokenizer_config.json"):
        if (file := folder / name).is_file():
            for key, value in json.loads(file.read_text("utf-8")).items():
                if key in SPECIAL:
                    special[key] = value["content"] if isinstance(value, dict) else value
    return special
