"""Tests the search for commands."""

import pytest

from t2v_desktop.planning.command_search import best_matches

TEXTS = ("Save as", "Save frame", "Full screen", "Show in folder", "Pause after this clip", "Next frame", "Zurück", "Open models folder")


@pytest.mark.parametrize(("typed", "found"), [
    ("", list(TEXTS)),
    ("save", ["Save as", "Save frame"]),
    ("fr", ["Save frame", "Next frame"]),
    ("frame sa", ["Save frame"]),
    ("folder", ["Show in folder", "Open models folder"]),
    ("PAUSE", ["Pause after this clip"]),
    ("zur", ["Zurück"]),
    ("ause", ["Pause after this clip"]),
    ("omf", ["Open models folder"]),
    ("xt", ["Next frame"]),
    ("sf", ["Save frame"]),
    ("o m", ["Open models folder"]),
    ("save xyz", []),
])  # fmt: skip
def test_commands_are_found_by_what_is_typed(typed: str, found: list[str]) -> None:
    assert [TEXTS[at] for at in best_matches(typed, TEXTS)] == found


def test_the_start_of_a_text_comes_before_the_start_of_a_word_and_that_before_the_middle() -> None:
    assert best_matches("clip", ("Eclipse", "Open clip", "Clip details", "Copy last image, paste")) == [2, 1, 3, 0]
