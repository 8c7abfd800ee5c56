import numpy as np
import pytest

from training.judge import look, prove, table
from training.scenes import Scene, Thing, draw


@pytest.mark.campaign
def test_the_judge_recognizes_unseen_drawn_clips() -> None:
    assert prove(120, 128) >= 0.99


def test_the_judge_detects_errors() -> None:
    scene = Scene((Thing("circle", "red"),), "white", "right")
    drawn = draw(scene)[0]
    assert look(drawn).marks(scene)["all"]
    assert not look(drawn[::-1]).marks(scene)["motion"]
    assert not look(drawn[..., ::-1]).marks(scene)["colour"]
    other = Scene((Thing("square", "red"),), "white", "right")
    assert look(drawn).marks(other) == {"shape": False, "colour": True, "background": True, "motion": True, "all": False}


def test_swapped_colours_of_two_objects_are_wrong() -> None:
    drawn = draw(Scene((Thing("circle", "red"), Thing("square", "blue")), "white", "still"))[0]
    marks = look(drawn).marks(Scene((Thing("circle", "blue"), Thing("square", "red")), "white", "still"))
    assert marks["shape"] and marks["colour"] and not marks["all"]


def test_noise_and_darkness_show_nothing() -> None:
    noise = np.random.default_rng(0).integers(0, 255, (16, 64, 64, 3)).astype(np.uint8)
    for frames in (noise, np.zeros((16, 64, 64, 3), np.uint8)):
        assert not any(thing.shape and thing.colour for thing in look(frames).things)


def test_the_table_is_in_percent() -> None:
    mark = dict.fromkeys(("shape", "colour", "background", "motion", "all"), True)
    assert "| two | 2 | 100.0 | 100.0 | 100.0 | 100.0 | 100.0 |" in table({"two": [mark, mark]})
