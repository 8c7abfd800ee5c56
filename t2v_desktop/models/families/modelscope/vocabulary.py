"""A CLIP tokenizer's folder as plain data, for the engine and the window alike: vocab.json and merges.txt, or tokenizer.json."""

import codecs
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from t2v_desktop.errors import BrokenModel
from t2v_desktop.models.json_files import parse_json, read_json, read_small

POSITIONS = 77  # of CLIP's text encoder, where its settings do not say
MIN_LIMIT = 3  # the start, a word and the end
SPECIAL = ("bos_token", "eos_token", "unk_token", "pad_token")
END = "<|endoftext|>"
WORD_END = "</w>"
MAX_ID = 1_000_000

FILES = ("vocab.json", "merges.txt", "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json")
Special = str | dict[str, Any]  # a token's text, or that text as `content` with how it is matched


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """`tokens` with their ids, the `merges` in the order they are tried, the special tokens, and how many tokens are read at once."""

    tokens: dict[str, int]
    merges: list[tuple[str, str]]
    special: dict[str, Special]
    limit: int

    def text_of(self, key: str) -> str:
        value = self.special[key]
        return str(value["content"]) if isinstance(value, dict) else value


def read_vocabulary(folder: Path) -> Vocabulary:
    """The tokenizer in `folder`, beside the text encoder's. Raises BrokenModel, naming the file that is wrong."""
    if (folder / "vocab.json").is_file() and (folder / "merges.txt").is_file():
        tokens, merges = _read_pair(folder)
    elif (folder / "tokenizer.json").is_file():
        tokens, merges = _read_whole(folder / "tokenizer.json")
    else:
        raise BrokenModel(f"{folder} has no tokenizer: vocab.json and merges.txt are missing, and so is tokenizer.json")
    special = _special_tokens(folder)
    vocabulary = Vocabulary(tokens, merges, special, _limit(folder))
    for key in SPECIAL:
        if vocabulary.text_of(key) not in tokens:
            raise BrokenModel(f"the tokenizer in {folder} can't be read: its {key} {vocabulary.text_of(key)!r:.40} is not in its vocabulary")
    return vocabulary


def largest_token(folder: Path) -> int:
    """The largest number of a token of the tokenizer in `folder`, which is read only once. Raises BrokenModel."""
    return _largest(folder, tuple(_stamp(file) for file in (*(folder / name for name in FILES), folder.parent / "text_encoder" / "config.json")))


@lru_cache(maxsize=64)
def _largest(folder: Path, _stamps: tuple[object, ...]) -> int:
    return max(read_vocabulary(folder).tokens.values())


def _stamp(file: Path) -> tuple[int, ...]:
    try:
        found = file.stat()
    except FileNotFoundError:
        return ()
    return (found.st_size, found.st_mtime_ns, found.st_ino)


def _read_pair(folder: Path) -> tuple[dict[str, int], list[tuple[str, str]]]:
    tokens = _tokens(folder / "vocab.json", parse_json(folder / "vocab.json", read_small(folder / "vocab.json")))
    file = folder / "merges.txt"
    try:
        lines = read_small(file).removeprefix(codecs.BOM_UTF8).decode("utf-8").splitlines()
    except UnicodeDecodeError as error:
        raise BrokenModel(f"{file} can't be read: it is not UTF-8") from error
    pairs = [line.split(" ") for line in lines if not line.startswith("#version")]
    return tokens, _merges(file, tokens, [pair for pair in pairs if len(pair) == 2])


def _read_whole(file: Path) -> tuple[dict[str, int], list[tuple[str, str]]]:
    """What transformers 5 writes: one file for both, and more that is CLIP's own anyway."""
    model = read_json(file).get("model")
    if not isinstance(model, dict) or model.get("type", "BPE") != "BPE" or model.get("end_of_word_suffix") != WORD_END:
        raise BrokenModel(f"{file} is not a CLIP tokenizer")
    merges = model.get("merges")
    pairs = [one.split(" ") if isinstance(one, str) else one for one in merges] if isinstance(merges, list) else []
    return _tokens(file, model.get("vocab")), _merges(file, _tokens(file, model.get("vocab")), pairs)


def _tokens(file: Path, value: object) -> dict[str, int]:
    if not isinstance(value, dict) or not value or not all(type(number) is int and 0 <= number <= MAX_ID for number in value.values()):
        raise BrokenModel(f"{file} can't be read: it is not a vocabulary of tokens and their numbers")
    return value


def _merges(file: Path, tokens: dict[str, int], pairs: list[Any]) -> list[tuple[str, str]]:
    for pair in pairs:
        if not isinstance(pair, list) or len(pair) != 2 or not all(isinstance(each, str) for each in pair):
            raise BrokenModel(f"{file} can't be read: {pair!r:.60} is not a pair of tokens")
        if missing := next((each for each in (pair[0], pair[1], pair[0] + pair[1]) if each not in tokens), ""):
            raise BrokenModel(f"{file} can't be read: {missing!r:.60} is not in the vocabulary")
    return [(pair[0], pair[1]) for pair in pairs]


def _special_tokens(folder: Path) -> dict[str, Special]:
    """The special tokens, from either file that may hold them."""
    special: dict[str, Special] = {key: "<|startoftext|>" if key == "bos_token" else END for key in SPECIAL}
    for name in ("special_tokens_map.json", "tokenizer_config.json"):
        if not (file := folder / name).is_file():
            continue
        for key, value in read_json(file).items():
            if key not in SPECIAL or value is None:
                continue
            if not isinstance(value.get("content") if isinstance(value, dict) else value, str):
                raise BrokenModel(f"{file} can't be read: {key} is {value!r:.60}")
            special[key] = value
    return special


def _limit(folder: Path) -> int:
    """The most tokens per prompt: the text encoder's positions, or the tokenizer's own limit if that is valid and smaller."""
    encoder, own = folder.parent / "text_encoder" / "config.json", folder / "tokenizer_config.json"
    positions = read_json(encoder).get("max_position_embeddings", POSITIONS) if encoder.is_file() else POSITIONS
    if type(positions) is not int or not MIN_LIMIT <= positions <= MAX_ID:
        raise BrokenModel(f"{encoder}: max_position_embeddings is {positions!r:.60}: it must be a whole number of at least {MIN_LIMIT}")
    limit = read_json(own).get("model_max_length") if own.is_file() else None
    return min(limit, positions) if type(limit) is int and limit >= MIN_LIMIT else positions
