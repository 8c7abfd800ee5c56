import pytest

from t2v_desktop.library.database import Database
from t2v_desktop.library.prompts import HISTORY, Prompt, Prompts


@pytest.fixture
def prompts(library: Database) -> Prompts:
    return Prompts(library)


def test_the_history_is_newest_first_without_duplicates(prompts: Prompts) -> None:
    for prompt, negative in (("cat", ""), ("dog", ""), ("cat", "blur"), ("cat", "")):
        prompts.remember(prompt, negative)
    assert prompts.history() == [Prompt("cat"), Prompt("cat", "blur"), Prompt("dog")]
    assert prompts.history(1) == [Prompt("cat")]


def test_the_history_is_limited(prompts: Prompts, library: Database) -> None:
    with library.transaction():
        for n in range(HISTORY + 20):
            prompts.remember(f"cat {n}")
    assert [p.prompt for p in prompts.history()] == [f"cat {n}" for n in range(HISTORY + 19, 19, -1)]
    assert library.rows("SELECT count(*) FROM prompts") == [(HISTORY,)]


def test_saved_prompts_stay_until_they_are_unsaved(prompts: Prompts) -> None:
    prompts.save("cat", name="My cat")
    prompts.save("dog", "blur")
    prompts.save("cat", name="Our cat")
    assert prompts.saved() == [Prompt("dog", "blur"), Prompt("cat", "", "Our cat")]
    prompts.unsave("dog")
    assert len(prompts.saved()) == 2
    prompts.unsave("dog", "blur")
    assert prompts.saved() == [Prompt("cat", "", "Our cat")]


def test_the_last_draft_is_restored(prompts: Prompts, library: Database) -> None:
    assert prompts.draft() == ""
    for text in ("first", '{"prompt": "a \\u00e9 熊"}'):
        prompts.save_draft(text)
    assert Prompts(library).draft() == '{"prompt": "a \\u00e9 熊"}'


def test_lone_surrogates_do_not_prevent_saving(prompts: Prompts) -> None:
    prompts.save_draft("cat \ud83d")
    prompts.remember("cat \ud83d")
    assert (prompts.draft(), prompts.history()) == ("cat ?", [Prompt("cat ?")])
