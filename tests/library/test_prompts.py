import pytest

from t2v_desktop.errors import InvalidRequest
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


def test_prompts_are_saved_in_folders(prompts: Prompts) -> None:
    prompts.save("cat", folder="Animals/Cats")
    prompts.add_folder("Empty")
    prompts.save("sea")
    assert prompts.folders() == ["Animals", "Animals/Cats", "Empty"]
    prompts.move([Prompt("sea")], "Places")
    assert {(p.prompt, p.folder) for p in prompts.saved()} == {("cat", "Animals/Cats"), ("sea", "Places")}
    prompts.rename(Prompt("sea"), " My sea ")
    assert prompts.saved()[0] == Prompt("sea", "", "My sea", "Places")


def test_a_folder_moves_with_everything_in_it(prompts: Prompts) -> None:
    prompts.save("cat", folder="Animals/Cats")
    prompts.save("dog", folder="Animals")
    prompts.save("toy", folder="Animals2")
    prompts.move_folder("Animals", "Nature/Pets")
    assert prompts.folders() == ["Animals2", "Nature", "Nature/Pets", "Nature/Pets/Cats"]
    assert {p.prompt: p.folder for p in prompts.saved()} == {"cat": "Nature/Pets/Cats", "dog": "Nature/Pets", "toy": "Animals2"}


@pytest.mark.parametrize(
    ("new", "message"),
    [("A/B", "into itself"), ("C", "already a folder"), ("a//b", "can't be a folder"), ("x" * 101, "can't be a folder"), (" a", "can't be a folder"),
     ("/".join("abcdefghijk"), "at most 10 deep")],
)  # fmt: skip
def test_a_folder_that_can_not_move_stays(new: str, message: str, prompts: Prompts) -> None:
    prompts.save("cat", folder="A")
    prompts.add_folder("C")
    with pytest.raises(InvalidRequest, match=message):
        prompts.move_folder("A", new)
    assert prompts.folders() == ["A", "C"] and prompts.saved()[0].folder == "A"


def test_removed_folders_and_prompts_are_restored_in_their_places(prompts: Prompts) -> None:
    for number in range(5):
        prompts.save(f"cat {number}", folder="Animals/Cats" if number % 2 else "")
    prompts.add_folder("Animals/Dogs")
    before, folders = prompts.saved(), prompts.folders()
    removed = prompts.remove([Prompt("cat 2")], ["Animals"])
    assert [p.prompt for p in prompts.saved()] == ["cat 4", "cat 0"] and prompts.folders() == []
    prompts.restore(removed)
    assert (prompts.saved(), prompts.folders()) == (before, folders)


def test_what_was_saved_again_since_is_not_changed_by_an_undo(prompts: Prompts) -> None:
    prompts.save("cat", name="Old")
    removed = prompts.remove([Prompt("cat")])
    prompts.save("cat", name="New")
    prompts.restore(removed)
    assert prompts.saved() == [Prompt("cat", "", "New")]
