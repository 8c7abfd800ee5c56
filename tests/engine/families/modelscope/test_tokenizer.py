"""Our tokenizer beside transformers' CLIPTokenizer, which is built of the same reading of the files."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from transformers import AddedToken, CLIPTokenizer

from benchmarks.random_model import write_tiny
from t2v_desktop import paths
from t2v_desktop.engine.families.modelscope.tokenizer import load_tokenizer
from t2v_desktop.errors import BrokenModel
from t2v_desktop.models.families.modelscope.tokens import ClipTokens
from t2v_desktop.models.families.modelscope.vocabulary import SPECIAL, read_vocabulary

FLAGS = ("single_word", "lstrip", "rstrip", "normalized", "special")
STARTER = paths.resources() / "models" / "starter"
START, END = "<|startoftext|>", "<|endoftext|>"
PIECES = st.sampled_from(
    [START, END, "</w>", "it's", "DON'T", " ", "\n", "!", "a red circle", "é", "e\u0301", "İ", "ﬁ", "熊", "🐻‍❤️", "\u200b", "<|", "ÿ", "x" * 90]
)
TEXTS = st.lists(PIECES | st.text(max_size=12), max_size=40).map("".join)


def stock_tokenizer(folder: Path) -> CLIPTokenizer:
    """What transformers makes of the vocabulary and the special tokens in `folder`."""
    vocabulary = read_vocabulary(folder / "tokenizer")

    def token(value: str | dict[str, Any]) -> str | AddedToken:
        return AddedToken(value["content"], **{k: value[k] for k in FLAGS if k in value}) if isinstance(value, dict) else value

    return CLIPTokenizer(
        vocab=vocabulary.tokens, merges=vocabulary.merges, model_max_length=vocabulary.limit, **{key: token(vocabulary.special[key]) for key in SPECIAL}
    )  # fmt: skip


def check_alike(ours: ClipTokens, stock: CLIPTokenizer, text: str) -> None:
    right = stock(text, padding="max_length", max_length=stock.model_max_length, truncation=True, return_offsets_mapping=True)
    read = ours.read(text)
    assert read.ids == right.input_ids and read.offsets == right["offset_mapping"]
    assert ours.count(text) == len(stock(text, verbose=False).input_ids)


@pytest.fixture(scope="module")
def pairs(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[ClipTokens, CLIPTokenizer]]:
    folders = [STARTER, write_tiny(tmp_path_factory.mktemp("tiny") / "model")]
    return [(load_tokenizer(folder), stock_tokenizer(folder)) for folder in folders]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=TEXTS)
def test_any_text_is_read_as_transformers_reads_it(text: str, pairs: list[tuple[ClipTokens, CLIPTokenizer]]) -> None:
    for ours, stock in pairs:
        check_alike(ours, stock, text)


def test_the_longest_prompt_is_read_as_transformers_reads_it(pairs: list[tuple[ClipTokens, CLIPTokenizer]]) -> None:
    for ours, stock in pairs:
        for text in ("x" * 10_000, "a red circle, " * 714, "熊" * 10_000, END * 700):
            check_alike(ours, stock, text)


flags = st.dictionaries(st.sampled_from(FLAGS), st.booleans())
special = st.one_of(
    st.sampled_from([START, END, "!", "a", "é</w>"]), st.builds(lambda content, f: {"content": content} | f, st.sampled_from([START, END, "!", "a"]), flags)
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tokens=st.fixed_dictionaries(dict.fromkeys(SPECIAL, special)), text=TEXTS, limit=st.sampled_from([3, 20, 77]))
def test_any_special_tokens_are_matched_as_transformers_matches_them(tokens: dict[str, Any], text: str, limit: int, tiny_copy: Path) -> None:
    (tiny_copy / "tokenizer" / "tokenizer_config.json").write_text(json.dumps({"model_max_length": limit} | tokens), "utf-8")
    ours, stock = load_tokenizer(tiny_copy), stock_tokenizer(tiny_copy)
    for each in (text, "Stop!!! now a ! a<|endoftext|> a"):
        check_alike(ours, stock, each)


@pytest.mark.parametrize("damage", ["", "[]", "{}", '{"a": 99999999999}', '{"a": 1}'])
def test_a_damaged_tokenizer_is_refused_on_loading(tiny_copy: Path, damage: str) -> None:
    (tiny_copy / "tokenizer" / "vocab.json").write_text(damage)
    with pytest.raises(BrokenModel):
        load_tokenizer(tiny_copy)
