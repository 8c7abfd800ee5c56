from pathlib import Path

import pytest
import torch

from t2v_desktop.engine.device import Plan
from t2v_desktop.engine.load import Pipeline, load
from t2v_desktop.engine.text import cut_off, encode_prompt, foreign_script
from t2v_desktop.request import Request


@pytest.fixture(scope="module")
def pipeline(tiny_model: Path) -> Pipeline:
    return load(tiny_model, Plan(torch.device("cpu"), torch.float32, "full", 4, 0, Request("any")), lambda event=None: None)


def encode(pipeline: Pipeline, prompt: str, negative: str = "", guided: bool = True) -> tuple[torch.Tensor, list[str]]:
    warned: list[str] = []
    return encode_prompt(pipeline.tokenizer, pipeline.text_encoder, prompt, negative, guided=guided, warn=warned.append), warned


def test_features_come_negative_first(pipeline: Pipeline) -> None:
    both, _ = encode(pipeline, "a cat", "blurry")
    swapped, _ = encode(pipeline, "blurry", "a cat")
    assert both.shape == (2, 77, 32)
    assert torch.equal(both[0], swapped[1]) and not torch.equal(both[0], both[1])


def test_without_guidance_only_the_prompt_is_read(pipeline: Pipeline) -> None:
    assert encode(pipeline, "a cat", guided=False)[0].shape == (1, 77, 32)


def test_the_words_past_the_limit_are_named(pipeline: Pipeline) -> None:
    prompt = " ".join(["word"] * 40) + " the Very END"
    _, warned = encode(pipeline, prompt)
    assert len(warned) == 1 and warned[0].endswith("the Very END") and "77 tokens" in warned[0]
    room = pipeline.tokenizer.model_max_length - 2
    assert cut_off(pipeline.tokenizer, "x" * room) == ""
    assert cut_off(pipeline.tokenizer, "x" * (room + 1)) == "x"


def test_any_text_is_read(pipeline: Pipeline) -> None:
    for text in ("熊 🐻 ñ", "\t\n", "<|endoftext|>", "-" * 500):
        assert torch.isfinite(encode(pipeline, text)[0]).all()


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("a café, naïve ½ µ", ""),
        ("красный круг", "Cyrillic"),
        ("一个红球", "Chinese or Japanese"),
        ("🐻 42 !", ""),
        ("أحمر", "Arabic"),
        ("赤いボール", "Chinese or Japanese"),
    ],
)
def test_scripts_that_are_not_read_are_told(text: str, script: str) -> None:
    assert foreign_script(text) == script
