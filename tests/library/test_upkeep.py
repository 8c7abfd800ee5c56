from pathlib import Path

import pytest

from t2v_desktop.clip import Clip
from t2v_desktop.errors import LibraryError
from t2v_desktop.library.clip_files import poster_of
from t2v_desktop.library.clips import Clips
from t2v_desktop.library.database import Database
from t2v_desktop.library.filters import Filter, Missing
from t2v_desktop.library.identity import identify
from t2v_desktop.library.kept_marks import NAME
from t2v_desktop.library.queue import Queue
from t2v_desktop.library.upkeep import Findings, look_over, take_over
from t2v_desktop.request import Request


def test_one_look_finds_what_is_missing_what_moved_and_what_files_contain(library: Database, tmp_path: Path) -> None:
    clips, queue, folder, other = Clips(library), Queue(library), tmp_path / "clips", tmp_path / "other"
    folder.mkdir()
    other.mkdir()
    for n in range(3):
        (folder / f"{n}.mp4").write_text(f"content {n}")
        clips.add(Clip(folder / f"{n}.mp4", poster_of(folder / f"{n}.mp4"), Request(f"clip {n}"), 1000.0 + n))
    ids = clips.ids(Filter())[::-1]
    clips.rate(ids[:1], 5)
    found = look_over(library.file)
    assert found == Findings(frozenset(), {}, {number: identify(folder / f"{n}.mp4") for n, number in enumerate(ids)}) and (folder / NAME).is_file()
    assert take_over(library, clips, queue, found) == 0 and look_over(library.file) == Findings()
    (folder / "0.mp4").rename(other / "moved.mp4")
    (folder / "1.mp4").unlink()
    assert look_over(library.file) == Findings(frozenset(ids[:2]))  # the other folder isn't known
    found = look_over(library.file, [other])
    assert found == Findings(frozenset([ids[1]]), {ids[0]: other / "moved.mp4"})
    assert take_over(library, clips, queue, found) == 1
    assert [(each.clip.path, each.marks.stars) for each in clips.by_ids(ids[:1])] == [(other / "moved.mp4", 5)]
    assert list(clips.ids(Filter(missing=Missing.ONLY))) == [ids[1]] and clips.count() == 2
    assert look_over(library.file, [other], lambda: True) == Findings()


def test_a_library_that_cannot_be_read_is_reported_and_not_made(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="missing"):
        look_over(tmp_path / "no.db")
    assert not (tmp_path / "no.db").exists()
