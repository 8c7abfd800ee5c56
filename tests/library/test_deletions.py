import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from t2v_desktop import paths
from t2v_desktop.clip import Clip
from t2v_desktop.errors import OutputError
from t2v_desktop.library import trash
from t2v_desktop.library.clips import Clips
from t2v_desktop.library.database import Database
from t2v_desktop.library.deletions import Deletions
from t2v_desktop.request import Request
from tests.library.held_library import MOMENTS, held


@pytest.fixture
def clips(library: Database) -> Clips:
    return Clips(library)


@pytest.fixture
def deletions(library: Database, clips: Clips) -> Deletions:
    return Deletions(library, clips, trash.put)


@pytest.fixture
def make(clips: Clips, tmp_path: Path) -> Callable[[str], Clip]:
    def make(name: str) -> Clip:
        path = tmp_path / "clips" / f"{name}.mp4"
        path.parent.mkdir(exist_ok=True)
        path.write_text(name)
        return clips.add(Clip(path, path.with_suffix(".png"), Request(name)))

    return make


def existing(clips: Clips) -> list[str]:
    """The clips with both a row and a file, oldest first."""
    return [clip.path.read_text() for clip in clips.page(10)][::-1]


def test_one_undo_restores_all_clips_of_one_deletion(deletions: Deletions, clips: Clips, make: Callable[[str], Clip]) -> None:
    first = make("a")
    batch = [make(name) for name in "bcd"]
    deletions.delete([first])
    assert deletions.delete(batch) == (batch, []) and existing(clips) == []
    assert deletions.undo() == (batch, []) and existing(clips) == list("bcd")
    assert deletions.undo() == ([first], []) and existing(clips) == list("abcd")
    assert deletions.undo() == ([], [])


def test_deletions_that_are_joined_are_undone_together_even_in_parts(deletions: Deletions, clips: Clips, make: Callable[[str], Clip]) -> None:
    kept, *batch = [make(name) for name in "abcdef"]
    deletions.delete([kept])
    deletions.delete(batch[:2])
    deletions.delete(batch[2:4], join=True)
    deletions.forget(batch[4:], join=True)
    assert deletions.left_to_undo() == 5
    shutil.rmtree(paths.trash() / next(paths.trash().glob("*/c.mp4")).parent.name)
    restored, errors = deletions.undo(3)
    assert [clip.path.stem for clip in restored] == ["b", "d"] and errors == ["c.mp4 is no longer in the trash"] and deletions.left_to_undo() == 2
    assert [clip.path.stem for clip in deletions.undo(3)[0]] == ["e", "f"]
    assert deletions.undo(3) == ([kept], []) and existing(clips) == list("abdef")


def test_a_part_of_an_undo_that_fails_for_now_comes_last(deletions: Deletions, clips: Clips, make: Callable[[str], Clip], tmp_path: Path) -> None:
    batch = [make(name) for name in "abcd"]
    deletions.delete(batch)
    folder = batch[0].path.parent
    folder.rename(folder.with_name("away"))
    try:
        assert deletions.undo(2)[0] == [] and deletions.left_to_undo() == 4
    finally:
        folder.with_name("away").rename(folder)
    assert [clip.path.stem for clip in deletions.undo(2)[0]] == ["c", "d"]
    assert [clip.path.stem for clip in deletions.undo(2)[0]] == ["a", "b"] and existing(clips) == list("abcd")


def test_a_clip_that_cannot_be_moved_back_is_tried_again_at_the_next_undo(deletions: Deletions, clips: Clips, make: Callable[[str], Clip]) -> None:
    clip = make("a")
    folder = clip.path.parent
    deletions.delete([clip])
    folder.rename(folder.with_name("away"))
    try:
        restored, errors = deletions.undo()
    finally:
        folder.with_name("away").rename(folder)
    assert restored == [] and "a.mp4 could not be restored" in errors[0]
    assert deletions.undo() == ([clip], []) and existing(clips) == ["a"]


def test_a_clip_that_left_the_trash_is_reported_and_dropped(deletions: Deletions, clips: Clips, make: Callable[[str], Clip]) -> None:
    deletions.delete([make("a")])
    shutil.rmtree(paths.trash())
    assert deletions.undo() == ([], ["a.mp4 is no longer in the trash"])
    assert deletions.undo() == ([], []) and existing(clips) == []


def test_a_clip_that_cannot_go_to_the_trash_stays_and_the_others_go(library: Database, clips: Clips, make: Callable[[str], Clip]) -> None:
    def to_trash(path: Path) -> Path:
        if path.stem == "b":
            raise OutputError("b is in use")
        return trash.put(path)

    deletions = Deletions(library, clips, to_trash)
    a, b, c = (make(name) for name in "abc")
    assert deletions.delete([a, b, c]) == ([a, c], ["b is in use"]) and existing(clips) == ["b"]
    assert deletions.undo() == ([a, c], []) and existing(clips) == list("abc")


def test_without_a_path_from_the_trash_there_is_no_undo(library: Database, clips: Clips, make: Callable[[str], Clip]) -> None:
    deletions = Deletions(library, clips, lambda path: path.unlink())
    clip = make("a")
    assert deletions.delete([clip]) == ([clip], []) and deletions.undo() == ([], [])


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_library_that_cannot_be_written_leaves_file_and_row_as_they_were(
    moment: str, library: Database, deletions: Deletions, clips: Clips, make: Callable[[str], Clip]
) -> None:
    clip = make("a")
    with held(library, moment):
        deleted, errors = deletions.delete([clip])
        assert deleted == [] and "another program" in errors[0]
        assert existing(clips) == ["a"]
    assert deletions.undo() == ([], [])
    deletions.delete([clip])
    with held(library, moment):
        restored, errors = deletions.undo()
        assert restored == [] and "another program" in errors[0]
        assert existing(clips) == [] and not clip.path.exists()
    assert deletions.undo() == ([clip], []) and existing(clips) == ["a"]


def test_fifty_clips_are_deleted_and_restored_at_once_with_their_marks(
    library: Database, deletions: Deletions, clips: Clips, make: Callable[[str], Clip]
) -> None:
    batch = [make(f"clip {n}") for n in range(50)]
    ids = clips.ids()
    clips.rate(ids[:20], 5)
    clips.add_tags(ids[10:30], ["night"])
    before, commits = clips.by_ids(ids), []
    with library.transaction() as connection:
        pass
    connection.set_trace_callback(lambda command: commits.append(command) if command == "COMMIT" else None)
    assert deletions.delete(batch) == (batch, []) and clips.count() == 0 and not any(clip.path.exists() for clip in batch)
    assert deletions.undo() == (batch, []) and clips.by_ids(ids) == before
    connection.set_trace_callback(None)
    assert len(commits) == 2


def test_a_missing_clip_is_removed_from_the_library_and_restored(deletions: Deletions, clips: Clips, make: Callable[[str], Clip]) -> None:
    clip = make("a")
    clips.rate(clips.ids(), 4)
    before = clips.by_ids(clips.ids())
    assert deletions.forget([clip]) == [clip] and clips.count() == 0 and clip.path.exists()
    assert deletions.undo() == ([clip], []) and clips.by_ids(clips.ids()) == before
