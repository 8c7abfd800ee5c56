"""Images are stored once, and read back only as they were."""

import hashlib
import json
import re
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from t2v_desktop import paths
from t2v_desktop.errors import InvalidRequest, OutputError
from t2v_desktop.media.kept_images import keep, path_of, read_fitted_image, read_kept
from t2v_desktop.media.metadata import metadata_json
from t2v_desktop.request import Request


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    exif = Image.Exif()
    exif[0x010E] = "where I live"
    Image.fromarray(np.random.default_rng(2).integers(0, 256, (30, 50, 3), np.uint8)).save(tmp_path / "photo.png", exif=exif)
    return tmp_path / "photo.png"


def test_an_image_is_kept_once_under_the_hash_of_its_file_and_without_metadata(photo: Path, tmp_path: Path) -> None:
    image = keep(photo)
    kept = path_of(image)
    assert kept.parent == paths.images() and hashlib.sha256(kept.read_bytes()).hexdigest() == image
    assert b"where I live" in photo.read_bytes() and b"where I live" not in kept.read_bytes()
    assert (np.asarray(read_kept(image)) == np.asarray(Image.open(photo))).all()
    Image.open(photo).save(tmp_path / "other.bmp")
    assert keep(tmp_path / "other.bmp") == image, "the same pixels"
    assert [file.name for file in paths.images().iterdir()] == [kept.name]
    photo.unlink()
    assert read_fitted_image(image, 16, 24).shape == (24, 16, 3)


def test_a_damaged_copy_is_replaced(photo: Path) -> None:
    image = keep(photo)
    path_of(image).write_bytes(b"x" * path_of(image).stat().st_size)
    with pytest.raises(InvalidRequest, match=r"the image .* is damaged: choose it again"):
        read_kept(image)
    assert keep(photo) == image and read_kept(image).size == (50, 30)


def test_a_missing_image_gives_one_line() -> None:
    with pytest.raises(InvalidRequest, match=re.escape(f"{paths.images() / ('a' * 64)}.png is missing: choose it again")):
        read_kept("a" * 64)


@pytest.mark.parametrize("name", ["", "../settings", "A" * 64, "a" * 63, "a" * 64 + "\n", "a" * 65])
def test_only_a_hash_names_an_image(name: str) -> None:
    with pytest.raises(InvalidRequest, match="is not the SHA-256 of a kept image"):
        path_of(name)


def test_a_folder_that_cannot_be_written_gives_one_line(photo: Path) -> None:
    paths.images().parent.mkdir(parents=True)
    paths.images().write_text("in the way")
    with pytest.raises(OutputError, match="can't be written"):
        keep(photo)


def test_only_a_clip_with_an_image_says_so_in_its_metadata() -> None:
    plain, given = (json.loads(metadata_json(request))["request"] for request in (Request("a cat"), Request("a cat", end_image="a" * 64)))
    assert set(given) - set(plain) == {"end_image"}
    assert not {"start_image", "end_image", "continued_frames"} & set(plain)
