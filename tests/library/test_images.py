"""Images are removed once nothing refers to them, and never before."""

import os
import sqlite3
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from t2v_desktop import paths
from t2v_desktop.clip import Clip
from t2v_desktop.job import Pass
from t2v_desktop.library.clips import Clips
from t2v_desktop.library.database import Database
from t2v_desktop.library.images import KEEP_S, clean_up
from t2v_desktop.library.queue import Queue
from t2v_desktop.request import Request

USES: dict[str, Callable[[Request, Request, Database, Path], object]] = {
    "a clip": lambda with_image, _plain, library, tmp: Clips(library).add(Clip(tmp / "a.mp4", tmp / "a.png", with_image)),
    "a job": lambda with_image, _plain, library, _tmp: Queue(library).add([with_image]),
    "a pass of a job": lambda with_image, plain, library, _tmp: Queue(library).add([plain], [[Pass(with_image)]]),
    "the draft": lambda with_image, _plain, library, _tmp: library.rows("INSERT INTO draft VALUES (1, ?)", (with_image.to_json(),)),
}


@pytest.fixture
def image() -> Path:
    return lay_down("ab" * 32, KEEP_S + 60)


def lay_down(name: str, age_s: float) -> Path:
    file = paths.images() / f"{name}.png"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.touch()
    os.utime(file, (before := time.time() - age_s, before))
    return file


@pytest.mark.parametrize("use", USES)
@pytest.mark.parametrize("field", ["start_image", "end_image"])
def test_what_is_referred_to_stays(use: str, field: str, image: Path, library: Database, tmp_path: Path) -> None:
    plain = Request("a cat")
    USES[use](replace(plain, **{field: image.stem}), plain, library, tmp_path)
    unused = lay_down("cd" * 32, KEEP_S + 60)
    clean_up(library)
    assert image.exists() and not unused.exists()
    clean_up(library, time.time() + KEEP_S - 3600)
    assert image.exists()


def test_an_image_stays_for_a_while_after_its_clip_is_gone(image: Path, library: Database, tmp_path: Path) -> None:
    clips = Clips(library)
    clips.add(Clip(tmp_path / "a.mp4", tmp_path / "a.png", Request("a cat", start_image=image.stem)))
    clean_up(library)
    clips.remove([tmp_path / "a.mp4"])
    clean_up(library, time.time() + KEEP_S - 3600)
    assert image.exists()
    clean_up(library, time.time() + KEEP_S + 3600)
    assert not image.exists()


def test_other_files_stay(library: Database) -> None:
    others = [lay_down("holiday", 2 * KEEP_S), lay_down("A" * 64, 2 * KEEP_S)]
    clean_up(library)
    assert all(file.exists() for file in others)


def test_nothing_is_removed_if_the_library_cannot_be_read(image: Path, library: Database) -> None:
    library.rows("DROP TABLE jobs")
    with pytest.raises(sqlite3.OperationalError):
        clean_up(library)
    assert image.exists()
