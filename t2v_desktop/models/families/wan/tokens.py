"""Tokens as UMT5's tokenizer makes them (a Unigram model: Kudo 2018), for the engine and the window, without torch or transformers."""

import html
from functools import cached_property
from pathlib import Path

from tokenizers import Tokenizer

from t2v_desktop.errors import BrokenModel
from t2v_desktop.models.family import Read
from t2v_desktop.models.json_files import check_depth, parse_json, read_small

LIMIT = 512  # tokens that Wan was trained to read, the end token among them
MAX_BYTES = 40_000_000  # of tokenizer.json: UMT5's has 16.8 MB
END = "</s>"


class UnigramTokens:
    """The tokens of the tokenizer.json in `folder`, which is read at the first count. Every method raises BrokenModel if it can't be used."""

    limit = LIMIT

    def __init__(self, folder: Path) -> None:
        self._file = folder / "tokenizer.json"

    @property
    def slow(self) -> bool:
        """True until the file is read: UMT5's takes one to two seconds, in which no other thread runs."""
        return "_tokenizer" not in self.__dict__

    def count(self, text: str) -> int:
        """Tokens of `text`, the end token included."""
        return len(self._tokenizer.encode(_unescaped(text), add_special_tokens=False).ids) + 1

    def first_cut(self, text: str) -> int | None:
        """Where in `text` the words past the limit begin, if any are."""
        offsets = self._tokenizer.encode(_unescaped(text), add_special_tokens=False).offsets
        return int(offsets[LIMIT - 1][0]) if len(offsets) >= LIMIT else None

    def read(self, text: str) -> Read:
        """`text` up to the limit, and the end token; without padding."""
        encoding = self._tokenizer.encode(_unescaped(text), add_special_tokens=False)
        return Read([*encoding.ids[: LIMIT - 1], self._end], [*encoding.offsets[: LIMIT - 1], (0, 0)])

    @property
    def size(self) -> int:
        """How many tokens there are."""
        return int(self._tokenizer.get_vocab_size(with_added_tokens=True))

    @property
    def _end(self) -> int:
        number = self._tokenizer.token_to_id(END)
        if number is None:
            raise BrokenModel(f"{self._file} can't be read: it has no end token {END}")
        return number

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        content = read_small(self._file, MAX_BYTES)
        settings = parse_json(self._file, content)
        model = settings.get("model") if isinstance(settings, dict) and check_depth(settings) else None
        if not isinstance(model, dict) or model.get("type") != "Unigram":
            raise BrokenModel(f"{self._file} is not a T5 tokenizer")
        try:
            return Tokenizer.from_str(content.decode("utf-8-sig"))
        except BaseException as error:  # the tokenizers library panics, in Rust, on hostile files
            if isinstance(error, (KeyboardInterrupt, SystemExit)):
                raise
            raise BrokenModel(f"{self._file} can't be read: it is damaged") from error


def _unescaped(text: str) -> str:
    """`text` as Wan was given it: with the characters that HTML's entities stand for, even twice over."""
    return html.unescape(html.unescape(text))
