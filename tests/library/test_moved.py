import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from t2v_desktop.clip import Clip, Marks
from t2v_desktop.job import State
from t2v_desktop.library.clip_files import poster_of, read_clip
from t2v_desktop.library.clips import Clips
from t2v_desktop.library.database import Database
from t2v_desktop.library.filters import Filter, Missing
from t2v_desktop.library.identity import IDENTITY_BYTES, PART_BYTES, identify
from t2v_desktop.library.moved import find_missing, find_moved, relocate, set_identities, stored_files, with_requests
from t2v_desktop.library.queue import Queue
from t2v_desktop.media.write import save_picture
from t2v_desktop.request import Request
from tests.library.test_clips import write

SMALL = Request("a red circle", width=16, height=16, num_frames=2)


@pytest.fixture
def clips(library: Database) -> Clips:
    return Clips(library)


@pytest.fixture
def queue(library: Database) -> Queue:
    return Queue(library)


@pytest.fixture
def make(clips: Clips, tmp_path: Path) -> Callable[..., Clip]:
    def make(name: str, content: str = "", request: Request = SMALL) -> Clip:
        path = tmp_path / "clips" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(content or name)
        poster = poster_of(path)
        poster.parent.mkdir(parents=True, exist_ok=True)
        poster.write_text(f"poster of {name}")
        return clips.add(Clip(path, poster, request))

    return make


def learn(library: Database) -> None:
    """Read what no clip's file was read for yet."""
    set_identities(library, {file.id: identify(file.path) for file in stored_files(library.file) if not file.identity})


def found_again(library: Database, *unlisted: Path) -> dict[int, Path]:
    return find_moved(with_requests(library.file, find_missing(stored_files(library.file))), unlisted)


def test_a_file_is_recognized_by_its_content_alone(tmp_path: Path) -> None:
    a, b = tmp_path / "a.mp4", tmp_path / "other name.mp4"
    for size in (1, PART_BYTES, PART_BYTES + 1, 5 * PART_BYTES):
        a.write_bytes(os.urandom(size))
        b.write_bytes(a.read_bytes())
        assert identify(a) == identify(b) and len(identify(a)) == IDENTITY_BYTES
        b.write_bytes(a.read_bytes()[:-1] + bytes([a.read_bytes()[-1] ^ 1]))
        assert identify(a) != identify(b)
        b.write_bytes(a.read_bytes() + b"\0")
        assert identify(a) != identify(b)
    a.write_bytes(b"")
    assert identify(a) == b"" == identify(tmp_path / "nowhere.mp4")


def test_a_folder_of_pictures_is_recognized(tmp_path: Path) -> None:
    write(tmp_path / "pictures", SMALL)
    before = identify(tmp_path / "pictures")
    (tmp_path / "pictures").rename(tmp_path / "renamed")
    assert identify(tmp_path / "renamed") == before != b""
    save_picture(tmp_path / "renamed" / "0002.png", np.zeros((16, 16, 3), np.uint8), replace(SMALL, seed=2))
    assert identify(tmp_path / "renamed") != before
    (tmp_path / "empty").mkdir()
    assert identify(tmp_path / "empty") == b""


def test_a_renamed_clip_is_found_with_its_marks_poster_and_place(
    library: Database, clips: Clips, queue: Queue, make: Callable[..., Clip], tmp_path: Path
) -> None:
    make("other.mp4")
    clip, last = make("a.mp4"), make("last.mp4")
    (job,) = queue.add([SMALL], source=str(clip.path))
    queue.changes()
    queue.save(replace(job, state=State.DONE, clips=(str(last.path), str(clip.path))))
    queue.changes()
    ids = clips.ids()
    clips.rate(ids[1:2], 4)
    clips.add_tags(ids[1:2], ["night"])
    learn(library)
    new = tmp_path / "clips" / "better name.mp4"
    clip.path.rename(new)
    found = found_again(library, tmp_path / "clips" / "nothing.mp4", new)
    assert found == {ids[1]: new}
    assert relocate(library, queue, found) == {ids[1]} == relocate(library, queue, found)
    (listed,) = clips.by_ids(ids[1:2])
    assert listed.clip == replace(clip, path=new, poster=poster_of(new)) and listed.marks == Marks(4, False, ("night",)) and not listed.missing
    assert poster_of(new).read_text() == "poster of a.mp4" and not clip.poster.exists()
    assert clips.ids() == ids and list(clips.ids(Filter("night"))) == [ids[1]]
    (changed,) = queue.changes().jobs
    assert changed[1].clips == (str(last.path), str(new)) and changed[1].source == str(new)


def test_a_clip_that_was_never_read_is_found_by_its_request(library: Database, clips: Clips, queue: Queue, tmp_path: Path) -> None:
    request = replace(SMALL, model=str(tmp_path / "starter"), dtype="bf16", seed=5)
    path = tmp_path / "a.mp4"
    write(path, replace(request, dtype="fp32"))  # as it was rendered after half precision failed
    clips.add(Clip(path, poster_of(path), request))
    write(tmp_path / "another.mp4", replace(request, seed=6))
    path.rename(tmp_path / "moved.mp4")
    found = found_again(library, tmp_path / "another.mp4", tmp_path / "moved.mp4")
    assert found == {clips.ids()[0]: tmp_path / "moved.mp4"}
    relocate(library, queue, found)
    assert [clip.request for clip in clips.page(9)] == [request]


def test_empty_files_and_unreadable_rows_are_no_clip_that_moved(library: Database, clips: Clips, tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    path.touch()
    clips.add(Clip(path, poster_of(path), SMALL))
    learn(library)
    with library.transaction() as connection:
        connection.execute("UPDATE clips SET request = '{'")
    path.rename(tmp_path / "b.mp4")
    assert found_again(library, tmp_path / "b.mp4") == {}


def test_of_two_copies_one_is_the_clip(library: Database, make: Callable[..., Clip], tmp_path: Path) -> None:
    clip = make("a.mp4")
    learn(library)
    for name in ("b.mp4", "c.mp4"):
        (tmp_path / name).write_bytes(clip.path.read_bytes())
    clip.path.unlink()
    assert list(found_again(library, tmp_path / "b.mp4", tmp_path / "c.mp4").values()) == [tmp_path / "b.mp4"]


def test_a_clip_that_was_taken_for_a_new_one_becomes_the_old_one_again(library: Database, clips: Clips, queue: Queue, tmp_path: Path) -> None:
    path, new = tmp_path / "a.mp4", tmp_path / "b.mp4"
    write(path, SMALL)
    clips.add(Clip(path, poster_of(path), SMALL, 1000.0))
    (number,) = clips.ids()
    clips.rate([number], 5)
    path.rename(new)
    again = read_clip(new)
    assert again is not None
    clips.add(again)
    assert relocate(library, queue, {number: new}) == {number}
    assert list(clips.ids()) == [number] and clips.by_ids([number])[0].marks.stars == 5 and clips.count(Filter("circle")) == 1
    assert library.rows("SELECT count(*) FROM clip_words") == [(1,)]


def test_a_clip_with_marks_at_the_new_path_stays(library: Database, clips: Clips, queue: Queue, make: Callable[..., Clip]) -> None:
    a, b = make("a.mp4"), make("b.mp4")
    ids = clips.ids()
    clips.rate(ids[:1], 3)
    assert relocate(library, queue, {ids[1]: b.path}) == set()
    assert [listed.clip.path for listed in clips.by_ids(ids)] == [b.path, a.path]


def test_missing_files_are_looked_for_on_another_thread_until_stopped(library: Database, clips: Clips, make: Callable[..., Clip]) -> None:
    made = [make(f"{n}.mp4") for n in range(6)]
    for clip in made[::2]:
        clip.path.unlink()
    files = stored_files(library.file)
    assert {file.path for file in find_missing(files)} == {clip.path for clip in made[::2]}
    assert find_missing(files, lambda: True) == []
    clips.note_missing(file.id for file in find_missing(files))
    assert clips.count() == 3 == clips.count(Filter(missing=Missing.ONLY))


def test_a_clip_that_was_removed_meanwhile_is_not_looked_for(library: Database, clips: Clips, make: Callable[..., Clip]) -> None:
    clip = make("a.mp4")
    files = stored_files(library.file)
    clips.remove([clip.path])
    assert with_requests(library.file, files) == [] and find_moved([], [clip.path]) == {}
