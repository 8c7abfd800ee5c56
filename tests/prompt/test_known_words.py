"""What a prompt asks for that the starter can't draw: no false alarm on anything it was trained on."""

import numpy as np
import pytest

from t2v_desktop.models.catalogue import CATALOG
from t2v_desktop.prompt.known_words import unknown_words
from training.captions import caption
from training.scenes import sample

STARTER = CATALOG["starter"].known_words


def captions(count: int) -> list[str]:
    rng = np.random.default_rng(7)
    return [caption(sample(rng, pairs=0.3), rng) for _ in range(count)]


def test_every_sentence_of_the_starters_own_captions_is_known() -> None:
    assert {text: words for text in captions(5_000) if (words := unknown_words(text, STARTER))} == {}


def test_a_sentence_that_is_still_being_typed_raises_no_alarm() -> None:
    for text in captions(150):
        for end in range(1, len(text)):
            assert unknown_words(text[:end], STARTER) == [], text[:end]


@pytest.mark.parametrize("text", CATALOG["starter"].examples)
def test_the_starters_examples_are_known(text: str) -> None:
    assert unknown_words(text, STARTER) == []


@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        ("a panda eating bamboo", ["panda", "eating", "bamboo"]),
        ("cinematic shot of a city", ["cinematic", "city"]),
        ("A Dog next to a red circle.", ["dog"]),
        ("a star-shaped cookie", ["cookie"]),
        ("a {red|blue} heart that (grows:1.3)", []),
        ("a blue-green ball's slow movement", []),
        ("{panda|red circle}", ["panda"]),
        ("", []),
        ("42 !?", []),
    ],
)
def test_only_words_that_ask_for_something_else_are_unknown(text: str, unknown: list[str]) -> None:
    assert unknown_words(text, STARTER) == unknown
