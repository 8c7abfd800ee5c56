from pathlib import Path

import pytest
import torch

from t2v_desktop.engine.device import Plan
from t2v_desktop.engine.families.modelscope.text import check_prompts, encode_prompts
from t2v_desktop.engine.load import Pipeline, load
from t2v_desktop.engine.prompts import token_weights
from t2v_desktop.errors import InvalidRequest
from t2v_desktop.models.memory import Placement
from t2v_desktop.request import Request


@pytest.fixture(scope="module")
def pipeline(tiny_model: Path) -> Pipeline:
    return load(tiny_model, Plan(torch.device("cpu"), torch.float32, Placement("full"), 4, 0, Request("any")), lambda _: None, lambda: None)


def encode(pipeline: Pipeline, prompt: str, negative: str = "", guided: bool = True) -> tuple[torch.Tensor, list[str]]:
    warned: list[str] = []
    check_prompts(pipeline.tokenizer, prompt, negative, warned.append)
    text = encode_prompts(pipeline.tokenizer, pipeline.text_encoder, prompt, negative, guided=guided)
    return text.features, warned


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
    room = pipeline.tokenizer.limit - 2
    assert not encode(pipeline, "x" * room)[1]
    assert encode(pipeline, "x" * (room + 1))[1][0].endswith(": x")


def test_any_text_is_read(pipeline: Pipeline) -> None:
    for text in ("熊 🐻 ñ", "\t\n", "<|endoftext|>", "-" * 500):
        assert torch.isfinite(encode(pipeline, text)[0]).all()


def test_weights_scale_their_tokens_and_keep_the_magnitude(pipeline: Pipeline) -> None:
    neutral = encode(pipeline, "a red cat", "blurry")[0]
    weighed = encode(pipeline, "a (red:1.5) cat", "blurry")[0]
    factor = (weighed[1] / neutral[1]).mean(dim=-1)
    scales = token_weights(pipeline.tokenizer, "a (red:1.5) cat")
    marked = [place for place, scale in enumerate(scales) if scale != 1]
    assert torch.equal(neutral[0], weighed[0])
    assert marked and all(scales[place] == 1.5 for place in marked)
    assert torch.allclose(factor, factor[0] * torch.tensor(scales), rtol=1e-4)
    assert torch.allclose(weighed[1].abs().mean(), neutral[1].abs().mean(), rtol=1e-5)


def test_a_negative_prompt_has_weights_too(pipeline: Pipeline) -> None:
    neutral = encode(pipeline, "a cat", "blurry dog")[0]
    weighed = encode(pipeline, "a cat", "(blurry:0) dog")[0]
    assert torch.equal(neutral[1], weighed[1]) and not torch.equal(neutral[0], weighed[0])


@pytest.mark.parametrize(
    ("prompt", "text"),
    [
        ("a red cat (at night)", "a red cat (at night)"),
        ("a [red] cat", "a [red] cat"),
        ("a (red:1) cat", "a red cat"),
        (r"a cat \(at 1:0.5\)", "a cat (at 1:0.5)"),
    ],
)
def test_text_without_weights_is_read_to_the_bit_as_ever(pipeline: Pipeline, prompt: str, text: str) -> None:
    assert torch.equal(encode(pipeline, prompt)[0], features_of(pipeline, text))


def features_of(pipeline: Pipeline, text: str) -> torch.Tensor:
    ids = torch.tensor([pipeline.tokenizer.read(each).ids for each in ("", text)])
    with torch.inference_mode():
        features: torch.Tensor = pipeline.text_encoder(ids)
    return features


def test_weights_past_the_limit_are_left_out(pipeline: Pipeline) -> None:
    scales = token_weights(pipeline.tokenizer, "(" + "word " * 60 + "end:0.5) rest")
    assert len(scales) == 77 and scales[0] == scales[-1] == 1 and set(scales[1:-1]) == {0.5}


def test_a_weight_out_of_range_is_refused(pipeline: Pipeline) -> None:
    with pytest.raises(InvalidRequest, match="0 to 2"):
        encode(pipeline, "a (cat:3)")
