import numpy as np
import pytest

from training.captions import caption
from training.scenes import BACKGROUNDS, COLOURS, MOTIONS, SHAPES, Scene, Thing, draw, paths, sample, sample_composing, sample_held_out, sample_training


def test_the_number_of_scenes_is_as_documented() -> None:
    assert len(SHAPES) >= 8 and len(COLOURS) >= 10 and len(BACKGROUNDS) >= 8 and len(MOTIONS) >= 12


def test_drawing_a_clip_is_deterministic() -> None:
    scene = Scene((Thing("star", "red"),), "night", "spinning")
    assert np.array_equal(draw(scene)[0], draw(scene)[0])
    assert draw(scene, 128)[0].shape == (16, 128, 128, 3)


@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_covers_the_area_of_its_radius(shape: str) -> None:
    _, covered = draw(Scene((Thing(shape, "red"),), "black", "still", "large"), 128)
    area = covered[0].sum() / (128 * 0.24) ** 2
    assert 0.8 < area < 3.3


@pytest.mark.parametrize("motion", MOTIONS)
def test_every_object_stays_mostly_in_the_frame(motion: str) -> None:
    for things in ((Thing("square", "red"),), (Thing("square", "red"), Thing("star", "blue"))):
        for path in paths(Scene(things, "black", motion)):
            assert path.x.min() > 0.1 and path.x.max() < 0.9 and path.y.min() > 0.1 and path.y.max() < 0.9


def test_held_out_scenes_are_not_in_the_training_set() -> None:
    rng = np.random.default_rng(0)
    for _ in range(3000):
        scene = sample_training(rng)
        assert not scene.composes() and not scene.held_out()
        for thing in scene.things:
            assert (thing.colour, thing.shape) not in {("green", "star"), ("purple", "triangle"), ("orange", "heart"), ("blue", "cross")}
            assert not (thing.shape == "circle" and scene.motion == "zigzag")
    assert all(sample_held_out(rng).held_out() for _ in range(50))
    assert all(sample_composing(rng).composes() for _ in range(50))


def test_the_held_out_scenes_never_change() -> None:
    assert Scene((Thing("circle", "red"),), "white", "right").held_out() is False
    share = np.mean([sample(np.random.default_rng(i)).held_out() for i in range(600)])
    assert 0.03 < share < 0.2


def test_a_caption_names_everything_in_the_scene() -> None:
    rng = np.random.default_rng(1)
    sentences = [caption(Scene((Thing("heart", "pink"),), "black", "growing", "small"), rng).lower() for _ in range(50)]
    assert len(set(sentences)) > 20
    assert all("heart" in s and "pink" in s and "black" in s for s in sentences)
    pair = [caption(Scene((Thing("cross", "red"),) * 2, "sea", "left"), rng).lower() for _ in range(30)]
    assert all("two" in s and ("crosses" in s or "plus signs" in s) and "moves" not in s for s in pair)
