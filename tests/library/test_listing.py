"""Listings that are read on another thread."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from t2v_desktop.clip import Clip
from t2v_desktop.errors import T2VError
from t2v_desktop.library.clips import Clips
from t2v_desktop.library.database import Database, open_reader
from t2v_desktop.library.filters import Filter, Missing
from t2v_desktop.library.listing import read_listing
from t2v_desktop.request import Request


def add(clips: Clips, folder: Path, count: int) -> list[Clip]:
    made = []
    for number in range(count):
        (path := folder / f"{number}.mp4").write_bytes(b"a clip")
        made.append(clips.add(Clip(path, Path(), Request("a red circle", seed=number), created_s=1.0 + number)))
    return made


def test_another_thread_lists_what_the_library_has_committed(library: Database, tmp_path: Path) -> None:
    clips = Clips(library)
    add(clips, tmp_path, 5)
    clips.add_tags(clips.ids()[:2], ["sea"])
    with ThreadPoolExecutor(1) as thread:
        listing = thread.submit(lambda: read_listing(library.file, Filter(tags=("sea",)), [], count_choices=True)).result()
    assert listing.ids == clips.ids()[:2]
    assert listing.choices is not None and listing.choices.tags["sea"] == 2 and listing.choices.sizes[128, 128] == 5


def test_files_known_to_be_missing_are_left_out_or_listed_alone(library: Database, tmp_path: Path) -> None:
    clips = Clips(library)
    made = add(clips, tmp_path, 3)
    made[1].path.unlink()
    clips.by_ids(clips.ids())
    missing = clips.known_missing()
    assert len(missing) == 1
    assert len(read_listing(library.file, Filter(), missing, count_choices=False).ids) == 2
    assert list(read_listing(library.file, Filter(missing=Missing.ONLY), missing, count_choices=False).ids) == missing


def test_a_reader_can_not_write_and_a_missing_library_is_an_error(library: Database, tmp_path: Path) -> None:
    with pytest.raises(T2VError), open_reader(library.file) as reader:
        reader.rows("DELETE FROM clips")
    with pytest.raises(T2VError), open_reader(tmp_path / "none.db"):
        pass


def test_the_files_of_clips_are_listed_in_order_without_missing_ones(library: Database, tmp_path: Path) -> None:
    clips = Clips(library)
    made = add(clips, tmp_path, 4)
    made[2].path.unlink()
    assert clips.files(clips.ids()) == [made[n].path for n in (3, 1, 0)]
