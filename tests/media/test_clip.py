import os
import time
from pathlib import Path

import pytest

from t2v_desktop.media.names import free_name, part_of, remove_part, sweep_parts
from t2v_desktop.paths import PART_AGE_S, sweep_unfinished, write_whole
from t2v_desktop.request import Request
from tests.media.made_clips import make_clip

FOREIGN = (
    ".disk.part1.rar", ".disk.part", ".film.mp4.part", ".film.part.mp4", ".a.mp4.part.webm", ".a.avi.part.avi", "a.mp4.part.mp4", ".a.mp4.partial.mp4",
    ".t2v-part", ".a.mp4.t2v-part.mp4.txt", ".settings.json.abcdefgh.part", ".notes.t2v-part",
)  # fmt: skip
FOREIGN_FOLDERS = (".git.part", ".vm.part1", ".a.mp4.t2v-part.mp4", ".b.mp4.part.mp4", ".full.t2v-part", ".scan.part")


def make_old(folder: Path) -> None:
    """As if nobody had touched anything in there for longer than PART_AGE_S."""
    before = time.time() - PART_AGE_S - 60
    for path in (*folder.rglob("*"),):
        os.utime(path, (before, before), follow_symlinks=False)


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_a_name_is_never_given_twice(tmp_path: Path) -> None:
    request = Request("A red circle, moving!", seed=7)
    names = []
    for _ in range(3):
        names.append(free_name(tmp_path, request).name)
        (tmp_path / names[-1]).touch()
    assert names == ["a-red-circle-moving-7.mp4", "a-red-circle-moving-7-2.mp4", "a-red-circle-moving-7-3.mp4"]


def test_only_unfinished_clips_of_dead_writers_are_swept(tmp_path: Path) -> None:
    old, young, folder, whole = (tmp_path / name for name in ("old.mp4", "young.mp4", "pictures", "whole.mp4"))
    for path in (part_of(old), whole, part_of(tmp_path / "poster.png"), part_of(tmp_path / "LOUD.MP4")):
        path.touch()
    part_of(folder).mkdir()
    (part_of(folder) / "0001.png").touch()
    part_of(tmp_path / "empty").mkdir()
    make_old(tmp_path)
    part_of(young).touch()
    sweep_parts(tmp_path)
    assert names(tmp_path) == {part_of(young).name, whole.name}


def test_nobody_elses_hidden_files_and_folders_are_swept(tmp_path: Path) -> None:
    folder = tmp_path / "clips"
    folder.mkdir()
    for name in FOREIGN:
        (folder / name).write_text("the user's own")
    for name in FOREIGN_FOLDERS:
        (folder / name).mkdir()
    for inside in (".full.t2v-part/0001.png", ".full.t2v-part/thesis.odt", ".scan.part/0001.png"):
        (folder / inside).write_text("the user's own")
    (folder / ".link.mp4.t2v-part.mp4").symlink_to(tmp_path / "elsewhere")
    make_old(folder)
    there = {str(path) for path in folder.rglob("*")}
    sweep_parts(folder)
    assert {str(path) for path in folder.rglob("*")} == there


def test_what_version_0_1_left_is_swept_where_nothing_else_can_have_that_name(tmp_path: Path) -> None:
    folder = tmp_path / "clips"
    make_clip(folder_of_pictures := tmp_path / "made")
    folder.mkdir()
    folder_of_pictures.rename(folder / ".made.part")
    (folder / ".made.part" / ".0009.png.part.png").write_bytes(b"half a picture")
    for name in (".a b.mp4.part.mp4", ".c.webm.part.webm", ".d.gif.part.gif", ".e.png.part.png"):
        (folder / name).touch()
    make_old(folder)
    sweep_parts(folder)
    assert names(folder) == set()


@pytest.mark.parametrize("folder", ["gone", "file"])
def test_a_folder_that_cannot_be_swept_is_left(folder: str, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    sweep_parts(tmp_path / folder)
    sweep_unfinished(tmp_path / folder)


def test_an_unfinished_folder_with_something_else_inside_stays_whole(tmp_path: Path) -> None:
    part = part_of(tmp_path / "pictures")
    part.mkdir()
    for name in ("0001.png", "thesis.odt"):
        (part / name).touch()
    remove_part(part)
    assert names(part) == {"0001.png", "thesis.odt"}


def test_unfinished_settings_are_swept_from_our_own_folders_and_nothing_else(tmp_path: Path) -> None:
    for name in (".settings.json.ab_cd3fg.t2v-part", ".settings.json.ab_cd3fg.part", ".library.backup.db.part", "settings.json", ".other.part"):
        (tmp_path / name).touch()
    make_old(tmp_path)
    (tmp_path / ".young.json.abcdefgh.t2v-part").touch()
    sweep_unfinished(tmp_path)
    assert names(tmp_path) == {"settings.json", ".other.part", ".library.backup.db.part", ".young.json.abcdefgh.t2v-part"}


def test_an_unfinished_file_has_a_name_that_is_swept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", killed)
    monkeypatch.setattr(Path, "unlink", killed)  # as where a kill leaves no time for it
    with pytest.raises(KeyboardInterrupt):
        write_whole(tmp_path / "settings.json", b"{}")
    monkeypatch.undo()
    make_old(tmp_path)
    assert len(names(tmp_path)) == 1
    sweep_unfinished(tmp_path)
    assert names(tmp_path) == set()
