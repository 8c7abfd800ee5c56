import json
from pathlib import Path
from typing import Any

import pytest

from t2v_desktop.clip import Clip, Marks
from t2v_desktop.library.clip_files import poster_of
from t2v_desktop.library.clips import Clips
from t2v_desktop.library.database import Database, open_database
from t2v_desktop.library.identity import identify
from t2v_desktop.library.kept_marks import NAME, KeptMarks, write_marks
from t2v_desktop.library.moved import set_identities, stored_files
from t2v_desktop.request import Request
from tests.library.test_clips import write

SMALL = Request("a red circle", width=16, height=16, num_frames=2)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "clips").mkdir()
    return tmp_path / "clips"


def add(library: Database, path: Path, seed: int) -> int:
    request = Request("a red circle", width=16, height=16, num_frames=2, seed=seed)
    write(path, request)
    clips = Clips(library)
    clips.add(Clip(path, poster_of(path), request, 1000.0 + seed))
    return clips.ids()[0]


def test_marks_survive_the_loss_of_the_library_and_a_new_name(library: Database, folder: Path, tmp_path: Path) -> None:
    ids = [add(library, folder / f"{n}.mp4", n) for n in range(4)]
    clips = Clips(library)
    clips.rate(ids[:2], 4)
    clips.set_favourite(ids[1:3], True)
    clips.add_tags(ids[2:3], ["Küste", "night"])
    set_identities(library, {file.id: identify(file.path) for file in stored_files(library.file)})
    assert write_marks(library.file) == 1 and write_marks(library.file) == 0
    (folder / "1.mp4").rename(folder / "renamed.mp4")
    (folder / "0.mp4").rename(folder / "1.mp4")  # another clip has the name now
    new = open_database(tmp_path / "new.db")
    assert Clips(new).rebuild(folder) == 4
    found = {each.clip.path.name: each.marks for each in Clips(new).by_ids(Clips(new).ids())}
    assert found == {"1.mp4": Marks(4), "renamed.mp4": Marks(4, True), "2.mp4": Marks(0, True, ("Küste", "night")), "3.mp4": Marks()}
    new.close()


def test_marks_are_kept_before_the_content_was_read(library: Database, folder: Path, tmp_path: Path) -> None:
    Clips(library).rate([add(library, folder / "a.mp4", 1)], 5)
    write_marks(library.file)
    assert KeptMarks().of(folder / "a.mp4") == Marks(5)


HOSTILE: list[Any] = [
    b"", b"{", b"[]", b'{"marks": []}', b'{"marks": {"a.mp4": 5}}', b'{"marks": {"a.mp4": {"stars": 5}}}', b'{"a":' * 100_000,
    json.dumps({"marks": {"a.mp4": {"identity": "", "stars": 99, "favourite": "yes", "tags": [1, "", "x" * 999, "\u202e"]}}}).encode(),
]  # fmt: skip


@pytest.mark.parametrize("content", HOSTILE, ids=range(len(HOSTILE)))
def test_a_damaged_or_hostile_file_gives_no_marks(content: bytes, folder: Path) -> None:
    (folder / "a.mp4").write_text("content")
    (folder / NAME).write_bytes(content)
    assert KeptMarks().of(folder / "a.mp4") == Marks()


def test_a_folder_that_is_missing_or_unreadable_is_left_out(library: Database, folder: Path, tmp_path: Path) -> None:
    clips, number = Clips(library), add(library, folder / "a.mp4", 1)
    clips.rate([number], 3)
    folder.rename(tmp_path / "away")
    assert write_marks(library.file) == 0 == write_marks(tmp_path / "no.db")
    (tmp_path / "away").rename(folder)
    (folder / NAME).mkdir()
    assert write_marks(library.file) == 0
