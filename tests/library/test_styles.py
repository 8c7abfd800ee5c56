import json

import pytest

from t2v_desktop.errors import InvalidRequest
from t2v_desktop.library import styles
from t2v_desktop.models.words import Style

FILM = Style("Film grain", "", "film grain", "digital")


def test_styles_are_kept_in_their_order() -> None:
    assert styles.own() == []
    kept = [FILM, Style("Anime", "2D anime.")]
    styles.save(kept)
    assert styles.own() == kept
    styles.save(kept[::-1])
    assert styles.own() == kept[::-1]


@pytest.mark.parametrize(
    ("style", "message"),
    [
        (Style(" "), "needs a name"),
        (Style("x" * 101, suffix="a"), "needs a name"),
        (Style("film GRAIN", suffix="a"), "already a style"),
        (Style("Empty"), "is empty"),
        (Style("Long", suffix="a" * 2001), "too long"),
        (Style("Brace", suffix="{a"), "never closed"),
        (Style("Weight", negative_prompt="(a:9)"), "0 to 2"),
    ],
)
def test_an_invalid_style_is_refused_and_the_others_stay(style: Style, message: str) -> None:
    styles.save([FILM])
    with pytest.raises(InvalidRequest, match=message):
        styles.save([FILM, style])
    assert styles.own() == [FILM]


def test_hostile_entries_of_the_file_are_left_out() -> None:
    entries = [{"name": 5}, "x", {"name": "a\nb"}, {"name": "ok", "suffix": 5}, {"name": "Good", "suffix": "s", "newer": 1}, {"name": "good"}]
    styles.file().parent.mkdir(parents=True)
    styles.file().write_text(json.dumps({"styles": entries}))
    assert styles.own() == [Style("Good", suffix="s")]


def test_a_damaged_file_is_said_and_set_aside_by_the_next_save() -> None:
    styles.file().parent.mkdir(parents=True)
    styles.file().write_text("{broken")
    with pytest.raises(InvalidRequest, match="is damaged: line 1 is not JSON"):
        styles.own()
    styles.save([FILM])
    assert styles.own() == [FILM] and styles.file().with_suffix(".damaged.json").read_text() == "{broken"
