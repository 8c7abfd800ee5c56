import pytest

from t2v_desktop.models.words import Style
from t2v_desktop.prompt.styles import negative_with_styles, with_styles


@pytest.mark.parametrize(
    ("typed", "styles", "expected"),
    [
        ("a dog", [], "a dog"),
        ("a dog, ", [], "a dog, "),
        ("a dog", [Style("x", suffix="film grain")], "a dog, film grain"),
        ("a dog, ", [Style("x", suffix="film grain")], "a dog, film grain"),
        ("A dog runs.", [Style("x", suffix="Film grain.")], "A dog runs. Film grain."),
        ("a dog", [Style("x", suffix=", 4k")], "a dog, 4k"),
        ("a dog", [Style("x", "2D anime.")], "2D anime. a dog"),
        ("a dog", [Style("x", "one,", "s1"), Style("y", "two,", "s2")], "one, two, a dog, s1, s2"),
        ("a {red|blue} dog", [Style("x", " cinematic ", " 4k ")], "cinematic a {red|blue} dog, 4k"),
    ],
)
def test_styles_are_put_around_what_was_typed(typed: str, styles: list[Style], expected: str) -> None:
    styled = with_styles(typed, styles)
    assert styled.text == expected
    assert typed.startswith(styled.text[styled.start : styled.end])


def test_the_negative_prompts_of_styles_follow_the_typed_one() -> None:
    styles = [Style("x", "prefix", "suffix", "blur"), Style("y", negative_prompt="text,"), Style("z", "only a prefix")]
    assert negative_with_styles("", styles).text == "blur, text,"
    assert negative_with_styles("watermark", styles).text == "watermark, blur, text,"
