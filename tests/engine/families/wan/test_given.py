"""Clips that start with an image or continue another clip, from the request to the file."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from benchmarks.random_wan import write_tiny
from t2v_desktop import paths
from t2v_desktop.engine.device import plan
from t2v_desktop.engine.known import read_known
from t2v_desktop.engine.latent_cache import kept_file
from t2v_desktop.engine.load import load
from t2v_desktop.engine.render import Renderer
from t2v_desktop.errors import Cancelled, InvalidRequest
from t2v_desktop.events import Decoding, Denoising, Done, Encoding, Event, Start
from t2v_desktop.media.kept_images import keep, path_of
from t2v_desktop.media.metadata import read_request
from t2v_desktop.media.read import read_frames
from t2v_desktop.models.memory import footprint
from t2v_desktop.models.store import find


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tiny(tmp_path_factory.mktemp("vace"), control=True)


@pytest.fixture
def make(folder: Path, tmp_path: Path) -> Callable[..., Start]:
    def start(name: str, source: str = "", **chosen: object) -> Start:
        values: dict[str, object] = {"width": 48, "height": 32, "num_frames": 9, "num_inference_steps": 2, "dtype": "fp32", "device": "cpu", "seed": 3}
        return Start(find(str(folder)).request("the cat", **(values | chosen)), str(folder), str(tmp_path / name), source=source)

    return start


def render(start: Start, heard: list[Event] | None = None, stop: Callable[[list[Event]], bool] = lambda _: False) -> Done:
    told: list[Event] = [] if heard is None else heard

    def raise_if_cancelled() -> None:
        if stop(told):
            raise Cancelled

    return Renderer().render(start, told.append, raise_if_cancelled)


def frames(done: Done) -> np.ndarray:
    return read_frames(Path(done.path), 10**8).pixels.astype(int)


def photo(folder: Path, seed: int) -> str:
    Image.fromarray(np.random.default_rng(seed).integers(0, 256, (64, 64, 3), np.uint8)).save(folder / "photo.png")
    return keep(folder / "photo.png")


def test_each_image_makes_another_clip_and_is_in_its_metadata(make: Callable[..., Start], tmp_path: Path) -> None:
    images = [photo(tmp_path, seed) for seed in (1, 2)]
    made = [render(make(f"clip{at}", start_image=image)) for at, image in enumerate(["", *images])]
    assert all(np.abs(frames(one) - frames(other)).max() > 5 for at, one in enumerate(made) for other in made[:at])
    assert [read_request(Path(done.path)).start_image for done in made] == ["", *images]
    assert all("encode" in done.seconds for done in made), "grey frames are encoded where there is no image"


def test_a_continued_clip_has_the_frames_of_its_source_and_no_frame_twice(make: Callable[..., Start]) -> None:
    first = render(make("first"))
    heard: list[Event] = []
    longer = render(replace(make("longer", source=first.path, continued_frames=5, num_frames=13), poster=f"{first.path}.png"), heard)
    whole = frames(longer)
    assert longer.num_frames == len(whole) == 9 + 8
    assert (whole[:9] == frames(first)).all(), "a folder of pictures keeps every value"
    assert [event.total for event in heard if isinstance(event, Decoding)][-1] == 13
    assert Path(f"{first.path}.png").is_file()
    other = render(make("other", source=longer.path, continued_frames=5, num_frames=13))
    assert other.num_frames == 17 + 8 and (frames(other)[:17] == whole).all()
    assert np.abs(frames(other)[17:] - whole[9:]).max() > 5, "it goes on from other frames"


def test_cancelled_anywhere_a_continued_clip_leaves_nothing(make: Callable[..., Start], tmp_path: Path) -> None:
    first = render(make("first"))
    before = sorted(tmp_path.iterdir())
    for kind, count in ((Encoding, 4), (Denoising, 2), (Decoding, 1), (Decoding, 2)):
        with pytest.raises(Cancelled):
            render(make("longer", source=first.path, continued_frames=5), stop=lambda told, k=kind, n=count: sum(isinstance(e, k) for e in told) >= n)
        assert sorted(tmp_path.iterdir()) == before
        assert not list(paths.kept_latents().glob("*"))


def test_vace_makes_a_second_pass_like_any_other_model(make: Callable[..., Start]) -> None:
    first = render(make("first"))
    made = [render(make(f"second{strength:.0%}", source=first.path, strength=strength)) for strength in (0.5, 1.0)]
    assert [done.num_frames for done in made] == [9, 9] and all("encode" in done.seconds for done in made)
    assert np.abs(frames(made[0]) - frames(made[1])).max() > 5


def test_latents_are_kept_for_each_image_and_each_clip_that_is_continued(make: Callable[..., Start], folder: Path, tmp_path: Path) -> None:
    sources = [render(make(f"first{seed}", seed=seed)).path for seed in (1, 2)]
    starts = [make("a", start_image=photo(tmp_path, 1)), make("b", start_image=photo(tmp_path, 2)), make("c", end_image=photo(tmp_path, 1))]
    starts += [make("d", source=source, continued_frames=5) for source in sources] + [make("e", source=sources[0], continued_frames=1), make("f")]
    pipeline = load(folder, plan(starts[0].request, footprint(folder)), lambda _: None, lambda: None)
    kept = {kept_file(start.request, pipeline, read_known(start).first if start.request.continued_frames else None) for start in starts}
    assert len(kept) == len(starts)


def test_what_is_missing_is_said_before_the_model_is_read(make: Callable[..., Start], tmp_path: Path) -> None:
    image = photo(tmp_path, 1)
    start = make("clip", start_image=image)
    path_of(image).unlink()
    first = render(make("first"))
    cases = [
        (start, "the image .* is missing: choose it again"),
        (make("clip", continued_frames=5), "there is no clip to continue"),
        (make("clip", continued_frames=5, source=str(tmp_path / "gone.mp4")), "can't be continued: .* is missing"),
        (make("clip", continued_frames=5, source=first.path, width=64), "has 48x32 pixels, the new frames 64x32: use 48x32"),
        (make("clip", source=first.path), "a second pass needs both"),
    ]
    for wrong, words in cases:
        heard: list[Event] = []
        with pytest.raises(InvalidRequest, match=words):
            render(wrong, heard)
        assert not heard
