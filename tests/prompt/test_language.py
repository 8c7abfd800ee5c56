import pytest

from t2v_desktop.prompt.language import foreign_script, looks_english


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
def test_other_scripts_are_named(text: str, script: str) -> None:
    assert foreign_script(text) == script
    assert looks_english(text) == (not script)


@pytest.mark.parametrize(
    "text",
    ["", "a panda eats bamboo", "Los Angeles at night", "an ice cream van", "red ball, sea, 4k", "el capitan at sunset in the snow", "MIT campus, UN building"],
)
def test_english_is_accepted(text: str) -> None:
    assert looks_english(text)


@pytest.mark.parametrize(
    "text",
    [
        "ein roter Kreis bewegt sich nach rechts",
        "un chat noir dans la neige",
        "una estrella amarilla",
        "en gul stjärna som snurrar",
        "uma estrela",
        "een rode cirkel",
    ],
)
def test_other_languages_in_latin_script_are_detected(text: str) -> None:
    assert not looks_english(text)
