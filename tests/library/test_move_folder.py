import errno
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from t2v_desktop.clip import Clip
from t2v_desktop.errors import Cancelled, LibraryError, OutputError
from t2v_desktop.library.clip_files import poster_of
from t2v_desktop.library.clips import Clips
from t2v_desktop.library.database import Database
from t2v_desktop.library.kept_marks import write_marks
from t2v_desktop.library.move_folder import AT_ONCE, clips_in, journal_file, move_clips, resume
from t2v_desktop.library.moved import relocate, stored_files
from t2v_desktop.library.queue import Queue
from t2v_desktop.request import Request
from tests.library.held_library import held

SHARED_MEMORY = Path("/dev/shm")


@pytest.fixture
def clips(library: Database) -> Clips:
    return Clips(library)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "clips"


@pytest.fixture
def make(clips: Clips, folder: Path) -> Callable[[str], Clip]:
    def make(name: str) -> Clip:
        path = folder / name
        path.parent.mkdir(exist_ok=True, parents=True)
        path.write_text(name)
        return clips.add(Clip(path, poster_of(path), Request(name)))

    return make


@pytest.fixture
def move(library: Database, folder: Path) -> Callable[..., list[str]]:
    def move(target: Path, **options: Callable[..., None]) -> list[str]:
        queue = Queue(library)
        done = move_clips(clips_in(stored_files(library.file), folder), folder, target, lambda moved: relocate(library, queue, moved), **options)
        return done.errors

    return move


@pytest.fixture
def other_drive(tmp_path: Path) -> Iterator[Path]:
    if not SHARED_MEMORY.is_dir() or SHARED_MEMORY.stat().st_dev == tmp_path.stat().st_dev:
        pytest.skip("there is no second drive")
    with tempfile.TemporaryDirectory(dir=SHARED_MEMORY) as folder:
        yield Path(folder) / "target"


@pytest.fixture(params=["same drive", "another drive"])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    return tmp_path / "target" if request.param == "same drive" else request.getfixturevalue("other_drive")


def listed(clips: Clips) -> dict[Path, str]:
    return {clip.path: clip.path.read_text() for clip in clips.page(999)}


def test_all_clips_move_to_the_same_places_below_the_target(
    library: Database, clips: Clips, folder: Path, target: Path, make: Callable[..., Clip], move: Callable[..., list[str]]
) -> None:
    names = [*(f"{n}.mp4" for n in range(AT_ONCE + 5)), "below/a.mp4"]
    for name in names:
        make(name)
    os.utime(folder / "3.mp4", (1000, 1000))
    clips.rate(clips.ids(), 2)
    write_marks(library.file)  # which has nothing to say once the clips are gone
    reports: list[tuple[int, int]] = []
    assert move(target, report=lambda done, total: reports.append((done, total))) == []
    assert listed(clips) == {target / name: name for name in names}
    assert (target / "3.mp4").stat().st_mtime == 1000 and reports == [(n, len(names)) for n in range(1, len(names) + 1)]
    assert not folder.exists() and not journal_file().exists() and not list(target.rglob(".*"))


def test_names_that_exist_get_free_ones_and_other_files_stay(
    clips: Clips, folder: Path, target: Path, make: Callable[..., Clip], move: Callable[..., list[str]]
) -> None:
    make("a.mp4")
    (folder / "notes.txt").write_text("mine")
    target.mkdir(parents=True)
    (target / "a.mp4").write_text("another")
    assert move(target) == []
    assert listed(clips) == {target / "a-2.mp4": "a.mp4"} and (target / "a.mp4").read_text() == "another"
    assert (folder / "notes.txt").read_text() == "mine"


def test_a_cancelled_move_keeps_what_was_moved_and_can_be_continued(
    clips: Clips, folder: Path, target: Path, make: Callable[..., Clip], move: Callable[..., list[str]]
) -> None:
    for n in range(5):
        make(f"{n}.mp4")
    left = [2]

    def cancel() -> None:
        if not left[0]:
            raise Cancelled
        left[0] -= 1

    with pytest.raises(Cancelled):
        move(target, raise_if_cancelled=cancel)
    assert sorted(listed(clips).values()) == [f"{n}.mp4" for n in range(5)]
    assert [path.parent for path in listed(clips)].count(target) == 2 and not journal_file().exists()
    assert move(target) == [] and set(listed(clips)) == {target / f"{n}.mp4" for n in range(5)}


def test_a_clip_that_cannot_be_moved_stays_and_the_others_go(
    clips: Clips, folder: Path, target: Path, make: Callable[..., Clip], move: Callable[..., list[str]]
) -> None:
    stays = make("below/a.mp4")
    make("b.mp4")
    target.mkdir(parents=True)
    (target / "below").write_text("a file is where its folder would be")
    (error,) = move(target)
    assert "a.mp4 can't be moved" in error and listed(clips) == {stays.path: "below/a.mp4", target / "b.mp4": "b.mp4"}


def test_a_full_disk_ends_the_move_with_no_half_copied_clip(
    clips: Clips, folder: Path, other_drive: Path, make: Callable[..., Clip], move: Callable[..., list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    target = other_drive
    for n in range(4):
        make(f"{n}.mp4")
    copy, left = shutil.copy2, [2]

    def copy_until_full(source: Path, part: Path) -> None:
        copy(source, part)
        left[0] -= 1
        if left[0] < 0:
            part.write_text("hal")
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(shutil, "copy2", copy_until_full)
    with pytest.raises(OutputError, match="disk full"):
        move(target)
    assert [path.parent for path in listed(clips)].count(target) == 2 and sorted(listed(clips).values()) == [f"{n}.mp4" for n in range(4)]
    assert len(list(target.iterdir())) == 2 and len(list(folder.iterdir())) == 2


@pytest.mark.parametrize("moment", ["begin", "commit"])
def test_a_library_that_cannot_be_written_keeps_all_clips_where_they_are(
    moment: str, library: Database, clips: Clips, folder: Path, target: Path, make: Callable[..., Clip], move: Callable[..., list[str]]
) -> None:
    made = {make(f"{n}.mp4").path: f"{n}.mp4" for n in range(3)}
    with held(library, moment), pytest.raises(LibraryError):
        move(target)
    assert listed(clips) == made and list(target.iterdir()) == []
    assert move(target) == [] and len(listed(clips)) == 3


def test_a_clip_that_is_removed_during_the_move_keeps_its_file(clips: Clips, library: Database, folder: Path, target: Path, make: Callable[..., Clip]) -> None:
    clip, queue = make("a.mp4"), Queue(library)
    files = stored_files(library.file)
    clips.remove([clip.path])
    move_clips(files, folder, target, lambda moved: relocate(library, queue, moved))
    assert clip.path.read_text() == "a.mp4" and list(target.iterdir()) == []


@pytest.mark.parametrize("place", ["same", "below", "file"])
def test_an_unusable_target_is_refused(place: str, clips: Clips, folder: Path, make: Callable[..., Clip], move: Callable[..., list[str]]) -> None:
    clip = make("a.mp4")
    (folder.parent / "file").touch()
    places = {"same": folder, "below": folder / "new", "file": folder.parent / "file" / "new"}
    with pytest.raises(OutputError, match=r"choose another folder|already"):
        move(places[place])
    assert listed(clips) == {clip.path: "a.mp4"}


def test_a_damaged_journal_moves_nothing(clips: Clips, make: Callable[..., Clip]) -> None:
    journal_file().parent.mkdir(parents=True, exist_ok=True)
    for content in (b"", b"{", b"[1]", b"\xff", b'["2f", [[1, "zz", "2f"]]]'):
        journal_file().write_bytes(content)
        assert resume(lambda moved: set(moved)) == 0 and not journal_file().exists()
    assert resume(lambda moved: set(moved)) == 0


@pytest.mark.campaign
@pytest.mark.skipif(not hasattr(os, "fork"), reason="kills a forked process")
def test_a_kill_at_any_access_to_a_file_loses_and_doubles_no_clip(tmp_path: Path, target: Path) -> None:
    (tmp_path / "all").mkdir()
    command = [sys.executable, "-m", "tests.library.killed_moves", str(tmp_path / "all"), str(target)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0 and int(done.stdout.split()[1]) > 30, done.stderr
