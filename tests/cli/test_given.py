"""Images and clips that a video of the command line is given."""

import json
import re
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from benchmarks.random_wan import write_tiny
from t2v_desktop import paths, settings
from t2v_desktop.cli.main import main
from t2v_desktop.media.metadata import read_request
from t2v_desktop.media.read import frame_count, read_extent, read_frames
from tests.media.made_clips import make_clip

SMALL = ["--size", "64x32", "--frames", "9", "--steps", "2", "--device", "cpu", "--dtype", "fp32"]


@pytest.fixture(scope="module")
def vace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tiny(tmp_path_factory.mktemp("models") / "vace", control=True)


@pytest.fixture(scope="module")
def t2v(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tiny(tmp_path_factory.mktemp("models") / "t2v")


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    Image.fromarray(np.random.default_rng(3).integers(0, 256, (80, 120, 3), np.uint8)).save(tmp_path / "photo.png")
    return tmp_path / "photo.png"


def install(model: Path, name: str) -> None:
    """Have a model in the models folder under this name."""
    folder = settings.load().models
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).symlink_to(model, target_is_directory=True)


def test_a_video_starts_and_ends_with_images(vace: Path, photo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out.mp4"
    assert main(["render", "a cat", "--model", str(vace), "--image", str(photo), "--end-image", str(photo), "-o", str(out), *SMALL]) == 0
    said = capsys.readouterr()
    assert said.err.count("photo.png: 120x80 is cropped to 120x60 for 64x32") == 2
    assert re.search(r"out.mp4  9 frames, 64x32", said.out)
    assert main(["show", str(out)]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown["start_image"] == shown["end_image"] and (paths.images() / f"{shown['start_image']}.png").is_file()
    assert "continued_frames" not in shown


def test_a_clip_is_continued_with_its_own_prompt_model_size_and_length(vace: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    install(vace, "mine")
    first, second, third = (tmp_path / name for name in ("first.mp4", "second.mp4", "third.mp4"))
    assert main(["render", "a {cat|cat}", "--model", "mine", "--fps", "6", "--seed", "4", "--negative", "text", "-o", str(first), *SMALL]) == 0
    first = tmp_path / "first-1.mp4"
    before = read_frames(first, 10**8).pixels
    capsys.readouterr()
    assert main(["render", "--continue", str(first), "--overlap", "5", "--steps", "2", "-o", str(second), "--json"]) == 0
    done = json.loads(capsys.readouterr().out.splitlines()[-1])
    made = read_request(second)
    assert (made.prompt, made.negative_prompt, made.model, made.width, made.height, made.fps) == ("a cat", "text", "mine", 64, 32, 6)
    assert (made.num_frames, made.continued_frames, made.strength) == (9, 5, 0)
    assert done["num_frames"] == frame_count(second) == 9 + 4 and "encode" in done["seconds"]
    after = read_frames(second, 10**8).pixels
    assert np.abs(after[:9].astype(int) - before).mean() < 6, "the clip's own frames come first, encoded once more"
    assert np.abs(after[9:].astype(int) - after[8:-1]).max(axis=(1, 2, 3)).min() > 0, "no frame is repeated"
    assert main(["render", "a dog", "--continue", str(second), "--frames", "13", "--steps", "2", "-o", str(third)]) == 0
    assert read_request(third).prompt == "a dog" and read_request(third).continued_frames == 9
    assert frame_count(third) == 13 + 4 and read_extent(third).fps == 6


def test_what_does_not_fit_is_refused_in_one_line_before_anything_is_rendered(
    vace: Path, t2v: Path, photo: Path, tiny_model: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:  # fmt: skip
    install(t2v, "flat")
    clip = make_clip(tmp_path / "clip.mp4", model="flat").path  # 32x32, 8 frames at 8 a second
    foreign = make_clip(tmp_path / "gone.mp4", model="unheard").path
    model, image, continued = ["--model", str(vace)], ["--image", str(photo)], ["--continue", str(clip)]
    ti2v = r"Wan 2.2 TI2V 5B \(wan2.2-ti2v-5b\)"
    able = r"Wan 2.1 VACE 1.3B \(wan2.1-vace-1.3b\)"
    cases = [
        (["a cat", "--model", str(tiny_model), *image], rf"a start image isn't supported by tiny: use {able} or {ti2v} \(--model\)"),
        (["a cat", "--model", str(t2v), "--end-image", str(photo)], rf"an end image isn't supported by t2v: use {able} \(--model\)"),
        (["a cat", "--model", str(t2v), *continued], rf"continuing a clip isn't supported by t2v: use {able} \(--model\)"),
        ([*continued], rf"clip.mp4 was made with flat, which can't: choose a model that can continue a clip: {able}"),
        (["--continue", str(foreign)], rf"gone.mp4 was made with 'unheard', which is not installed: choose .*: {able}"),
        (["a cat", *model, "--image", str(tmp_path / "none.png")], r"none.png can't be read \(No such file"),
        (["a cat", *model, "--image", str(tmp_path)], "is not a file: choose a picture"),
        (["a cat", *model, "--image", __file__], "test_given.py is not a picture: use JPEG"),
        (["a cat", *model, *image, *continued], "--continue starts with the frames of the clip: leave out --image"),
        (["a cat", *model, "--from", str(clip), *image], "leave out --image, or --from"),
        (["a cat", *model, "--from", str(clip), *continued], "leave out --continue, or --from"),
        (["a cat", *model, "--overlap", "5"], "--overlap works only with --continue"),
        (["a cat", *model, *continued, "--strength", "0.5"], "--strength works only with --from"),
        (["a cat", *model, *continued, "--overlap", "0"], "overlap 0 is out of range"),
        (["a cat", *model, *continued, "--overlap", "6"], r"can't continue a clip after 6 frames: use 5"),
        (["a cat", *model, *continued, "--frames", "5"], "5 frames, 5 of them known, add nothing: use more than 5"),
        (["a cat", *model, *continued, "--size", "64x64"], "clip.mp4 has 32x32 pixels, the new frames 64x64: use 32x32"),
        (["a cat", *model, *continued, "--fps", "12"], "clip.mp4 has 8 frames per second, the new frames 12: use 8"),
        (["a cat", *model, *continued, "--overlap", "33"], "too few to continue after 33"),
        (["a cat", *model, "--continue", str(photo)], "can't be continued|has 120x80 pixels"),
        (["a cat", *model, "--continue", "nowhere.mp4"], "file nowhere.mp4 not found"),
        (["a cat", *model, *continued, "-o", str(clip)], "clip.mp4 is the clip to continue: choose another name"),
    ]  # fmt: skip
    for options, words in cases:
        assert main(["render", *options]) == 2, options
        line = capsys.readouterr().err.strip().splitlines()[-1]
        assert re.search(words, line), (options, line)
    assert sorted(file.name for file in tmp_path.glob("*.mp4")) == ["clip.mp4", "gone.mp4"]
