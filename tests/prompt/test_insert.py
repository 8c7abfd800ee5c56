import pytest

from t2v_desktop.prompt.insert import add_words, has_words, remove_words


@pytest.mark.parametrize(
    ("text", "at", "expected"),
    [
        ("", 0, "4k|"),
        ("a dog", 5, "a dog, 4k|"),
        ("a dog, ", 7, "a dog, 4k|"),
        ("a dog,", 6, "a dog, 4k|"),
        ("a dog runs", 5, "a dog, 4k|, runs"),
        ("a dog runs", 3, "a dog, 4k|, runs"),
        ("a dog, cat", 6, "a dog, 4k|, cat"),
        ("a dog.", 5, "a dog, 4k|."),
        ("dog", 0, "4k|, dog"),
        ("a dog\n", 6, "a dog\n4k|"),
        ("a dog\nb", 5, "a dog, 4k|\nb"),
    ],
)
def test_words_are_put_in_with_their_commas(text: str, at: int, expected: str) -> None:
    made, cursor = add_words(text, "4k", at)
    assert f"{made[:cursor]}|{made[cursor:]}" == expected


def test_words_of_a_sentence_are_separated_by_spaces() -> None:
    assert add_words("a circle", "red", 1, " ")[0] == "a red circle"


@pytest.mark.parametrize("text", ["", "a dog", "a dog.", "a dog\nb"])
def test_what_was_put_in_is_taken_out_again(text: str) -> None:
    assert remove_words(add_words(text, "slow motion", len(text.rstrip(".")))[0], "slow motion")[0] == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [("4k, a dog", "a dog"), ("a dog, 4K", "a dog"), ("a dog, 4k, b", "a dog, b"), ("24k", "24k"), ("red 4k ball", "red ball")],
)
def test_words_are_taken_out_with_their_separator(text: str, expected: str) -> None:
    assert remove_words(text, "4k")[0] == expected


def test_only_whole_words_count() -> None:
    assert has_words("A Dog", "dog") and not has_words("dogs", "dog")
