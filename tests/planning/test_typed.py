from dataclasses import replace

import pytest

from t2v_desktop.errors import InvalidRequest
from t2v_desktop.library import styles
from t2v_desktop.models.store import Model, find
from t2v_desktop.models.words import ModelWords, Style
from t2v_desktop.planning.draft import Draft
from t2v_desktop.planning.typed import Typed
from t2v_desktop.prompt import wildcards
from t2v_desktop.request import Request

FILM, ANIME = Style("Film", suffix="film grain", negative_prompt="digital"), Style("Anime", "2D anime.")


@pytest.fixture
def starter() -> Model:
    styles.save([FILM, ANIME])
    wildcards.make_folder()
    wildcards.file_of("animal").write_text("cat\ndog\nowl\nfox\n")
    return find("starter")


def test_a_request_has_the_rendered_prompts_and_what_was_typed(starter: Model) -> None:
    (request,) = Draft("a __animal__", "text", seed=3, styles=("Anime", "Film")).with_model(starter).requests(starter)
    assert request.prompt in {f"2D anime. a {animal}, film grain" for animal in ("cat", "dog", "owl", "fox")}
    assert (request.negative_prompt, request.typed, request.typed_negative, request.styles) == ("text, digital", "a __animal__", "text", ("Anime", "Film"))
    assert Request.from_json(request.to_json()) == request


def test_a_prompt_without_marks_and_styles_is_stored_once(starter: Model) -> None:
    (request,) = Draft(r"a \{red\} ball").with_model(starter).requests(starter)
    assert (request.prompt, request.typed) == ("a {red} ball", "") and "typed" not in request.to_json()


@pytest.mark.parametrize(
    "draft",
    [
        Draft("a dog", styles=("Film",)),
        Draft("a __animal__", "no __animal__", styles=("Anime", "Film")),
        Draft("a {red|blue} {__animal__}", "{x|y}", random=True, styles=("Film",)),
        Draft("${a=!__animal__}${a} and ${a}"),
    ],
)
def test_reuse_gives_back_what_was_typed_if_that_makes_the_clip(draft: Draft, starter: Model) -> None:
    for request in replace(draft.with_model(starter), seed=41, count=3).requests(starter):
        reused, _ = Draft.reusing(request, starter.words)
        assert (reused.prompt, reused.negative_prompt, reused.styles, reused.random) == (draft.prompt, draft.negative_prompt, draft.styles, draft.random)
        assert reused.requests(starter) == [request]


def test_reuse_of_one_of_several_alternatives_has_its_words_and_the_styles(starter: Model) -> None:
    made = Draft("a {red|blue} (ball:1.2)", seed=5, styles=("Film",)).with_model(starter).requests(starter)
    reused, alternatives = Draft.reusing(made[1], starter.words)
    assert (reused.prompt, reused.styles, alternatives) == ("a blue (ball:1.2)", ("Film",), 2)
    assert [(r.prompt, r.negative_prompt, r.seed) for r in reused.requests(starter)] == [("a blue (ball:1.2), film grain", "digital", 5)]


def test_reuse_has_the_rendered_words_once_a_style_or_a_wildcard_has_changed(starter: Model) -> None:
    (request,) = Draft("a __animal__", styles=("Film",), seed=1).with_model(starter).requests(starter)
    for change in (lambda: styles.save([replace(FILM, suffix="other")]), lambda: styles.save([]), wildcards.file_of("animal").unlink):
        change()
        reused, _ = Draft.reusing(request, starter.words)
        assert (reused.prompt, reused.negative_prompt, reused.styles) == (request.prompt, request.negative_prompt, ())
        assert [replace(r, typed="", styles=()) for r in reused.requests(starter)] == [replace(request, typed="", styles=())]


def test_hostile_typed_text_of_a_video_is_not_expanded(starter: Model) -> None:
    for typed in ("{a|b}" * 500, "{" * 50, "__../../x__", "${a=!x}" * 900 + "${a}", "x" * 10_000):
        request = replace(starter.request("a dog"), typed=typed, styles=("Film",) * 20)
        assert Draft.reusing(request, starter.words)[0].prompt == "a dog"


def test_random_makes_count_clips_each_of_its_own_alternative(starter: Model) -> None:
    draft = Draft("{a|b}" * 20, seed=7, count=8, random=True).with_model(starter)
    assert draft.problem(starter.words) == ""
    made = draft.requests(starter)
    assert [r.seed for r in made] == list(range(7, 15)) and len({r.prompt for r in made}) == 8
    assert "the limit is 1,000" in replace(draft, random=False).problem(starter.words)


def test_a_missing_style_is_said(starter: Model) -> None:
    assert "style Oil doesn't exist" in Draft("a", styles=("Oil",)).problem(starter.words)
    with pytest.raises(InvalidRequest, match="style Oil doesn't exist"):
        Draft("a", styles=("Oil",)).with_model(starter).requests(starter)


def test_an_own_style_replaces_a_built_in_one_of_its_name(starter: Model) -> None:
    words = ModelWords(styles=(Style("film", suffix="built in"), Style("Noir", suffix="black and white")))
    assert [style.name for style in styles.offered(words)] == ["Film", "Anime", "Noir"]
    assert styles.find(("Noir", "Film"), words) == [words.styles[1], FILM]


def test_a_draft_keeps_its_styles_and_ignores_hostile_ones() -> None:
    draft = Draft("a", styles=("Film", "Anime"), random=True)
    assert Draft.from_json(draft.to_json()) == draft
    for value in ('["x", 5]', '"x"', '{"a": 1}', '["' + "x" * 200 + '"]'):
        assert Draft.from_json(f'{{"prompt": "a", "styles": {value}}}') == Draft("a")


def test_typed_text_counts_its_combinations() -> None:
    assert Typed("{a|b} {1|2|3}", "{x|y}").alternatives == 12
