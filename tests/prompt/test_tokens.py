import random
import subprocess
import sys
from pathlib import Path

import pytest
from transformers import CLIPTokenizer

from t2v_desktop import paths
from t2v_desktop.errors import BrokenModel, InvalidRequest
from t2v_desktop.models.families.modelscope.tokens import ClipTokens
from t2v_desktop.prompt.tokens import TokenCounter

WORDS = "a red Circle moves slowly over the SEA don't we've it's naïve café 256x256 24fps e\u0301 İstanbul ﬁre ½ 熊 красный 🐻‍❤️ -- ... !!! (ball) <|endoftext|>"
SPACES = (" ", "  ", "\n", "\t ", "\u00a0", ", ", "")


def texts() -> list[str]:
    source = random.Random(5)
    made = ["", " ", "\t\n", "x" * 400, "!" * 100, "🐻" * 40, "<|startoftext|>a<|endoftext|>"]
    for length in range(1, 300):
        made.append("".join(source.choice(WORDS.split()) + source.choice(SPACES) for _ in range(length % 60 + 1)))
    for _ in range(300):
        made.append("".join(chr(source.choice((source.randrange(32, 127), source.randrange(160, 0x2FFF)))) for _ in range(30)))
    return made


@pytest.fixture(params=["starter", "tiny"])
def folder(request: pytest.FixtureRequest, tiny_model: Path) -> Path:
    return (paths.resources() / "models" / "starter" if request.param == "starter" else tiny_model) / "tokenizer"


def test_counts_and_cuts_match_the_stock_tokenizer(folder: Path) -> None:
    counter, stock = ClipTokens(folder), CLIPTokenizer.from_pretrained(folder)
    for text in texts():
        encoding = stock(text, return_offsets_mapping=True, verbose=False)
        assert counter.count(text) == len(encoding.input_ids), text
        offsets = encoding["offset_mapping"][1:-1]
        assert counter.first_cut(text) == (offsets[75][0] if len(offsets) > 75 else None), text


def test_a_common_character_as_padding_token_is_a_token_of_its_own(tiny_copy: Path) -> None:
    folder = tiny_copy / "tokenizer"
    config = folder / "tokenizer_config.json"
    padding = '"pad_token": {"content": "!", "__type": "AddedToken", "lstrip": false, "normalized": true, "rstrip": false, "single_word": false}'
    config.write_text(config.read_text().replace('"pad_token": "<|endoftext|>"', padding))
    counter, stock = ClipTokens(folder), CLIPTokenizer.from_pretrained(folder)
    assert counter.count("Stop!!! now") == len(stock("Stop!!! now").input_ids)


def test_the_limit_includes_the_start_and_end_tokens(folder: Path) -> None:
    counter = ClipTokens(folder)
    fits = "x " * 75
    assert (counter.count(""), counter.count(fits), counter.first_cut(fits)) == (2, 77, None)
    assert counter.first_cut(fits + "END") == len(fits)


def test_a_prompt_is_measured_by_its_longest_alternative(folder: Path) -> None:
    counter = TokenCounter(ClipTokens(folder))
    prompt = "(x:1.2) {a|" + "x " * 80 + "}"
    measure = counter.measure(prompt)
    assert (measure.count, measure.limit, measure.alternatives) == (83, 77, 2)
    assert "".join(prompt[position] for position in measure.cut) == "x x x x x x "
    assert counter.measure("a {x|y}").cut == ()


def test_invalid_marks_are_refused(folder: Path) -> None:
    with pytest.raises(InvalidRequest):
        TokenCounter(ClipTokens(folder)).measure("a {x")


@pytest.mark.parametrize("damage", ["", "[]", "{}", '{"a": 99999999999}'])
def test_a_damaged_tokenizer_is_reported(tiny_copy: Path, damage: str) -> None:
    (tiny_copy / "tokenizer" / "vocab.json").write_text(damage)
    with pytest.raises(BrokenModel, match=r"can't be read|is not valid JSON"):
        ClipTokens(tiny_copy / "tokenizer").count("a")


def test_counting_needs_no_torch() -> None:
    code = "import sys, t2v_desktop.prompt.tokens, t2v_desktop.models.families; sys.exit(any(m in sys.modules for m in ('torch', 'transformers', 'numpy')))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
