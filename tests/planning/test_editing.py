import pytest

from t2v_desktop.planning.draft import Draft
from t2v_desktop.planning.editing import Editing, from_json, to_json

SHOWN, ASIDE = Draft(prompt="the job", width=256), Draft(prompt="what I was writing", seed=7)


def test_the_shown_draft_and_the_one_set_aside_are_both_restored() -> None:
    assert from_json(to_json(SHOWN, Editing("a1", ASIDE))) == (SHOWN, Editing("a1", ASIDE))
    assert from_json(to_json(SHOWN, None)) == (SHOWN, None)


def test_an_older_version_reads_the_shown_draft() -> None:
    assert Draft.from_json(to_json(SHOWN, Editing("a1", ASIDE))) == SHOWN


@pytest.mark.parametrize("text", ["", "[]", "nothing", "[" * 100_000, '{"editing": 3}', '{"editing": {"job": 3, "draft": {}}}', '{"editing": {"draft": {}}}'])
def test_damaged_text_restores_no_editing(text: str) -> None:
    assert from_json(text)[1] is None
